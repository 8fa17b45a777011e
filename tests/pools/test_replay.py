"""A pool's life played through its ledger: shares stay even, and every choice can be made again from what is kept."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from handoff.meeting_types import Pool, PoolKind
from handoff.pools.accounts import NOTHING, Entry, EntryKind, accounts_at
from handoff.pools.fairness import Standing, in_turn, member_order, pick
from handoff.pools.rotation import rotation_at, rotation_json, served
from tests.pools.people import count, credit, day, member, pool_of

MEMBERS = tuple("abcdef")


@dataclass
class Life:
    """A pool and its ledger; `book` chooses as the product does and writes down what it rested on."""

    pool: Pool
    entries: list[Entry] = field(default_factory=list)
    choices: list[tuple[datetime, frozenset[str], str]] = field(default_factory=list)

    def choose(self, entries: Sequence[Entry], at: datetime, free: frozenset[str]) -> str | None:
        accounts = accounts_at(entries, self.pool, at)
        counts = [one for one in entries if one.kind is EntryKind.COUNT]
        last = {one.host_id: one.at for one in counts}
        standings = [
            Standing(
                one.host_id,
                accounts.get(one.host_id, NOTHING).net,
                one.weight,
                last.get(one.host_id),
                one.sort_order,
            )
            for one in self.pool.members
        ]
        picked = pick(in_turn(self.pool, standings, rotation_at(entries)), free)
        return str(picked.host_id) if picked else None

    def book(self, at: datetime, free: frozenset[str]) -> None:
        host_id = self.choose(self.entries, at, free)
        if host_id is None:
            return
        order = member_order(self.pool)
        after = served(rotation_at(self.entries), host_id, order, order)
        self.entries.append(count(host_id, at, rotation=rotation_json(after)))
        self.choices.append((at, free, host_id))

    def counts(self) -> dict[str, int]:
        found = dict.fromkeys((str(one.host_id) for one in self.pool.members), 0)
        for entry in self.entries:
            found[entry.host_id] += entry.amount if entry.kind is EntryKind.COUNT else -1
        return found


def lived(seed: int, pool: Pool, *, bookings: int = 120) -> Life:
    """Some weeks with members who are often busy, and some cancelled meetings."""
    chance, life, at = random.Random(seed), Life(pool), day(2)
    for _ in range(bookings):
        at += timedelta(minutes=chance.randrange(1, 600))
        free = frozenset(one for one in MEMBERS if chance.random() < 0.7)
        life.book(at, free)
        if life.choices and chance.random() < 0.1:
            life.entries.append(credit(chance.choice(life.choices)[2], at + timedelta(seconds=1)))
    return life


@pytest.mark.parametrize("kind", PoolKind)
@pytest.mark.parametrize("seed", range(6))
def test_every_choice_can_be_made_again_from_the_ledger(seed: int, kind: PoolKind) -> None:
    weights = {name: member(name, weight=1 + place % 3) for place, name in enumerate(MEMBERS)}
    life = lived(seed, pool_of(*MEMBERS, kind=kind, **weights))

    again = [
        life.choose([one for one in life.entries if one.at < at], at, free)
        for at, free, _ in life.choices
    ]

    assert again == [host_id for _, _, host_id in life.choices]
    assert len(again) > 100


@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_members_are_named_does_not_matter(seed: int) -> None:
    pool = pool_of(*MEMBERS)
    shuffled = random.Random(seed).sample(pool.members, len(MEMBERS))
    other = Pool(pool.id, pool.name, pool.kind, pool.zone, pool.reset, tuple(shuffled))

    assert lived(seed, pool).choices == lived(seed, other).choices


@pytest.mark.parametrize("kind", PoolKind)
def test_with_everybody_free_and_equal_weights_nobody_is_two_ahead(kind: PoolKind) -> None:
    life, at = Life(pool_of(*MEMBERS, kind=kind, reset="Never")), day(2)

    for _ in range(100):
        at += timedelta(hours=1)
        life.book(at, frozenset(MEMBERS))
        counts = life.counts().values()
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_weights_hold_within_one_booking(seed: int) -> None:
    chance = random.Random(seed)
    weights = {name: chance.randint(1, 5) for name in MEMBERS}
    members = {name: member(name, weight=weight) for name, weight in weights.items()}
    life, at = Life(pool_of(*MEMBERS, reset="Never", **members)), day(2)

    for booked in range(1, 121):
        at += timedelta(hours=1)
        life.book(at, frozenset(MEMBERS))
        whole = booked / sum(weights.values())
        for name, got in life.counts().items():
            assert abs(got / weights[name] - whole) <= 1
