"""Which members of a pool have had enough of its meetings in a day, week or month."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.meeting_types import Pool
from handoff.people import NO_CAPS, Host
from handoff.pools.periods import full_period
from handoff.spans import Span
from handoff.storage import pool_times

AROUND = timedelta(days=32)
"""Whatever counts in the same day, week or month in any zone begins within it."""


def full_members(
    session: Session,
    org_id: str,
    pool: Pool,
    hosts: Sequence[Host],
    *,
    at: datetime,
    now: datetime,
) -> dict[str, str]:
    """Return by host which of "day", "week" and "month" is full around a meeting that begins at `at`.

    Only this pool's own meetings count, held ones too, by their date in the member's zone.
    """
    caps = {str(one.host_id): one.caps for one in pool.members if one.caps != NO_CAPS}
    zones = {str(host.id): host.zone for host in hosts if host.id in caps}
    if not zones:
        return {}
    span = Span(at - AROUND, at + AROUND)
    starts = pool_times.pool_meetings(session, org_id, pool.id, zones, span, now)
    found = {
        host_id: full_period(caps[host_id], zone, starts.get(host_id, ()), at)
        for host_id, zone in zones.items()
    }
    return {host_id: period for host_id, period in found.items() if period}
