"""Every account at any date follows from the ledger alone."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from handoff.pools.accounts import Account, Entry, EntryKind, accounts_at
from tests.pools.people import calibration, count, credit, day, no_show, pool_of

POOL = pool_of()


def nets(entries: Sequence[Entry], at: datetime, **others: object) -> dict[str, int]:
    accounts = accounts_at(entries, POOL, at, **others)  # type: ignore[arg-type]
    return {name: account.net for name, account in accounts.items()}


def test_net_is_calibration_and_counts_less_credits_of_both_kinds() -> None:
    entries = [
        *(count("ana", day(2, hour)) for hour in range(5)),
        calibration("ana", day(3), 2),
        credit("ana", day(4)),
        no_show("ana", day(5)),
        no_show("ana", day(6)),
        no_show("ana", day(7), -1),
        count("ben", day(7)),
    ]

    assert nets(entries, day(8)) == {"ana": 5, "ben": 1}
    assert accounts_at(entries, POOL, day(8))["ana"] == Account(5, 2, 2, 0)


def test_an_account_can_be_asked_for_any_earlier_date() -> None:
    entries = [count("ana", day(2)), count("ana", day(4)), credit("ana", day(6))]

    assert [nets(entries, day(on)).get("ana", 0) for on in (1, 3, 5, 7)] == [0, 1, 2, 1]


def test_a_reset_clears_counts_and_calibrations() -> None:
    entries = [count("ana", day(2)), calibration("ben", day(2), 3)]

    assert nets(entries, day(30)) == {"ana": 1, "ben": 3}
    assert nets(entries, day(1, month=4)) == {}


def test_credits_that_found_no_meeting_remain_over_resets() -> None:
    entries = [count("ana", day(2)), credit("ana", day(3), 3), count("ana", day(2, month=5))]

    assert nets(entries, day(31)) == {"ana": -2}
    assert nets(entries, day(1, month=4)) == {"ana": -2}
    assert nets(entries, day(3, month=5)) == {"ana": -1}
    assert nets(entries, day(3, month=6)) == {"ana": -1}


def test_a_credit_for_a_meeting_of_an_earlier_period_is_given_in_the_current_one() -> None:
    entries = [count("ana", day(30)), credit("ana", day(2, month=4))]

    assert nets(entries, day(31)) == {"ana": 1}
    assert nets(entries, day(3, month=4)) == {"ana": -1}


def test_the_reset_is_at_midnight_where_the_pool_is() -> None:
    late = datetime.fromisoformat("2026-03-31T22:30:00Z")

    assert nets([count("ana", late)], day(2, month=4)) == {"ana": 1}


def chance_ledger(chance: random.Random) -> list[Entry]:
    """Four months of a small pool."""
    kinds = [EntryKind.COUNT] * 5 + [EntryKind.CREDIT, EntryKind.NO_SHOW, EntryKind.CALIBRATION]
    at, entries = day(1), []
    while at < day(28, month=6):
        at += timedelta(hours=chance.randrange(1, 60))
        kind = chance.choice(kinds)
        amount = chance.randint(0, 4) if kind is EntryKind.CALIBRATION else 1
        entries.append(Entry(chance.choice("abcd"), kind, amount, at))
    return entries


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_within_a_period(seed: int) -> None:
    entries = chance_ledger(random.Random(seed))
    before = accounts_at(entries, POOL, day(1, 0, month=5))

    after = accounts_at(entries, POOL, day(30, month=5))

    signs = {EntryKind.COUNT: 1, EntryKind.CALIBRATION: 1}
    began = datetime.fromisoformat("2026-04-30T22:00:00Z")
    of_may = [one for one in entries if began <= one.at <= day(30, month=5)]
    written = sum(signs.get(one.kind, -1) * one.amount for one in of_may)
    carried = sum(one.carried for one in before.values())
    assert sum(one.net for one in after.values()) == written - carried


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_entries_on_paper_does_not_matter(seed: int) -> None:
    chance = random.Random(seed)
    entries = chance_ledger(chance)
    shuffled = chance.sample(entries, len(entries))

    for at in (day(20), day(9, month=4), day(28, month=6)):
        assert accounts_at(shuffled, POOL, at) == accounts_at(entries, POOL, at)


@pytest.mark.parametrize("seed", range(12))
def test_from_a_noted_reset_on_everything_comes_out_the_same(seed: int) -> None:
    entries = chance_ledger(random.Random(seed))
    began = datetime.fromisoformat("2026-04-30T22:00:00Z")
    left = {name: one.carried for name, one in accounts_at(entries, POOL, began).items()}
    noted = Entry("", EntryKind.RESET, 0, began, {"carried": left})

    later = [noted, *(one for one in entries if one.at >= began)]

    for at in (day(2, month=5), day(30, month=5), day(28, month=6)):
        assert accounts_at(later, POOL, at, carried=left) == accounts_at(entries, POOL, at)
    assert accounts_at([*entries, noted], POOL, day(9, month=5)) == accounts_at(
        entries, POOL, day(9, month=5)
    )
