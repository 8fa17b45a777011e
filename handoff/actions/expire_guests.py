"""Erase the guests of meetings that are longer ago than their org keeps such data."""

import logging
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.actions.erase_booking import erase_booking
from handoff.people import OrgId
from handoff.storage import audit, bookings
from handoff.wiring import Parts

log = logging.getLogger(__name__)

MOST_AT_ONCE = 100
"""Bookings in one transaction: others wait for a moment only."""
MOST_ROUNDS = 10
"""Transactions of one org in one turn of the clock, which has other things to do too; the next turn goes on."""
CLOCK = "clock"


def expire_guests(parts: Parts) -> int:
    """Erase what every org no longer keeps; return from how many bookings. May be repeated.

    An org that says no number of days keeps everything, and so does one whose settings were never read.
    """
    return sum(_expire(parts, org_id) for org_id in parts.settings.orgs)


def _expire(parts: Parts, org_id: OrgId) -> int:
    kept = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    days = kept[0].switches.guest_data_days if kept else None
    if days is None:
        return 0
    now, erased = parts.clock.now(), 0
    before = now - timedelta(days=days)
    for _ in range(MOST_ROUNDS):
        count = parts.database.run(lambda session: _erase(session, org_id, before=before, now=now))
        erased += count
        if count < MOST_AT_ONCE:
            break
    if erased:
        log.info("guests erased", extra={"org_id": org_id, "count": erased})
    return erased


def _erase(session: Session, org_id: OrgId, *, before: datetime, now: datetime) -> int:
    old = bookings.ended_before(session, org_id, before, limit=MOST_AT_ONCE)
    for booking in old:
        erase_booking(session, booking, now)
    if old:
        audit.note(
            session,
            org_id=org_id,
            at=now,
            actor=CLOCK,
            action="expire_guests",
            subject=before.date().isoformat(),
            outcome={"bookings": len(old)},
        )
    return len(old)
