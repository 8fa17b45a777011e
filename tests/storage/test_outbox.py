"""What is owed is done by one worker at a time, and by another if that one dies."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from handoff.storage import outbox
from handoff.storage.database import Database
from handoff.storage.tables import EffectRow
from tests.storage.rows import ORG, OTHER_ORG, at_once, booking, effect

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def owed(database: Database) -> EffectRow:
    return owe(database, "calendar")[0]


def owe(database: Database, *kinds: str) -> list[EffectRow]:
    """Owe effects of one booking; the second and later ones wait for the first."""
    agreed = booking()
    rows = [effect(agreed.id, kind=kind) for kind in kinds]
    for row in rows[1:]:
        row.depends_on = rows[0].id

    def work(session) -> list[EffectRow]:
        session.add(agreed)
        outbox.owe(session, rows)
        return rows

    return database.run(work)


def claim(database: Database, row: EffectRow, lease: timedelta = MINUTE) -> EffectRow | None:
    return database.run(lambda session: outbox.claim(session, row.id, lease))


def let_pass(database: Database, lapse: timedelta) -> None:
    """Let leases be older than they are."""
    earlier = EffectRow.claimed_until - lapse.total_seconds()
    database.run(lambda session: session.execute(update(EffectRow).values(claimed_until=earlier)))


def now_of(database: Database, row: EffectRow) -> EffectRow:
    return next(
        one
        for one in database.run(lambda s: outbox.of_booking(s, row.org_id, row.booking_id))
        if one.id == row.id
    )


def test_of_eight_workers_one_claims(database: Database, owed: EffectRow) -> None:
    results = at_once(database, 8, lambda number: claim(database, owed))

    claimed = [one for one in results if isinstance(one, EffectRow)]
    assert len(claimed) == 1
    assert results.count(None) == 7
    assert (claimed[0].state, claimed[0].attempts, claimed[0].fence) == ("claimed", 1, 1)
    assert claimed[0].first_try_at


def test_a_finished_effect_is_never_claimed_again(database: Database, owed: EffectRow) -> None:
    mine = claim(database, owed)

    assert database.run(lambda session: outbox.finish(session, mine, remote_id="event-1"))

    assert claim(database, owed) is None
    assert (now_of(database, owed).state, now_of(database, owed).remote_id) == ("done", "event-1")


def test_an_effect_whose_worker_died_is_claimed_by_another(
    database: Database, owed: EffectRow
) -> None:
    dead = claim(database, owed)
    assert claim(database, owed) is None
    let_pass(database, MINUTE + SECOND)

    assert database.run(outbox.due) == [(owed.id, "calendar")]
    mine = claim(database, owed)

    assert (mine.attempts, mine.fence) == (2, dead.fence + 1)
    assert mine.first_try_at == dead.first_try_at


def test_a_worker_that_slept_through_its_lease_writes_nothing(
    database: Database, owed: EffectRow
) -> None:
    zombie = claim(database, owed)
    let_pass(database, MINUTE + SECOND)
    mine = claim(database, owed)

    assert not database.run(lambda session: outbox.mark_phase(session, zombie, "data"))
    assert not database.run(lambda session: outbox.renew(session, zombie, MINUTE))
    assert not database.run(lambda session: outbox.finish(session, zombie, remote_id="twice"))
    assert not database.run(
        lambda session: outbox.fail_for_now(session, zombie, wait=0.0, error="no")
    )
    assert not database.run(
        lambda session: outbox.give_up(session, zombie, state="given_up", error="no")
    )
    assert now_of(database, owed).phase == ""
    assert database.run(lambda session: outbox.finish(session, mine))


def test_a_renewed_lease_outlasts_the_first(database: Database, owed: EffectRow) -> None:
    mine = claim(database, owed, SECOND)
    assert database.run(lambda session: outbox.renew(session, mine, MINUTE))
    let_pass(database, MINUTE / 2)

    assert claim(database, owed) is None


def test_a_failed_effect_waits_and_can_be_hurried(database: Database, owed: EffectRow) -> None:
    mine = claim(database, owed)
    assert database.run(lambda session: outbox.mark_phase(session, mine, "data"))
    assert database.run(
        lambda session: outbox.fail_for_now(session, mine, wait=600.0, error="the calendar is down")
    )

    assert claim(database, owed) is None
    assert database.run(outbox.due) == []
    assert now_of(database, owed).last_error == "the calendar is down"
    database.run(lambda session: outbox.hurry(session, ORG, owed.id))
    again = claim(database, owed)
    assert (again.attempts, again.phase) == (2, "data")


def test_what_waits_for_the_calendar_is_due_after_it(database: Database) -> None:
    calendar, letter, record = owe(database, "calendar", "letter", "salesforce")
    assert database.run(outbox.due) == [(calendar.id, "calendar")]
    assert claim(database, letter) is None

    mine = claim(database, calendar)
    database.run(lambda session: outbox.finish(session, mine))

    waiting = database.run(lambda session: outbox.waiting_on(session, calendar.id))
    assert sorted(waiting) == sorted([(letter.id, "letter"), (record.id, "salesforce")])
    assert sorted(database.run(outbox.due)) == sorted(waiting)
    assert claim(database, letter) is not None


def test_what_is_young_is_left_to_the_doorbell(database: Database, owed: EffectRow) -> None:
    assert database.run(lambda session: outbox.due(session, older_than=30.0)) == []
    time.sleep(0.1)
    assert database.run(lambda session: outbox.due(session, limit=1, older_than=0.05))


@pytest.mark.parametrize("state", ["given_up", "unknown"])
def test_a_person_can_have_it_tried_again(database: Database, owed: EffectRow, state: str) -> None:
    mine = claim(database, owed)
    database.run(lambda session: outbox.mark_phase(session, mine, "data"))
    assert database.run(lambda session: outbox.give_up(session, mine, state=state, error="why"))
    assert claim(database, owed) is None
    assert database.run(lambda session: outbox.retry(session, OTHER_ORG, owed.id)) is None

    row = database.run(lambda session: outbox.retry(session, ORG, owed.id))

    assert (row.state, row.attempts, row.phase, row.first_try_at) == ("owed", 0, "", None)
    assert claim(database, owed).fence == mine.fence + 1


def test_only_what_ended_badly_can_be_retried(database: Database, owed: EffectRow) -> None:
    assert database.run(lambda session: outbox.retry(session, ORG, owed.id)) is None
    assert database.run(lambda session: outbox.retry(session, ORG, "nothing")) is None


def test_a_cancelled_booking_owes_no_longer_what_nobody_has_begun(database: Database) -> None:
    calendar, letter = owe(database, "calendar", "letter")
    mine = claim(database, calendar)

    database.run(lambda session: outbox.cancel_owed(session, calendar.booking_id))

    assert now_of(database, letter).state == "cancelled"
    assert database.run(lambda session: outbox.finish(session, mine))


def test_the_age_of_the_oldest_is_told_by_kind(database: Database) -> None:
    owe(database, "calendar", "letter")
    time.sleep(0.1)
    owe(database, "calendar")

    ages = database.run(outbox.oldest_owed_age)

    assert set(ages) == {"calendar"}
    assert 0.09 < ages["calendar"] < 60


def test_the_first_try_is_remembered_through_all_that_follow(
    database: Database, owed: EffectRow
) -> None:
    assert database.run(lambda session: outbox.seconds_since_first_try(session, owed)) == 0.0
    claim(database, owed)
    time.sleep(0.1)

    assert 0.09 < database.run(lambda session: outbox.seconds_since_first_try(session, owed)) < 60


def test_the_same_effect_is_not_owed_twice(database: Database) -> None:
    agreed = booking()

    def work(session) -> None:
        session.add(agreed)
        outbox.owe(session, [effect(agreed.id), effect(agreed.id)])

    with pytest.raises(IntegrityError):
        database.run(work)


@pytest.mark.parametrize("end", ["done", "given_up", "cancelled"])
def test_a_change_of_owner_comes_after_all_else_in_salesforce(database: Database, end: str) -> None:
    first, other, owner = owe(database, "calendar", "salesforce", "record_owner")
    finish(database, first)

    assert claim(database, owner) is None
    claimed = claim(database, other)
    assert claimed is not None
    assert claim(database, owner) is None
    database.run(lambda session: outbox.give_up(session, claimed, state=end, error=""))

    assert claim(database, owner) is not None


def finish(database: Database, row: EffectRow) -> None:
    claimed = claim(database, row)
    assert claimed is not None
    assert database.run(lambda session: outbox.finish(session, claimed))
