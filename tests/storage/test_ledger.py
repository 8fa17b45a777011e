"""The ledger: entries are added once, added up by kind, and keep one order."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from handoff.pools.accounts import EntryKind
from handoff.storage import ledger
from handoff.storage.database import Database
from handoff.storage.ledger import Counted
from tests.cast import NOW
from tests.storage.rows import HANA, HUGO, MAYA, ORG, OTHER_ORG, POOL, at

COUNT, CREDIT, CALIBRATION, RESET = (
    EntryKind.COUNT,
    EntryKind.CREDIT,
    EntryKind.CALIBRATION,
    EntryKind.RESET,
)


def add(database: Database, host_id: str, booking_id: str = "", **changes: Any) -> None:
    entry = {"org_id": ORG, "pool_id": POOL, "kind": COUNT, "at": NOW}
    database.run(
        lambda session: ledger.add(
            session, host_id=host_id, booking_id=booking_id, **(entry | changes)
        )
    )


def sums(database: Database) -> dict[tuple[str, str], int]:
    found = database.run(lambda session: ledger.tallies(session, ORG, POOL, NOW))
    return {(one.host_id, one.kind): one.amount for one in found}


def test_entries_are_added_up_by_host_and_kind_since_the_period_began(database: Database) -> None:
    add(database, MAYA, "b-4", at=at(-1))
    add(database, HANA, "b-1")
    add(database, HANA, "b-2", at=at(5))
    add(database, HANA, "b-1", kind=CREDIT, at=at(6))
    add(database, HUGO, "b-3", kind=CREDIT, at=at(7))
    add(database, HUGO, kind=CALIBRATION, amount=3, occasion="joined", at=at(8))
    add(database, HANA, "b-5", pool_id="other")
    add(database, HANA, "b-5", org_id=OTHER_ORG)
    add(database, "", kind=RESET, amount=0, occasion="period", why={"carried": {}})

    assert sums(database) == {
        (HANA, COUNT): 2,
        (HANA, CREDIT): 1,
        (HUGO, CREDIT): 1,
        (HUGO, CALIBRATION): 3,
    }
    last = database.run(lambda session: ledger.last_assigned(session, ORG, POOL))
    assert last == {HANA: at(5), MAYA: at(-1)}


def test_a_booking_counts_once_in_a_pool_and_once_in_another(database: Database) -> None:
    add(database, HANA, "b-1", generation=1)
    add(database, HUGO, "b-1", generation=1, pool_id="other")

    with pytest.raises(IntegrityError):
        add(database, HUGO, "b-1", generation=1)


def test_a_member_is_calibrated_once_for_each_occasion(database: Database) -> None:
    add(database, HANA, kind=CALIBRATION, amount=2, occasion="hana joined")
    add(database, HUGO, kind=CALIBRATION, amount=2, occasion="hugo joined")

    with pytest.raises(IntegrityError):
        add(database, HANA, kind=CALIBRATION, amount=5, occasion="hana joined")

    assert database.run(lambda session: ledger.done_occasions(session, ORG, POOL, NOW)) == {
        "hana joined",
        "hugo joined",
    }


def test_entries_of_one_instant_keep_the_order_in_which_they_came(database: Database) -> None:
    for number in range(4):
        add(database, HANA, f"b-{number}", why={"number": number})

    found = database.run(lambda session: ledger.entries(session, ORG, POOL, NOW))

    assert [one.why["number"] for one in found] == [0, 1, 2, 3]
    assert [one.at - NOW for one in found] == [timedelta(microseconds=n) for n in range(4)]
    assert database.run(lambda s: ledger.last_count_at(s, ORG, POOL)) == found[-1].at


@pytest.fixture
def counted(database: Database) -> Database:
    """A booking that counts for two hosts in two pools."""
    add(database, HANA, "b-1", generation=1)
    add(database, HUGO, "b-1", generation=1, pool_id="other")
    return database


def credit(database: Database, generation: int) -> list[Counted]:
    return database.run(
        lambda session: ledger.credit(
            session, org_id=ORG, booking_id="b-1", generation=generation, at=at(9), why={}
        )
    )


def test_a_credit_is_given_wherever_the_booking_counts_and_not_again(counted: Database) -> None:
    assert credit(counted, 2) == [Counted(POOL, HANA), Counted("other", HUGO)]
    assert credit(counted, 3) == []
    assert sums(counted) == {(HANA, COUNT): 1, (HANA, CREDIT): 1}


def test_what_was_counted_anew_after_a_credit_counts_still(counted: Database) -> None:
    credit(counted, 2)
    add(counted, MAYA, "b-1", generation=2, at=at(10))

    found = counted.run(lambda session: ledger.counted_for(session, ORG, "b-1"))

    assert found == [Counted(POOL, MAYA)]


def test_the_latest_noted_period_is_found_with_the_credits_left_from_before(
    database: Database,
) -> None:
    assert database.run(lambda session: ledger.latest_reset(session, ORG, POOL, NOW)) is None
    for minutes, left in ((-100, {HANA: 2}), (-50, {HUGO: 1}), (50, {MAYA: 4})):
        add(
            database,
            "",
            kind=RESET,
            at=at(minutes),
            amount=0,
            occasion=f"period {minutes}",
            why={"carried": left},
        )

    found = database.run(lambda session: ledger.latest_reset(session, ORG, POOL, NOW))

    assert found == (at(-50), {HUGO: 1})
