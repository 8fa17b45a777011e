"""Show a booking and how far its effects have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.booking.effects import EffectState
from handoff.errors import NotFound
from handoff.storage import bookings, outbox
from handoff.storage.columns import database_epoch
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts


@dataclass(frozen=True)
class ShownBooking:
    """A booking with its effects, the calendar's first, and when the owed ones are due."""

    booking: BookingRow
    effects: tuple[EffectRow, ...]
    due: Mapping[str, datetime]


def show_booking(parts: Parts, page: Page, booking_id: str) -> ShownBooking:
    """Return the booking if it is this organizer's or on this window's record. Raises NotFound."""

    now = parts.clock.now()

    def read(session: Session) -> ShownBooking:
        row = bookings.get(session, page.org_id, booking_id)
        if row is None or not may_see(page, row):
            raise NotFound("There is no such booking.")
        effects = outbox.of_booking(session, page.org_id, booking_id)
        moment = session.scalar(select(database_epoch())) or 0.0
        due = {
            one.id: now + timedelta(seconds=one.next_try_at - moment)
            for one in effects
            if one.state == EffectState.OWED and one.next_try_at > moment
        }
        ordered = tuple(sorted(effects, key=lambda one: (one.kind, one.recipient)))
        return ShownBooking(row, ordered, due)

    return parts.database.run(read)


def may_see(page: Page, booking: BookingRow) -> bool:
    """Say whether the booking is this organizer's own or on the record that their window is open on."""
    return page.user_id == booking.organizer_id or page.record.id == booking.record_id
