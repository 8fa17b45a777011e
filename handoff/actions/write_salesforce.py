"""Leave a booking's traces in Salesforce: the Event with its relations, our Booking record, fields of the record."""

from collections.abc import Iterator
from typing import Any

from handoff.booking.states import BookingState
from handoff.delivery import Delivered
from handoff.errors import TurnedDown
from handoff.people import OrgId
from handoff.records import MeetingRecord
from handoff.spans import Span
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say

FIRST_GENERATION = 1


def write_salesforce(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write Event, relations and Booking record together, or bring them up to date after a change.

    Raises OutsideError; may be repeated.
    """
    org_id, meeting = OrgId(booking.org_id), _meeting_record(booking)
    if effect.generation == FIRST_GENERATION:
        return Delivered(parts.salesforce.write_meeting(org_id, meeting))
    return Delivered(parts.salesforce.rewrite_meeting(org_id, meeting))


def write_owner_field(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write the main host to the record's owner field. Raises OutsideError; may be repeated."""
    parts.salesforce.write_owner_field(
        OrgId(booking.org_id),
        object_name=booking.object_name,
        record_id=booking.record_id,
        field=booking.owner_field["field"],
        user_id=booking.main_host["id"],
        only_if_empty=bool(booking.owner_field["only_if_empty"]),
        replaces=str((effect.details or {}).get("host", {}).get("id", "")),
    )
    return Delivered(booking.record_id)


def write_record_fields(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write the answers that belong into fields of the record. Raises OutsideError; may be repeated."""
    values = {
        one["write_field"]: one["value"]
        for one in booking.answers or []
        if one["write_field"] and _is_told(one)
    }
    elsewhere = [field for field in values if "." in field]
    if elsewhere:
        raise TurnedDown(
            say(
                "{field} is not a field of this record, so nothing is written.", field=elsewhere[0]
            ),
            service="salesforce",
            operation="write_record_fields",
            code="INVALID_FIELD",
        )
    parts.salesforce.write_fields(
        OrgId(booking.org_id),
        object_name=booking.object_name,
        record_id=booking.record_id,
        values=values,
    )
    return Delivered(booking.record_id)


def _is_told(answer: dict[str, Any]) -> bool:
    """Say whether there is an answer: an empty one takes nothing away that stands in the record."""
    return answer["value"] not in ("", None)


def _meeting_record(booking: BookingRow) -> MeetingRecord:
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
        subject=_cancelled(booking.title) if is_cancelled else booking.title,
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
    )


def _cancelled(title: str) -> str:
    return say("Cancelled: {title}", title=title)


def _description(booking: BookingRow) -> Iterator[str]:
    if booking.cancel_reason:
        yield f"Cancelled: {booking.cancel_reason}"
    if booking.description:
        yield booking.description
    told = [
        f"{one['label']}: {answer_words(one['value'])}"
        for one in booking.answers or []
        if _is_told(one)
    ]
    if told:
        yield "\n".join(told)
    if booking.notes:
        yield f"Notes for the host:\n{booking.notes}"
    if booking.link and booking.state != BookingState.CANCELLED:
        yield f"Join: {booking.link}"


def answer_words(value: object) -> str:
    """Return an answer as people read it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return str(value)
