"""The best three times: a table, and what holds for any offer."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from handoff.availability.best import Acceptable, best_starts
from handoff.availability.zones import instant_of, minute_of

LONDON, TOKYO, BOSTON = "Europe/London", "Asia/Tokyo", "America/New_York"


def at(text):
    return minute_of(datetime.fromisoformat(f"2026-03-{text.replace(' ', 'T')}:00Z"))


def best(*offered, zone=LONDON, duration=30, full=True):
    starts = [
        one if isinstance(one, Acceptable) else Acceptable(at(one), is_full=full) for one in offered
    ]
    found = best_starts(starts, duration=duration, zone=zone)
    return [instant_of(one.start).strftime("%d %H:%M") for one in found]


def without(text):
    return Acceptable(at(text), is_full=False)


@pytest.mark.parametrize(
    ("offered", "expected"),
    [
        ([], []),
        (["03 10:00"], ["03 10:00"]),
        (["03 10:00", "03 10:30", "03 11:00"], ["03 10:00"]),
        (["03 11:30", "03 12:00", "03 15:00"], ["03 11:30", "03 12:00"]),
        (
            ["03 10:00", "03 10:30", "03 14:00", "03 15:00", "04 09:00", "05 09:00"],
            ["03 10:00", "03 14:00", "04 09:00"],
        ),
        (["05 09:00", "03 14:00", "04 16:00"], ["03 14:00", "04 16:00", "05 09:00"]),
        (["03 07:30", "03 08:00", "03 17:30", "03 17:31"], ["03 08:00", "03 17:30"]),
        (["03 07:00", "03 07:30", "04 19:00"], ["03 07:00", "04 19:00"]),
        (["03 06:00", "04 07:59", "05 10:00"], ["05 10:00"]),
    ],
)
def test_the_earliest_of_different_half_days_in_the_guests_day(offered, expected):
    assert best(*offered) == expected


def test_times_with_every_optional_host_come_before_earlier_ones_without():
    offered = [without("03 10:00"), "03 11:00", without("04 09:00"), "05 09:00", "05 13:00"]

    assert best(*offered) == ["03 11:00", "05 09:00", "05 13:00"]


def test_times_without_the_optional_hosts_fill_up():
    offered = [without("03 10:00"), without("03 11:00"), "04 09:30", without("04 09:00")]

    assert best(*offered) == ["03 10:00", "04 09:30"]


def test_half_days_are_the_guests():
    assert best("03 00:00", "03 02:30", "03 03:00", zone=TOKYO) == ["03 00:00", "03 03:00"]


def test_a_clock_change_moves_the_guests_day():
    assert best("06 12:59", "06 13:00", zone=BOSTON) == ["06 13:00"]
    assert best("09 11:59", "09 12:00", zone=BOSTON) == ["09 12:00"]


def test_the_whole_meeting_lies_in_the_guests_day():
    assert best("03 16:00", "03 17:00", duration=90) == ["03 16:00"]


@pytest.mark.parametrize("seed", range(40))
def test_what_holds_for_any_offer(seed):
    r = Random(seed)
    zone = r.choice([LONDON, TOKYO, BOSTON, "Australia/Lord_Howe"])
    begins = minute_of(datetime(2026, 3, 2, tzinfo=UTC))
    offered = [
        Acceptable(begins + 30 * r.randrange(48 * r.choice([1, 3, 14])), is_full=r.random() < 0.3)
        for _ in range(r.randrange(60))
    ]

    found = best_starts(offered, duration=30, zone=zone)
    again = best_starts(r.sample(offered, len(offered)), duration=30, zone=zone)

    halves = [half_day(one.start, zone) for one in found]
    assert found == sorted(found) == again
    assert set(found) <= set(offered)
    assert len(halves) == len(set(halves))
    assert len(found) <= 3
    assert len(found) < 3 or len({day for day, _ in halves}) >= 2
    _nothing_better_is_left_out(found, offered, zone)


def _nothing_better_is_left_out(found, offered, zone):
    awake = [one for one in offered if is_awake(one.start, zone)]
    left = awake or offered
    assert set(found) <= set(left)
    assert len(found) == min(3, len({half_day(one.start, zone) for one in left}))
    for one in found:
        same = [other for other in left if half_day(other.start, zone) == half_day(one.start, zone)]
        assert one == min(same, key=lambda other: (not other.is_full, other.start))
    skipped = [
        one
        for one in left
        if half_day(one.start, zone) not in {half_day(other.start, zone) for other in found}
    ]
    if skipped and found:
        worst = max((not one.is_full, one.start) for one in found)
        assert all((not one.is_full, one.start) >= worst for one in skipped)


def local(start, zone):
    return instant_of(start).astimezone(ZoneInfo(zone))


def half_day(start, zone):
    return local(start, zone).date(), local(start, zone).hour >= 12


def is_awake(start, zone):
    begins = local(start, zone)
    ends = begins + timedelta(minutes=30)
    return begins.hour >= 8 and (ends.hour, ends.minute) <= (18, 0) and ends.date() == begins.date()
