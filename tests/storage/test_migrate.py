"""Migrations make what the tables describe, whoever runs them and however often."""

import os
import subprocess
import sys
from datetime import datetime
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Connection, MetaData, Table, insert, select, text
from sqlalchemy.exc import DBAPIError

from handoff.pools.accounts import EntryKind
from handoff.storage import audit, ledger
from handoff.storage.database import Database
from handoff.storage.deployment import deployment_id
from handoff.storage.engines import make_engine
from handoff.storage.migrate import MIGRATIONS, migrate
from handoff.storage.tables import BookingRow, EffectRow, HoldRow, HostTimeRow, LedgerRow
from handoff.storage.window_tables import DeploymentRow
from tests.cast import NOW
from tests.storage.rows import HANA, ORG, POOL, at


def test_the_migrated_schema_is_what_the_tables_describe(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        differences = compare_metadata(context, DeploymentRow.metadata)
    engine.dispose()

    assert differences == []


def test_migrating_again_changes_nothing(database_url: str, database: Database) -> None:
    before = database.run(deployment_id)

    migrate(database_url)

    assert database.run(deployment_id) == before
    assert len(before) == 36


def test_four_processes_may_migrate_at_once(empty_database_url: str) -> None:
    program = [sys.executable, "-W", "error", "-m", "handoff.storage.migrate"]
    env = {**os.environ, "DATABASE_URL": empty_database_url}
    running = [
        subprocess.Popen(program, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(4)
    ]

    outputs = [one.communicate(timeout=60)[0].decode() for one in running]

    assert [one.returncode for one in running] == [0, 0, 0, 0], outputs
    database = Database(empty_database_url)
    assert len(database.run(deployment_id)) == 36
    database.dispose()


def test_rows_of_the_previous_release_stay_and_it_may_go_on_writing(
    empty_database_url: str,
) -> None:
    engine = make_engine(empty_database_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        before = MetaData()
        before.reflect(connection, only=["booking", "effect", "hold", "host_time", "ledger"])
        fill(connection, before, "a")

    migrate(empty_database_url)

    with engine.begin() as connection:
        fill(connection, before, "b")
    engine.dispose()
    database = Database(empty_database_url)
    with database.transaction() as session:
        for row in (BookingRow, EffectRow, HoldRow, HostTimeRow, LedgerRow):
            assert sorted(one.id for one in session.scalars(select(row))) == ["a", "b"]
        booking = session.get_one(BookingRow, "a")
        assert (booking.method, booking.event_version, booking.is_now) == ("specific", 1, False)
        assert session.get_one(HoldRow, "b").moving == ""
        assert [one.amount for one in session.scalars(select(LedgerRow))] == [1, 1]
        assert ledger.counted_for(session, "a", "a") == []
    database.dispose()


def fill(connection: Connection, tables: MetaData, name: str) -> None:
    """Write a row into every table as a release would that knows these columns only."""
    for table in tables.sorted_tables:
        connection.execute(insert(table).values(_filled(table, name)))


def _filled(table: Table, name: str) -> dict[str, Any]:
    values: dict[type, Any] = {str: name, datetime: NOW, int: 1, float: 0.0, bool: False, dict: {}}
    row = {
        column.name: {} if isinstance(column.type, JSON) else values[column.type.python_type]
        for column in table.columns
        if not column.nullable
    }
    return row | {key: at(30) for key in ("ends_at", "meeting_ends_at") if key in row}


@pytest.mark.parametrize("table", ["ledger", "audit"])
@pytest.mark.parametrize("change", ["UPDATE {} SET org_id = 'x'", "DELETE FROM {}"])
def test_ledger_and_audit_only_grow(database: Database, table: str, change: str) -> None:
    def add(session) -> None:
        audit.note(
            session, org_id=ORG, at=NOW, actor="a", action="book", subject="b", outcome={"x": 1}
        )
        ledger.add(
            session,
            org_id=ORG,
            pool_id=POOL,
            host_id=HANA,
            booking_id="b-1",
            generation=1,
            kind=EntryKind.COUNT,
            at=NOW,
        )

    database.run(add)

    with pytest.raises(DBAPIError, match="append-only"):
        database.run(lambda session: session.execute(text(change.format(table))))

    with database.transaction() as session:
        assert session.scalar(text(f"SELECT count(*) FROM {table} WHERE org_id = '{ORG}'")) == 1
