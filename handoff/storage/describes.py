"""Copies of what Salesforce says one user may see of an object; old after ten minutes."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from handoff.clock import Clock
from handoff.storage.database import Database
from handoff.storage.upserts import insert_or_replace
from handoff.storage.window_tables import DescribeRow

OLDEST = timedelta(minutes=10)
REMEMBERED = 500
"""Describes that one process keeps in memory; they are some 100 kB each at worst."""

_Key = tuple[str, str, str]


class SqlDescribes:
    """Keeps describes for all processes on one database, with each process's memory in front."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Begin with nothing remembered."""
        self._database = database
        self._clock = clock
        self._remembered: dict[_Key, tuple[dict[str, Any], datetime]] = {}

    def get(self, org_id: str, user_id: str, object_name: str) -> dict[str, Any] | None:
        """Return the copy, or None if there is none that is young enough."""
        key = (org_id, user_id, object_name)
        kept = self._remembered.get(key)
        if kept is None or not self._is_young(kept[1]):
            kept = self._database.run(lambda session: _read(session, key))
        if kept is None or not self._is_young(kept[1]):
            return None
        self._remember(key, *kept)
        return kept[0]

    def put(self, org_id: str, user_id: str, object_name: str, body: dict[str, Any]) -> None:
        """Keep what Salesforce has just said."""
        now = self._clock.now()
        values = {
            "org_id": org_id,
            "user_id": user_id,
            "object_name": object_name,
            "body": body,
            "read_at": now,
        }
        self._database.run(lambda session: insert_or_replace(session, DescribeRow, values))
        self._remember((org_id, user_id, object_name), body, now)

    def _is_young(self, read_at: datetime) -> bool:
        return abs(self._clock.now() - read_at) < OLDEST

    def _remember(self, key: _Key, body: dict[str, Any], read_at: datetime) -> None:
        if len(self._remembered) >= REMEMBERED:
            self._remembered = {}
        self._remembered[key] = (body, read_at)


def _read(session: Session, key: _Key) -> tuple[dict[str, Any], datetime] | None:
    row = session.get(DescribeRow, key)
    return (row.body, row.read_at) if row else None


def forget(session: Session, before: datetime) -> None:
    """Delete the copies read before an instant: their users may have left."""
    session.execute(delete(DescribeRow).where(DescribeRow.read_at < before))
