"""Brings the database to the newest step: `python -m handoff.storage.migrate`."""

import logging
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from handoff.config import database_url
from handoff.errors import Misconfigured
from handoff.storage.engines import make_engine

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE_MS = 60_000
"""How long a migration of a SQLite file waits for another; PostgreSQL's waits as long as it takes."""
LOCK = 4_805_231_107
"""Any number, as long as every release uses the same one."""


def migrate(url: str) -> None:
    """Bring a database to the newest step. May be repeated, and run by several processes at once."""
    engine = make_engine(url, busy_timeout_ms=PATIENCE_MS)
    try:
        with engine.begin() as connection:
            _wait_for_turn(connection)
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.set_main_option("path_separator", "os")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def steps(url: str) -> tuple[str, str]:
    """Return the step that a database is at, empty before the first, and this release's newest. Changes nothing."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    newest = ScriptDirectory.from_config(config).get_current_head() or ""
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision() or "", newest
    finally:
        engine.dispose()


def _wait_for_turn(connection: Connection) -> None:
    # SQLite's BEGIN IMMEDIATE has waited already.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def main() -> int:
    """Migrate the database that DATABASE_URL names."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        migrate(database_url())
    except Misconfigured as error:
        log.error("%s", error.message)
        return 2
    log.info("the database is at the newest step")
    return 0


if __name__ == "__main__":
    sys.exit(main())
