"""Show a booking and how far its effects have come."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from handoff.errors import NotFound
from handoff.storage import bookings, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts


@dataclass(frozen=True)
class ShownBooking:
    """A booking with its effects, the calendar's first."""

    booking: BookingRow
    effects: tuple[EffectRow, ...]


def show_booking(parts: Parts, page: Page, booking_id: str) -> ShownBooking:
    """Return the booking if it is this organizer's or on this window's record. Raises NotFound."""

    def read(session: Session) -> ShownBooking:
        row = bookings.get(session, page.org_id, booking_id)
        if row is None or not may_see(page, row):
            raise NotFound("There is no such booking.")
        effects = outbox.of_booking(session, page.org_id, booking_id)
        return ShownBooking(row, tuple(sorted(effects, key=lambda one: (one.kind, one.recipient))))

    return parts.database.run(read)


def may_see(page: Page, booking: BookingRow) -> bool:
    """Say whether the booking is this organizer's own or on the record that their window is open on."""
    return page.user_id == booking.organizer_id or page.record.id == booking.record_id
