"""A holiday that Salesforce repeats falls on the days that its admin meant."""

from datetime import date, timedelta

import pytest

from handoff.salesforce.recurring_days import LAST, Recurrence, days_of

SUN, MON, TUE, THU, SAT = 0, 1, 2, 4, 6
WEEKDAYS = frozenset(range(1, 6))
FIRST, UNTIL = date(2026, 1, 1), date(2026, 12, 31)


def on(*days: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(f"2026-{day}") for day in days)


CASES = {
    "every third day": (
        Recurrence("RecursDaily", date(2026, 12, 20), interval=3),
        on("12-20", "12-23", "12-26", "12-29"),
    ),
    "every weekday until its end": (
        Recurrence("RecursEveryWeekday", date(2026, 3, 5), ends_on=date(2026, 3, 10)),
        on("03-05", "03-06", "03-09", "03-10"),
    ),
    "two weekdays every other week, counted from Sunday": (
        Recurrence(
            "RecursWeekly",
            date(2026, 3, 4),
            ends_on=date(2026, 3, 31),
            interval=2,
            weekdays=frozenset({MON, THU}),
        ),
        on("03-05", "03-16", "03-19", "03-30"),
    ),
    "the last day of months that lack the 31st": (
        Recurrence("RecursMonthly", date(2026, 1, 31), ends_on=date(2026, 4, 30), day_of_month=31),
        on("01-31", "02-28", "03-31", "04-30"),
    ),
    "the second Tuesday every third month": (
        Recurrence(
            "RecursMonthlyNth", date(2026, 2, 1), interval=3, weekdays=frozenset({TUE}), nth=2
        ),
        on("02-10", "05-12", "08-11", "11-10"),
    ),
    "the last weekday of a month": (
        Recurrence(
            "RecursMonthlyNth",
            date(2026, 1, 1),
            ends_on=date(2026, 3, 31),
            weekdays=WEEKDAYS,
            nth=LAST,
        ),
        on("01-30", "02-27", "03-31"),
    ),
    "a date of each year": (
        Recurrence("RecursYearly", date(2019, 7, 4), day_of_month=4, month=7),
        on("07-04"),
    ),
    "the 29th of February in a year without one": (
        Recurrence("RecursYearly", date(2024, 2, 29), day_of_month=29, month=2),
        on("02-28"),
    ),
    "every other year, and not this one": (
        Recurrence("RecursYearly", date(2025, 7, 4), interval=2, day_of_month=4, month=7),
        (),
    ),
    "the fourth Thursday of November": (
        Recurrence("RecursYearlyNth", date(2020, 1, 1), weekdays=frozenset({THU}), nth=4, month=11),
        on("11-26"),
    ),
    "the last Monday of May": (
        Recurrence(
            "RecursYearlyNth", date(2020, 1, 1), weekdays=frozenset({MON}), nth=LAST, month=5
        ),
        on("05-25"),
    ),
    "one that has ended": (
        Recurrence("RecursDaily", date(2020, 1, 1), ends_on=date(2025, 12, 31)),
        (),
    ),
    "one that has not begun": (Recurrence("RecursDaily", date(2027, 1, 1)), ()),
}


@pytest.mark.parametrize("recurrence,days", CASES.values(), ids=CASES)
def test_it_falls_on_these_days(recurrence: Recurrence, days: tuple[date, ...]) -> None:
    assert days_of(recurrence, FIRST, UNTIL) == days


def test_a_part_of_a_year_is_the_same_part_of_its_days() -> None:
    every = Recurrence("RecursWeekly", date(2026, 1, 3), weekdays=frozenset({SUN, SAT}))
    begin, end = date(2026, 4, 1), date(2026, 5, 31)

    expected = [day for day in days_of(every, FIRST, UNTIL) if begin <= day <= end]
    assert list(days_of(every, begin, end)) == expected
    assert all(one.weekday() >= 5 for one in expected)
    assert days_of(every, end, begin - timedelta(days=1)) == ()


def test_a_kind_that_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        days_of(Recurrence("RecursByMoon", FIRST), FIRST, UNTIL)
