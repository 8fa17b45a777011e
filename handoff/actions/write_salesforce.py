"""Leave a booking's traces in Salesforce: the Event with its relations, our Booking record, the owner field."""

from handoff.delivery import Delivered
from handoff.people import OrgId
from handoff.records import MeetingRecord
from handoff.spans import Span
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts


def write_salesforce(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write Event, relations and Booking record together. Raises OutsideError; may be repeated."""
    event_id = parts.salesforce.write_meeting(OrgId(booking.org_id), _meeting_record(booking))
    return Delivered(event_id)


def write_owner_field(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write the main host to the record's owner field. Raises OutsideError; may be repeated."""
    parts.salesforce.write_owner_field(
        OrgId(booking.org_id),
        object_name=booking.object_name,
        record_id=booking.record_id,
        field=booking.owner_field["field"],
        user_id=booking.main_host["id"],
        only_if_empty=bool(booking.owner_field["only_if_empty"]),
    )
    return Delivered(booking.record_id)


def _meeting_record(booking: BookingRow) -> MeetingRecord:
    guest = booking.guest
    return MeetingRecord(
        booking_key=booking.id,
        object_name=booking.object_name,
        record_id=booking.record_id,
        guest_record_id=guest["record_id"],
        owner_id=booking.main_host["id"],
        organizer_id=booking.organizer_id,
        organizer_name=booking.organizer["name"],
        other_host_ids=tuple(one["host"]["id"] for one in booking.additional),
        subject=booking.title,
        description=_description(booking),
        location=booking.location or booking.link,
        span=Span(booking.starts_at, booking.ends_at),
        meeting_type=booking.meeting_type["name"],
        pool=booking.pool_name,
        host_source=booking.host_source,
        explanation=booking.explanation,
        status="Confirmed",
        meeting_link=booking.link,
        guest_name=f"{guest['first_name']} {guest['last_name']}".strip(),
        guest_email=guest["email"],
        writes_event=bool(booking.meeting_type["creates_salesforce_event"]),
        booked_at=booking.created_at,
    )


def _description(booking: BookingRow) -> str:
    parts = [booking.description]
    if booking.notes:
        parts.append(f"Notes for the host:\n{booking.notes}")
    if booking.link:
        parts.append(f"Join: {booking.link}")
    return "\n\n".join(part for part in parts if part)
