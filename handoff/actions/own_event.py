"""The calendar event that a booking itself wrote: it does not stand in the way of moving that booking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from handoff.calendars.protocol import HostBusy
from handoff.people import HostId
from handoff.storage import bookings
from handoff.storage.pages import Page
from handoff.wiring import Parts


@dataclass(frozen=True)
class OwnEvent:
    """The event's reference in its main host's calendar, and everybody in whose calendar it stands.

    Colleagues' calendars may know it by another reference, but by the same uid.
    """

    ref: str
    host_ids: frozenset[HostId]

    def left_out(self, busy: Mapping[HostId, HostBusy]) -> dict[HostId, HostBusy]:
        """Return the answers without this event, found by its name and never by its time.

        An answer that does not name events stays as it is.
        """
        blocks = [block for answer in busy.values() for block in answer.blocks]
        uids = {block.uid for block in blocks if block.ref == self.ref and block.uid}
        return {
            host_id: self._without(answer, uids) if host_id in self.host_ids else answer
            for host_id, answer in busy.items()
        }

    def _without(self, answer: HostBusy, uids: set[str]) -> HostBusy:
        left = [one for one in answer.blocks if one.ref != self.ref and one.uid not in uids]
        return replace(answer, blocks=tuple(left))


def moved_event(parts: Parts, page: Page, booking_id: str) -> OwnEvent | None:
    """Return the event of a booking that is to be moved; None if there is none."""
    if not booking_id:
        return None
    return parts.database.run(lambda session: _event_of(session, page.org_id, booking_id))


def _event_of(session: Session, org_id: str, booking_id: str) -> OwnEvent | None:
    booking = bookings.get(session, org_id, booking_id)
    if booking is None or not booking.event_id:
        return None
    hosts = [booking.main_host, *(one["host"] for one in booking.additional)]
    return OwnEvent(booking.event_id, frozenset(HostId(str(one["id"])) for one in hosts))
