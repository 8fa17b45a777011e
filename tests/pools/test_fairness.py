"""A pool's turns can be replayed, share alike, and respect weights."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handoff.meeting_types import Pool, PoolId, PoolKind
from handoff.people import HostId
from handoff.pools.fairness import Standing, in_turn, pick

BEGINNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def pool() -> Pool:
    """A pool without members of its own: standings are passed beside it."""
    return Pool(PoolId("a00"), "EMEA", PoolKind.COUNT, "Europe/Berlin", "Month", ())


def standing(name: str, net: int = 0, **others: object) -> Standing:
    """A member's account."""
    return Standing(HostId(name), net, **others)  # type: ignore[arg-type]


def order(*standings: Standing) -> list[str]:
    """The names in turn."""
    return [str(one.host_id) for one in in_turn(pool(), standings)]


def test_the_fewest_net_meetings_come_first() -> None:
    assert order(standing("ana", 5), standing("ben", 4), standing("chris", 6)) == [
        "ben",
        "ana",
        "chris",
    ]


def test_a_tie_goes_to_the_one_assigned_longest_ago_and_never_counts_as_first() -> None:
    recent, older = BEGINNING, BEGINNING - timedelta(days=2)

    assert order(
        standing("ana", 1, last_assigned=recent),
        standing("ben", 1, last_assigned=older),
        standing("chris", 1),
    ) == ["chris", "ben", "ana"]


def test_a_tie_without_history_follows_the_members_order_then_the_id() -> None:
    members = (
        standing("cy", sort_order=1),
        standing("bo", sort_order=1),
        standing("al", sort_order=2),
    )

    assert order(*members) == ["bo", "cy", "al"]


def test_a_member_of_weight_two_may_have_twice_as_many() -> None:
    assert order(standing("ana", 3, weight=2), standing("ben", 2)) == ["ana", "ben"]


def test_a_member_of_weight_zero_is_paused() -> None:
    assert order(standing("ana", 0, weight=0), standing("ben", 9)) == ["ben"]


def test_nobody_free_means_nobody_picked() -> None:
    assert pick([standing("ana")], set()) is None


@pytest.mark.parametrize("seed", range(20))
def test_with_equal_weights_nobody_gets_two_ahead(seed: int) -> None:
    chance = random.Random(seed)
    accounts = {name: standing(name) for name in "abcdefgh"}

    for turn in range(400):
        shuffled = chance.sample(sorted(accounts), len(accounts))
        picked = pick(in_turn(pool(), [accounts[name] for name in shuffled]), set(accounts))
        assert picked is not None
        accounts[picked.host_id] = replace(
            picked, net=picked.net + 1, last_assigned=BEGINNING + timedelta(minutes=turn)
        )

    counts = [one.net for one in accounts.values()]
    assert sum(counts) == 400
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("seed", range(20))
def test_weights_are_kept_within_one_booking(seed: int) -> None:
    chance = random.Random(seed)
    weights = {name: chance.randint(1, 5) for name in "abcde"}
    accounts = {name: standing(name, weight=weight) for name, weight in weights.items()}

    for turn in range(300):
        picked = pick(in_turn(pool(), list(accounts.values())), set(accounts))
        assert picked is not None
        accounts[picked.host_id] = replace(
            picked, net=picked.net + 1, last_assigned=BEGINNING + timedelta(minutes=turn)
        )

    for name, weight in weights.items():
        fair = 300 * weight / sum(weights.values())
        assert abs(accounts[name].net - fair) <= max(1, weight)
