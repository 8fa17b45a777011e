"""Try an effect again because a person asked for it."""

from sqlalchemy.orm import Session

from handoff.actions.show_booking import may_see
from handoff.booking.effects import EffectKind
from handoff.errors import NotAllowed, NotFound
from handoff.storage import audit, bookings, outbox
from handoff.storage.pages import Page
from handoff.storage.tables import EffectRow
from handoff.wiring import Parts


def retry_effect(parts: Parts, page: Page, effect_id: str) -> None:
    """Owe the effect again, or end its pause. Raises NotFound, or NotAllowed for another's booking."""
    now = parts.clock.now()

    def record(session: Session) -> EffectRow:
        effect = outbox.retry(session, page.org_id, effect_id) or outbox.hurry(
            session, page.org_id, effect_id
        )
        booking = bookings.get(session, page.org_id, effect.booking_id) if effect else None
        if effect is None or booking is None or not may_see(page, booking):
            raise NotFound("There is nothing to try again here.")
        if booking.organizer_id != page.user_id:
            raise NotAllowed("Only the organizer of this booking can try it again.")
        if effect.kind == EffectKind.CALENDAR:
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
        return effect

    effect = parts.database.run(record)
    parts.doorbell.ring([(effect.id, effect.kind)])
