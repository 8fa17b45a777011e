"""PURE. How a host came to be chosen, and in which pools that counts (spec §10.2)."""

from collections.abc import Collection, Sequence

from handoff.meeting_types import MeetingType, Pool
from handoff.org_settings import BookingMethod
from handoff.pools.possible import lists_type


def method_of(
    *, pool_id: str, member_of: str, is_now: bool, is_named_by_record: bool
) -> BookingMethod:
    """Return the booking method of a main host."""
    if is_now:
        return BookingMethod.MEET_NOW
    if pool_id:
        return BookingMethod.POOLED
    if member_of:
        return BookingMethod.MEMBER
    return BookingMethod.OWNER if is_named_by_record else BookingMethod.SPECIFIC


def counting_pools(
    host_id: str,
    pools: Sequence[Pool],
    *,
    through: str,
    method: BookingMethod,
    meeting_type: MeetingType | None,
    counted: Collection[BookingMethod],
) -> list[Pool]:
    """Return the pools that count the meeting for this host.

    Picked `through` a pool: that one only; otherwise every pool of theirs that lists the type. A type that is
    gone is listed nowhere.
    """
    if method not in counted:
        return []
    if through:
        return [pool for pool in pools if pool.id == through]
    if meeting_type is None:
        return []
    return [
        pool
        for pool in pools
        if lists_type(pool.id, meeting_type)
        and any(one.host_id == host_id and one.is_active for one in pool.members)
    ]
