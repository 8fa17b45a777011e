"""What changes is noted by the database itself, and one worker at a time carries an org's changes on."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handoff.storage import bookings, mirror, outbox
from handoff.storage.database import Database
from handoff.storage.mirror import Turn
from handoff.storage.mirror_tables import RefusalRow, TouchRow, TurnRow
from handoff.storage.tables import BookingRow, EffectRow
from tests.storage.rows import ORG, OTHER_ORG, at_once, booking, effect

MINUTE = timedelta(minutes=1)


@pytest.fixture
def agreed(database: Database) -> BookingRow:
    row = booking()

    def work(session) -> BookingRow:
        session.add(row)
        outbox.owe(session, [effect(row.id)])
        return row

    return database.run(work)


def touches(database: Database) -> list[int]:
    return database.run(lambda session: list(session.scalars(select(TouchRow.id))))


def changed(database: Database, org_id: str = ORG) -> dict[str, list[int]]:
    return database.run(lambda session: mirror.changed_bookings(session, org_id, 200))


def forget(database: Database) -> None:
    found = changed(database)
    database.run(lambda session: mirror.forget_changes(session, ORG, found))


def take(database: Database) -> Turn | None:
    return database.run(lambda session: mirror.take_turn(session, ORG, MINUTE))


def let_time_pass(database: Database) -> None:
    """Let every lease and every pause end."""

    def age(session) -> None:
        session.execute(update(TurnRow).values(claimed_until=0.0, next_try_at=0.0))
        session.execute(update(RefusalRow).values(next_try_at=0.0))

    database.run(age)


def due(database: Database) -> list[str]:
    return database.run(mirror.orgs_due)


def test_a_booking_and_what_it_owes_are_noted(database: Database, agreed: BookingRow) -> None:
    found = changed(database)

    assert list(found) == [agreed.id]
    assert sorted(found[agreed.id]) == sorted(touches(database))
    assert len(found[agreed.id]) == 2
    assert changed(database, OTHER_ORG) == {}


def test_a_claim_is_nothing_to_tell_and_its_end_is(database: Database, agreed: BookingRow) -> None:
    forget(database)
    [row] = database.run(lambda session: outbox.of_booking(session, ORG, agreed.id))

    claimed = database.run(lambda session: outbox.claim(session, row.id, MINUTE))
    assert isinstance(claimed, EffectRow)
    assert touches(database) == []

    database.run(lambda session: outbox.fail_for_now(session, claimed, wait=0, error="No."))
    assert len(touches(database)) == 1


def test_a_change_by_plain_sql_is_noted_too(database: Database, agreed: BookingRow) -> None:
    forget(database)

    database.run(lambda session: session.execute(update(BookingRow).values(attention="Call!")))

    assert list(changed(database)) == [agreed.id]


def test_what_changes_meanwhile_stays_to_be_done(database: Database, agreed: BookingRow) -> None:
    read = changed(database)
    database.run(lambda session: session.execute(update(BookingRow).values(attention="Call!")))

    database.run(lambda session: mirror.forget_changes(session, ORG, read))

    left = changed(database)
    assert len(left[agreed.id]) == 1
    assert not set(left[agreed.id]) & set(read[agreed.id])


def test_a_number_is_never_given_twice(database: Database, agreed: BookingRow) -> None:
    before = touches(database)
    forget(database)

    database.run(lambda session: mirror.touch(session, ORG, [agreed.id]))

    assert min(touches(database)) > max(before)


@pytest.mark.usefixtures("agreed")
def test_of_eight_workers_one_has_the_turn(database: Database) -> None:
    results = at_once(database, 8, lambda _: take(database))

    assert len([one for one in results if isinstance(one, Turn)]) == 1
    assert results.count(None) == 7
    assert due(database) == []


@pytest.mark.usefixtures("agreed")
def test_a_turn_that_is_not_ended_is_anothers_after_its_lease(database: Database) -> None:
    first = take(database)
    let_time_pass(database)

    second = take(database)

    assert first is not None
    assert second is not None
    assert second.fence > first.fence
    assert not database.run(lambda session: mirror.renew_turn(session, first, MINUTE))
    database.run(lambda session: mirror.end_turn(session, first))
    assert take(database) is None
    assert database.run(lambda session: mirror.renew_turn(session, second, MINUTE))


@pytest.mark.usefixtures("agreed")
def test_an_org_whose_salesforce_is_away_waits_longer_each_time(database: Database) -> None:
    first = take(database)
    assert first is not None
    database.run(lambda session: mirror.end_turn(session, first, wait=60))
    assert take(database) is None
    let_time_pass(database)

    second = take(database)

    assert second is not None
    assert (first.attempts, second.attempts) == (0, 1)
    database.run(lambda session: mirror.end_turn(session, second))
    third = take(database)
    assert third is not None
    assert third.attempts == 0


def test_a_refused_booking_waits_and_holds_up_no_other(
    database: Database, agreed: BookingRow
) -> None:
    other = booking()
    database.run(lambda session: session.add(other))
    note(database, agreed, wait=60)

    assert list(changed(database)) == [other.id]
    let_time_pass(database)
    assert set(changed(database)) == {agreed.id, other.id}
    assert database.run(lambda s: mirror.refusals(s, ORG, [agreed.id, other.id])) == {agreed.id: 1}
    forget(database)
    assert database.run(lambda s: mirror.refusals(s, ORG, [agreed.id])) == {}


def test_an_org_in_which_all_wait_is_not_due(database: Database, agreed: BookingRow) -> None:
    assert due(database) == [ORG]

    note(database, agreed, wait=60)

    assert due(database) == []


def test_what_salesforce_said_can_be_forgotten(database: Database, agreed: BookingRow) -> None:
    note(database, agreed, wait=60)

    database.run(lambda session: mirror.forget_words(session, ORG, agreed.id))

    assert database.run(lambda session: session.scalar(select(RefusalRow.last_error))) == ""


def note(database: Database, row: BookingRow, *, wait: float) -> None:
    database.run(
        lambda session: mirror.note_refusal(
            session, ORG, row.id, attempts=1, wait=wait, error="Not gus@northwind.example."
        )
    )


@pytest.mark.parametrize(
    "email", ["zoë@bücher.example", "o'neil@x.example", "a_b%c@x.example", '"a b"@x.example']
)
def test_guests_are_found_by_their_whole_address(database: Database, email: str) -> None:
    rows = [
        booking(guest={"email": email.upper()}),
        booking(guest={"email": "other@x.example"}, guests=["first@x.example", email.title()]),
        booking(guest={"email": f"x{email}"}, guests=[f"{email}x"]),
        booking(guest={"email": email}, org_id=OTHER_ORG),
    ]
    wanted = {rows[0].id, rows[1].id}
    database.run(lambda session: session.add_all(rows))

    found = database.run(lambda session: bookings.with_guest(session, ORG, email.casefold()))

    assert {one.id for one in found} == wanted
