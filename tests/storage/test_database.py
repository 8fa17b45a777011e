"""Transactions commit or roll back, are tried again when the database asks, and never cross a fork."""

import os
import sqlite3
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from handoff.errors import Refused, TryLater
from handoff.http import CallInsideTransaction, refuse_inside_transaction
from handoff.storage import bookings, holds
from handoff.storage.columns import database_epoch
from handoff.storage.database import Database
from handoff.storage.engines import read_url
from handoff.storage.tables import BookingRow, HoldRow
from handoff.storage.window_tables import DeploymentRow
from tests.cast import NOW
from tests.storage.rows import HUGO, LEAD, OLIVE, ORG, OTHER_ORG, POOL, at, at_once, booking, hold


def test_a_transaction_commits_and_its_rows_outlive_it(database: Database) -> None:
    row = database.run(lambda session: _added(session, hold(counts={"net": 1})))

    kept = database.run(lambda session: holds.get(session, ORG, row.id))
    assert (row.organizer_name, kept.organizer_name) == ("Olive Ortega", "Olive Ortega")
    assert (kept.counts, kept.expires_at) == ({"net": 1}, row.expires_at)


def test_an_exception_rolls_everything_back_and_passes_as_it_is(database: Database) -> None:
    def work(session: Session) -> None:
        _added(session, hold())
        raise Refused("no")

    with pytest.raises(Refused, match="no"):
        database.run(work)

    assert database.run(lambda session: holds.of_window(session, ORG, "window-1")) == []


def test_no_remote_call_leaves_while_a_transaction_is_open(database: Database) -> None:
    with pytest.raises(CallInsideTransaction):
        database.run(lambda session: refuse_inside_transaction())

    refuse_inside_transaction()


def test_a_change_of_a_row_is_kept_at_the_end(database: Database) -> None:
    row = database.run(lambda session: _added(session, hold()))

    def work(session: Session) -> None:
        mine = holds.get(session, ORG, row.id, lock=True)
        mine.expires_at = mine.expires_at + timedelta(minutes=5)

    database.run(work)

    kept = database.run(lambda session: holds.get(session, ORG, row.id))
    assert kept.expires_at == row.expires_at + timedelta(minutes=5)


@pytest.mark.parametrize("code", ["40P01", "40001", "23505"])
def test_postgresql_conflicts_are_tried_again(postgresql_url: str, code: str) -> None:
    database, seen = Database(postgresql_url), []

    def work(session: Session) -> str:
        seen.append(1)
        if len(seen) < 4:
            session.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$")
            )
        return "done"

    assert database.run(work) == "done"
    assert len(seen) == 4
    database.dispose()


@pytest.mark.parametrize(("code", "expected"), [("40P01", TryLater), ("23505", IntegrityError)])
def test_a_conflict_that_stays_ends_after_five_tries(
    postgresql_url: str, code: str, expected: type[Exception]
) -> None:
    database, seen = Database(postgresql_url), []

    def work(session: Session) -> None:
        seen.append(1)
        session.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{code}'; END $$"))

    with pytest.raises(expected):
        database.run(work)
    assert len(seen) == 5
    database.dispose()


def test_a_deadlock_is_settled_unseen(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    first, second = (database.run(lambda s: _added(s, hold())).id for _ in range(2))

    def cross(number: int) -> str:
        def work(session: Session) -> str:
            for hold_id in (first, second) if number % 2 else (second, first):
                holds.get(session, ORG, hold_id, lock=True)
                session.execute(text("SELECT pg_sleep(0.1)"))
            return "done"

        return database.run(work)

    assert at_once(database, 2, cross) == ["done", "done"]
    database.dispose()


def test_a_slow_statement_is_ended(postgresql_url: str) -> None:
    database = Database(postgresql_url)

    def work(session: Session) -> None:
        session.execute(text("SET LOCAL statement_timeout = 50"))
        session.execute(text("SELECT pg_sleep(5)"))

    with pytest.raises(TryLater) as caught:
        database.run(work)
    assert caught.value.service == "database"
    database.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/nothing",
        "postgres://nobody@127.0.0.1:1/nothing",
        "sqlite:////proc/version/nothing.db",
    ],
)
def test_a_database_out_of_reach_is_for_later(url: str, tmp_path) -> None:
    if url.startswith("sqlite"):
        (tmp_path / "nothing.db").mkdir()
        url = f"sqlite:///{tmp_path / 'nothing.db'}"
    database = Database(url)

    with pytest.raises(TryLater) as caught:
        database.ping()

    assert (caught.value.service, caught.value.code) == ("database", "unavailable")
    database.dispose()


def test_a_connection_that_was_cut_is_replaced(postgresql_url: str) -> None:
    database, other = Database(postgresql_url), Database(postgresql_url)
    database.ping()
    other.run(
        lambda session: session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    )

    database.ping()

    database.dispose()
    other.dispose()


def test_a_locked_sqlite_file_is_for_later(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.ping()
    locker = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")

    def impatient(session: Session) -> None:
        session.execute(text("SELECT 1"))

    with pytest.raises(TryLater) as caught:
        database.run(impatient)

    assert caught.value.code == "conflict"
    locker.execute("ROLLBACK")
    locker.close()
    database.run(impatient)
    database.dispose()


def test_sixteen_writers_all_get_their_turn(database: Database) -> None:
    results = at_once(
        database, 16, lambda number: database.run(lambda session: _added(session, hold()).id)
    )

    assert all(isinstance(one, str) for one in results), results
    assert len(database.run(lambda s: holds.of_window(s, ORG, "window-1"))) == 16


def test_sqlite_keeps_what_it_has_accepted_and_checks_keys(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.transaction() as session:
        found = {
            name: session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    database.dispose()


def test_a_forked_process_opens_connections_of_its_own(database: Database) -> None:
    database.ping()

    child = os.fork()
    if child == 0:
        try:
            database.run(lambda session: _added(session, hold()))
            os._exit(0)
        except BaseException:  # noqa: BLE001 - the child must end here, whatever happens
            os._exit(1)

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert len(database.run(lambda s: holds.of_window(s, ORG, "window-1"))) == 1


def test_instants_come_back_in_utc_and_naive_ones_are_refused(database: Database) -> None:
    tokyo = datetime(2026, 3, 2, 23, 0, 0, 123456, tzinfo=timezone(timedelta(hours=9)))
    row = database.run(lambda session: _added(session, hold(starts_at=tokyo)))

    kept = database.run(lambda session: holds.get(session, ORG, row.id)).starts_at

    assert (kept, kept.tzinfo) == (tokyo, UTC)
    with pytest.raises(Exception, match="naive"):
        database.run(lambda session: _added(session, hold(starts_at=datetime(2026, 3, 2))))  # noqa: DTZ001


def test_whole_seconds_and_fractions_sort_as_instants(database: Database) -> None:
    for microsecond in (0, 1, 999_999):
        database.run(
            lambda session, m=microsecond: _added(
                session, hold(expires_at=NOW.replace(microsecond=m))
            )
        )

    def count(session: Session) -> int:
        late = HoldRow.expires_at > NOW.replace(microsecond=0)
        return len(session.scalars(select(HoldRow).where(late)).all())

    assert database.run(count) == 2


def test_the_databases_clock_is_the_clock(database: Database) -> None:
    told = database.run(lambda session: session.scalar(select(database_epoch())))

    assert abs(told - datetime.now(UTC).timestamp()) < 5


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_usual_address_of_postgresql_is_understood(scheme: str) -> None:
    url = read_url(f"{scheme}://user:word@db.example/handoff?sslmode=require")

    assert url.drivername == "postgresql+psycopg"
    assert (url.password, url.query["sslmode"]) == ("word", "require")


def test_a_mistake_of_ours_is_not_hidden(database: Database) -> None:
    with pytest.raises(DBAPIError):
        database.run(lambda session: session.execute(text("SELECT nothing FROM nowhere")))


def test_a_key_leads_to_one_booking_of_its_own_org_and_person(database: Database) -> None:
    def remember(session: Session) -> None:
        bookings.remember_key(
            session,
            org_id=ORG,
            user_id=OLIVE,
            key="key-1",
            request_hash="hash",
            booking_id="b-1",
            now=NOW,
        )

    database.run(remember)

    assert database.run(lambda s: bookings.by_key(s, ORG, OLIVE, "key-1")).booking_id == "b-1"
    assert database.run(lambda s: bookings.by_key(s, OTHER_ORG, OLIVE, "key-1")) is None
    with pytest.raises(IntegrityError):
        database.run(remember)


def test_a_booking_is_seen_in_its_own_org_only(database: Database) -> None:
    row = database.run(lambda session: _added(session, booking()))

    assert database.run(lambda s: bookings.get(s, ORG, row.id)).starts_at == row.starts_at
    assert database.run(lambda s: bookings.get(s, OTHER_ORG, row.id)) is None


def test_upcoming_meetings_are_the_records_and_the_guests(database: Database) -> None:
    wanted = [
        {"guest": {"email": "Gus@x.example"}, "starts_at": at(30)},
        {"guest": {"email": "gus@x.example"}, "record_id": "00Q"},
        {"guest": {"email": "dana@x.example"}, "starts_at": at(90)},
    ]
    others = [
        {"guest": {"email": "dana@x.example"}, "record_id": "00Q"},
        {"state": "cancelled", "guest": {"email": "gus@x.example"}},
        {"ends_at": NOW, "guest": {"email": "gus@x.example"}},
        {"org_id": OTHER_ORG, "guest": {"email": "gus@x.example"}},
    ]
    rows = [
        database.run(lambda session, one=one: _added(session, booking(**one)))
        for one in (*wanted, *others)
    ]

    found = database.run(
        lambda s: bookings.upcoming(
            s, ORG, record_id=LEAD, guest_emails=["gus@X.example", ""], now=NOW
        )
    )

    assert [one.id for one in found] == [row.id for row in rows[:3]]


def test_upcoming_meetings_of_a_host_are_found_among_however_many(database: Database) -> None:
    def keep(session: Session) -> list[BookingRow]:
        for _ in range(bookings.MOST_UPCOMING):
            _added(session, booking(starts_at=at(30)))
        return [
            _added(session, booking(starts_at=at(60), **one))
            for one in (
                {"main_host": {"id": HUGO}},
                {"second_host_id": HUGO},
                {"additional": [{"host": {"id": HUGO}, "required": False}]},
            )
        ]

    wanted = {row.id for row in database.run(keep)}

    found = database.run(
        lambda s: bookings.upcoming(s, ORG, record_id=LEAD, guest_emails=[], now=NOW, host_id=HUGO)
    )
    assert {one.id for one in found} == wanted


def test_live_holds_count_for_their_pools(database: Database) -> None:
    taken: tuple[dict[str, object], ...] = (
        {},
        {"main_host_id": "other"},
        {"pool_id": "p2", "second_pool_id": POOL, "second_host_id": "second"},
        {"pool_id": "p2"},
        {"expires_at": NOW},
        {"moving": "b-1"},
    )
    for number, changes in enumerate(taken):
        row = hold(created_at=NOW + timedelta(seconds=number), **changes)
        database.run(lambda session, row=row: _added(session, row))

    found = database.run(lambda session: holds.of_pool(session, ORG, POOL, NOW))

    assert found == [hold().main_host_id, "other", "second"]


def _added(session: Session, row):
    session.add(row)
    session.flush()
    return row


def test_a_refused_row_is_not_quoted_in_the_error(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        database.run(
            lambda session: session.execute(
                insert(DeploymentRow), [{"id": "gus@northwind.example"}] * 2
            )
        )

    assert "[parameters" not in str(refused.value)
    assert "gus@northwind.example" not in str(refused.value).split("DETAIL")[0]
