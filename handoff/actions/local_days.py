"""The organizer's local dates as a span of time, within reason."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handoff.errors import Unacceptable
from handoff.people import Organizer
from handoff.spans import Span
from handoff.wording import say

LONGEST = 62
"""Days at most in one question: what one request to either provider covers."""
FURTHEST = timedelta(days=1000)
"""Nobody plans further; beyond it a date is a slip, and calendars refuse it anyway."""


def local_days(organizer: Organizer, first_on: date, days: int, now: datetime) -> Span:
    """Return the span of some of the organizer's local dates. Raises Unacceptable."""
    if not 1 <= days <= LONGEST:
        raise Unacceptable(say("Ask for 1 to {most} days at a time.", most=LONGEST), field="days")
    if abs(first_on - now.date()) > FURTHEST:
        raise Unacceptable(say("This date is out of reach."), field="from")
    zone = ZoneInfo(organizer.zone)
    begins = datetime.combine(first_on, time(), zone)
    ends = datetime.combine(first_on + timedelta(days=days), time(), zone)
    return Span(begins.astimezone(UTC), ends.astimezone(UTC))
