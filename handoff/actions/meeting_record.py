"""Say what a booking leaves in Salesforce."""

from collections.abc import Iterator
from typing import Any

from handoff.booking.states import BookingState
from handoff.languages import said_to
from handoff.people import Tongue
from handoff.records import MeetingRecord
from handoff.spans import Span
from handoff.storage.tables import BookingRow
from handoff.test_mode import marked
from handoff.wording import again, say


def meeting_record(booking: BookingRow, tongue: Tongue) -> MeetingRecord:
    """Return the booking as Salesforce is to have it, what is ours to say in the org's own language."""
    guest = booking.guest
    is_cancelled = booking.state == BookingState.CANCELLED
    return MeetingRecord(
        booking_key=booking.id,
        object_name=booking.object_name,
        record_id=booking.record_id,
        guest_record_id=guest["record_id"],
        owner_id=booking.main_host["id"],
        organizer_id=booking.organizer_id,
        organizer_name=booking.organizer["name"],
        other_host_ids=tuple(one["host"]["id"] for one in booking.additional),
        optional_host_ids=frozenset(
            one["host"]["id"] for one in booking.additional if not one["required"]
        ),
        subject=_subject(booking, tongue),
        description="\n\n".join(said_to(tongue, one) for one in _description(booking, tongue)),
        location=booking.location or booking.link,
        span=Span(booking.starts_at, booking.ends_at),
        meeting_type=booking.meeting_type["name"],
        pool=booking.pool_name,
        host_source=_host_source(booking, tongue),
        explanation=said_to(tongue, why_this_host(booking)),
        status="Cancelled" if is_cancelled else "Confirmed",
        meeting_link=booking.link,
        guest_name=f"{guest['first_name']} {guest['last_name']}".strip(),
        guest_email=guest["email"],
        writes_event=bool(booking.meeting_type["creates_salesforce_event"]),
        reason=booking.cancel_reason,
        is_cancelled=is_cancelled,
        method=booking.method,
        opened_at=booking.opened_at,
        booked_at=booking.created_at,
        is_test=booking.is_test,
        is_erased=booking.erased_at is not None,
    )


def _subject(booking: BookingRow, tongue: Tongue) -> str:
    title = booking.title
    if booking.state == BookingState.CANCELLED:
        title = said_to(tongue, say("Cancelled: {title}", title=title))
    return marked(title) if booking.is_test else title


def _host_source(booking: BookingRow, tongue: Tongue) -> str:
    told = (booking.explained or {}).get("source")
    return ", ".join(said_to(tongue, again(one)) for one in told) if told else booking.host_source


def _description(booking: BookingRow, tongue: Tongue) -> Iterator[str]:
    if booking.cancel_reason:
        yield say("Cancelled: {reason}", reason=booking.cancel_reason)
    if booking.description:
        yield booking.description
    told = [
        f"{one['label']}: {said_to(tongue, answer_words(one['value']))}"
        for one in booking.answers or []
        if is_told(one)
    ]
    if told:
        yield "\n".join(told)
    if booking.notes:
        yield say("Notes for the host:\n{notes}", notes=booking.notes)
    if booking.link and booking.state != BookingState.CANCELLED:
        yield say("Join: {link}", link=booking.link)


def why_this_host(booking: BookingRow) -> str:
    """Return why this host was chosen, as a sentence that can be said in any language."""
    why: str = again((booking.explained or {}).get("why", booking.explanation))
    return why


def is_told(answer: dict[str, Any]) -> bool:
    """Say whether there is an answer: an empty one takes nothing away that stands in the record."""
    return answer["value"] not in ("", None)


def answer_words(value: object) -> str:
    """Return an answer as people read it."""
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    return str(value)
