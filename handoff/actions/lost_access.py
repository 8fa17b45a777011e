"""Say since when the calendars of some hosts cannot be read any more."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.storage import busy_copy
from handoff.wording import say

AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)


def lost_access(
    session: Session, org_id: str, host_ids: Collection[str], now: datetime
) -> dict[str, str]:
    """Return the sentence for each of these hosts whose calendar cannot be read; the others are not in it."""
    since = busy_copy.lost_since(session, org_id, host_ids)
    return {host_id: lost_words(at, now) for host_id, at in since.items()}


def lost_words(since: datetime, now: datetime) -> str:
    """Return for how long a calendar has been out of reach, as colleagues would say it."""
    ago = now - since
    if ago < AN_HOUR:
        return say("calendar access lost less than an hour ago")
    if ago < 2 * AN_HOUR:
        return say("calendar access lost an hour ago")
    if ago < A_DAY:
        return say("calendar access lost {hours} hours ago", hours=ago // AN_HOUR)
    if ago < 2 * A_DAY:
        return say("calendar access lost yesterday")
    return say("calendar access lost {days} days ago", days=ago // A_DAY)
