"""Inserts that do not mind a row that is already there, for both databases."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from handoff.storage.tables import Stored


def insert_once(session: Session, row: type[Stored], values: Mapping[str, Any]) -> bool:
    """Insert unless the key is taken; say whether the row is new."""
    keys = cast("Table", row.__table__).primary_key
    statement = _insert(session, row).values(values).on_conflict_do_nothing()
    return session.execute(statement.returning(*keys)).first() is not None


def insert_or_replace(session: Session, row: type[Stored], values: Mapping[str, Any]) -> None:
    """Insert, or give the row with the same key these values."""
    keys = [column.name for column in cast("Table", row.__table__).primary_key]
    changed = {name: value for name, value in values.items() if name not in keys}
    statement = _insert(session, row).values(values)
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed))


def _insert(session: Session, row: type[Stored]) -> PostgresqlInsert | SqliteInsert:
    table = cast("Table", row.__table__)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return sqlite_insert(table) if is_sqlite else postgresql_insert(table)
