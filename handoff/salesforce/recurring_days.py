"""PURE. On which days a holiday that Salesforce repeats falls.

A day that a month lacks (the 31st, the 29th of February) is its last one. Weeks begin on Sunday, as Salesforce's do.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
LAST = -1


@dataclass(frozen=True)
class Recurrence:
    """How a holiday repeats from its first day on; weekdays are 0 for Sunday to 6, `nth` is 1 to 4 or LAST."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    interval: int = 1
    day_of_month: int = 1
    weekdays: frozenset[int] = frozenset()
    nth: int = 1
    month: int = 1


def days_of(recurrence: Recurrence, first: date, last: date) -> tuple[date, ...]:
    """Return the days between two dates, both included. Raises KeyError for a kind that nobody knows."""
    falls = _KINDS[recurrence.kind]
    begin = max(first, recurrence.starts_on)
    end = min(last, recurrence.ends_on) if recurrence.ends_on else last
    return tuple(day for day in _each(begin, end) if falls(recurrence, day))


def _each(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _daily(rule: Recurrence, day: date) -> bool:
    return (day - rule.starts_on).days % rule.interval == 0


def _every_weekday(_rule: Recurrence, day: date) -> bool:
    return day.weekday() < 5


def _weekly(rule: Recurrence, day: date) -> bool:
    weeks = (_sunday(day) - _sunday(rule.starts_on)).days // 7
    return _weekday(day) in rule.weekdays and weeks % rule.interval == 0


def _monthly(rule: Recurrence, day: date) -> bool:
    return _is_month(rule, day) and day.day == min(rule.day_of_month, _length(day))


def _monthly_nth(rule: Recurrence, day: date) -> bool:
    return _is_month(rule, day) and _is_nth(rule, day)


def _yearly(rule: Recurrence, day: date) -> bool:
    return (
        day.month == rule.month
        and day.day == min(rule.day_of_month, _length(day))
        and (day.year - rule.starts_on.year) % rule.interval == 0
    )


def _yearly_nth(rule: Recurrence, day: date) -> bool:
    is_year = (day.year - rule.starts_on.year) % rule.interval == 0
    return is_year and day.month == rule.month and _is_nth(rule, day)


_KINDS: dict[str, Callable[[Recurrence, date], bool]] = {
    "RecursDaily": _daily,
    "RecursEveryWeekday": _every_weekday,
    "RecursWeekly": _weekly,
    "RecursMonthly": _monthly,
    "RecursMonthlyNth": _monthly_nth,
    "RecursYearly": _yearly,
    "RecursYearlyNth": _yearly_nth,
}


def _is_month(rule: Recurrence, day: date) -> bool:
    months = (day.year - rule.starts_on.year) * 12 + day.month - rule.starts_on.month
    return months % rule.interval == 0


def _is_nth(rule: Recurrence, day: date) -> bool:
    """Say whether it is the nth day of its month that is one of the weekdays."""
    if _weekday(day) not in rule.weekdays:
        return False
    others = _each(day + _DAY, day.replace(day=_length(day)))
    if rule.nth == LAST:
        return not any(_weekday(other) in rule.weekdays for other in others)
    until = _each(day.replace(day=1), day)
    return sum(_weekday(other) in rule.weekdays for other in until) == rule.nth


def _weekday(day: date) -> int:
    return (day.weekday() + 1) % 7


def _sunday(day: date) -> date:
    return day - _DAY * _weekday(day)


def _length(day: date) -> int:
    return monthrange(day.year, day.month)[1]
