"""Give a booking another time, and perhaps another host of its pool, in place of what was agreed."""

import hashlib
from dataclasses import dataclass

from sqlalchemy.orm import Session

from handoff.actions.booking_rights import Rights, rights_on
from handoff.actions.cancel_booking import addresses_of
from handoff.actions.check_hold import (
    Checked,
    Decided,
    check_hold,
    choice_of,
    decide,
    lock_choice,
)
from handoff.actions.count_meeting import count_turns, pools_that_count
from handoff.actions.keep_to_own import keep_to_own
from handoff.actions.owe_effects import effect_rows, former_state, ready
from handoff.actions.own_holds import host_ids_of, live_hold, own_hold, protected_span
from handoff.actions.request_keys import is_done_before, remember_request
from handoff.actions.rewrite_booking import rewrite_booking
from handoff.actions.show_booking import visible, why_not_changed
from handoff.booking.changes import Former, owed_by_move
from handoff.booking.effects import Owed
from handoff.errors import Unacceptable
from handoff.snapshots import organizer_snapshot
from handoff.spans import Span
from handoff.storage import audit, holds, host_time, ledger, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, HoldRow
from handoff.wiring import Parts
from handoff.wording import say


@dataclass(frozen=True)
class _Wish:
    booking_id: str
    hold_id: str
    key: str
    rights: Rights

    @property
    def fingerprint(self) -> str:
        text = f"move\n{self.booking_id}\n{self.hold_id}"
        return hashlib.sha256(text.encode()).hexdigest()


def move_booking(parts: Parts, page: Page, *, booking_id: str, hold_id: str, key: str) -> None:
    """Move in one transaction: the held time becomes the booking's, and the old one is free.

    The same key again changes nothing. Raises NotFound, HoldLapsed, SlotTaken, Unacceptable with the reason in
    words if this organizer may not, or TryLater if a required host's calendar cannot be checked; then nothing
    has changed and the hold is kept.
    """
    now = parts.clock.now()
    rights = rights_on(parts, page, booking_id, to_change=True)
    wish = _Wish(booking_id, hold_id, key, rights)

    def begin(session: Session) -> HoldRow | None:
        booking = visible(session, page, booking_id, rights)
        if is_done_before(session, page, key, wish.fingerprint):
            return None
        _refuse(why_not_changed(page, booking, now, rights) or _why_not_moved(booking))
        hold = live_hold(holds.get(session, page.org_id, hold_id), page, now)
        _refuse_unfit(hold, booking)
        return hold

    hold = parts.database.run(begin)
    if hold is None:
        return
    keep_to_own(parts, page, choice_of(hold), hold.meeting_type_id)
    checked = check_hold(parts, page, hold, now)
    parts.doorbell.ring(parts.database.run(lambda session: _commit(session, page, wish, checked)))


def _why_not_moved(booking: BookingRow) -> str:
    """Say that nobody could be told of another time, if that is so."""
    if booking.erased_at is None:
        return ""
    return say("The guest of this meeting was erased. It can be cancelled, but not moved.")


def _refuse(why_not: str) -> None:
    if why_not:
        raise Unacceptable(why_not)


def _refuse_unfit(hold: HoldRow, booking: BookingRow) -> None:
    if hold.moving != booking.id or hold.meeting_type_id != booking.meeting_type["id"]:
        raise Unacceptable(
            say("This time was not held for this meeting. Choose a time again."), field="hold_id"
        )
    if hold.is_now:
        raise Unacceptable(
            say("A meeting is not moved to now. Choose a time, or cancel it and meet now."),
            field="hold_id",
        )


def _commit(session: Session, page: Page, wish: _Wish, checked: Checked) -> list[tuple[str, str]]:
    now = checked.wanted.now
    counted = ledger.counted_for(session, page.org_id, wish.booking_id)
    pools = {one.pool_id for one in counted}.union(pools_that_count(checked.wanted))
    lock_choice(session, page, checked, pools)
    booking = visible(session, page, wish.booking_id, wish.rights, lock=True)
    if is_done_before(session, page, wish.key, wish.fingerprint):
        return []
    _refuse(why_not_changed(page, booking, now, wish.rights) or _why_not_moved(booking))
    hold = own_hold(session, page, wish.hold_id, now)
    host_time.drop_expired(session, page.org_id, checked.host_ids, now)
    decided = decide(session, page, hold, checked)
    remember_request(
        session,
        page,
        key=wish.key,
        fingerprint=wish.fingerprint,
        booking_id=booking.id,
        now=now,
    )
    return _move(session, page, booking, hold, decided=decided, checked=checked)


def _move(
    session: Session,
    page: Page,
    booking: BookingRow,
    hold: HoldRow,
    *,
    decided: Decided,
    checked: Checked,
) -> list[tuple[str, str]]:
    former = former_state(session, booking, _recalled(page, booking))
    outbox.cancel_owed(session, booking.id)
    hold.main_host_id = decided.turns.main.host.id
    if decided.turns.second:
        hold.second_host_id = decided.turns.second.host.id
    former_second = booking.second_host_id
    rewrite_booking(booking, hold, decided, checked.wanted.settings)
    _take_time(session, booking, hold, checked)
    holds.remove(session, hold.id)
    hosts = (former.main_host_id, former_second)
    if hosts != (booking.main_host["id"], booking.second_host_id):
        _count_anew(session, booking, decided, checked)
    rows = effect_rows(booking, _owed(booking, former))
    outbox.owe(session, rows)
    audit.note(
        session,
        org_id=booking.org_id,
        at=checked.wanted.now,
        actor=page.user_id,
        action="move",
        subject=booking.id,
        outcome={"was": former.details["was"], "host": booking.main_host["id"]},
    )
    return ready(rows)


def _recalled(page: Page, booking: BookingRow) -> dict[str, object]:
    """Return what letters must recall of how things were."""
    return {
        "was": [booking.starts_at.isoformat(), booking.ends_at.isoformat()],
        "by": organizer_snapshot(page.organizer),
        "host": booking.main_host,
    }


def _take_time(session: Session, booking: BookingRow, hold: HoldRow, checked: Checked) -> None:
    meeting = Span(booking.starts_at, booking.ends_at)
    picked = {hold.main_host_id: hold.pool_id, hold.second_host_id: hold.second_pool_id}
    host_time.replace_booking(
        session,
        org_id=booking.org_id,
        booking_id=booking.id,
        hold_id=hold.id,
        host_ids=host_ids_of(hold),
        protected=protected_span(checked.wanted.meeting_type, meeting, is_now=False),
        meeting=meeting,
        meeting_type_id=hold.meeting_type_id,
        picked={host_id: pool_id for host_id, pool_id in picked.items() if host_id and pool_id},
    )


def _count_anew(session: Session, booking: BookingRow, decided: Decided, checked: Checked) -> None:
    """Give the former hosts their credit, and count the meeting for those who have it now.

    Whom the second pool gave stays counted where only the main host is another.
    """
    ours = ledger.Counted(booking.second_pool_id, booking.second_host_id)
    ledger.credit(
        session,
        org_id=booking.org_id,
        booking_id=booking.id,
        generation=booking.generation,
        at=checked.wanted.now,
        why={"because": "moved"},
        stays=None if decided.turns.second else ours,
    )
    count_turns(session, booking, decided.turns, checked.wanted)


def _owed(booking: BookingRow, former: Former) -> list[Owed]:
    return owed_by_move(
        former,
        main_host_id=booking.main_host["id"],
        record_id=booking.record_id,
        addresses=addresses_of(booking),
        confirms_guests=bool(booking.meeting_type["guest_confirmation"]),
        owner_field=booking.owner_field.get("field", ""),
        changes_owner=booking.changes_owner,
    )
