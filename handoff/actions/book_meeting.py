"""Turn a hold into a booking and owe the world its effects."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts, HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.frame_problem import Known
from handoff.actions.hold_time import free_hosts, live_hold, own_hold
from handoff.actions.offer_times import A_DAY, ask_calendars
from handoff.actions.refuse_unchecked import refuse_unchecked
from handoff.actions.sync_settings import current_settings
from handoff.actions.take_turns import Turn, standings, take_turns
from handoff.actions.write_booking import Agreement, MeetingRequest, write_booking
from handoff.availability.values import Why
from handoff.calendars.protocol import HostBusy
from handoff.errors import SlotTaken, Unacceptable
from handoff.meeting_types import MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host, HostId
from handoff.pools.fairness import in_turn
from handoff.spans import Span
from handoff.storage import bookings, holds, host_time, locks
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.wiring import Parts

NEXT_IN_TURN = 20
"""Pool members asked at booking, the held one first: one request to either provider covers them."""

LIVE_ONLY = frozenset({Why.GRID, Why.NOTICE, Why.PERIOD, Why.WINDOW})
"""What was decided when the time was held; minutes spent on the form must not close it again."""


@dataclass(frozen=True)
class HeldChoice:
    """What a hold was taken for."""

    meeting_type_id: str
    choice: HostChoice
    starts_at: datetime


@dataclass(frozen=True)
class _Checked:
    chosen: ChosenHosts
    meeting_type: MeetingType
    settings: OrgSettings
    busy: Mapping[HostId, HostBusy]


def book_meeting(parts: Parts, page: Page, key: str, request: MeetingRequest) -> str:
    """Book and return the booking's id; the same key again returns the same id.

    Raises HoldLapsed, SlotTaken, Unacceptable, or TryLater if a required host's calendar cannot be checked;
    then the hold is kept and nothing is booked.
    """
    now = parts.clock.now()

    def begin(session: Session) -> tuple[str | None, HoldRow | None]:
        # The hold first: if a double of this request has just used it up, its result is there to be seen.
        hold = holds.get(session, page.org_id, request.hold_id)
        done = _earlier_result(session, page, key, request)
        return done, None if done else live_hold(hold, page, now)

    done, hold = parts.database.run(begin)
    if done or hold is None:
        return done or ""
    checked = _check(parts, page, hold, now)
    booking_id, owed = parts.database.run(
        lambda session: _commit(session, page, key, request, checked=checked, now=now)
    )
    parts.doorbell.ring(owed)
    return booking_id


def _earlier_result(session: Session, page: Page, key: str, request: MeetingRequest) -> str | None:
    known = bookings.by_key(session, page.org_id, page.user_id, key)
    if known is None:
        return None
    if known.request_hash != request.fingerprint:
        raise Unacceptable(
            "This booking was already sent with other details. Press Schedule again.",
            field="Idempotency-Key",
        )
    return known.booking_id


def _check(parts: Parts, page: Page, hold: HoldRow, now: datetime) -> _Checked:
    """Ask the live calendars of everybody who may be needed, in one round."""
    settings = current_settings(parts, page.org_id)
    meeting_type = choose_meeting_type(settings, hold.meeting_type_id, page.record)
    chosen = choose_hosts(settings, _choice(hold), meeting_type, page.record)
    if chosen.pool is not None:
        few = _next_few(parts, page, chosen, chosen.pool, hold=hold, now=now)
        chosen = replace(chosen, candidates=few)
    hosts = (*chosen.candidates, *chosen.required)
    day = Span(hold.starts_at, hold.ends_at).widened(A_DAY, A_DAY)
    busy = ask_calendars(parts, page, hosts=hosts, span=day, budget=parts.settings.check_budget)
    refuse_unchecked(chosen, busy, kept="Your hold is kept.")
    return _Checked(chosen, meeting_type, settings, busy)


def _choice(hold: HoldRow) -> HostChoice:
    return HostChoice(
        main_host_id="" if hold.pool_id else hold.main_host_id,
        pool_id=hold.pool_id,
        additional=tuple((one["host"], bool(one["required"])) for one in hold.additional),
    )


def held_choice(parts: Parts, page: Page, hold_id: str) -> HeldChoice | None:
    """Return what this window's hold was taken for, to find other times for it; None if it is gone."""

    def read(session: Session) -> HeldChoice | None:
        hold = holds.get(session, page.org_id, hold_id)
        if hold is None or hold.window_id != page.window_id:
            return None
        return HeldChoice(hold.meeting_type_id, _choice(hold), hold.starts_at)

    return parts.database.run(read)


def _next_few(
    parts: Parts, page: Page, chosen: ChosenHosts, pool: Pool, *, hold: HoldRow, now: datetime
) -> tuple[Host, ...]:
    accounts = parts.database.run(lambda session: standings(session, page.org_id, pool, now))
    order = [hold.main_host_id, *(one.host_id for one in in_turn(pool, accounts))]
    ranks = {host_id: rank for rank, host_id in reversed(list(enumerate(order)))}
    ranked = sorted(chosen.candidates, key=lambda host: ranks.get(host.id, len(order)))
    return tuple(ranked[:NEXT_IN_TURN])


def _commit(
    session: Session,
    page: Page,
    key: str,
    request: MeetingRequest,
    *,
    checked: _Checked,
    now: datetime,
) -> tuple[str, list[tuple[str, str]]]:
    chosen = checked.chosen
    ids = sorted({host.id for host in (*chosen.candidates, *chosen.required)})
    if chosen.pool is not None:
        locks.lock_pool(session, page.org_id, chosen.pool.id)
    locks.lock_hosts(session, page.org_id, ids)
    done = _earlier_result(session, page, key, request)
    if done:
        return done, []
    hold = own_hold(session, page, request.hold_id, now)
    host_time.drop_expired(session, page.org_id, ids, now)
    turn, changed = _decide(session, page, hold, checked, now)
    if turn.host.id != hold.main_host_id:
        host_time.move_to_host(
            session, hold_id=hold.id, old_host_id=hold.main_host_id, new_host_id=turn.host.id
        )
    agreement = Agreement(
        page, hold, request, checked.chosen, checked.meeting_type, turn, changed, now
    )
    booking, owed = write_booking(session, agreement, checked.settings)
    bookings.remember_key(
        session,
        org_id=page.org_id,
        user_id=page.user_id,
        key=key,
        request_hash=request.fingerprint,
        booking_id=booking.id,
        now=now,
    )
    host_time.confirm(session, hold_id=hold.id, booking_id=booking.id)
    holds.remove(session, hold.id)
    return booking.id, owed


def _decide(
    session: Session, page: Page, hold: HoldRow, checked: _Checked, now: datetime
) -> tuple[Turn, str]:
    """Keep the held host if still free, else the next checked one in turn; say so if it changed."""
    chosen = checked.chosen
    meeting = Span(hold.starts_at, hold.ends_at)
    ids = [host.id for host in (*chosen.candidates, *chosen.required)]
    taken = host_time.taken(session, page.org_id, ids, meeting.widened(A_DAY, A_DAY), now)
    free = free_hosts(
        page,
        chosen,
        meeting_type=checked.meeting_type,
        known=Known(checked.busy, taken, frozenset({hold.id})),
        meeting=meeting,
        now=now,
        ignored=LIVE_ONLY,
    )
    if hold.main_host_id in free:
        host = next(one for one in chosen.candidates if one.id == hold.main_host_id)
        return Turn(host, hold.explanation, dict(hold.counts)), ""
    turn = take_turns(session, page, chosen, free, now) if chosen.pool else None
    if turn is None:
        raise SlotTaken(_who_is_busy(chosen, hold))
    return (
        turn,
        f"The host held for you {_became(checked, hold)}, so {turn.host.name} takes the meeting.",
    )


def _became(checked: _Checked, hold: HoldRow) -> str:
    answer = checked.busy.get(HostId(hold.main_host_id))
    if answer is None:
        return "can no longer be booked through this pool"
    return "could not be checked just now" if answer.unknown else "has just become busy"


def _who_is_busy(chosen: ChosenHosts, hold: HoldRow) -> str:
    who = chosen.names.get(hold.main_host_id, "The host")
    if chosen.pool:
        gone = f"Nobody in pool {chosen.pool.name} is free any more"
    else:
        gone = f"{f'{who} or a required host' if chosen.required else who} is not free any more"
    return f"{gone} at this time. Choose another; what you typed is kept."
