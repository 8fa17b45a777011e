"""Say what a booking leaves in Salesforce."""

from collections.abc import Iterator
from typing import Any

from handoff.booking.states import BookingState
from handoff.records import MeetingRecord
from handoff.spans import Span
from handoff.storage.tables import BookingRow
from handoff.test_mode import marked
from handoff.wording import say


def meeting_record(booking: BookingRow) -> MeetingRecord:
    """Return the booking as Salesforce is to have it."""
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
        subject=_subject(booking),
        description="\n\n".join(_description(booking)),
        location=booking.location or booking.link,
        span=Span(booking.starts_at, booking.ends_at),
        meeting_type=booking.meeting_type["name"],
        pool=booking.pool_name,
        host_source=booking.host_source,
        explanation=booking.explanation,
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


def _subject(booking: BookingRow) -> str:
    title = booking.title
    if booking.state == BookingState.CANCELLED:
        title = say("Cancelled: {title}", title=title)
    return marked(title) if booking.is_test else title


def _description(booking: BookingRow) -> Iterator[str]:
    if booking.cancel_reason:
        yield f"Cancelled: {booking.cancel_reason}"
    if booking.description:
        yield booking.description
    told = [
        f"{one['label']}: {answer_words(one['value'])}"
        for one in booking.answers or []
        if is_told(one)
    ]
    if told:
        yield "\n".join(told)
    if booking.notes:
        yield f"Notes for the host:\n{booking.notes}"
    if booking.link and booking.state != BookingState.CANCELLED:
        yield f"Join: {booking.link}"


def is_told(answer: dict[str, Any]) -> bool:
    """Say whether there is an answer: an empty one takes nothing away that stands in the record."""
    return answer["value"] not in ("", None)


def answer_words(value: object) -> str:
    """Return an answer as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
