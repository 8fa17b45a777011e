"""Holds of open windows."""

from datetime import datetime

from sqlalchemy import delete, func, select
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


def counts_in_pool(session: Session, org_id: str, pool_id: str, now: datetime) -> dict[str, int]:
    """Return how many live holds of a pool each main host has."""
    rows = session.execute(
        select(HoldRow.main_host_id, func.count().label("held"))
        .where(HoldRow.org_id == org_id, HoldRow.pool_id == pool_id, HoldRow.expires_at > now)
        .group_by(HoldRow.main_host_id)
    )
    return {row.main_host_id: row.held for row in rows}
