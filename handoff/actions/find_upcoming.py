"""Find what is already agreed for a record or with its guests, before another meeting is booked."""

import logging
from dataclasses import replace

from handoff.actions.booking_rights import editable_records, rights_of
from handoff.actions.show_booking import SeenBooking, seen
from handoff.errors import OutsideError
from handoff.storage import bookings
from handoff.storage.pages import Page
from handoff.wiring import Parts

log = logging.getLogger(__name__)


def find_upcoming(parts: Parts, page: Page) -> tuple[SeenBooking, ...]:
    """Return bookings that have not ended, the soonest first; of another record's only what a guest would know.

    A Host who books for nobody is told of the meetings that they host or join, and of no others. One question to
    our own database, and one to Salesforce where another record decides; may be repeated.
    """
    now = parts.clock.now()
    rights = rights_of(parts, page)
    rows = parts.database.run(
        lambda session: bookings.upcoming(
            session,
            page.org_id,
            record_id=page.record.id,
            guest_emails=[guest.email for guest in page.record.guests],
            now=now,
            host_id=page.user_id if rights.are_a_hosts else "",
        )
    )
    if rights.are_a_hosts:
        rows = [row for row in rows if rights.cover(row) or rights.joins(row)]
    elsewhere = {
        row.record_id
        for row in rows
        if rights.rest_on_the_record(row) and row.record_id != page.record.id
    }
    if elsewhere:
        rights = replace(rights, record_ids=rights.record_ids | _editable(parts, page, elsewhere))
    return tuple(seen(page, row, now, rights) for row in rows)


def _editable(parts: Parts, page: Page, record_ids: set[str]) -> frozenset[str]:
    try:
        return editable_records(parts, page, record_ids)
    except OutsideError as error:
        # Then they are shown as those of others are; the window opens all the same.
        log.warning("rights not known", extra={"operation": error.operation, "code": error.code})
        return frozenset()
