"""Take out of a booking what is known of its guests; who hosted it, when, and how it was counted stays."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.booking.effects import ERASED, EffectKind, EffectState, LetterKind
from handoff.booking.letter_roles import ROLES, Role
from handoff.storage import bookings, mirror, outbox
from handoff.storage.tables import BookingRow, EffectRow

KEPT_OF_GUEST = ("record_id", "zone", "zone_is_confirmed")
"""The record is the org's own, by its id; a zone is nobody's name."""
TEXTS = ("title", "location", "description", "notes", "cancel_reason", "attention")
"""What people typed, or a service answered: an address may stand in it."""
GONE = "…"


def erase_booking(session: Session, booking: BookingRow, now: datetime) -> None:
    """Erase every guest of the booking, and every text that may speak of them. May be repeated.

    Salesforce's Booking record follows by itself, as with any other change.
    """
    booking.guest = {
        key: value if key in KEPT_OF_GUEST else "" for key, value in booking.guest.items()
    }
    booking.guests, booking.answers = [], []
    booking.title = booking.meeting_type["name"]
    booking.record_name = booking.location = booking.description = booking.notes = ""
    booking.cancel_reason = booking.attention = ""
    booking.explanation = booking.second_explanation = ""
    booking.explained = None
    booking.erased_at = now
    for effect in outbox.of_booking(session, booking.org_id, booking.id, lock=True):
        effect.last_error = ""
        if is_guest_letter(effect):
            _forget_reader(effect)
    _forget_traces(session, booking)


def erase_further_guest(session: Session, booking: BookingRow, email: str) -> None:
    """Erase one of the guests who were added beside the primary one, from the texts too. May be repeated."""
    booking.guests = [one for one in booking.guests if one.casefold() != email]
    for name in TEXTS:
        setattr(booking, name, _without(getattr(booking, name), email))
    booking.answers = [
        {**one, "value": _without(one["value"], email)} if isinstance(one["value"], str) else one
        for one in booking.answers or []
    ]
    for effect in outbox.of_booking(session, booking.org_id, booking.id, lock=True):
        effect.last_error = _without(effect.last_error, email)
        if is_guest_letter(effect) and effect.recipient.casefold() == email:
            effect.last_error = ""
            _forget_reader(effect)
    _forget_traces(session, booking)


def _without(text: str, email: str) -> str:
    """Return the text without this address; the very same if it does not stand there, with its translations."""
    whole = rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)"
    without, count = re.subn(whole, GONE, text, flags=re.IGNORECASE)
    return without if count else text


def is_guest_letter(effect: EffectRow) -> bool:
    """Say whether the effect is a letter to a guest."""
    return effect.kind == EffectKind.LETTER and ROLES[LetterKind(effect.template)] is Role.GUEST


def _forget_reader(effect: EffectRow) -> None:
    """Forget whose letter it was; one that has not left is not sent any more."""
    effect.recipient = f"{ERASED}{effect.id}"
    if effect.state != EffectState.DONE:
        effect.state = EffectState.CANCELLED


def _forget_traces(session: Session, booking: BookingRow) -> None:
    bookings.forget_keys_of(session, booking.org_id, booking.id)
    mirror.forget_words(session, booking.org_id, booking.id)
