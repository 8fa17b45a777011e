"""Check that a booking may be moved to the hosts that were asked for."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.booking_rights import rights_on
from handoff.actions.choose_hosts import HostChoice
from handoff.actions.show_booking import visible, why_not_changed
from handoff.errors import Unacceptable
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say


def moved_booking(parts: Parts, page: Page, choice: HostChoice, now: datetime) -> str:
    """Return the host who keeps the meeting if free; empty if nothing is to be moved.

    Raises NotFound, or Unacceptable if the booking cannot be changed or not be given to these hosts: it stays
    with its host, or with the members of its pool.
    """
    if not choice.moving:
        return ""

    rights = rights_on(parts, page, choice.moving, to_change=True)

    def look(session: Session) -> str:
        booking = visible(session, page, choice.moving, rights)
        why_not = why_not_changed(page, booking, now, rights)
        if why_not:
            raise Unacceptable(why_not, field="moving")
        host_id = str(booking.main_host["id"])
        is_same_host = choice.main_host_id == host_id
        is_same_pool = bool(booking.pool_id) and choice.pool_id == booking.pool_id
        if not (is_same_host or is_same_pool):
            raise Unacceptable(
                say(
                    "A meeting moves with its host, or within the pool that its host was picked from."
                ),
                field="main",
            )
        return host_id

    return parts.database.run(look)
