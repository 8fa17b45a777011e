"""PURE. How a booking stands, in words for those who look at it in Salesforce; never an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handoff.booking.effects import ON_CALENDARS, TRIES, EffectKind, EffectState, LetterKind
from handoff.booking.letter_roles import ROLES, Role
from handoff.booking.states import BookingState
from handoff.wording import say


class BookingStatus(StrEnum):
    """The Booking record's statuses, as they are called in Salesforce."""

    ACCEPTED = "Accepted"
    CONFIRMED = "Confirmed"
    NEEDS_ATTENTION = "Needs Attention"
    CANCELLED = "Cancelled"
    COMPLETED = "Completed"
    NO_SHOW = "No Show"


@dataclass(frozen=True)
class EffectNow:
    """How far one effect of a booking has come; `error` is what its service said last."""

    kind: EffectKind
    state: EffectState
    template: str = ""
    attempts: int = 0
    error: str = ""


_STATUSES = {
    BookingState.ACCEPTED: BookingStatus.ACCEPTED,
    BookingState.CONFIRMED: BookingStatus.CONFIRMED,
    BookingState.CANCELLED: BookingStatus.CANCELLED,
    BookingState.COMPLETED: BookingStatus.COMPLETED,
    BookingState.NO_SHOW: BookingStatus.NO_SHOW,
}


def status_of(
    state: BookingState, attention: str, effects: Sequence[EffectNow] = ()
) -> BookingStatus:
    """Return the status; what is still to take place says whether it needs a person."""
    is_ahead = state in (BookingState.ACCEPTED, BookingState.CONFIRMED)
    if is_ahead and attention_lines(attention, effects):
        return BookingStatus.NEEDS_ATTENTION
    return _STATUSES[state]


def attention_lines(attention: str, effects: Sequence[EffectNow]) -> list[str]:
    """Return what needs a person: the booking's own trouble first, then each effect that was given up."""
    # A calendar's refusal is the booking's own trouble already.
    told = ON_CALENDARS if attention else ()
    given_up = [
        line_of(one)
        for one in effects
        if one.state is EffectState.GIVEN_UP and one.kind not in told
    ]
    return [*([attention] if attention else []), *given_up]


def effect_lines(effects: Sequence[EffectNow]) -> list[str]:
    """Return one line for each effect that is wanted."""
    return [line_of(one) for one in effects if one.state is not EffectState.CANCELLED]


def line_of(effect: EffectNow) -> str:
    """Return the effect's name and how far it has come."""
    name = _name(effect)
    match effect.state:
        case EffectState.DONE:
            return say("{effect}: done", effect=name)
        case EffectState.UNKNOWN:
            return say("{effect}: unknown whether it has arrived", effect=name)
        case EffectState.GIVEN_UP:
            return say("{effect}: given up — {error}", effect=name, error=effect.error)
        case EffectState.CANCELLED:
            return say("{effect}: no longer wanted", effect=name)
        case _:
            return _waiting(effect, name)


def _waiting(effect: EffectNow, name: str) -> str:
    if not effect.error:
        return say("{effect}: waiting", effect=name)
    return say(
        "{effect}: waiting, {tries} of {most} tries — {error}",
        effect=name,
        tries=effect.attempts,
        most=TRIES,
        error=effect.error,
    )


def _name(effect: EffectNow) -> str:
    match effect.kind:
        case EffectKind.CALENDAR:
            return say("Calendar event")
        case EffectKind.CALENDAR_REMOVAL:
            return say("Removal of the former calendar event")
        case EffectKind.SALESFORCE:
            return say("Event in Salesforce")
        case EffectKind.OWNER_FIELD:
            return say("Host in the record's user field")
        case EffectKind.RECORD_FIELDS:
            return say("Answers in the record")
        case EffectKind.RECORD_OWNER:
            return say("Owner of the record")
        case EffectKind.LETTER:
            return _letter(LetterKind(effect.template))


def _letter(kind: LetterKind) -> str:
    if kind is LetterKind.ATTENTION:
        return say("Letter to the organizer: needs attention")
    if kind is LetterKind.HOST_RELEASED:
        return say("Letter to the former host")
    match ROLES[kind]:
        case Role.ORGANIZER:
            return say("Letter to the organizer")
        case Role.HOST:
            return say("Letter to the host")
        case _:
            return say("Letter to a guest")
