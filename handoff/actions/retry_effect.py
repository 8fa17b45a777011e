"""Try an effect again because a person asked for it."""

from sqlalchemy.orm import Session

from handoff.actions.booking_rights import Rights, rights_of, rights_on
from handoff.booking.effects import ON_CALENDARS
from handoff.errors import NotAllowed, NotFound
from handoff.storage import audit, bookings, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say


def retry_effect(parts: Parts, page: Page, effect_id: str) -> None:
    """Owe the effect again, or end its pause. Raises NotFound, or NotAllowed for another's booking."""
    now = parts.clock.now()
    rights = _rights(parts, page, effect_id)

    def record(session: Session) -> tuple[EffectRow, bool]:
        known = outbox.get(session, page.org_id, effect_id)
        # The booking before the effect: in the order in which workers lock them too.
        booking = bookings.get(session, page.org_id, known.booking_id, lock=True) if known else None
        if known is None or booking is None or not rights.cover(booking):
            raise NotFound(say("There is nothing to try again here."))
        if booking.organizer_id != page.user_id and not rights.is_admin:
            raise NotAllowed(say("Only the organizer of this booking can try it again."))
        effect = _owed_again(session, page, known, booking)
        if effect.kind in ON_CALENDARS:
            booking.attention = ""
        audit.note(
            session,
            org_id=page.org_id,
            at=now,
            actor=page.user_id,
            action="retry",
            subject=effect.id,
            outcome={"kind": effect.kind},
        )
        return effect, booking.is_now

    effect, is_now = parts.database.run(record)
    parts.doorbell.ring([(effect.id, effect.kind)], is_now=is_now)


def _rights(parts: Parts, page: Page, effect_id: str) -> Rights:
    known = parts.database.run(lambda session: outbox.get(session, page.org_id, effect_id))
    return rights_on(parts, page, known.booking_id) if known else rights_of(parts, page)


def _owed_again(session: Session, page: Page, known: EffectRow, booking: BookingRow) -> EffectRow:
    """Owe it now. What the booking owed before it was changed is wanted no longer."""
    effect = None
    if known.generation == booking.generation:
        effect = outbox.retry(session, page.org_id, known.id) or outbox.hurry(
            session, page.org_id, known.id
        )
    if effect is None:
        raise NotFound(say("There is nothing to try again here."))
    return effect
