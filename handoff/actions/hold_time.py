"""Keep one slot, with its host, for one open window for a few minutes."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts, HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.frame_problem import Known, frame_problem, minutes
from handoff.actions.offer_times import A_DAY, ask_calendars, refuse_far
from handoff.actions.refuse_unchecked import refuse_unchecked
from handoff.actions.sync_settings import current_settings
from handoff.actions.take_turns import Turn, take_turns
from handoff.availability.explain import explain
from handoff.availability.values import Why
from handoff.booking.holds import extended_end, first_end
from handoff.calendars.protocol import HostBusy
from handoff.errors import HoldLapsed, SlotTaken, Unacceptable
from handoff.meeting_types import MeetingType
from handoff.people import HostId
from handoff.spans import Span
from handoff.storage import holds, host_time, locks
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.wiring import Parts


@dataclass(frozen=True)
class HeldTime:
    """A kept slot as its window sees it."""

    id: str
    host_id: str
    host_name: str
    why: str
    meeting: Span
    expires_at: datetime


@dataclass(frozen=True)
class _Wanted:
    chosen: ChosenHosts
    meeting_type: MeetingType
    meeting: Span
    now: datetime

    @property
    def protected(self) -> Span:
        return self.meeting.widened(self.meeting_type.buffer_before, self.meeting_type.buffer_after)

    @property
    def day(self) -> Span:
        return self.meeting.widened(A_DAY, A_DAY)


def hold_time(
    parts: Parts, page: Page, *, meeting_type_id: str, choice: HostChoice, starts_at: datetime
) -> HeldTime:
    """Hold the slot in place of whatever this window held.

    Raises SlotTaken, Unacceptable, or TryLater if a calendar cannot be checked; then the old hold is kept.
    """
    now = parts.clock.now()
    refuse_far(starts_at, now)
    settings = current_settings(parts, page.org_id)
    meeting_type = choose_meeting_type(settings, meeting_type_id, page.record)
    meeting = Span(starts_at, starts_at + meeting_type.duration)
    chosen = choose_hosts(settings, choice, meeting_type, page.record)
    wanted = _Wanted(chosen, meeting_type, meeting, now)
    needed = chosen.needed
    budget = parts.settings.check_budget
    busy = ask_calendars(parts, page, hosts=needed, span=wanted.day, budget=budget)
    refuse_unchecked(wanted.chosen, busy)
    return parts.database.run(lambda session: _take(session, page, wanted, busy))


def _take(
    session: Session, page: Page, wanted: _Wanted, busy: Mapping[HostId, HostBusy]
) -> HeldTime:
    chosen, now = wanted.chosen, wanted.now
    ids = sorted({host.id for host in (*chosen.candidates, *chosen.required)})
    if chosen.pool:
        locks.lock_pool(session, page.org_id, chosen.pool.id)
    locks.lock_hosts(session, page.org_id, ids)
    # Two choices of one window at once, of other hosts each: the later one must find the earlier one's hold.
    locks.lock_window(session, page.org_id, page.window_id)
    host_time.drop_expired(session, page.org_id, ids, now)
    for old in holds.of_window(session, page.org_id, page.window_id, lock=True):
        host_time.release(session, old.id)
        holds.remove(session, old.id)
    known = Known(busy, host_time.taken(session, page.org_id, ids, wanted.day, now))
    free = free_hosts(
        page, chosen, meeting_type=wanted.meeting_type, known=known, meeting=wanted.meeting, now=now
    )
    turn = take_turns(session, page, chosen, free, now)
    if turn is None:
        raise SlotTaken("This time has just gone. Choose another.")
    row = _row(page, wanted, turn)
    holds.add(session, row)
    host_time.take(
        session,
        org_id=page.org_id,
        host_ids=[turn.host.id, *(host.id for host in chosen.required)],
        protected=wanted.protected,
        meeting=wanted.meeting,
        meeting_type_id=wanted.meeting_type.id,
        hold_id=row.id,
        expires_at=row.expires_at,
    )
    return HeldTime(row.id, turn.host.id, turn.host.name, turn.why, wanted.meeting, row.expires_at)


def _row(page: Page, wanted: _Wanted, turn: Turn) -> HoldRow:
    chosen = wanted.chosen
    return HoldRow(
        id=str(uuid.uuid4()),
        org_id=page.org_id,
        window_id=page.window_id,
        organizer_id=page.user_id,
        organizer_name=page.organizer.name,
        meeting_type_id=wanted.meeting_type.id,
        pool_id=chosen.pool.id if chosen.pool else "",
        main_host_id=turn.host.id,
        additional=[{"host": host.id, "required": True} for host in chosen.required]
        + [{"host": host.id, "required": False} for host in chosen.optional],
        starts_at=wanted.meeting.starts_at,
        ends_at=wanted.meeting.ends_at,
        created_at=wanted.now,
        expires_at=first_end(wanted.now),
        explanation=turn.why,
        counts=turn.account,
    )


def free_hosts(
    page: Page,
    chosen: ChosenHosts,
    *,
    meeting_type: MeetingType,
    known: Known,
    meeting: Span,
    now: datetime,
    ignored: frozenset[Why] = frozenset(),
) -> set[str]:
    """Return the candidates who are free for the meeting beside every required host.

    Raises Unacceptable for a start that was never offered (off the grid, too soon, too far away).
    """
    day = meeting.widened(A_DAY, A_DAY)
    problem = frame_problem(chosen, meeting_type, page.organizer, known=known, span=day, now=now)
    reasons = {
        str(host): {one.why for one in why} - ignored
        for host, why in explain(problem, minutes(meeting.starts_at)).items()
    }
    _refuse_impossible(reasons, meeting)
    if any(reasons[host.id] for host in chosen.required):
        return set()
    return {host.id for host in chosen.candidates if not reasons[host.id]}


_IMPOSSIBLE = {
    Why.NOTICE: "This time is in the past or sooner than the meeting type's notice allows.",
    Why.PERIOD: "This time is further ahead than the meeting type allows.",
    Why.GRID: "Meetings of this type do not start at this minute. Choose one of the offered times.",
}


def _refuse_impossible(reasons: dict[str, set[Why]], meeting: Span) -> None:
    if meeting.starts_at.second or meeting.starts_at.microsecond:
        raise Unacceptable(_IMPOSSIBLE[Why.GRID], field="starts_at")
    for why, sentence in _IMPOSSIBLE.items():
        if reasons and all(why in one for one in reasons.values()):
            raise Unacceptable(sentence, field="starts_at")


def extend_hold(parts: Parts, page: Page, hold_id: str) -> HeldTime:
    """Keep a hold that is in use for a little longer. Raises HoldLapsed."""
    settings = current_settings(parts, page.org_id)
    now = parts.clock.now()

    def extend(session: Session) -> HeldTime:
        row = own_hold(session, page, hold_id, now)
        row.expires_at = max(row.expires_at, extended_end(row.created_at, now))
        host_time.extend(session, row.id, row.expires_at)
        host = settings.host(row.main_host_id)
        name = host.name if host else ""
        return HeldTime(
            row.id,
            row.main_host_id,
            name,
            row.explanation,
            Span(row.starts_at, row.ends_at),
            row.expires_at,
        )

    return parts.database.run(extend)


def own_hold(session: Session, page: Page, hold_id: str, now: datetime) -> HoldRow:
    """Return this window's live hold, locked. Raises HoldLapsed."""
    return live_hold(holds.get(session, page.org_id, hold_id, lock=True), page, now)


def live_hold(row: HoldRow | None, page: Page, now: datetime) -> HoldRow:
    """Return the hold if it is this window's and has not lapsed. Raises HoldLapsed."""
    if row is None or row.window_id != page.window_id or row.expires_at <= now:
        raise HoldLapsed(
            "Your hold on this time has ended. Choose a time again; what you typed is kept."
        )
    return row


def release_hold(parts: Parts, page: Page, hold_id: str) -> None:
    """Let this window's hold go; a hold that is already gone is no error. May be repeated."""

    def release(session: Session) -> None:
        row = holds.get(session, page.org_id, hold_id, lock=True)
        if row is not None and row.window_id == page.window_id:
            host_time.release(session, row.id)
            holds.remove(session, row.id)

    parts.database.run(release)
