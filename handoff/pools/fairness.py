"""PURE. Whose turn it is in a pool: never random, so that a choice can be replayed (spec §10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction

from handoff.meeting_types import Pool, PoolKind
from handoff.people import HostId
from handoff.pools.rotation import Rotation, turns


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


def in_turn(
    pool: Pool, standings: Sequence[Standing], rotation: Rotation | None = None
) -> list[Standing]:
    """Return the members in the order of their turns; paused ones (weight 0) are left out.

    `rotation` says how far an order-based pool has come; weights and accounts do not matter to it.
    """
    playing = [one for one in standings if one.weight > 0]
    if pool.kind is PoolKind.ORDER:
        by_id = {str(one.host_id): one for one in playing}
        return [by_id[one] for one in turns(rotation or Rotation(), member_order(pool), by_id)]
    return sorted(
        playing,
        key=lambda one: (one.share, one.last_assigned or _NEVER, one.sort_order, one.host_id),
    )


def member_order(pool: Pool) -> list[str]:
    """Return all members' ids in member order, paused and inactive ones too: they keep their place."""
    ordered = sorted(pool.members, key=lambda one: (one.sort_order, one.host_id))
    return [str(one.host_id) for one in ordered]


def pick(order: Sequence[Standing], free: Collection[str]) -> Standing | None:
    """Return the first free member in turn, or None."""
    return next((one for one in order if one.host_id in free), None)
