"""Turn a hold into a booking and owe the world its effects."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.answer_questions import answers_kept
from handoff.actions.check_hold import Checked, check_hold, choice_of, decide, lock_choice
from handoff.actions.choose_hosts import HostChoice
from handoff.actions.count_meeting import pools_that_count
from handoff.actions.own_holds import live_hold, move_along, own_hold
from handoff.actions.write_booking import Agreement, MeetingRequest, write_booking
from handoff.errors import Unacceptable
from handoff.storage import bookings, holds, host_time
from handoff.storage.pages import Page
from handoff.storage.tables import HoldRow
from handoff.test_mode import why_not_booked
from handoff.wiring import Parts
from handoff.wording import say


@dataclass(frozen=True)
class HeldChoice:
    """What a hold was taken for."""

    meeting_type_id: str
    choice: HostChoice
    starts_at: datetime


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
    if hold.moving:
        raise Unacceptable(say("This time was kept to move a meeting, not to book another."))
    checked = check_hold(parts, page, hold, now)
    switches = checked.wanted.settings.switches
    if why := why_not_booked(switches, opened_in_test=page.told.is_test):
        raise Unacceptable(why)
    answers = answers_kept(checked.wanted.meeting_type, page.record, request.answers)
    booking_id, owed = parts.database.run(
        lambda session: _commit(session, page, key, request, checked=checked, answers=answers)
    )
    parts.doorbell.ring(owed, is_now=hold.is_now)
    return booking_id


def _earlier_result(session: Session, page: Page, key: str, request: MeetingRequest) -> str | None:
    known = bookings.by_key(session, page.org_id, page.user_id, key)
    if known is None:
        return None
    if known.request_hash != request.fingerprint:
        raise Unacceptable(
            say("This booking was already sent with other details. Press Schedule again."),
            field="Idempotency-Key",
        )
    return known.booking_id


def held_choice(parts: Parts, page: Page, hold_id: str) -> HeldChoice | None:
    """Return what this window's hold was taken for, to find other times for it; None if it is gone."""

    def read(session: Session) -> HeldChoice | None:
        hold = holds.get(session, page.org_id, hold_id)
        if hold is None or hold.window_id != page.window_id:
            return None
        return HeldChoice(hold.meeting_type_id, choice_of(hold), hold.starts_at)

    return parts.database.run(read)


def _commit(
    session: Session,
    page: Page,
    key: str,
    request: MeetingRequest,
    *,
    checked: Checked,
    answers: list[dict[str, object]],
) -> tuple[str, list[tuple[str, str]]]:
    wanted, now = checked.wanted, checked.wanted.now
    lock_choice(session, page, checked, pools_that_count(wanted))
    done = _earlier_result(session, page, key, request)
    if done:
        return done, []
    hold = own_hold(session, page, request.hold_id, now)
    host_time.drop_expired(session, page.org_id, checked.host_ids, now)
    decided = decide(session, page, hold, checked)
    move_along(session, hold, now)
    agreement = Agreement(page, hold, request, wanted, decided, answers)
    booking, owed = write_booking(session, agreement)
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
