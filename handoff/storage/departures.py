"""Meetings ahead whose hosts are not among those who can host."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.booking.states import BookingState
from handoff.storage.tables import BookingRow, HostTimeRow

MOST = 500
"""Meetings that anybody looks through."""


def meetings_of_others(
    session: Session, org_id: str, *, present: Collection[str], now: datetime
) -> dict[str, Sequence[BookingRow]]:
    """Return, by main or required host who is not present, what they have agreed to and has not ended."""
    found: dict[str, list[BookingRow]] = {}
    rows = session.execute(
        select(HostTimeRow.host_id, BookingRow)
        .join(BookingRow, BookingRow.id == HostTimeRow.booking_id)
        .where(
            HostTimeRow.org_id == org_id,
            BookingRow.org_id == org_id,
            HostTimeRow.host_id.not_in(list(present)),
            BookingRow.ends_at > now,
            BookingRow.state.in_([BookingState.ACCEPTED, BookingState.CONFIRMED]),
        )
        .order_by(BookingRow.starts_at, BookingRow.id)
        .limit(MOST)
    )
    for host_id, booking in rows:
        found.setdefault(host_id, []).append(booking)
    return dict(found)
