"""Let lapsed holds go, with the windows and nonces that have ended."""

from sqlalchemy.orm import Session

from handoff.storage import holds, host_time, pages
from handoff.wiring import Parts


def expire_holds(parts: Parts) -> int:
    """Delete what has lapsed; return how many holds. May be repeated."""
    now = parts.clock.now()

    def sweep(session: Session) -> int:
        lapsed = holds.lapsed(session, now)
        for hold in lapsed:
            host_time.release(session, hold.id)
            holds.remove(session, hold.id)
        pages.forget_ended(session, now)
        return len(lapsed)

    return parts.database.run(sweep)
