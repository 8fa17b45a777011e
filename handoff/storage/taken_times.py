"""Questions about host time as the window shows it: who holds it, and how many meetings of a type there are."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handoff.spans import Span
from handoff.storage.tables import HoldRow, HostTimeRow


def holders(session: Session, org_id: str, hold_ids: Collection[str]) -> dict[str, str]:
    """Return the names of the organizers who hold, by hold."""
    if not hold_ids:
        return {}
    rows = session.execute(
        select(HoldRow.id, HoldRow.organizer_name).where(
            HoldRow.org_id == org_id, HoldRow.id.in_(set(hold_ids))
        )
    )
    return {row.id: row.organizer_name for row in rows}


def meetings_of_type(
    session: Session, org_id: str, meeting_type_id: str, span: Span, *, without: str = ""
) -> list[Span]:
    """Return the booked meetings of a type that begin in a span, each once, whoever hosts them."""
    rows = session.execute(
        select(
            func.min(HostTimeRow.meeting_starts_at).label("starts_at"),
            func.max(HostTimeRow.meeting_ends_at).label("ends_at"),
        )
        .where(
            HostTimeRow.org_id == org_id,
            HostTimeRow.meeting_type_id == meeting_type_id,
            HostTimeRow.booking_id.is_not(None),
            HostTimeRow.booking_id != without,
            HostTimeRow.meeting_starts_at >= span.starts_at,
            HostTimeRow.meeting_starts_at < span.ends_at,
        )
        .group_by(HostTimeRow.booking_id)
    )
    return [Span(row.starts_at, row.ends_at) for row in rows]
