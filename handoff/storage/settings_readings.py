"""Who reads an org's settings: one at a time, and again if somebody wanted them anew meanwhile."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from handoff.storage.columns import database_epoch
from handoff.storage.rowcounts import changed_rows
from handoff.storage.upserts import insert_once
from handoff.storage.window_tables import ReadingRow

LEASE = timedelta(seconds=90)
"""After this long without an end a reading's worker has gone."""
APART = 1.0
"""Seconds from the beginning of one wanted reading to the next, however often somebody asks."""
UNKNOWN = ""
"""In place of a digest: nobody knows what Salesforce has been told."""


def want(session: Session, org_id: str) -> bool:
    """Remember that the settings are wanted anew; say whether they may be read at once."""
    insert_once(session, ReadingRow, {"org_id": org_id})
    row = session.get_one(ReadingRow, org_id, with_for_update=True, populate_existing=True)
    now = _now(session)
    may_begin = _is_free(row, now)
    row.wanted_at = now
    return may_begin


def wanted(session: Session) -> Sequence[str]:
    """Return the orgs whose settings are wanted anew and may be read now."""
    return session.scalars(
        select(ReadingRow.org_id).where(
            ReadingRow.wanted_at > ReadingRow.began_at,
            ReadingRow.reading_until < database_epoch(),
            ReadingRow.began_at < database_epoch() - APART,
        )
    ).all()


def begin(session: Session, org_id: str) -> bool:
    """Take the turn to read; False if somebody else is reading."""
    insert_once(session, ReadingRow, {"org_id": org_id})
    taken = changed_rows(
        session,
        update(ReadingRow)
        .where(ReadingRow.org_id == org_id, ReadingRow.reading_until < database_epoch())
        .values(began_at=database_epoch(), reading_until=database_epoch() + LEASE.total_seconds()),
    )
    return taken == 1


def end(session: Session, org_id: str, *, rest: timedelta = timedelta()) -> None:
    """Give the turn back; nobody takes it for as long as the org is to rest."""
    until = database_epoch() + rest.total_seconds() if rest else 0.0
    session.execute(
        update(ReadingRow).where(ReadingRow.org_id == org_id).values(reading_until=until)
    )


def told(session: Session, org_id: str) -> str:
    """Return the digest of the problems that Salesforce has been told; empty before the first time."""
    row = session.get(ReadingRow, org_id)
    return row.told if row else UNKNOWN


def begin_telling(session: Session, org_id: str) -> str:
    """Note that Salesforce is being told something; return the mark of this telling.

    Until it ends nobody knows what is there: not if the answer is lost, nor if whoever tells is killed.
    """
    mark = uuid.uuid4().hex
    insert_once(session, ReadingRow, {"org_id": org_id})
    session.execute(update(ReadingRow).where(ReadingRow.org_id == org_id).values(told=mark))
    return mark


def end_telling(session: Session, org_id: str, mark: str, digest: str) -> None:
    """Remember which problems Salesforce has been told, unless another began to tell meanwhile."""
    whole = case((ReadingRow.told == mark, digest), else_=UNKNOWN)
    session.execute(update(ReadingRow).where(ReadingRow.org_id == org_id).values(told=whole))


def _is_free(row: ReadingRow, now: float) -> bool:
    return row.reading_until < now and row.began_at < now - APART


def _now(session: Session) -> float:
    return float(session.scalars(select(database_epoch())).one())
