"""Nobody is ever booked twice for the same time."""

import random
import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from handoff.errors import HoldLapsed, SlotTaken
from handoff.spans import Span
from handoff.storage import holds, host_time, locks
from handoff.storage.database import Database
from handoff.storage.tables import HoldRow, HostTimeRow
from tests.cast import NOW
from tests.storage.rows import (
    HANA,
    HUGO,
    MAYA,
    ORG,
    OTHER_ORG,
    SOON,
    at,
    at_once,
    held,
    span,
)


def taken(database: Database, host_ids: list[str], wanted: Span, now=NOW):
    return database.run(lambda session: host_time.taken(session, ORG, host_ids, wanted, now))


def test_the_database_refuses_exactly_what_overlaps(database: Database) -> None:
    chance = random.Random(20260302)
    accepted: list[tuple[str, str, Span]] = []

    for _ in range(250):
        org_id, host_id = chance.choice([ORG, OTHER_ORG]), chance.choice([HANA, HUGO])
        begins = chance.randrange(0, 2000, 5)
        wanted = span(begins, begins + chance.randrange(5, 90, 5))
        expected = not any(
            (org_id, host_id) == (org, host) and wanted.overlaps(other)
            for org, host, other in accepted
        )
        try:
            database.run(
                lambda session, host_id=host_id, wanted=wanted, org_id=org_id: held(
                    session, [host_id], wanted, org_id=org_id
                )
            )
            was_accepted = True
        except SlotTaken:
            was_accepted = False
        assert was_accepted == expected, (org_id, host_id, wanted)
        if was_accepted:
            accepted.append((org_id, host_id, wanted))
    assert 20 < len(accepted) < 230


def test_of_sixteen_who_want_the_same_time_one_gets_it(database: Database) -> None:
    results = at_once(
        database,
        16,
        lambda number: database.run(lambda session: held(session, [HANA], span(60, 90)).id),
    )

    assert sum(isinstance(one, str) for one in results) == 1
    assert sum(isinstance(one, SlotTaken) for one in results) == 15


def test_sixteen_who_want_overlapping_times_never_overlap(database: Database) -> None:
    chance = random.Random(8)
    starts = [chance.randrange(0, 400, 5) for _ in range(48)]

    def three_tries(number: int) -> int:
        got = 0
        for begins in starts[number::16]:
            wanted = span(begins, begins + 45)
            hosts = [HANA, HUGO] if number % 2 else [HUGO, HANA, MAYA]
            try:
                database.run(lambda session, w=wanted, h=hosts: held(session, h, w).id)
                got += 1
            except SlotTaken:
                pass
        return got

    results = at_once(database, 16, three_tries)

    assert all(isinstance(one, int) for one in results), results
    for host_id in (HANA, HUGO):
        spans = [one.span for one in taken(database, [host_id], span(-10, 1000))]
        assert len(spans) == sum(one for one in results if isinstance(one, int)) > 0
        assert not any(first.overlaps(second) for first, second in pairwise(spans))


def test_choosing_under_locks_gives_everybody_another_host(database: Database) -> None:
    pool = [HANA, HUGO, MAYA]

    def choose(number: int) -> str:
        def work(session) -> str:
            locks.lock_pools(session, ORG, ["pool"])
            locks.lock_hosts(session, ORG, pool)
            busy = {one.host_id for one in host_time.taken(session, ORG, pool, span(0, 30), NOW)}
            free = [host_id for host_id in pool if host_id not in busy]
            if not free:
                raise SlotTaken("nobody is free")
            held(session, free[:1], span(0, 30))
            return free[0]

        return database.run(work)

    results = at_once(database, 8, choose)

    assert sorted(one for one in results if isinstance(one, str)) == sorted(pool)
    assert sum(isinstance(one, SlotTaken) for one in results) == 5


def test_taking_several_hosts_takes_all_or_none(database: Database) -> None:
    database.run(lambda session: held(session, [HUGO], span(60, 90)))

    with pytest.raises(SlotTaken):
        database.run(lambda session: held(session, [HANA, HUGO, MAYA], span(80, 100)))

    assert taken(database, [HANA, MAYA], span(0, 500)) == ()


def test_a_lapsed_hold_is_not_seen_and_is_dropped_with_all_its_hosts(database: Database) -> None:
    database.run(lambda session: held(session, [HANA, HUGO], span(60, 90)))
    later = SOON + timedelta(seconds=1)
    assert taken(database, [HANA], span(0, 500), later) == ()

    database.run(lambda session: host_time.drop_expired(session, ORG, [HANA], later))

    with database.transaction() as session:
        assert session.scalars(select(HostTimeRow)).all() == []
        assert session.scalars(select(HoldRow)).all() == []


def test_a_live_hold_is_not_dropped(database: Database) -> None:
    database.run(lambda session: held(session, [HANA], span(60, 90)))

    database.run(lambda session: host_time.drop_expired(session, ORG, [HANA], NOW))

    assert len(taken(database, [HANA], span(0, 500))) == 1


def test_a_confirmed_hold_becomes_the_bookings_time_in_the_same_rows(database: Database) -> None:
    row = database.run(lambda session: held(session, [HANA, HUGO], span(60, 90)))
    with database.transaction() as session:
        before = set(session.scalars(select(HostTimeRow.id)))

    database.run(lambda session: host_time.confirm(session, hold_id=row.id, booking_id="b-1"))

    with database.transaction() as session:
        assert set(session.scalars(select(HostTimeRow.id))) == before
    forever = taken(database, [HANA, HUGO], span(0, 500), at(100_000))
    assert {(one.host_id, one.hold_id, one.booking_id, one.expires_at) for one in forever} == {
        (HANA, None, "b-1", None),
        (HUGO, None, "b-1", None),
    }
    database.run(lambda session: host_time.release_booking(session, "b-1"))
    assert taken(database, [HANA, HUGO], span(0, 500)) == ()


def test_a_hold_whose_time_is_gone_cannot_be_confirmed(database: Database) -> None:
    with pytest.raises(HoldLapsed):
        database.run(lambda session: host_time.confirm(session, hold_id="gone", booking_id="b-1"))


def test_a_hold_moves_to_a_free_host_only(database: Database) -> None:
    row = database.run(lambda session: held(session, [HANA, HUGO], span(60, 90)))
    database.run(lambda session: held(session, [MAYA], span(80, 95)))

    with pytest.raises(SlotTaken):
        database.run(
            lambda session: host_time.move_to_host(
                session, hold_id=row.id, old_host_id=HANA, new_host_id=MAYA
            )
        )
    with pytest.raises(SlotTaken):
        database.run(
            lambda session: host_time.move_to_host(
                session, hold_id=row.id, old_host_id=HANA, new_host_id=HUGO
            )
        )
    database.run(lambda session: host_time.release(session, row.id))
    row = database.run(lambda session: held(session, [HANA], span(30, 60)))
    database.run(
        lambda session: host_time.move_to_host(
            session, hold_id=row.id, old_host_id=HANA, new_host_id=MAYA
        )
    )

    assert [one.host_id for one in taken(database, [HANA, MAYA], span(0, 60))] == [MAYA]


def test_an_extended_hold_lasts_longer(database: Database) -> None:
    row = database.run(lambda session: held(session, [HANA], span(60, 90)))

    database.run(lambda session: host_time.extend(session, row.id, at(10)))

    assert len(taken(database, [HANA], span(0, 500), at(9))) == 1


def test_a_span_that_does_not_go_forwards_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        database.run(lambda session: held(session, [HANA], span(90, 90)))


def test_touching_is_not_overlapping_and_buffers_are_kept_apart(database: Database) -> None:
    def take_with_buffers(session) -> None:
        host_time.take(
            session,
            org_id=ORG,
            host_ids=[HANA],
            protected=span(50, 100),
            meeting=span(60, 90),
            meeting_type_id="type",
            hold_id=str(uuid.uuid4()),
            expires_at=SOON,
        )

    database.run(take_with_buffers)
    database.run(lambda session: held(session, [HANA], span(100, 130)))

    first = taken(database, [HANA], span(0, 60))[0]
    assert (first.span, first.meeting) == (span(50, 100), span(60, 90))
    assert taken(database, [HANA], span(0, 50)) == ()


def test_a_hold_in_somebodys_hands_is_not_swept(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    row = database.run(lambda session: held(session, [HANA], span(60, 90)))
    with database.transaction() as session:
        assert holds.get(session, ORG, row.id, lock=True)

        assert at_once(
            database, 1, lambda _: database.run(lambda other: holds.lapsed(other, at(60)))
        ) == [[]]

    assert [one.id for one in database.run(lambda session: holds.lapsed(session, at(60)))] == [
        row.id
    ]
    database.dispose()
