"""Let lapsed holds go, with what else has served its time: windows, nonces, request keys, copies."""

from datetime import timedelta

from sqlalchemy.orm import Session

from handoff.storage import bookings, busy_copy, describes, holds, host_time, pages
from handoff.wiring import Parts

KEYS_KEPT = timedelta(hours=48)
DESCRIBES_KEPT = timedelta(days=1)
BUSY_KEPT = timedelta(days=1)


def expire_holds(parts: Parts) -> int:
    """Delete what has lapsed; return how many holds. May be repeated."""
    now = parts.clock.now()

    def sweep(session: Session) -> int:
        lapsed = holds.lapsed(session, now)
        for hold in lapsed:
            host_time.release(session, hold.id)
            holds.remove(session, hold.id)
        pages.forget_ended(session, now)
        bookings.forget_keys(session, now - KEYS_KEPT)
        describes.forget(session, now - DESCRIBES_KEPT)
        busy_copy.forget(session, now - BUSY_KEPT)
        return len(lapsed)

    return parts.database.run(sweep)
