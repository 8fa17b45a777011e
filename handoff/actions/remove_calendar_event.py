"""Take an event off a host's calendar: the meeting is cancelled, or somebody else hosts it."""

from handoff.actions.write_calendar_event import calendar_of, event_key
from handoff.booking.states import BookingState
from handoff.calendars.protocol import EventRef
from handoff.delivery import Delivered
from handoff.errors import AccessLost
from handoff.snapshots import host_of
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts

CANCELLED = "This meeting has been cancelled."
MOVED = "This meeting takes place with somebody else; you get another invitation."
"""What attendees read. Why it was cancelled is said among ourselves only."""


def remove_calendar_event(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Remove the event, whether it was seen written or only begun. Raises OutsideError; may be repeated."""
    old = effect.details or {}
    host = host_of(old["host"])
    ref = EventRef(old["event_id"], key=event_key(parts, booking, old["event_version"]))
    reason = CANCELLED if booking.state == BookingState.CANCELLED else MOVED
    try:
        calendar_of(parts, booking, host).remove_event(host, ref, reason=reason)
    except AccessLost:
        # A calendar that nobody could ever write to has nothing to remove.
        if ref.event_id:
            raise
    return Delivered(ref.event_id)
