"""Counts begin anew with the pool's period; caps count by the meeting's date where the member is."""

from datetime import UTC, datetime

import pytest

from handoff.people import NO_CAPS, Caps
from handoff.pools.periods import NEVER, full_period, period_start
from tests.pools.people import day, pool_of


@pytest.mark.parametrize(
    "reset, begins",
    [
        ("Month", "2026-03-31T22:00"),
        ("Week", "2026-04-12T22:00"),
        ("Quarter", "2026-03-31T22:00"),
        ("Year", "2025-12-31T23:00"),
    ],
)
def test_a_period_begins_at_midnight_in_the_pools_zone(reset: str, begins: str) -> None:
    now = datetime(2026, 4, 15, 10, tzinfo=UTC)

    assert period_start(pool_of(reset=reset), now).isoformat()[:16] == begins


def test_a_pool_that_never_resets_counts_from_the_beginning_of_time() -> None:
    assert period_start(pool_of(reset="Never"), day(2)) == NEVER


MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "caps, starts, full",
    [
        (NO_CAPS, ["2026-03-02T09:00"] * 9, ""),
        (Caps(day=2), ["2026-03-02T09:00"], ""),
        (Caps(day=2), ["2026-03-02T09:00", "2026-03-02T10:00"], "day"),
        (Caps(day=1), ["2026-03-03T09:00"], ""),
        (Caps(day=0), [], "day"),
        (Caps(week=2), ["2026-03-06T09:00", "2026-03-08T22:00"], "week"),
        (Caps(week=2), ["2026-03-01T09:00", "2026-03-08T23:30"], ""),
        (Caps(month=2), ["2026-03-31T09:00", "2026-03-15T09:00"], "month"),
        (Caps(month=2), ["2026-03-31T22:30", "2026-03-15T09:00", "2025-03-02T09:00"], ""),
        (Caps(day=9, week=9, month=1), ["2026-03-09T09:00"], "month"),
    ],
)
def test_a_full_day_week_or_month_is_told(caps: Caps, starts: list[str], full: str) -> None:
    zone = "Europe/Berlin"

    found = full_period(caps, zone, [datetime.fromisoformat(f"{one}Z") for one in starts], MONDAY)

    assert found == full


def test_the_date_is_the_members_own() -> None:
    late_in_berlin = datetime(2026, 3, 2, 20, tzinfo=UTC)

    assert full_period(Caps(day=1), "Europe/Berlin", [late_in_berlin], MONDAY) == "day"
    assert full_period(Caps(day=1), "Asia/Tokyo", [late_in_berlin], MONDAY) == ""
