"""PURE. Whose turn it is in a pool: never random, so that a choice can be replayed (spec §10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from handoff.meeting_types import Pool, PoolKind
from handoff.people import HostId


@dataclass(frozen=True)
class Standing:
    """A member's account in the current period; `net` includes meetings that are on hold."""

    host_id: HostId
    net: int
    weight: int = 1
    last_assigned: datetime | None = None
    sort_order: int = 0

    @property
    def share(self) -> Fraction:
        """Net meetings for each unit of weight, exact."""
        return Fraction(self.net, self.weight)


_NEVER = datetime.min.replace(tzinfo=UTC)


def in_turn(pool: Pool, standings: Sequence[Standing]) -> list[Standing]:
    """Return the members in the order of their turns; paused ones (weight 0) are left out."""
    playing = [one for one in standings if one.weight > 0]
    if pool.kind is PoolKind.ORDER:
        return _after_the_last(playing)
    return sorted(
        playing,
        key=lambda one: (one.share, one.last_assigned or _NEVER, one.sort_order, one.host_id),
    )


def _after_the_last(members: list[Standing]) -> list[Standing]:
    ordered = sorted(members, key=lambda one: (one.sort_order, one.host_id))
    served = [one for one in ordered if one.last_assigned]
    if not served:
        return ordered
    last = ordered.index(max(served, key=lambda one: one.last_assigned or _NEVER))
    return ordered[last + 1 :] + ordered[: last + 1]


def pick(order: Sequence[Standing], free: Collection[str]) -> Standing | None:
    """Return the first free member in turn, or None."""
    return next((one for one in order if one.host_id in free), None)


def why(pool: Pool, order: Sequence[Standing], picked: Standing, names: dict[str, str]) -> str:
    """Explain the choice in one sentence, fit to be kept for ever."""
    skipped = [names.get(one.host_id, one.host_id) for one in order[: order.index(picked)]]
    name = names.get(picked.host_id, picked.host_id)
    account = f" with {picked.net} so far" if pool.kind is PoolKind.COUNT else ""
    sentence = f"{name} is next in pool {pool.name}{account}"
    return f"{sentence}; not free then: {_listed(skipped)}." if skipped else f"{sentence}."


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def period_start(pool: Pool, now: datetime) -> datetime:
    """Return when the pool's current period began, midnight in the pool's zone."""
    local = now.astimezone(ZoneInfo(pool.zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    match pool.reset.lower():
        case "never":
            return _NEVER
        case "week":
            local -= timedelta(days=local.weekday())
        case "quarter":
            local = local.replace(month=local.month - (local.month - 1) % 3, day=1)
        case "year":
            local = local.replace(month=1, day=1)
        case _:
            local = local.replace(day=1)
    return local.astimezone(UTC)
