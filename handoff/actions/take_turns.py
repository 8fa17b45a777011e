"""Decide who hosts among those who are free, and say why in one sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts, HostChoice
from handoff.actions.member_caps import full_members
from handoff.actions.pool_accounts import PoolAccounts, keep_accounts, pool_accounts
from handoff.errors import Unacceptable
from handoff.meeting_types import HostRule, MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.pools.explaining import why
from handoff.pools.fairness import pick
from handoff.pools.routing import fields_naming
from handoff.records import RecordView
from handoff.spans import Span
from handoff.storage import pool_times
from handoff.storage.pages import Page
from handoff.wording import say


@dataclass(frozen=True)
class Wanted:
    """A meeting to be held or booked: by whom, of which kind, when, and what was asked for."""

    settings: OrgSettings
    meeting_type: MeetingType
    choice: HostChoice
    chosen: ChosenHosts
    meeting: Span
    now: datetime
    host_id: str = ""
    is_now: bool = False


@dataclass(frozen=True)
class FreeHosts:
    """Who could be the main host, and who of the second pool could join, beside every required host."""

    main: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Turn:
    """Who hosts, and why in one sentence; `account` is what the ledger keeps of the choice."""

    host: Host
    why: str
    account: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Turns:
    """Who hosts, and who of the second pool joins, if there is one."""

    main: Turn
    second: Turn | None = None


def take_turns(
    session: Session, page: Page, wanted: Wanted, free: FreeHosts, *, preferred: str = ""
) -> Turns | None:
    """Return who hosts of those who are free: by the pool's accounts, the type's rule or the organizer's word.

    None if nobody is free, or everybody who is has enough meetings. A `preferred` member stays if free. To be
    called with the pools locked: what the accounts find out is written to the ledger.
    """
    main = _main(session, page, wanted, free.main, preferred)
    if main is None or wanted.chosen.second_pool is None:
        return Turns(main) if main else None
    second = joining(session, page, wanted, free.second)
    return Turns(main, second) if second else None


def _main(
    session: Session, page: Page, wanted: Wanted, free: frozenset[str], preferred: str
) -> Turn | None:
    if preferred in free:
        host = next(one for one in wanted.chosen.candidates if one.id == preferred)
        return Turn(host, say("{name} keeps the meeting.", name=host.name))
    return leading(session, page, wanted, free)


def leading(session: Session, page: Page, wanted: Wanted, free: frozenset[str]) -> Turn | None:
    """Return the main host's turn."""
    chosen = wanted.chosen
    if chosen.pool:
        hosts = chosen.candidates
        return _from_pool(session, page, wanted, chosen.pool, hosts=hosts, free=free)
    left = [host for host in chosen.candidates if host.id in free]
    if not left:
        return None
    if chosen.anyone and not wanted.host_id:
        return _by_rule(session, page, wanted, left)
    return Turn(left[0], _why_chosen(left[0], wanted, page.record))


def joining(session: Session, page: Page, wanted: Wanted, free: frozenset[str]) -> Turn | None:
    """Return the turn of the second pool's host; None if nobody can, or no second pool was chosen."""
    pool, hosts = wanted.chosen.second_pool, wanted.chosen.second
    return _from_pool(session, page, wanted, pool, hosts=hosts, free=free) if pool else None


def _from_pool(
    session: Session,
    page: Page,
    wanted: Wanted,
    pool: Pool,
    *,
    hosts: Sequence[Host],
    free: Collection[str],
) -> Turn | None:
    accounts = pool_accounts(session, page.org_id, pool, wanted.settings, wanted.now)
    keep_accounts(session, page.org_id, accounts, wanted.now)
    capped = full_members(
        session, page.org_id, pool, hosts, at=wanted.meeting.starts_at, now=wanted.now
    )
    available = {host.id for host in hosts if host.id in free and host.id not in capped}
    picked = pick(accounts.order, available)
    if picked is None:
        return None
    host = next(one for one in hosts if one.id == picked.host_id)
    names = {str(one.id): one.name for one in wanted.settings.hosts}
    sentence = why(pool, accounts.order, picked, names, free=available, capped=capped)
    return Turn(host, sentence, _account(accounts, available, capped))


def _account(
    accounts: PoolAccounts, free: Collection[str], capped: dict[str, str]
) -> dict[str, Any]:
    """Return what the choice rested on, so that it can be made again."""
    return {
        "order": [[one.host_id, one.net, one.weight] for one in accounts.order],
        "free": sorted(free),
        "capped": capped,
    }


def _by_rule(session: Session, page: Page, wanted: Wanted, free: Sequence[Host]) -> Turn:
    """Choose among a type's possible hosts; they stand in the type's order."""
    meeting_type = wanted.meeting_type
    if meeting_type.host_rule is HostRule.ORGANIZER:
        raise Unacceptable(say("Choose who hosts this meeting."), field="host")
    if meeting_type.host_rule is HostRule.IN_ORDER:
        host = free[0]
        return Turn(
            host,
            say(
                "{name} is the first of the hosts of {type} who is free then.",
                name=host.name,
                type=meeting_type.name,
            ),
        )
    counts = pool_times.meetings_of_hosts(
        session,
        page.org_id,
        meeting_type.id,
        [host.id for host in free],
        _month_of(wanted.meeting.starts_at, page.organizer.zone),
        wanted.now,
    )
    host = min(free, key=lambda one: counts.get(one.id, 0))
    return Turn(
        host,
        say(
            "{name} has the fewest meetings of type {type} that month: {count}.",
            name=host.name,
            type=meeting_type.name,
            count=counts.get(host.id, 0),
        ),
    )


def _month_of(at: datetime, zone: str) -> Span:
    first = at.astimezone(ZoneInfo(zone)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    later = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return Span(first, later)


def _why_chosen(host: Host, wanted: Wanted, record: RecordView) -> str:
    pool = wanted.settings.pool(wanted.choice.member_of) if wanted.choice.member_of else None
    if pool:
        return say("{name} was picked by hand from pool {pool}.", name=host.name, pool=pool.name)
    fields = fields_naming(record, host.id)
    if not fields:
        return say("{name} was chosen by hand.", name=host.name)
    *others, last = fields
    # One name stays the sentence that it is, for those who read it in another language.
    names = others[0] if len(others) == 1 else ", ".join(others)
    named = say("{names} and {last}", names=names, last=last) if others else last
    return say("{name} is {fields}.", name=host.name, fields=named)
