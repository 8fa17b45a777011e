"""A booking, and what it owes, as the window reads them."""

from typing import Any

from handoff.actions.show_booking import SeenBooking, ShownBooking
from handoff.booking.effects import ERASED, TRIES, EffectKind, EffectState, LetterKind
from handoff.booking.letter_roles import CANCELS, MOVES, ROLES, Role
from handoff.storage.tables import BookingRow, EffectRow
from handoff.web.bodies import utc
from handoff.wording import again, say


def shown_summary(shown: ShownBooking, reader_id: str) -> dict[str, Any]:
    """Return the booking with its effects; `reader_id` is the user who reads it."""
    return {
        "booking": booking_summary(shown.seen),
        "effects": [_effect(one, shown, reader_id) for one in shown.effects],
    }


def booking_summary(seen: SeenBooking) -> dict[str, Any]:
    """Return the booking; of one that belongs to another record only its time, host and type."""
    booking = seen.booking
    plain = {
        "id": booking.id,
        "state": booking.state,
        "starts_at": utc(booking.starts_at),
        "ends_at": utc(booking.ends_at),
        "host_id": booking.main_host["id"],
        "host_name": booking.main_host["name"],
        "host_email": booking.main_host["email"],
        "meeting_type": booking.meeting_type["name"],
        "meeting_type_id": booking.meeting_type["id"],
        "can_change": not seen.why_not,
        "why_not": seen.why_not,
    }
    return plain | (_UNTOLD if seen.is_elsewhere else _told(booking))


_UNTOLD: dict[str, Any] = {
    "attention": "",
    "additional": [],
    "record_name": "",
    "title": "",
    "platform": "none",
    "link": "",
    "link_state": "none",
    "guest": None,
    "guests": [],
    "pool_id": "",
    "now": False,
    "answers": [],
    "cancel_reason": "",
    "changed_host": "",
    "why": "",
    "test_mailbox": "",
}


def _told(booking: BookingRow) -> dict[str, Any]:
    plain = {"why": booking.explanation, "changed": booking.changed_host}
    explained = plain | (booking.explained or {})
    return {
        "attention": booking.attention,
        "additional": [
            {"id": one["host"]["id"], "name": one["host"]["name"], "required": one["required"]}
            for one in booking.additional
        ],
        "record_name": booking.record_name,
        "title": booking.title,
        "platform": booking.platform,
        "link": booking.link,
        "link_state": booking.link_state,
        "guest": {key: booking.guest[key] for key in ("first_name", "last_name", "email")},
        "guests": booking.guests,
        "pool_id": booking.pool_id,
        "now": booking.is_now,
        "answers": [
            {"label": one["label"], "value": one["value"]} for one in booking.answers or []
        ],
        "cancel_reason": booking.cancel_reason,
        "changed_host": again(explained["changed"]),
        "why": again(explained["why"]),
        "test_mailbox": booking.test_mailbox,
    }


def _effect(effect: EffectRow, shown: ShownBooking, reader_id: str) -> dict[str, Any]:
    due = shown.due.get(effect.id)
    return {
        "id": effect.id,
        "kind": effect.kind,
        "recipient": _reader(effect) if effect.kind == EffectKind.LETTER else "",
        "label": _label(effect, shown.booking, reader_id),
        "state": effect.state,
        "attempts": effect.attempts,
        "of": TRIES,
        "next_try_at": utc(due) if due else None,
        "error": effect.last_error if effect.state != EffectState.DONE else "",
    }


def _label(effect: EffectRow, booking: BookingRow, reader_id: str) -> str:
    host = booking.main_host["name"]
    match EffectKind(effect.kind):
        case EffectKind.CALENDAR:
            return say("Event on {name}'s calendar", name=host)
        case EffectKind.CALENDAR_REMOVAL:
            name = (effect.details or {}).get("host", booking.main_host)["name"]
            return say("Event removed from {name}'s calendar", name=name)
        case EffectKind.SALESFORCE:
            return say("Event in Salesforce")
        case EffectKind.OWNER_FIELD:
            field = booking.owner_field.get("field", "Owner")
            return say("{field} set to {name}", field=field, name=host)
        case EffectKind.RECORD_FIELDS:
            return say("Answers written to {record}", record=booking.record_name)
        case EffectKind.RECORD_OWNER:
            return say("Owner of {record} set to {name}", record=booking.record_name, name=host)
        case EffectKind.LETTER:
            return _letter_label(effect, booking, reader_id)


def _reader(effect: EffectRow) -> str:
    is_erased = effect.recipient.startswith(ERASED)
    return say("an erased guest") if is_erased else effect.recipient


def _letter_label(effect: EffectRow, booking: BookingRow, reader_id: str) -> str:
    kind, address = LetterKind(effect.template), _reader(effect)
    if kind is LetterKind.HOST_RELEASED:
        return say("Letter to the former host")
    if ROLES[kind] is Role.ORGANIZER:
        return _organizers_label(kind, is_reader=reader_id == booking.organizer_id)
    if ROLES[kind] is Role.HOST:
        is_reader = reader_id == booking.main_host["id"]
        return say("Letter to you") if is_reader else say("Letter to the host")
    if kind in CANCELS:
        return say("Cancellation to {address}", address=address)
    if kind in MOVES:
        return say("New time to {address}", address=address)
    return say("Confirmation to {address}", address=address)


def _organizers_label(kind: LetterKind, *, is_reader: bool) -> str:
    if kind is LetterKind.ATTENTION:
        return (
            say("Letter to you: needs attention")
            if is_reader
            else say("Letter to the organizer: needs attention")
        )
    return say("Letter to you") if is_reader else say("Letter to the organizer")
