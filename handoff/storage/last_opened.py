"""When an org's canvas app was last seen to work."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from handoff.storage.tables import BookingRow
from handoff.storage.window_tables import PageRow


def last_opened_at(session: Session, org_id: str) -> datetime | None:
    """Return when somebody of the org last opened a window or booked from one; windows are kept for an hour."""
    opened = select(func.max(PageRow.created_at)).where(PageRow.org_id == org_id)
    booked = select(func.max(BookingRow.created_at)).where(BookingRow.org_id == org_id)
    seen = [one for one in (session.scalar(opened), session.scalar(booked)) if one]
    return max(seen, default=None)
