"""Questions about host time that decide whose turn it is: how many meetings somebody has, and when."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from handoff.spans import Span
from handoff.storage.tables import HostTimeRow


def pool_meetings(
    session: Session, org_id: str, pool_id: str, host_ids: Iterable[str], span: Span, now: datetime
) -> dict[str, list[datetime]]:
    """Return when the meetings begin that a pool gave to each of these hosts, live holds included."""
    rows = session.execute(
        select(HostTimeRow.host_id, HostTimeRow.meeting_starts_at)
        .where(
            HostTimeRow.org_id == org_id,
            HostTimeRow.pool_id == pool_id,
            HostTimeRow.host_id.in_(set(host_ids)),
            *_begins_in(span),
            _is_live(now),
        )
        .distinct()
    )
    starts: dict[str, list[datetime]] = {}
    for host_id, starts_at in rows:
        starts.setdefault(host_id, []).append(starts_at)
    return starts


def meetings_of_hosts(
    session: Session,
    org_id: str,
    meeting_type_id: str,
    host_ids: Iterable[str],
    span: Span,
    now: datetime,
) -> dict[str, int]:
    """Return how many meetings of a type each of these hosts has in a span, live holds included."""
    rows = session.execute(
        select(HostTimeRow.host_id, func.count(HostTimeRow.meeting_starts_at.distinct()))
        .where(
            HostTimeRow.org_id == org_id,
            HostTimeRow.meeting_type_id == meeting_type_id,
            HostTimeRow.host_id.in_(set(host_ids)),
            *_begins_in(span),
            _is_live(now),
        )
        .group_by(HostTimeRow.host_id)
    )
    return {host_id: int(count) for host_id, count in rows}


def _begins_in(span: Span) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    begins = HostTimeRow.meeting_starts_at
    return begins >= span.starts_at, begins < span.ends_at


def _is_live(now: datetime) -> ColumnElement[bool]:
    return or_(HostTimeRow.expires_at.is_(None), HostTimeRow.expires_at > now)
