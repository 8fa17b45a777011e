"""An org's own Holidays as days on which nobody is booked."""

from collections.abc import Iterable
from datetime import date, timedelta

from handoff.org_settings import Holiday
from handoff.salesforce.client import Row
from handoff.salesforce.org_fields import Holiday as Names
from handoff.salesforce.paths import text, value
from handoff.salesforce.recurring_days import LAST, Recurrence, days_of
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import Unusable, day, flag
from handoff.wording import say

BACK, AHEAD = timedelta(days=7), timedelta(days=400)
"""How far holidays are worked out: the week that is shown, and further ahead than meetings are usually booked."""
NTH = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": LAST}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def holidays(rows: Iterable[Row], today: date, report: Report) -> tuple[Holiday, ...]:
    """Return the holidays around today, in their order; a part of a day is no holiday, which is told."""
    first, last = today - BACK, today + AHEAD
    found = report.keep(rows, lambda row: _days(row, first, last))
    return tuple(
        sorted({one for days in found for one in days}, key=lambda one: (one.on, one.name))
    )


def _days(row: Row, first: date, last: date) -> list[Holiday]:
    name = text(row, Names.NAME)
    if not flag(row, Names.IS_ALL_DAY):
        raise Unusable(
            say(
                "Holiday “{name}” is only a part of a day, so Handoff does not count it.", name=name
            )
        )
    return [Holiday(on, name) for on in _dates(row, name, first, last)]


def _dates(row: Row, name: str, first: date, last: date) -> tuple[date, ...]:
    on = day(row, Names.ON)
    if flag(row, Names.REPEATS):
        try:
            return days_of(_recurrence(row), first, last)
        except (ValueError, LookupError):
            raise Unusable(
                say("Holiday “{name}” repeats in a way that Handoff does not know.", name=name)
            ) from None
    return (on,) if on and first <= on <= last else ()


def _recurrence(row: Row) -> Recurrence:
    """Return how the holiday repeats. Raises ValueError, LookupError."""
    starts_on = day(row, Names.REPEATS_FROM) or day(row, Names.ON)
    if starts_on is None:
        raise ValueError(Names.REPEATS_FROM)
    mask = int(value(row, Names.WEEKDAYS) or 0)
    month = text(row, Names.MONTH)
    return Recurrence(
        kind=text(row, Names.RECURRENCE),
        starts_on=starts_on,
        ends_on=day(row, Names.REPEATS_UNTIL),
        interval=max(1, int(value(row, Names.INTERVAL) or 1)),
        day_of_month=int(value(row, Names.DAY_OF_MONTH) or starts_on.day),
        weekdays=frozenset(bit for bit in range(7) if mask >> bit & 1),
        nth=NTH[text(row, Names.NTH) or "First"],
        month=MONTHS.index(month) + 1 if month else starts_on.month,
    )
