"""Check a hold once more against live calendars, and decide at the last moment who of its hosts meets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.ask_calendars import LiveQuestion, ask_calendars
from handoff.actions.choose_hosts import ChosenHosts, HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.find_free import AROUND, find_free
from handoff.actions.meet_now import MINUTE, this_minute
from handoff.actions.own_settings import own_settings
from handoff.actions.pool_accounts import pool_accounts
from handoff.actions.refuse_unchecked import refuse_unchecked
from handoff.actions.take_turns import Turn, Turns, Wanted, joining, leading
from handoff.availability.values import Why
from handoff.calendars.protocol import HostBusy
from handoff.errors import SlotTaken
from handoff.meeting_types import Pool
from handoff.org_settings import OrgSettings
from handoff.people import NO_CAPS, Host, HostId
from handoff.spans import Span
from handoff.storage import host_time, locks
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.wiring import Parts
from handoff.wording import again, say

NEXT_IN_TURN = 20
"""Pool members asked at booking, the held one first: one request to either provider covers them."""

LIVE_ONLY = frozenset({Why.GRID, Why.NOTICE, Why.PERIOD, Why.WINDOW})
"""What was decided when the time was held; minutes spent on the form must not close it again."""


@dataclass(frozen=True)
class Checked:
    """A hold as it was asked for, with what the live calendars of everybody who may be needed answered."""

    wanted: Wanted
    busy: Mapping[HostId, HostBusy] = field(default_factory=dict)

    @property
    def host_ids(self) -> list[str]:
        """Everybody whose time may be taken: to be locked."""
        return sorted({host.id for host in self.wanted.chosen.needed})


@dataclass(frozen=True)
class Decided:
    """Who meets; `changed` says so in words if it is not who was held."""

    turns: Turns
    changed: str = ""


def check_hold(parts: Parts, page: Page, hold: HoldRow, now: datetime) -> Checked:
    """Ask the live calendars of everybody who may be needed, in one round.

    Raises TryLater if somebody who is needed cannot be checked; the hold is kept.
    """
    settings = own_settings(parts, page)
    meeting_type = choose_meeting_type(settings, hold.meeting_type_id, page.record)
    choice = _choice_of_hosts(hold)
    chosen = choose_hosts(settings, choice, meeting_type, page.record)
    chosen = replace(
        chosen,
        candidates=_next_few(
            parts,
            page,
            settings,
            chosen.pool,
            chosen.candidates,
            held=hold.main_host_id,
            now=now,
        ),
        second=_next_few(
            parts,
            page,
            settings,
            chosen.second_pool,
            chosen.second,
            held=hold.second_host_id,
            now=now,
        ),
    )
    wanted = Wanted(
        settings=settings,
        meeting_type=meeting_type,
        choice=choice,
        chosen=chosen,
        meeting=meeting_at(hold, now),
        now=now,
        is_now=hold.is_now,
    )
    span = wanted.meeting.widened(AROUND, AROUND)
    asked = LiveQuestion(chosen.needed, span, settings.switches, moving=choice.moving)
    busy = ask_calendars(parts, page, asked)
    refuse_unchecked(chosen, busy, kept=say("Your hold is kept."))
    return Checked(wanted, busy)


def meeting_at(hold: HoldRow, now: datetime) -> Span:
    """Return when the held meeting is; that of a Meet Now begins with the next whole minute."""
    if not hold.is_now:
        return Span(hold.starts_at, hold.ends_at)
    begins = max(hold.starts_at, this_minute(now) + MINUTE)
    return Span(begins, begins + (hold.ends_at - hold.starts_at))


def choice_of(hold: HoldRow) -> HostChoice:
    """Return what the window had chosen when it took the hold."""
    is_open = bool(hold.pool_id or hold.is_anyone)
    return HostChoice(
        main_host_id="" if is_open else hold.main_host_id,
        pool_id=hold.pool_id,
        additional=tuple((one["host"], bool(one["required"])) for one in hold.additional),
        second_pool_id=hold.second_pool_id,
        member_of=hold.member_of,
        anyone=hold.is_anyone,
        moving=hold.moving,
    )


def _choice_of_hosts(hold: HoldRow) -> HostChoice:
    """Return the choice as the hold has settled it: who hosts is no longer open unless a pool decides."""
    if not hold.is_anyone:
        return choice_of(hold)
    return replace(choice_of(hold), anyone=False, main_host_id=hold.main_host_id)


def _next_few(
    parts: Parts,
    page: Page,
    settings: OrgSettings,
    pool: Pool | None,
    members: Sequence[Host],
    *,
    held: str,
    now: datetime,
) -> tuple[Host, ...]:
    if pool is None or len(members) <= NEXT_IN_TURN:
        return tuple(members)
    accounts = parts.database.run(
        lambda session: pool_accounts(session, page.org_id, pool, settings, now)
    )
    order = [held, *(one.host_id for one in accounts.order)]
    ranks = {host_id: rank for rank, host_id in reversed(list(enumerate(order)))}
    return tuple(sorted(members, key=lambda one: ranks.get(one.id, len(order)))[:NEXT_IN_TURN])


def lock_choice(session: Session, page: Page, checked: Checked, pool_ids: Collection[str]) -> None:
    """Let nobody else choose or take these hosts' time: a limited type, pools, hosts, in everybody's order."""
    meeting_type = checked.wanted.meeting_type
    if meeting_type.caps != NO_CAPS:
        locks.lock_type(session, page.org_id, meeting_type.id)
    locks.lock_pools(session, page.org_id, pool_ids)
    locks.lock_hosts(session, page.org_id, checked.host_ids)


def decide(session: Session, page: Page, hold: HoldRow, checked: Checked) -> Decided:
    """Keep the held hosts if still free, else take the next checked ones in turn, and their time with it.

    To be called after `lock_choice`. Raises SlotTaken if nobody is left.
    """
    wanted = checked.wanted
    free = find_free(session, page, wanted, checked.busy, ignored=LIVE_ONLY)
    kept = _as_held(hold, wanted.chosen)
    main: Turn | None = kept.main
    if hold.main_host_id not in free.main:
        main = leading(session, page, wanted, free.main) if wanted.chosen.pool else None
    second = kept.second
    if second and hold.second_host_id not in free.second:
        second = joining(session, page, wanted, free.second)
    if main is None or (kept.second and not second):
        raise SlotTaken(_who_is_busy(wanted.chosen, hold))
    turns = Turns(main, second)
    changed = _changed(checked, hold, turns)
    _give_time(session, hold, turns)
    return Decided(turns, changed)


def _as_held(hold: HoldRow, chosen: ChosenHosts) -> Turns:
    """Return the turns as they were when the time was held."""
    explained = hold.explained or {"main": hold.explanation, "second": ""}
    hosts = {host.id: host for host in (*chosen.candidates, *chosen.second)}
    # A held member who has left the pool since cannot be free in it: whoever stands in for them is not looked at.
    main = hosts.get(HostId(hold.main_host_id), chosen.candidates[0])
    turn = Turn(main, again(explained["main"]), dict(hold.counts))
    if not hold.second_host_id:
        return Turns(turn)
    joins = hosts.get(HostId(hold.second_host_id), chosen.second[0])
    account = dict(hold.second_counts or {})
    return Turns(turn, Turn(joins, again(explained["second"]), account))


def _give_time(session: Session, hold: HoldRow, turns: Turns) -> None:
    pairs = [(hold.main_host_id, turns.main.host.id)]
    if turns.second:
        pairs.append((hold.second_host_id, turns.second.host.id))
    for old, new in pairs:
        if old != new:
            host_time.move_to_host(session, hold_id=hold.id, old_host_id=old, new_host_id=new)


def _changed(checked: Checked, hold: HoldRow, turns: Turns) -> str:
    pairs = [(hold.main_host_id, turns.main.host)]
    if turns.second:
        pairs.append((hold.second_host_id, turns.second.host))
    said = [_replaced(checked, old, new) for old, new in pairs if old != new.id]
    if len(said) == 2:
        return say("{first} {second}", first=said[0], second=said[1])
    return said[0] if said else ""


def _replaced(checked: Checked, old: str, new: Host) -> str:
    answer = checked.busy.get(HostId(old))
    if answer is None:
        return say(
            "The host held for you can no longer be booked through this pool, so {name} takes the meeting.",
            name=new.name,
        )
    if answer.unknown:
        return say(
            "The host held for you could not be checked just now, so {name} takes the meeting.",
            name=new.name,
        )
    return say(
        "The host held for you has just become busy, so {name} takes the meeting.", name=new.name
    )


def _who_is_busy(chosen: ChosenHosts, hold: HoldRow) -> str:
    if chosen.pool:
        return say(
            "Nobody in pool {pool} is free any more at this time. Choose another; what you typed is kept.",
            pool=chosen.pool.name,
        )
    name = chosen.names.get(hold.main_host_id) or say("The host")
    if chosen.required:
        return say(
            "{name} or a required host is not free any more at this time. Choose another; what you typed is kept.",
            name=name,
        )
    return say(
        "{name} is not free any more at this time. Choose another; what you typed is kept.",
        name=name,
    )
