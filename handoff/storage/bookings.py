"""Bookings, and which of them an organizer's key led to."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from handoff.booking.states import BookingState
from handoff.storage.tables import BookingRow, IdempotencyRow


def get(session: Session, org_id: str, booking_id: str) -> BookingRow | None:
    """Return one booking of this org, or None."""
    return session.scalars(
        select(BookingRow).where(BookingRow.org_id == org_id, BookingRow.id == booking_id)
    ).one_or_none()


def by_key(session: Session, org_id: str, user_id: str, key: str) -> IdempotencyRow | None:
    """Return what this organizer's key led to earlier, or None."""
    return session.get(IdempotencyRow, (org_id, user_id, key))


def remember_key(
    session: Session,
    *,
    org_id: str,
    user_id: str,
    key: str,
    request_hash: str,
    booking_id: str,
    now: datetime,
) -> None:
    """Keep what a key led to; the same key used by two transactions at once is refused to one."""
    session.add(
        IdempotencyRow(
            org_id=org_id,
            user_id=user_id,
            key=key,
            request_hash=request_hash,
            booking_id=booking_id,
            created_at=now,
        )
    )
    session.flush()


def forget_keys(session: Session, before: datetime) -> None:
    """Delete what keys led to before an instant; nobody repeats a request that late."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < before))


def upcoming_of(
    session: Session, org_id: str, record_id: str, guest_email: str, now: datetime
) -> list[BookingRow]:
    """Return what this guest already has agreed for this record and has not ended, the soonest first."""
    rows = session.scalars(
        select(BookingRow)
        .where(
            BookingRow.org_id == org_id,
            BookingRow.record_id == record_id,
            BookingRow.ends_at > now,
            BookingRow.state.in_([BookingState.ACCEPTED, BookingState.CONFIRMED]),
        )
        .order_by(BookingRow.starts_at, BookingRow.id)
    )
    wanted = guest_email.casefold()
    return [row for row in rows if str(row.guest.get("email", "")).casefold() == wanted]
