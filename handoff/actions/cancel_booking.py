"""Cancel a booking: its time is free at once, and everybody who knew of it is told."""

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.booking_rights import rights_on
from handoff.actions.owe_effects import effect_rows, former_state, ready
from handoff.actions.request_keys import is_done_before, remember_request
from handoff.actions.show_booking import visible, why_not_changed
from handoff.booking.changes import owed_by_cancellation
from handoff.booking.effects import Addresses
from handoff.booking.states import BookingState
from handoff.errors import Unacceptable
from handoff.snapshots import organizer_snapshot
from handoff.storage import audit, host_time, ledger, locks, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow
from handoff.wiring import Parts


def cancel_booking(parts: Parts, page: Page, *, booking_id: str, reason: str, key: str) -> None:
    """Cancel in one transaction. A booking that is cancelled already, or the same key again, changes nothing.

    Raises NotFound, or Unacceptable with the reason in words if this organizer may not.
    """
    now = parts.clock.now()
    rights = rights_on(parts, page, booking_id, to_change=True)
    fingerprint = hashlib.sha256(f"cancel\n{booking_id}\n{reason}".encode()).hexdigest()

    def record(session: Session) -> list[tuple[str, str]]:
        lock_counting_pools(session, visible(session, page, booking_id, rights))
        booking = visible(session, page, booking_id, rights, lock=True)
        if is_done_before(session, page, key, fingerprint):
            return []
        remember_request(
            session, page, key=key, fingerprint=fingerprint, booking_id=booking.id, now=now
        )
        if booking.state == BookingState.CANCELLED:
            return []
        why_not = why_not_changed(page, booking, now, rights)
        if why_not:
            raise Unacceptable(why_not)
        return _cancel(session, page, booking, reason=reason, now=now)

    parts.doorbell.ring(parts.database.run(record))


def _cancel(
    session: Session, page: Page, booking: BookingRow, *, reason: str, now: datetime
) -> list[tuple[str, str]]:
    former = former_state(session, booking, {"by": organizer_snapshot(page.organizer)})
    outbox.cancel_owed(session, booking.id)
    booking.generation += 1
    booking.state = BookingState.CANCELLED
    booking.cancel_reason = reason
    booking.attention = ""
    host_time.release_booking(session, booking.id)
    ledger.credit(
        session,
        org_id=booking.org_id,
        booking_id=booking.id,
        generation=booking.generation,
        at=now,
        why={"because": "cancelled"},
    )
    owed = owed_by_cancellation(
        former,
        record_id=booking.record_id,
        addresses=addresses_of(booking),
        confirms_guests=bool(booking.meeting_type["guest_confirmation"]),
    )
    rows = effect_rows(booking, owed)
    outbox.owe(session, rows)
    audit.note(
        session,
        org_id=booking.org_id,
        at=now,
        actor=page.user_id,
        action="cancel",
        subject=booking.id,
        outcome={"host": booking.main_host["id"], "generation": booking.generation},
    )
    return ready(rows)


def lock_counting_pools(session: Session, booking: BookingRow) -> None:
    """Let nobody choose from the pools that count the booking before this transaction ends; before any other lock."""
    counted = ledger.counted_for(session, booking.org_id, booking.id)
    locks.lock_pools(session, booking.org_id, {one.pool_id for one in counted})


def addresses_of(booking: BookingRow) -> Addresses:
    """Return who may be written to about the booking."""
    return Addresses(
        main_host=booking.main_host["email"],
        organizer=booking.organizer["email"],
        guests=(booking.guest["email"], *booking.guests),
    )
