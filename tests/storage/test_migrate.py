"""Migrations make what the tables describe, whoever runs them and however often."""

import os
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from handoff.pools.accounts import EntryKind
from handoff.storage import audit, ledger
from handoff.storage.database import Database
from handoff.storage.deployment import deployment_id
from handoff.storage.engines import make_engine
from handoff.storage.migrate import migrate
from handoff.storage.window_tables import DeploymentRow
from tests.cast import NOW
from tests.storage.rows import HANA, ORG, POOL


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
    command = [sys.executable, "-W", "error", "-m", "handoff.storage.migrate"]
    env = {**os.environ, "DATABASE_URL": empty_database_url}
    running = [
        subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(4)
    ]

    outputs = [one.communicate(timeout=60)[0].decode() for one in running]

    assert [one.returncode for one in running] == [0, 0, 0, 0], outputs
    database = Database(empty_database_url)
    assert len(database.run(deployment_id)) == 36
    database.dispose()


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
