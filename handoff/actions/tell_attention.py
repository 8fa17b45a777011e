"""Say that a booking needs a person: in the window, and by a letter to the organizer."""

import uuid

from sqlalchemy.orm import Session

from handoff.booking.effects import EffectKind, EffectState, LetterKind
from handoff.storage import audit, bookings, outbox
from handoff.storage.tables import EffectRow
from handoff.wiring import Parts


def tell_attention(parts: Parts, effect: EffectRow, reason: str) -> None:
    """Flag the booking and owe the organizer one letter about it; the time stays protected. May be repeated."""
    now = parts.clock.now()

    def record(session: Session) -> list[tuple[str, str]]:
        booking = bookings.get(session, effect.org_id, effect.booking_id)
        if booking is None or booking.attention:
            return []
        booking.attention = reason
        audit.note(
            session,
            org_id=booking.org_id,
            at=now,
            actor="worker",
            action="needs_attention",
            subject=booking.id,
            outcome={"kind": effect.kind},
        )
        recipient = f"attention:{effect.fence}"
        letter = EffectRow(
            id=str(uuid.uuid4()),
            org_id=booking.org_id,
            booking_id=booking.id,
            generation=booking.generation,
            kind=EffectKind.LETTER,
            recipient=recipient,
            template=LetterKind.ATTENTION,
            state=EffectState.OWED,
            handoff_id=effect.handoff_id,
        )
        outbox.owe(session, [letter])
        return [(letter.id, letter.kind)]

    parts.doorbell.ring(parts.database.run(record))
