"""New and returning members are brought up to the others, once, and nobody is ever brought down."""

import random
from datetime import date, timedelta

import pytest

from handoff.meeting_types import Pool
from handoff.people import Host, HostId, Leave
from handoff.pools.calibration import Occasion, calibrations, occasions, returns
from handoff.pools.fairness import Standing
from handoff.pools.periods import period_start
from tests.pools.people import day, host, member, pool_of

NEW = Occasion("new", "new joined")


def standing(name: str, net: int, weight: int = 1) -> Standing:
    return Standing(HostId(name), net, weight)


def due(pool: Pool, *hosts: Host, first: int | None = 2, now: int = 20) -> list[str]:
    found = occasions(
        pool,
        {str(one.id): one for one in hosts},
        first_count=day(first) if first else None,
        since=period_start(pool, day(now)),
        now=day(now),
    )
    return [one.key for one in found]


def added(*standings: Standing, to: Occasion = NEW) -> int:
    (found,) = calibrations(standings, [to])
    return found.amount


@pytest.mark.parametrize(
    "nets, weight, own, amount",
    [
        ([4, 6], 1, 0, 5),
        ([4, 5], 1, 0, 4),
        ([4, 6], 1, 2, 3),
        ([4, 6], 2, 0, 10),
        ([4, 6], 1, 7, 0),
        ([-3, -1], 1, 0, 0),
        ([0, 1], 1, 0, 0),
        ([], 1, 0, 0),
    ],
)
def test_a_new_member_comes_up_to_the_others_average_in_whole_meetings_never_down(
    nets: list[int], weight: int, own: int, amount: int
) -> None:
    others = [standing(f"old{place}", net) for place, net in enumerate(nets)]

    assert added(*others, standing("new", own, weight)) == amount


def test_the_average_is_of_net_by_weight() -> None:
    assert added(standing("ana", 6, 3), standing("ben", 4), standing("new", 0)) == 3


def test_paused_members_and_others_who_are_due_do_not_count_in_the_average() -> None:
    standings = (standing("ana", 4), standing("idle", 0, 0), standing("x", 0), standing("new", 0))
    twice = [NEW, Occasion("x", "x joined"), Occasion("new", "new back")]

    assert [one.amount for one in calibrations(standings, twice)] == [4, 4, 0]


def test_somebody_who_is_not_in_the_pool_any_more_gets_nothing() -> None:
    assert added(standing("ana", 4)) == 0


def test_who_joined_after_the_periods_first_meeting_is_new() -> None:
    pool = pool_of(
        "early",
        "new",
        "later",
        "unknown",
        early=member("early", joined_at=day(1)),
        new=member("new", joined_at=day(9)),
        later=member("later", joined_at=day(25)),
    )

    assert due(pool) == ["new joined 2026-03-09T10:00Z"]
    assert due(pool, first=None) == []


def test_paused_and_inactive_members_wait_until_they_play() -> None:
    pool = pool_of(
        "a",
        "b",
        a=member("a", joined_at=day(9), weight=0),
        b=member("b", joined_at=day(9), is_active=False),
    )

    assert due(pool) == []


def away(first: date, last: date) -> Leave:
    return Leave(first, last)


WEEK = away(date(2026, 3, 9), date(2026, 3, 13))


def test_who_was_away_for_five_working_days_is_back() -> None:
    ana, ben = (
        host("ana", leave=(WEEK,)),
        host("ben", leave=(away(WEEK.first_on, date(2026, 3, 12)),)),
    )

    assert due(pool_of("ana", "ben"), ana, ben) == ["ana back 2026-03-14"]
    assert due(pool_of("ana"), ana, now=13) == []


def test_an_absence_that_ended_before_the_period_began_is_over() -> None:
    ana = host("ana", leave=(away(date(2026, 2, 16), date(2026, 2, 28)),))

    assert due(pool_of("ana"), ana) == []
    assert due(pool_of("ana", reset="Never"), ana) == ["ana back 2026-03-01"]


@pytest.mark.parametrize(
    "leave, back",
    [
        ([(9, 10), (11, 13)], [14]),
        ([(12, 13), (16, 18)], [19]),
        ([(9, 11), (13, 17)], []),
        ([(9, 20), (10, 11)], [21]),
        ([(2, 6), (16, 20)], [7, 21]),
        ([(7, 8), (14, 15)], []),
    ],
)
def test_absences_without_a_working_day_between_are_one(
    leave: list[tuple[int, int]], back: list[int]
) -> None:
    absences = tuple(away(date(2026, 3, first), date(2026, 3, last)) for first, last in leave)

    assert [one.day for one in returns(host("ana", leave=absences))] == back


def test_working_days_are_those_of_the_hosts_own_week() -> None:
    leave = (away(date(2026, 3, 2), date(2026, 3, 13)),)

    assert returns(host("ana", leave=leave, weekly_hours="Mon-Tue 09:00-12:00")) == []
    assert returns(host("ana", leave=leave, weekly_hours="Mon-Wed 09:00-12:00")) != []
    assert returns(host("ana", leave=leave), "Mon-Tue 09:00-12:00") == []


@pytest.mark.parametrize("seed", range(30))
def test_after_calibration_a_newcomer_is_neither_far_behind_nor_ahead(seed: int) -> None:
    chance = random.Random(seed)
    others = [
        standing(f"old{place}", chance.randint(-3, 30), chance.randint(1, 4)) for place in range(6)
    ]
    average = sum(one.share for one in others) / len(others)
    new = standing("new", chance.randint(-2, 12), chance.randint(1, 4))

    amount = added(*others, new)

    assert amount >= 0
    share = standing("new", new.net + amount, new.weight).share
    assert share <= max(average, new.share)
    assert share + standing("new", 1, new.weight).share > average or share == new.share >= average


def test_it_is_the_members_own_midnight_that_ends_an_absence() -> None:
    ana = host("ana", leave=(WEEK,), zone="Asia/Tokyo")
    just_after = day(13, 15) + timedelta(minutes=1)

    found = occasions(
        pool_of("ana"), {"ana": ana}, first_count=day(2), since=day(1), now=just_after
    )

    assert [one.key for one in found] == ["ana back 2026-03-14"]
