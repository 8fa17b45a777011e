"""Keep one slot, with its host, for one open window for a few minutes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.ask_calendars import LiveQuestion, ask_calendars
from handoff.actions.choose_hosts import HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.find_free import AROUND, find_free
from handoff.actions.keep_locks import keep_locks
from handoff.actions.keep_to_own import keep_to_own
from handoff.actions.meet_now import MINUTE, this_minute
from handoff.actions.moved_booking import moved_booking
from handoff.actions.offer_times import refuse_far
from handoff.actions.own_holds import HeldTime, held_time, protected_span
from handoff.actions.own_settings import own_settings
from handoff.actions.refuse_unchecked import refuse_unchecked
from handoff.actions.take_turns import Turns, Wanted, take_turns
from handoff.booking.holds import first_end
from handoff.calendars.protocol import HostBusy
from handoff.errors import SlotTaken, Unacceptable
from handoff.meeting_types import HostRule
from handoff.org_settings import OrgSettings
from handoff.people import HostId
from handoff.pools.counting import method_of
from handoff.pools.routing import fields_naming
from handoff.spans import Span
from handoff.storage import holds, host_time, locks
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.test_mode import why_not_booked
from handoff.wiring import Parts
from handoff.wording import kept, say


@dataclass(frozen=True)
class HoldRequest:
    """What a window asks to be kept: a start, or now if there is none; `host_id` hosts where that is open."""

    meeting_type_id: str
    choice: HostChoice
    starts_at: datetime | None = None
    host_id: str = ""


def hold_time(parts: Parts, page: Page, request: HoldRequest) -> HeldTime:
    """Hold the slot in place of whatever this window held.

    Raises SlotTaken, Unacceptable, NotAllowed, or TryLater if a calendar cannot be checked; then the old hold
    is kept.
    """
    now = parts.clock.now()
    is_now = request.starts_at is None
    keep_to_own(parts, page, request.choice, request.meeting_type_id, is_now=is_now)
    settings = own_settings(parts, page)
    wanted = _wanted(page, settings, request, now)
    preferred = moved_booking(parts, page, wanted.choice, now)
    span = wanted.meeting.widened(AROUND, AROUND)
    asked = LiveQuestion(
        wanted.chosen.needed, span, settings.switches, moving=request.choice.moving
    )
    busy = ask_calendars(parts, page, asked)
    refuse_unchecked(wanted.chosen, busy)
    return parts.database.run(lambda session: _take(session, page, wanted, busy, preferred))


def _wanted(page: Page, settings: OrgSettings, request: HoldRequest, now: datetime) -> Wanted:
    meeting_type = choose_meeting_type(settings, request.meeting_type_id, page.record)
    why = why_not_booked(settings.switches, opened_in_test=page.told.is_test)
    if why and not request.choice.moving:
        raise Unacceptable(why)
    keep_locks(page, request.choice, meeting_type=meeting_type, switches=settings.switches)
    if request.starts_at is None and not settings.switches.instant_handoff:
        raise Unacceptable(say("Meet Now is switched off here."), field="now")
    begins = this_minute(now) + MINUTE if request.starts_at is None else request.starts_at
    refuse_far(begins, now)
    wanted = Wanted(
        settings=settings,
        meeting_type=meeting_type,
        choice=request.choice,
        chosen=choose_hosts(settings, request.choice, meeting_type, page.record),
        meeting=Span(begins, begins + meeting_type.duration),
        now=now,
        is_now=request.starts_at is None,
    )
    return _hosted_by(wanted, request.host_id) if request.choice.anyone else wanted


def _hosted_by(wanted: Wanted, host_id: str) -> Wanted:
    """Settle who hosts when nobody was chosen before the time: whom the organizer names, or the type's rule."""
    name, by_organizer = wanted.meeting_type.name, HostRule.ORGANIZER
    if not host_id:
        if wanted.meeting_type.host_rule is by_organizer:
            raise Unacceptable(say("Choose who hosts this meeting."), field="host")
        return wanted
    if wanted.meeting_type.host_rule is not by_organizer:
        raise Unacceptable(say("{type} chooses its host by itself.", type=name), field="host")
    host = next((one for one in wanted.chosen.candidates if one.id == host_id), None)
    if host is None:
        raise Unacceptable(say("This host does not take meetings of this type."), field="host")
    return replace(wanted, chosen=replace(wanted.chosen, candidates=(host,)), host_id=host_id)


def _take(
    session: Session,
    page: Page,
    wanted: Wanted,
    busy: Mapping[HostId, HostBusy],
    preferred: str,
) -> HeldTime:
    chosen, now = wanted.chosen, wanted.now
    ids = sorted({host.id for host in chosen.needed})
    pools = (chosen.pool, chosen.second_pool)
    locks.lock_pools(session, page.org_id, [pool.id for pool in pools if pool])
    locks.lock_hosts(session, page.org_id, ids)
    # Two choices of one window at once, of other hosts each: the later one must find the earlier one's hold.
    locks.lock_window(session, page.org_id, page.window_id)
    host_time.drop_expired(session, page.org_id, ids, now)
    for old in holds.of_window(session, page.org_id, page.window_id, lock=True):
        host_time.release(session, old.id)
        holds.remove(session, old.id)
    free = find_free(session, page, wanted, busy)
    turns = take_turns(session, page, wanted, free, preferred=preferred)
    if turns is None:
        raise SlotTaken(_nobody(wanted))
    row = _row(page, wanted, turns)
    holds.add(session, row)
    joining = [turns.second.host.id] if turns.second else []
    host_time.take(
        session,
        org_id=page.org_id,
        host_ids=[turns.main.host.id, *joining, *(host.id for host in chosen.required)],
        protected=protected_span(wanted.meeting_type, wanted.meeting, is_now=wanted.is_now),
        meeting=wanted.meeting,
        meeting_type_id=wanted.meeting_type.id,
        hold_id=row.id,
        expires_at=row.expires_at,
        picked=_picked(row),
        moving=row.moving,
    )
    return held_time(session, row, wanted.settings)


def _nobody(wanted: Wanted) -> str:
    if wanted.is_now:
        return say("Not everybody who has to be there is free now. Choose a time instead.")
    return say("This time has just gone. Choose another.")


def _picked(row: HoldRow) -> dict[str, str]:
    """Return which hosts were picked from which pools: their caps count these meetings."""
    picked = {
        row.main_host_id: row.pool_id or row.member_of,
        row.second_host_id: row.second_pool_id,
    }
    return {host_id: pool_id for host_id, pool_id in picked.items() if host_id and pool_id}


def _row(page: Page, wanted: Wanted, turns: Turns) -> HoldRow:
    chosen, choice, main, second = wanted.chosen, wanted.choice, turns.main, turns.second
    return HoldRow(
        id=str(uuid.uuid4()),
        org_id=page.org_id,
        window_id=page.window_id,
        organizer_id=page.user_id,
        organizer_name=page.organizer.name,
        meeting_type_id=wanted.meeting_type.id,
        pool_id=choice.pool_id,
        main_host_id=main.host.id,
        additional=[{"host": host.id, "required": True} for host in chosen.required]
        + [{"host": host.id, "required": False} for host in chosen.optional],
        starts_at=wanted.meeting.starts_at,
        ends_at=wanted.meeting.ends_at,
        created_at=wanted.now,
        expires_at=first_end(wanted.now),
        explanation=str(main.why),
        counts=main.account,
        method=method_of(
            pool_id=choice.pool_id,
            member_of=choice.member_of,
            is_now=wanted.is_now,
            is_named_by_record=bool(fields_naming(page.record, main.host.id)),
        ),
        member_of=choice.member_of,
        is_anyone=choice.anyone,
        second_pool_id=choice.second_pool_id,
        second_host_id=second.host.id if second else "",
        second_explanation=str(second.why) if second else "",
        second_counts=second.account if second else None,
        explained={"main": kept(main.why), "second": kept(second.why) if second else ""},
        is_now=wanted.is_now,
        moving=choice.moving,
    )
