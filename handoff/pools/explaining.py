"""PURE. Why this host: one sentence from a pool's order, fit to be kept for ever (spec §10.6)."""

from collections.abc import Collection, Mapping, Sequence
from functools import reduce

from handoff.meeting_types import Pool, PoolKind
from handoff.pools.fairness import Standing
from handoff.wording import say

NAMED = 3
"""So many people are named; of the rest only the number is told."""

CAPPED = {
    "day": say("capped that day"),
    "week": say("capped that week"),
    "month": say("capped that month"),
}


def why(
    pool: Pool,
    order: Sequence[Standing],
    picked: Standing,
    names: Mapping[str, str],
    *,
    free: Collection[str] = (),
    capped: Mapping[str, str] | None = None,
) -> str:
    """Explain the choice: the account, who would have been next, who was not free, and who was skipped."""
    ahead = order[: order.index(picked)]
    full = {one: period for one, period in (capped or {}).items() if one in ids(ahead)}
    busy = [_name(one, names) for one in ahead if one.host_id not in full]
    clauses = [_next(pool, order, picked, names)]
    clauses += _followers(pool, order, picked, names, free=free)
    if busy:
        clauses.append(say("not free then: {names}", names=listed(busy)))
    for host_id, period in list(full.items())[:NAMED]:
        name = names.get(host_id, host_id)
        clauses.append(say("{name} skipped: {reason}", name=name, reason=CAPPED[period]))
    return say("{text}.", text=reduce(_joined, clauses))


def ids(order: Sequence[Standing]) -> set[str]:
    """Return the ids of members."""
    return {str(one.host_id) for one in order}


def listed(names: Sequence[str]) -> str:
    """Return some names with commas, and of a long list how many more."""
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return say("{names} and {count} more", names=shown, count=len(names) - NAMED)


def _next(pool: Pool, order: Sequence[Standing], picked: Standing, names: Mapping[str, str]) -> str:
    name = _name(picked, names)
    if pool.kind is PoolKind.ORDER:
        return say("{name} is next in pool {pool}", name=name, pool=pool.name)
    account = _account(picked, order)
    return say(
        "{name} is next in pool {pool} with {account} so far",
        name=name,
        pool=pool.name,
        account=account,
    )


def _followers(
    pool: Pool,
    order: Sequence[Standing],
    picked: Standing,
    names: Mapping[str, str],
    *,
    free: Collection[str],
) -> list[str]:
    """Name with their accounts those free members whose turn would have come next."""
    if pool.kind is PoolKind.ORDER:
        return []
    later = [one for one in order[order.index(picked) + 1 :] if one.host_id in free][: NAMED - 1]
    told = ", ".join(f"{_name(one, names)} {_account(one, order)}" for one in later)
    return [told] if told else []


def _account(one: Standing, order: Sequence[Standing]) -> str:
    """Return the net count, divided by the weight where members' weights differ from one."""
    is_weighted = any(other.weight != 1 for other in order)
    return f"{one.net} ÷ {one.weight}" if is_weighted else str(one.net)


def _joined(first: str, rest: str) -> str:
    return say("{first}; {rest}", first=first, rest=rest)


def _name(one: Standing, names: Mapping[str, str]) -> str:
    return names.get(one.host_id, one.host_id)
