"""What has changed since Salesforce's booking records were brought up to date, and whose turn it is to do that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Update, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from handoff.storage.columns import database_epoch
from handoff.storage.mirror_tables import RefusalRow, TouchRow, TurnRow
from handoff.storage.rowcounts import changed_rows
from handoff.storage.upserts import insert_once, insert_or_replace

MOST_CHANGES = 5000
"""Read at once: a statement takes some ten thousand values. What is left is found again."""


@dataclass(frozen=True)
class Turn:
    """One worker's turn at an org; the fence keeps out who slept through it. `attempts` have failed before."""

    org_id: str
    fence: int
    attempts: int


def orgs_due(session: Session) -> list[str]:
    """Return the orgs in which something has changed that nobody is carrying to Salesforce, or pausing before."""
    is_free = or_(
        TurnRow.org_id.is_(None),
        and_(TurnRow.claimed_until < database_epoch(), TurnRow.next_try_at <= database_epoch()),
    )
    rows = session.scalars(
        select(TouchRow.org_id)
        .outerjoin(TurnRow, TurnRow.org_id == TouchRow.org_id)
        .where(_is_due(), is_free)
        .distinct()
    )
    return sorted(rows)


def take_turn(session: Session, org_id: str, lease: timedelta) -> Turn | None:
    """Take the org's turn until the lease ends; None if another has it, or Salesforce is left alone."""
    nobody = {"claimed_until": 0.0, "fence": 0, "attempts": 0, "next_try_at": 0.0}
    insert_once(session, TurnRow, {"org_id": org_id, **nobody})
    taken = changed_rows(
        session,
        update(TurnRow)
        .where(
            TurnRow.org_id == org_id,
            TurnRow.claimed_until < database_epoch(),
            TurnRow.next_try_at <= database_epoch(),
        )
        .values(fence=TurnRow.fence + 1, claimed_until=database_epoch() + lease.total_seconds()),
    )
    if taken != 1:
        return None
    fence, attempts = session.execute(
        select(TurnRow.fence, TurnRow.attempts).where(TurnRow.org_id == org_id)
    ).one()
    return Turn(org_id, fence, attempts)


def renew_turn(session: Session, turn: Turn, lease: timedelta) -> bool:
    """Keep the turn for another lease; False if it was lost meanwhile."""
    statement = update(TurnRow).values(claimed_until=database_epoch() + lease.total_seconds())
    return changed_rows(session, _own(statement, turn)) == 1


def end_turn(session: Session, turn: Turn, *, wait: float | None = None) -> None:
    """Let others have it: at once, or after `wait` seconds, if Salesforce could not do it."""
    attempts = 0 if wait is None else turn.attempts + 1
    statement = update(TurnRow).values(
        claimed_until=0.0, attempts=attempts, next_try_at=database_epoch() + (wait or 0.0)
    )
    changed_rows(session, _own(statement, turn))


def changed_bookings(session: Session, org_id: str, limit: int) -> dict[str, list[int]]:
    """Return bookings that Salesforce is behind with, each with the numbers of its changes so far."""
    bookings = session.scalars(
        select(TouchRow.booking_id)
        .where(TouchRow.org_id == org_id, _is_due())
        .distinct()
        .order_by(TouchRow.booking_id)
        .limit(limit)
    ).all()
    found: dict[str, list[int]] = {booking_id: [] for booking_id in bookings}
    rows = session.execute(
        select(TouchRow.booking_id, TouchRow.id)
        .where(TouchRow.org_id == org_id, TouchRow.booking_id.in_(bookings))
        .order_by(TouchRow.id)
        .limit(MOST_CHANGES)
    )
    for booking_id, number in rows:
        found[booking_id].append(number)
    return found


def forget_changes(session: Session, org_id: str, changes: Mapping[str, Sequence[int]]) -> None:
    """Salesforce has these; what has changed since stays to be done."""
    numbers = [number for one in changes.values() for number in one]
    session.execute(delete(TouchRow).where(TouchRow.org_id == org_id, TouchRow.id.in_(numbers)))
    session.execute(
        delete(RefusalRow).where(
            RefusalRow.org_id == org_id, RefusalRow.booking_id.in_(list(changes))
        )
    )


def touch(session: Session, org_id: str, booking_ids: Collection[str]) -> None:
    """Let these be carried to Salesforce again."""
    session.add_all([TouchRow(org_id=org_id, booking_id=one) for one in booking_ids])


def refusals(session: Session, org_id: str, booking_ids: Collection[str]) -> dict[str, int]:
    """Return how often each of these was refused."""
    rows = session.execute(
        select(RefusalRow.booking_id, RefusalRow.attempts).where(
            RefusalRow.org_id == org_id, RefusalRow.booking_id.in_(booking_ids)
        )
    )
    return {row.booking_id: row.attempts for row in rows}


def note_refusal(
    session: Session, org_id: str, booking_id: str, *, attempts: int, wait: float, error: str
) -> None:
    """Note that Salesforce does not take a booking's record; leave it alone for `wait` seconds."""
    values = {
        "booking_id": booking_id,
        "org_id": org_id,
        "attempts": attempts,
        "next_try_at": database_epoch() + wait,
        "last_error": error,
    }
    insert_or_replace(session, RefusalRow, values)


def forget_words(session: Session, org_id: str, booking_id: str) -> None:
    """Forget what Salesforce said of a booking's record: it may repeat what stood there."""
    session.execute(
        update(RefusalRow)
        .where(RefusalRow.org_id == org_id, RefusalRow.booking_id == booking_id)
        .values(last_error="")
    )


def _own(statement: Update, turn: Turn) -> Update:
    return statement.where(TurnRow.org_id == turn.org_id, TurnRow.fence == turn.fence)


def _is_due() -> ColumnElement[bool]:
    waits = select(RefusalRow.booking_id).where(
        RefusalRow.booking_id == TouchRow.booking_id, RefusalRow.next_try_at > database_epoch()
    )
    return ~exists(waits.correlate(TouchRow))
