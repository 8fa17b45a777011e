"""Show a booking, what may be done with it, and how far its effects have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.booking.effects import EffectState
from handoff.booking.states import BookingState, is_open
from handoff.errors import NotFound
from handoff.storage import bookings, outbox
from handoff.storage.columns import database_epoch
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say


@dataclass(frozen=True)
class SeenBooking:
    """A booking as this organizer may see it; `why_not` says why they cannot change it, empty if they can.

    One that is elsewhere belongs to a record that this organizer did not open: its time, host and type are all
    that they are told.
    """

    booking: BookingRow
    why_not: str
    is_elsewhere: bool = False


@dataclass(frozen=True)
class ShownBooking:
    """A booking with its effects, the calendar's first, and when the owed ones are due."""

    seen: SeenBooking
    effects: tuple[EffectRow, ...]
    due: Mapping[str, datetime]

    @property
    def booking(self) -> BookingRow:
        """The booking itself."""
        return self.seen.booking


def show_booking(parts: Parts, page: Page, booking_id: str) -> ShownBooking:
    """Return the booking if it is this organizer's or on this window's record. Raises NotFound."""
    now = parts.clock.now()

    def read(session: Session) -> ShownBooking:
        row = visible(session, page, booking_id)
        owed = outbox.of_booking(session, page.org_id, booking_id)
        # What an earlier agreement owed was done or has been taken back; nobody has to look at it any more.
        effects = [one for one in owed if one.generation == row.generation]
        moment = session.scalar(select(database_epoch())) or 0.0
        due = {
            one.id: now + timedelta(seconds=one.next_try_at - moment)
            for one in effects
            if one.state == EffectState.OWED and one.next_try_at > moment
        }
        ordered = tuple(sorted(effects, key=lambda one: (one.kind, one.recipient)))
        return ShownBooking(seen(page, row, now), ordered, due)

    return parts.database.run(read)


def visible(session: Session, page: Page, booking_id: str, *, lock: bool = False) -> BookingRow:
    """Return the booking if this organizer may see it; a locked one is ours to the end. Raises NotFound."""
    row = bookings.get(session, page.org_id, booking_id, lock=lock)
    if row is None or not may_see(page, row):
        raise NotFound(say("There is no such booking."))
    return row


def may_see(page: Page, booking: BookingRow) -> bool:
    """Say whether the booking is this organizer's own or on the record that their window is open on."""
    return page.user_id == booking.organizer_id or page.record.id == booking.record_id


def seen(page: Page, booking: BookingRow, now: datetime) -> SeenBooking:
    """Return the booking with the reason, if there is one, why this organizer cannot change it."""
    return SeenBooking(
        booking, why_not_changed(page, booking, now), is_elsewhere=not may_see(page, booking)
    )


def why_not_changed(page: Page, booking: BookingRow, now: datetime) -> str:
    """Say why this organizer may neither move nor cancel the booking now; empty if they may."""
    if booking.state == BookingState.CANCELLED:
        return say("This meeting is cancelled.")
    if not is_open(booking.state):
        return say("This meeting is over.")
    if not may_see(page, booking):
        return say("This meeting belongs to another record. Its organizer can change it.")
    if booking.starts_at <= now:
        return say("This meeting has already begun.")
    return ""
