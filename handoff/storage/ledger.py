"""A pool's account: who was given a meeting, who was given credit; entries are only ever added."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from handoff.storage.tables import LedgerRow

COUNT = "count"
CREDIT = "credit"


def count(
    session: Session,
    *,
    org_id: str,
    pool_id: str,
    host_id: str,
    booking_id: str,
    generation: int,
    kind: str,
    at: datetime,
    why: Mapping[str, Any],
) -> None:
    """Add an entry; the database refuses the same booking's same entry a second time."""
    session.add(
        LedgerRow(
            id=str(uuid.uuid4()),
            org_id=org_id,
            pool_id=pool_id,
            host_id=host_id,
            booking_id=booking_id,
            generation=generation,
            kind=kind,
            at=at,
            why=dict(why),
        )
    )


def net_counts(session: Session, org_id: str, pool_id: str, since: datetime) -> dict[str, int]:
    """Return meetings less credits per host since an instant."""
    net = func.sum(case((LedgerRow.kind == COUNT, 1), (LedgerRow.kind == CREDIT, -1), else_=0))
    rows = session.execute(
        select(LedgerRow.host_id, net)
        .where(LedgerRow.org_id == org_id, LedgerRow.pool_id == pool_id, LedgerRow.at >= since)
        .group_by(LedgerRow.host_id)
    )
    return {host_id: int(total) for host_id, total in rows}


def last_assigned(session: Session, org_id: str, pool_id: str) -> dict[str, datetime]:
    """Return when each host was last given a meeting of this pool."""
    rows = session.execute(
        select(LedgerRow.host_id, func.max(LedgerRow.at).label("latest"))
        .where(LedgerRow.org_id == org_id, LedgerRow.pool_id == pool_id, LedgerRow.kind == COUNT)
        .group_by(LedgerRow.host_id)
    )
    return {row.host_id: row.latest for row in rows}
