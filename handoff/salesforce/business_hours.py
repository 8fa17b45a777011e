"""An org's default Business Hours as weekly hours, in the grammar of hours_text."""

from collections.abc import Iterable, Sequence
from datetime import time
from itertools import groupby

from handoff.org_settings import DEFAULT_HOURS
from handoff.salesforce.client import Row
from handoff.salesforce.org_fields import BusinessHours
from handoff.salesforce.paths import text
from handoff.salesforce.setting_report import Report
from handoff.wording import say

MIDNIGHT = time(0)


def business_hours(rows: Sequence[Row], report: Report) -> str:
    """Return the weekly hours; what cannot be read is told, and without any the usual ones hold."""
    if not rows:
        return DEFAULT_HOURS
    row = rows[0]
    lines = list(_lines((day, _range(row, day, report)) for day in BusinessHours.DAYS))
    if not lines:
        report.tell(
            say("The org's default Business Hours are closed all week; the usual hours hold."), row
        )
    return "\n".join(lines) or DEFAULT_HOURS


def _lines(days: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Yield a line for each run of days with the same hours."""
    for hours, run in groupby(days, key=lambda one: one[1]):
        names = [day[:3] for day, _hours in run]
        if hours:
            yield f"{names[0]}-{names[-1]} {hours}" if len(names) > 1 else f"{names[0]} {hours}"


def _range(row: Row, day: str, report: Report) -> str:
    opens, closes = (text(row, f"{day}{edge}Time") for edge in ("Start", "End"))
    if not opens or not closes:
        return ""
    start, end = _clock(opens), _clock(closes)
    # From midnight to midnight is how Salesforce spells the whole day.
    if end == MIDNIGHT:
        return f"{start:%H:%M}-24:00"
    if end <= start:
        words = say(
            "The org's default Business Hours have no hours where {end} is not after {start}.",
            end=f"{day}EndTime",
            start=f"{day}StartTime",
        )
        report.tell(words, row)
        return ""
    return f"{start:%H:%M}-{end:%H:%M}"


def _clock(spelled: str) -> time:
    return time.fromisoformat(spelled.removesuffix("Z"))
