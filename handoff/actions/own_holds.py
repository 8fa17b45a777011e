"""A window's own hold: shown to it, extended while it is in use, and let go."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.actions.meet_now import MINUTE, this_minute
from handoff.actions.own_settings import own_settings
from handoff.actions.shared_room import room_warning
from handoff.booking.holds import extended_end
from handoff.errors import HoldLapsed
from handoff.meeting_types import MeetingType
from handoff.org_settings import OrgSettings
from handoff.spans import Span
from handoff.storage import holds, host_time, locks
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.wiring import Parts
from handoff.wording import again, say


@dataclass(frozen=True)
class HeldHost:
    """Somebody whose time is kept, and why theirs."""

    host_id: str
    name: str
    why: str


@dataclass(frozen=True)
class HeldTime:
    """A kept slot as its window sees it."""

    id: str
    main: HeldHost
    second: HeldHost | None
    meeting: Span
    expires_at: datetime
    is_now: bool
    warning: str = ""
    """What to know before the host's personal link is chosen; empty if there is nothing."""


def held_time(session: Session, row: HoldRow, settings: OrgSettings) -> HeldTime:
    """Return the hold as its window sees it."""
    meeting = Span(row.starts_at, row.ends_at)
    main = settings.host(row.main_host_id)
    explained = row.explained or {"main": row.explanation, "second": row.second_explanation}

    def host(host_id: str, why: str) -> HeldHost:
        known = settings.host(host_id)
        return HeldHost(host_id, known.name if known else "", again(why))

    return HeldTime(
        row.id,
        host(row.main_host_id, explained["main"]),
        host(row.second_host_id, explained["second"]) if row.second_host_id else None,
        meeting,
        row.expires_at,
        row.is_now,
        room_warning(session, row.org_id, main, meeting, without=row.moving),
    )


def protected_span(meeting_type: MeetingType, meeting: Span, *, is_now: bool) -> Span:
    """Return the meeting with its buffers; a meeting now takes what is left of this minute instead of one before."""
    before = MINUTE if is_now else meeting_type.buffer_before
    return meeting.widened(before, meeting_type.buffer_after)


def host_ids_of(row: HoldRow) -> list[str]:
    """Return everybody whose time a hold keeps."""
    required = [one["host"] for one in row.additional if one["required"]]
    return [one for one in (row.main_host_id, row.second_host_id, *required) if one]


def extend_hold(parts: Parts, page: Page, hold_id: str) -> HeldTime:
    """Keep a hold that is in use for a little longer; that of a Meet Now moves along with the clock.

    Raises HoldLapsed, or SlotTaken if somebody has taken the time into which it would move.
    """
    settings = own_settings(parts, page)
    now = parts.clock.now()

    def extend(session: Session) -> HeldTime:
        seen = holds.get(session, page.org_id, hold_id)
        if seen is not None and seen.is_now:
            locks.lock_hosts(session, page.org_id, host_ids_of(seen))
            host_time.drop_expired(session, page.org_id, host_ids_of(seen), now)
        row = own_hold(session, page, hold_id, now)
        row.expires_at = max(row.expires_at, extended_end(row.created_at, now))
        host_time.extend(session, row.id, row.expires_at)
        move_along(session, row, now)
        return held_time(session, row, settings)

    return parts.database.run(extend)


def move_along(session: Session, row: HoldRow, now: datetime) -> None:
    """Let the hold of a Meet Now begin with the next whole minute; an overlap ends the transaction."""
    late = this_minute(now) + MINUTE - row.starts_at
    if not row.is_now or late <= timedelta():
        return
    host_time.shift(session, row.id, late)
    row.starts_at += late
    row.ends_at += late


def own_hold(session: Session, page: Page, hold_id: str, now: datetime) -> HoldRow:
    """Return this window's live hold, locked. Raises HoldLapsed."""
    return live_hold(holds.get(session, page.org_id, hold_id, lock=True), page, now)


def live_hold(row: HoldRow | None, page: Page, now: datetime) -> HoldRow:
    """Return the hold if it is this window's and has not lapsed. Raises HoldLapsed."""
    if row is None or row.window_id != page.window_id or row.expires_at <= now:
        raise HoldLapsed(
            say("Your hold on this time has ended. Choose a time again; what you typed is kept.")
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
