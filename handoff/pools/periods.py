"""PURE. When a pool's counts begin anew, and which of a member's periods are full (spec §10.3, §10.5)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handoff.meeting_types import Pool
from handoff.people import Caps

NEVER = datetime.min.replace(tzinfo=UTC)
"""When the only period of a pool that never resets began."""


def period_start(pool: Pool, at: datetime) -> datetime:
    """Return when the pool's period of an instant began, midnight in the pool's zone."""
    local = at.astimezone(ZoneInfo(pool.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    match pool.reset.lower():
        case "never":
            return NEVER
        case "week":
            local -= timedelta(days=local.weekday())
        case "quarter":
            local = local.replace(month=local.month - (local.month - 1) % 3, day=1)
        case "year":
            local = local.replace(month=1, day=1)
        case _:
            local = local.replace(day=1)
    return local.astimezone(UTC)


def full_period(caps: Caps, zone: str, starts: Iterable[datetime], at: datetime) -> str:
    """Return "day", "week" or "month" if a member has as many meetings as allowed around `at`, else "".

    Meetings count by their date in the member's zone; weeks begin on Monday.
    """
    if caps.day is None and caps.week is None and caps.month is None:
        return ""
    dates = [_on(one, zone) for one in starts]
    day = _on(at, zone)
    if _is_full(caps.day, (one for one in dates if one == day)):
        return "day"
    if _is_full(caps.week, (one for one in dates if _monday(one) == _monday(day))):
        return "week"
    same_month = (one for one in dates if (one.year, one.month) == (day.year, day.month))
    return "month" if _is_full(caps.month, same_month) else ""


def _is_full(most: int | None, dates: Iterable[date]) -> bool:
    return most is not None and sum(1 for _ in dates) >= most


def _on(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())
