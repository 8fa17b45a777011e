"""A pool's accounts as the ledger has them: holds count, credits are carried, newcomers are brought up once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from handoff.actions.count_meeting import Counting, count_meeting
from handoff.actions.member_caps import full_members
from handoff.actions.pool_accounts import PoolAccounts, keep_accounts, next_in_turn, pool_accounts
from handoff.meeting_types import MeetingType, MeetingTypeId, Pool, PoolId, PoolKind, PoolMember
from handoff.org_settings import BookingMethod, OrgSettings
from handoff.people import Caps, Host, HostId, Provider
from handoff.pools.accounts import EntryKind
from handoff.spans import Span
from handoff.storage import host_time, ledger, locks
from handoff.storage.database import Database
from tests.cast import BERLIN, NOW
from tests.storage.rows import HANA, HUGO, MAYA, ORG, POOL, at, at_once, booking, held, span

TYPE = MeetingType(MeetingTypeId("type"), "Discovery Call", timedelta(minutes=30))
LONG_AGO = NOW - timedelta(days=400)


def person(host_id: str) -> Host:
    return Host(HostId(host_id), host_id, "h@x.example", BERLIN, Provider.GOOGLE, "h@x.example")


def pool_of(**changes: Any) -> Pool:
    members = tuple(
        PoolMember(HostId(one), sort_order=place, joined_at=LONG_AGO)
        for place, one in enumerate((HANA, HUGO, MAYA))
    )
    pool = Pool(PoolId(POOL), "EMEA", PoolKind.COUNT, BERLIN, "Month", members)
    return replace(pool, **changes)


def settings_of(*pools: Pool) -> OrgSettings:
    return OrgSettings(pools=pools, hosts=tuple(map(person, (HANA, HUGO, MAYA))))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.dispose()


def enter(database: Database, host_id: str, kind: EntryKind, when: datetime, **others: Any) -> None:
    database.run(
        lambda session: ledger.add(
            session,
            org_id=ORG,
            pool_id=POOL,
            host_id=host_id,
            kind=kind,
            at=when,
            **({"booking_id": f"{kind}-{when:%m%d%H%M}", "generation": 1} | others),
        )
    )


def read(
    database: Database, pool: Pool | None = None, now: datetime = NOW, *, keep: bool = False
) -> PoolAccounts:
    pool = pool or pool_of()

    def work(session: Session) -> PoolAccounts:
        locks.lock_pools(session, ORG, [pool.id])
        accounts = pool_accounts(session, ORG, pool, settings_of(pool), now)
        if keep:
            keep_accounts(session, ORG, accounts, now)
        return accounts

    return database.run(work)


def nets(accounts: PoolAccounts) -> dict[str, int]:
    return {str(one.host_id): one.net for one in accounts.standings}


def kinds(database: Database) -> list[str]:
    found = database.run(lambda session: ledger.entries(session, ORG, POOL, LONG_AGO))
    return [str(one.kind) for one in found]


def test_live_holds_count_until_they_end(database: Database) -> None:
    database.run(lambda session: held(session, [HANA], span(60, 90)))
    database.run(lambda session: held(session, [HUGO], span(60, 90), expires_at=at(1)))
    enter(database, HUGO, EntryKind.COUNT, at(-60))

    assert nets(read(database)) == {HANA: 1, HUGO: 2, MAYA: 0}
    assert nets(read(database, now=at(2))) == {HANA: 1, HUGO: 1, MAYA: 0}
    settings = settings_of(pool_of())
    first = database.run(lambda s: next_in_turn(s, ORG, settings.pools[0], settings, NOW))
    assert first == person(MAYA)


def test_what_was_counted_while_somebody_waited_for_calendars_counts(database: Database) -> None:
    for minutes in (-20, -10, 1):
        enter(database, HANA, EntryKind.COUNT, at(minutes))

    assert nets(read(database, now=NOW)) == {HANA: 3, HUGO: 0, MAYA: 0}


def test_left_credits_are_noted_once_a_period_and_carried_on(database: Database) -> None:
    january, february, april = (
        NOW - timedelta(days=50),
        NOW - timedelta(days=20),
        NOW + timedelta(days=40),
    )
    enter(database, HANA, EntryKind.CREDIT, january, amount=3)
    enter(database, HANA, EntryKind.COUNT, february)

    assert nets(read(database)) == {HANA: -2, HUGO: 0, MAYA: 0}
    for _ in range(2):
        assert nets(read(database, keep=True)) == {HANA: -2, HUGO: 0, MAYA: 0}
    enter(database, HANA, EntryKind.COUNT, at(5))
    assert kinds(database).count("reset") == 1

    assert nets(read(database, now=at(6))) == {HANA: -1, HUGO: 0, MAYA: 0}
    assert nets(read(database, now=april, keep=True)) == {HANA: -1, HUGO: 0, MAYA: 0}
    assert kinds(database).count("reset") == 2


def test_a_pool_that_never_resets_notes_no_period(database: Database) -> None:
    enter(database, HANA, EntryKind.COUNT, LONG_AGO)

    assert nets(read(database, pool_of(reset="Never"), keep=True)) == {HANA: 1, HUGO: 0, MAYA: 0}
    assert kinds(database) == ["count"]


def test_of_eight_choices_at_once_one_brings_the_newcomer_up(database: Database) -> None:
    for minutes in range(-400, 0, 100):
        enter(database, HANA, EntryKind.COUNT, at(minutes))
        enter(database, HUGO, EntryKind.COUNT, at(minutes + 1))
    members = (*pool_of().members[:2], PoolMember(HostId(MAYA), weight=2, joined_at=at(-50)))
    pool = pool_of(members=members)

    found = at_once(database, 8, lambda _: nets(read(database, pool, keep=True)))

    assert found == [{HANA: 4, HUGO: 4, MAYA: 8}] * 8
    assert kinds(database).count("calibration") == 1
    later = read(database, pool, at(50), keep=True)
    assert (nets(later)[MAYA], later.due) == (8, [])


def test_an_order_based_pool_goes_round_holds_included(database: Database) -> None:
    pool = pool_of(kind=PoolKind.ORDER)
    row = database.run(lambda session: held(session, [HANA], span(60, 90)))

    def order(now: datetime = NOW) -> list[str]:
        return [str(one.host_id) for one in read(database, pool, now, keep=True).order]

    assert order() == [HUGO, MAYA, HANA]
    assert order(row.expires_at) == [HANA, HUGO, MAYA]
    counted(database, pool, HUGO, by_turn=True)
    assert order(row.expires_at) == [HANA, MAYA, HUGO]
    counted(database, pool, MAYA)
    assert order(row.expires_at) == [HANA, HUGO, MAYA]
    enter(database, HUGO, EntryKind.CREDIT, at(1))
    assert order(row.expires_at) == [HUGO, HANA, MAYA]


def counted(database: Database, pool: Pool, host_id: str, *, by_turn: bool = False) -> None:
    way = (
        Counting(host_id, BookingMethod.POOLED, POOL, {"order": [[host_id, 0, 1]]})
        if by_turn
        else Counting(host_id, BookingMethod.MEET_NOW)
    )

    def work(session: Session) -> None:
        row = booking()
        session.add(row)
        session.flush()
        pools = count_meeting(
            session, row, way, settings=settings_of(pool), meeting_type=TYPE, now=NOW
        )
        assert pools == [POOL]

    database.run(work)


def test_a_member_is_full_by_what_this_pool_gave_them_on_their_own_date(database: Database) -> None:
    capped = PoolMember(HostId(HANA), caps=Caps(day=1))
    pool = pool_of(members=(capped, *pool_of().members[1:]))

    def give(begins: int, pool_id: str) -> None:
        def work(session: Session) -> None:
            row = held(session, [MAYA], span(begins, begins + 30), expires_at=at(500))
            host_time.release(session, row.id)
            host_time.take(
                session,
                org_id=ORG,
                host_ids=[HANA],
                protected=span(begins, begins + 30),
                meeting=span(begins, begins + 30),
                meeting_type_id="type",
                hold_id=row.id,
                expires_at=row.expires_at,
                picked={HANA: pool_id},
            )

        database.run(work)

    def full(minutes: int, now: datetime = NOW) -> dict[str, str]:
        hosts = [person(one) for one in (HANA, HUGO)]
        return database.run(lambda s: full_members(s, ORG, pool, hosts, at=at(minutes), now=now))

    give(60, "another pool")
    assert full(120) == {}
    give(120, POOL)
    assert full(200) == {HANA: "day"}
    assert full(24 * 60) == {}
    assert full(200, at(501)) == {}
    nobody = database.run(lambda s: full_members(s, ORG, pool, [], at=at(1), now=NOW))
    assert nobody == {}


def test_a_move_takes_only_what_the_booking_does_not_have_and_then_gives_back_the_rest(
    database: Database,
) -> None:
    row = database.run(lambda session: held(session, [HANA], span(60, 90)))
    database.run(lambda session: host_time.confirm(session, hold_id=row.id, booking_id="b-1"))

    def take(hold_id: str, protected: Span) -> None:
        database.run(
            lambda session: host_time.take(
                session,
                org_id=ORG,
                host_ids=[HANA, HUGO],
                protected=protected,
                meeting=protected,
                meeting_type_id="type",
                hold_id=hold_id,
                expires_at=at(5),
                moving="b-1",
            )
        )

    def spans() -> list[tuple[str, Span]]:
        found = database.run(lambda s: host_time.taken(s, ORG, [HANA, HUGO], span(0, 500), NOW))
        return sorted((one.host_id, one.span) for one in found)

    take("inside", span(65, 85))
    assert spans() == [(HANA, span(60, 90)), (HUGO, span(65, 85))]
    database.run(lambda session: host_time.release(session, "inside"))
    take("around", span(50, 100))
    assert spans() == [
        (HANA, span(50, 60)),
        (HANA, span(60, 90)),
        (HANA, span(90, 100)),
        (HUGO, span(50, 100)),
    ]

    database.run(
        lambda session: host_time.replace_booking(
            session,
            org_id=ORG,
            booking_id="b-1",
            hold_id="around",
            host_ids=[HANA, HUGO],
            protected=span(50, 100),
            meeting=span(50, 100),
            meeting_type_id="type",
        )
    )

    assert spans() == [(HANA, span(50, 100)), (HUGO, span(50, 100))]
