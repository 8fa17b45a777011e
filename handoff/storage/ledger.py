"""A pool's account: who was given a meeting, who was given credit; entries are only ever added."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handoff.pools.accounts import Entry, EntryKind
from handoff.storage.tables import LedgerRow

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Counted:
    """A meeting that a pool has counted for a host and not taken back."""

    pool_id: str
    host_id: str


@dataclass(frozen=True)
class Tally:
    """All entries of one kind that a host has since some instant, added up."""

    host_id: str
    kind: EntryKind
    amount: int
    first_at: datetime
    last_at: datetime


def add(
    session: Session,
    *,
    org_id: str,
    pool_id: str,
    host_id: str,
    kind: EntryKind,
    at: datetime,
    booking_id: str = "",
    generation: int = 0,
    occasion: str = "",
    amount: int = 1,
    why: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry; the database refuses the same booking's or occasion's same entry a second time."""
    session.add(
        LedgerRow(
            id=str(uuid.uuid4()),
            org_id=org_id,
            pool_id=pool_id,
            host_id=host_id,
            booking_id=booking_id,
            generation=generation,
            kind=kind,
            at=at if kind is EntryKind.RESET else _after_the_last(session, org_id, pool_id, at),
            why=dict(why or {}),
            amount=amount,
            occasion=occasion,
        )
    )
    session.flush()


def _after_the_last(session: Session, org_id: str, pool_id: str, at: datetime) -> datetime:
    # A pool's entries have one order, even if two of them fall on the same instant of the clock.
    last = session.scalar(
        select(func.max(LedgerRow.at)).where(
            LedgerRow.org_id == org_id, LedgerRow.pool_id == pool_id
        )
    )
    return at if last is None or last < at else last + TICK


def credit(
    session: Session,
    *,
    org_id: str,
    booking_id: str,
    generation: int,
    at: datetime,
    why: Mapping[str, Any],
    stays: Counted | None = None,
) -> list[Counted]:
    """Give a credit wherever this booking counts, but for what `stays`, and return where.

    What was credited is not again.
    """
    counted = [one for one in counted_for(session, org_id, booking_id) if one != stays]
    for one in counted:
        add(
            session,
            org_id=org_id,
            pool_id=one.pool_id,
            host_id=one.host_id,
            kind=EntryKind.CREDIT,
            at=at,
            booking_id=booking_id,
            generation=generation,
            why=why,
        )
    return counted


def counted_for(session: Session, org_id: str, booking_id: str) -> list[Counted]:
    """Return where a booking counts still: counted, and not credited since."""
    rows = session.execute(
        select(LedgerRow.pool_id, LedgerRow.host_id, LedgerRow.kind, func.sum(LedgerRow.amount))
        .where(
            LedgerRow.org_id == org_id,
            LedgerRow.booking_id == booking_id,
            LedgerRow.kind.in_([EntryKind.COUNT, EntryKind.CREDIT]),
        )
        .group_by(LedgerRow.pool_id, LedgerRow.host_id, LedgerRow.kind)
    )
    open_counts: dict[Counted, int] = {}
    for pool_id, host_id, kind, total in rows:
        sign = 1 if kind == EntryKind.COUNT else -1
        key = Counted(pool_id, host_id)
        open_counts[key] = open_counts.get(key, 0) + sign * int(total)
    ordered = sorted(open_counts, key=lambda one: (one.pool_id, one.host_id))
    return [one for one in ordered if open_counts[one] > 0]


def tallies(session: Session, org_id: str, pool_id: str, since: datetime) -> list[Tally]:
    """Return everybody's entries since an instant, added up by kind."""
    rows = session.execute(
        select(
            LedgerRow.host_id,
            LedgerRow.kind,
            func.sum(LedgerRow.amount).label("total"),
            func.min(LedgerRow.at).label("first_at"),
            func.max(LedgerRow.at).label("last_at"),
        )
        .where(
            LedgerRow.org_id == org_id,
            LedgerRow.pool_id == pool_id,
            LedgerRow.at >= since,
            LedgerRow.kind != EntryKind.RESET,
        )
        .group_by(LedgerRow.host_id, LedgerRow.kind)
    )
    return [
        Tally(row.host_id, EntryKind(row.kind), int(row.total), row.first_at, row.last_at)
        for row in rows
    ]


def entries(session: Session, org_id: str, pool_id: str, since: datetime) -> list[Entry]:
    """Return a pool's entries since an instant, in order of time."""
    rows = session.execute(
        select(LedgerRow.host_id, LedgerRow.kind, LedgerRow.amount, LedgerRow.at, LedgerRow.why)
        .where(LedgerRow.org_id == org_id, LedgerRow.pool_id == pool_id, LedgerRow.at >= since)
        .order_by(LedgerRow.at, LedgerRow.id)
    )
    return [
        Entry(host_id, EntryKind(kind), amount, at, why) for host_id, kind, amount, at, why in rows
    ]


def last_count_at(session: Session, org_id: str, pool_id: str) -> datetime | None:
    """Return when the pool last counted a meeting."""
    return session.scalar(
        select(func.max(LedgerRow.at)).where(
            LedgerRow.org_id == org_id,
            LedgerRow.pool_id == pool_id,
            LedgerRow.kind == EntryKind.COUNT,
        )
    )


def last_assigned(session: Session, org_id: str, pool_id: str) -> dict[str, datetime]:
    """Return when each host was last given a meeting of this pool."""
    rows = session.execute(
        select(LedgerRow.host_id, func.max(LedgerRow.at).label("latest"))
        .where(
            LedgerRow.org_id == org_id,
            LedgerRow.pool_id == pool_id,
            LedgerRow.kind == EntryKind.COUNT,
        )
        .group_by(LedgerRow.host_id)
    )
    return {row.host_id: row.latest for row in rows}


def latest_reset(
    session: Session, org_id: str, pool_id: str, until: datetime
) -> tuple[datetime, dict[str, int]] | None:
    """Return when the latest noted period up to an instant began, and the credits left from before it."""
    row = session.execute(
        select(LedgerRow.at, LedgerRow.why)
        .where(
            LedgerRow.org_id == org_id,
            LedgerRow.pool_id == pool_id,
            LedgerRow.kind == EntryKind.RESET,
            LedgerRow.at <= until,
        )
        .order_by(LedgerRow.at.desc())
        .limit(1)
    ).one_or_none()
    return (row.at, dict(row.why["carried"])) if row else None


def done_occasions(session: Session, org_id: str, pool_id: str, since: datetime) -> set[str]:
    """Return for which occasions members have been calibrated since an instant."""
    return set(
        session.scalars(
            select(LedgerRow.occasion).where(
                LedgerRow.org_id == org_id,
                LedgerRow.pool_id == pool_id,
                LedgerRow.kind == EntryKind.CALIBRATION,
                LedgerRow.at >= since,
            )
        )
    )
