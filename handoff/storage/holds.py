"""Holds of open windows."""

from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from handoff.storage.tables import HoldRow


def add(session: Session, row: HoldRow) -> None:
    """Keep a new hold."""
    session.add(row)
    session.flush()


def of_window(
    session: Session, org_id: str, window_id: str, *, lock: bool = False
) -> list[HoldRow]:
    """Return the holds of one window; locked ones stay ours to the end."""
    question = (
        select(HoldRow)
        .where(HoldRow.org_id == org_id, HoldRow.window_id == window_id)
        .order_by(HoldRow.id)
    )
    return list(session.scalars(question.with_for_update() if lock else question))


def get(session: Session, org_id: str, hold_id: str, *, lock: bool = False) -> HoldRow | None:
    """Return one hold of this org, or None; a locked one is read afresh and stays ours to the end."""
    question = select(HoldRow).where(HoldRow.org_id == org_id, HoldRow.id == hold_id)
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.scalars(question).one_or_none()


def remove(session: Session, hold_id: str) -> None:
    """Delete a hold; its host time is released or confirmed by host_time."""
    session.flush()
    session.execute(delete(HoldRow).where(HoldRow.id == hold_id))


def lapsed(session: Session, now: datetime) -> list[HoldRow]:
    """Return lapsed holds, locked; those that somebody is working on are left for the next time."""
    return list(
        session.scalars(
            select(HoldRow)
            .where(HoldRow.expires_at <= now)
            .order_by(HoldRow.expires_at)
            .limit(500)
            .with_for_update(skip_locked=True)
        )
    )


def of_pool(session: Session, org_id: str, pool_id: str, now: datetime) -> list[str]:
    """Return the host of each live hold of a pool, in the order in which they were taken."""
    rows = session.scalars(
        select(HoldRow)
        .where(
            HoldRow.org_id == org_id,
            HoldRow.expires_at > now,
            HoldRow.moving == "",
            or_(HoldRow.pool_id == pool_id, HoldRow.second_pool_id == pool_id),
        )
        .order_by(HoldRow.created_at, HoldRow.id)
    )
    return [row.main_host_id if row.pool_id == pool_id else row.second_host_id for row in rows]
