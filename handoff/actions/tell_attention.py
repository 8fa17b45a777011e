"""Say that a booking needs a person: in the window, and by a letter to the organizer."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.booking.effects import EffectKind, EffectState, LetterKind
from handoff.storage import audit, bookings, outbox
from handoff.storage.tables import EffectRow


def tell_attention(
    session: Session, effect: EffectRow, *, reason: str, now: datetime
) -> list[tuple[str, str]]:
    """Flag the booking and owe the organizer one letter about it, in the transaction that found the trouble.

    The time stays protected. Return the letter to ring for, if it is owed only now. May be repeated.
    """
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
    letter = EffectRow(
        id=str(uuid.uuid4()),
        org_id=booking.org_id,
        booking_id=booking.id,
        generation=booking.generation,
        kind=EffectKind.LETTER,
        recipient=f"attention:{effect.fence}",
        template=LetterKind.ATTENTION,
        state=EffectState.OWED,
        handoff_id=effect.handoff_id,
    )
    outbox.owe(session, [letter])
    return [(letter.id, letter.kind)]
