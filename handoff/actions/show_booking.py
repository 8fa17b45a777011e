"""Show a booking, what may be done with it, and how far its effects have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.actions.booking_rights import Rights, rights_on
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
    """A booking as this user may see it; `why_not` says why they cannot change it, empty if they can.

    One that is elsewhere is neither theirs nor on a record that they can edit: its time, host and type are all
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
    """Return the booking if this user may see it. Raises NotFound, OutsideError."""
    now = parts.clock.now()
    rights = rights_on(parts, page, booking_id)

    def read(session: Session) -> ShownBooking:
        row = visible(session, page, booking_id, rights)
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
        return ShownBooking(seen(page, row, now, rights), ordered, due)

    return parts.database.run(read)


def visible(
    session: Session, page: Page, booking_id: str, rights: Rights, *, lock: bool = False
) -> BookingRow:
    """Return the booking if this user may see it; a locked one is ours to the end. Raises NotFound."""
    row = bookings.get(session, page.org_id, booking_id, lock=lock)
    if row is None or not rights.cover(row):
        raise NotFound(say("There is no such booking."))
    return row


def seen(page: Page, booking: BookingRow, now: datetime, rights: Rights) -> SeenBooking:
    """Return the booking with the reason, if there is one, why this user cannot change it."""
    return SeenBooking(
        booking,
        why_not_changed(page, booking, now, rights),
        is_elsewhere=not rights.cover(booking),
    )


def why_not_changed(page: Page, booking: BookingRow, now: datetime, rights: Rights) -> str:
    """Say why this user may neither move nor cancel the booking now; empty if they may."""
    if booking.state == BookingState.CANCELLED:
        return say("This meeting is cancelled.")
    if not is_open(booking.state):
        return say("This meeting is over.")
    if not rights.cover(booking):
        if rights.are_a_hosts:
            return say("You join this meeting. Its main host or its organizer can change it.")
        if booking.record_id == page.record.id:
            return say(
                "You may not edit this record, so only the meeting's organizer or host can change it."
            )
        return say("This meeting belongs to another record. Its organizer can change it.")
    if booking.starts_at <= now:
        return say("This meeting has already begun.")
    return ""
