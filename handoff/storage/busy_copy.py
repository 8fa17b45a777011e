"""Copies of what calendars answered, shared by all processes; a day old at most."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from handoff.spans import Span
from handoff.storage.busy_tables import BusyCopyRow, LostAccessRow
from handoff.storage.tables import Stored


@dataclass(frozen=True)
class Copy:
    """One host's answer for a span; without `read_at` there is none yet, only a question under way."""

    host_id: str
    blocks: str = "[]"
    unknown: str = ""
    is_access_lost: bool = False
    read_at: datetime | None = None
    asked_at: datetime | None = None


def read(session: Session, org_id: str, host_ids: Collection[str], span: Span) -> list[Copy]:
    """Return the copies that cover the whole span, the latest of a host last."""
    rows = session.execute(
        select(
            BusyCopyRow.host_id,
            BusyCopyRow.blocks,
            BusyCopyRow.unknown,
            BusyCopyRow.is_access_lost,
            BusyCopyRow.read_at,
            BusyCopyRow.asked_at,
        )
        .where(
            BusyCopyRow.org_id == org_id,
            BusyCopyRow.host_id.in_(set(host_ids)),
            BusyCopyRow.starts_at <= span.starts_at,
            BusyCopyRow.ends_at >= span.ends_at,
        )
        .order_by(func.coalesce(BusyCopyRow.read_at, BusyCopyRow.asked_at))
    )
    return [Copy(*row) for row in rows]


def keep(session: Session, org_id: str, span: Span, copies: Iterable[Copy]) -> None:
    """Keep what calendars answered for a span, and since when those are lost that cannot be read."""
    kept = list(copies)
    values = [
        {
            "org_id": org_id,
            "host_id": one.host_id,
            "starts_at": span.starts_at,
            "ends_at": span.ends_at,
            "blocks": one.blocks,
            "unknown": one.unknown,
            "is_access_lost": one.is_access_lost,
            "read_at": one.read_at,
        }
        for one in kept
    ]
    _upsert(session, BusyCopyRow, values, changing=_SAID)
    lost = [
        {"org_id": org_id, "host_id": one.host_id, "since": one.read_at}
        for one in kept
        if one.is_access_lost and one.read_at
    ]
    _upsert(session, LostAccessRow, lost, changing=())
    _forget_lost(session, org_id, [one.host_id for one in kept if not one.unknown])


_SAID = ("ends_at", "blocks", "unknown", "is_access_lost", "read_at")


def note_asked(
    session: Session, org_id: str, span: Span, host_ids: Iterable[str], now: datetime
) -> None:
    """Remember that these hosts' calendars are being asked, so that nobody else asks at the same time."""
    values = [
        {
            "org_id": org_id,
            "host_id": host_id,
            "starts_at": span.starts_at,
            "ends_at": span.ends_at,
            "blocks": "[]",
            "unknown": "",
            "is_access_lost": False,
            "asked_at": now,
        }
        for host_id in host_ids
    ]
    _upsert(session, BusyCopyRow, values, changing=("asked_at",))


def lost_since(session: Session, org_id: str, host_ids: Collection[str]) -> dict[str, datetime]:
    """Return since when each of these hosts' calendars cannot be read; who can be read is not in it."""
    rows = session.execute(
        select(LostAccessRow.host_id, LostAccessRow.since).where(
            LostAccessRow.org_id == org_id, LostAccessRow.host_id.in_(set(host_ids))
        )
    )
    return {row.host_id: row.since for row in rows}


def forget(session: Session, before: datetime) -> None:
    """Delete the copies read, or asked for in vain, before an instant. May be repeated."""
    session.execute(
        delete(BusyCopyRow).where(
            or_(
                BusyCopyRow.read_at < before,
                BusyCopyRow.read_at.is_(None) & (BusyCopyRow.asked_at < before),
            )
        )
    )


def _forget_lost(session: Session, org_id: str, host_ids: Collection[str]) -> None:
    # A question first: nearly always there is nobody, and then nothing is written.
    found = [(org_id, host_id) for host_id in lost_since(session, org_id, host_ids)]
    if found:
        key = tuple_(LostAccessRow.org_id, LostAccessRow.host_id)
        session.execute(delete(LostAccessRow).where(key.in_(found)))


def _upsert(
    session: Session, row: type[Stored], values: list[dict[str, Any]], *, changing: tuple[str, ...]
) -> None:
    """Insert all at once; of rows that are there only some columns change, in one order for everybody."""
    if not values:
        return
    table = cast("Table", row.__table__)
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement: Any = sqlite_insert(table) if is_sqlite else postgresql_insert(table)
    ordered = sorted(values, key=lambda one: str(one["host_id"]))
    keys = [column.name for column in table.primary_key]
    if changing:
        changed = {name: statement.excluded[name] for name in changing}
        statement = statement.on_conflict_do_update(
            index_elements=keys, set_=changed, where=_is_newer(statement.excluded, changing)
        )
    else:
        statement = statement.on_conflict_do_nothing()
    # The rows stand beside the statement: one that had them inside would be compiled anew each time.
    session.connection().execute(statement, ordered)


def _is_newer(excluded: Any, changing: tuple[str, ...]) -> Any:
    """An answer that comes late never replaces one to a later question."""
    if "read_at" not in changing:
        return None
    return or_(BusyCopyRow.read_at.is_(None), BusyCopyRow.read_at <= excluded.read_at)
