"""Leave a booking's traces in Salesforce: the Event with its relations, our Booking record, fields of the record."""

from handoff.actions.known_settings import known_settings
from handoff.actions.meeting_record import is_told, meeting_record
from handoff.delivery import Delivered
from handoff.errors import TurnedDown
from handoff.people import OrgId
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say

FIRST_GENERATION = 1


def write_salesforce(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write Event, relations and Booking record together, or bring them up to date after a change.

    Raises OutsideError; may be repeated.
    """
    org_id = OrgId(booking.org_id)
    settings = parts.database.run(lambda session: known_settings(parts, session, org_id))
    meeting = meeting_record(booking, settings.tongue)
    if effect.generation == FIRST_GENERATION:
        # Whoever tried before may have written it without living to tell: then it is looked for first.
        may_exist = effect.fence > 1
        return Delivered(parts.salesforce.write_meeting(org_id, meeting, may_exist=may_exist))
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


def write_record_owner(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Make the main host the record's owner. Raises OutsideError; may be repeated."""
    parts.salesforce.write_record_owner(
        OrgId(booking.org_id),
        object_name=booking.object_name,
        record_id=booking.record_id,
        user_id=booking.main_host["id"],
    )
    return Delivered(booking.record_id)


def write_record_fields(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Write the answers that belong into fields of the record. Raises OutsideError; may be repeated."""
    values = {
        one["write_field"]: one["value"]
        for one in booking.answers or []
        if one["write_field"] and is_told(one)
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
