"""Find what is already agreed for a record or with its guests, before another meeting is booked."""

from handoff.actions.show_booking import SeenBooking, seen
from handoff.storage import bookings
from handoff.storage.pages import Page
from handoff.wiring import Parts


def find_upcoming(parts: Parts, page: Page) -> tuple[SeenBooking, ...]:
    """Return bookings that have not ended, the soonest first; of another record's only what a guest would know.

    One question to our own database; may be repeated.
    """
    now = parts.clock.now()
    rows = parts.database.run(
        lambda session: bookings.upcoming(
            session,
            page.org_id,
            record_id=page.record.id,
            guest_emails=[guest.email for guest in page.record.guests],
            now=now,
        )
    )
    return tuple(seen(page, row, now) for row in rows)
