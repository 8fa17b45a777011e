"""Read a pool's accounts and say whose turn it is, holds included."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts
from handoff.meeting_types import Pool
from handoff.people import Host
from handoff.pools.fairness import Standing, in_turn, period_start, pick, why
from handoff.pools.routing import fields_naming
from handoff.records import RecordView
from handoff.storage import holds, ledger
from handoff.storage.pages import Page


@dataclass(frozen=True)
class Turn:
    """Who hosts, and why in one sentence; `account` is what the ledger keeps of the choice."""

    host: Host
    why: str
    account: dict[str, Any]


def take_turns(
    session: Session, page: Page, chosen: ChosenHosts, free: set[str], now: datetime
) -> Turn | None:
    """Return the next free host: the pool's by its accounts, else the chosen one. None if nobody is free."""
    if chosen.pool is None:
        host = chosen.candidates[0]
        return Turn(host, _why_chosen(host, page.record), {}) if host.id in free else None
    order = in_turn(chosen.pool, standings(session, page.org_id, chosen.pool, now))
    picked = pick(order, free & {host.id for host in chosen.candidates})
    if picked is None:
        return None
    host = next(one for one in chosen.candidates if one.id == picked.host_id)
    sentence = why(chosen.pool, order, picked, chosen.names)
    account = {"net": picked.net, "weight": picked.weight, "order": [one.host_id for one in order]}
    return Turn(host, sentence, account)


def _why_chosen(host: Host, record: RecordView) -> str:
    fields = fields_naming(record, host.id)
    if not fields:
        return f"{host.name} was chosen by hand."
    *others, last = fields
    return (
        f"{host.name} is {', '.join(others)} and {last}." if others else f"{host.name} is {last}."
    )


def standings(session: Session, org_id: str, pool: Pool, now: datetime) -> list[Standing]:
    """Return every active member's account; a live hold counts like a meeting until it ends."""
    counts = ledger.net_counts(session, org_id, pool.id, period_start(pool, now))
    last = ledger.last_assigned(session, org_id, pool.id)
    held = holds.counts_in_pool(session, org_id, pool.id, now)
    return [
        Standing(
            member.host_id,
            counts.get(member.host_id, 0) + held.get(member.host_id, 0),
            member.weight,
            last.get(member.host_id),
            member.sort_order,
        )
        for member in pool.members
        if member.is_active
    ]
