"""Count a booked meeting for its hosts in the pools where it counts (spec §10.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.actions.pool_accounts import playing_ids, rotation_of_pool
from handoff.actions.take_turns import Turn, Turns, Wanted
from handoff.meeting_types import MeetingType, Pool, PoolKind
from handoff.org_settings import BookingMethod, OrgSettings
from handoff.pools.accounts import EntryKind
from handoff.pools.counting import counting_pools
from handoff.pools.fairness import member_order
from handoff.pools.rotation import met_besides, rotation_json, served
from handoff.storage import ledger
from handoff.storage.tables import BookingRow


@dataclass(frozen=True)
class Counting:
    """A host to be counted, how they came to be chosen, `through` which pool if any, and what the choice rested on."""

    host_id: str
    method: BookingMethod
    through: str = ""
    why: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_by_turn(self) -> bool:
        """Say whether the pool's own order made the choice."""
        return bool(self.through and self.why.get("order"))


def pools_that_count(wanted: Wanted) -> list[str]:
    """Return the ids of all pools that may choose or count here: to be locked before any host is."""
    chosen, choice = wanted.chosen, wanted.choice
    pools = {pool.id for pool in (chosen.pool, chosen.second_pool) if pool}
    if not chosen.pool:
        members = {host.id for host in chosen.candidates}
        pools |= {
            pool.id
            for pool in wanted.settings.pools
            if any(one.host_id in members for one in pool.members)
        }
    return sorted({str(one) for one in pools} | ({choice.member_of} if choice.member_of else set()))


def count_turns(session: Session, booking: BookingRow, turns: Turns, wanted: Wanted) -> list[str]:
    """Count a meeting for its main host and for the second pool's pick; return the pools that count it."""
    method = BookingMethod(booking.method)
    countings = [_counting(turns.main, method, booking.pool_id)]
    if turns.second:
        by_pool = method if booking.is_now else BookingMethod.POOLED
        countings.append(_counting(turns.second, by_pool, booking.second_pool_id))
    return [
        pool_id
        for counting in countings
        for pool_id in count_meeting(
            session,
            booking,
            counting,
            settings=wanted.settings,
            meeting_type=wanted.meeting_type,
            now=wanted.now,
        )
    ]


def _counting(turn: Turn, method: BookingMethod, through: str) -> Counting:
    return Counting(turn.host.id, method, through, {**turn.account, "sentence": turn.why})


def count_meeting(
    session: Session,
    booking: BookingRow,
    counting: Counting,
    *,
    settings: OrgSettings,
    meeting_type: MeetingType | None,
    now: datetime,
) -> list[str]:
    """Add the entries of one host, and return the ids of the pools that count the meeting.

    To be called with those pools locked. The same booking's same count a second time is refused.
    """
    pools = counting_pools(
        counting.host_id,
        settings.pools,
        through=counting.through,
        method=counting.method,
        meeting_type=meeting_type,
        counted=settings.switches.counted_methods,
    )
    for pool in pools:
        ledger.add(
            session,
            org_id=booking.org_id,
            pool_id=pool.id,
            host_id=counting.host_id,
            kind=EntryKind.COUNT,
            at=now,
            booking_id=booking.id,
            generation=booking.generation,
            why={
                "method": counting.method,
                **counting.why,
                **_rotation(session, booking, pool, counting),
            },
        )
    return [pool.id for pool in pools]


def _rotation(
    session: Session, booking: BookingRow, pool: Pool, counting: Counting
) -> dict[str, Any]:
    """Return how far an order-based pool has come with this meeting."""
    if pool.kind is not PoolKind.ORDER:
        return {}
    before = rotation_of_pool(session, booking.org_id, pool)
    if counting.is_by_turn:
        after = served(before, counting.host_id, member_order(pool), playing_ids(pool))
    else:
        after = met_besides(before, counting.host_id)
    return {"rotation": rotation_json(after)}
