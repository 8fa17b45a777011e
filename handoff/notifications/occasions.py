"""What each letter is about: who reads it, what stands at its head, and whether the meeting still takes place."""

from handoff.booking.effects import LetterKind
from handoff.booking.letter_roles import CANCELS, MOVES, ROLES, Role
from handoff.people import Guest, Host, Organizer
from handoff.wording import say


def headline(kind: LetterKind, *, host: Host, guest: Guest) -> str:
    """Return the sentence at the head of the letter."""
    who = guest.name or guest.email
    match ROLES[kind]:
        case Role.GUEST:
            return _to_those_who_meet(kind, host.name)
        case Role.HOST:
            return _to_those_who_meet(kind, who)
        case Role.ORGANIZER:
            return _to_organizer(kind, who, host.name)


def _to_those_who_meet(kind: LetterKind, name: str) -> str:
    if kind in MOVES:
        return say("Your meeting with {name} has a new time", name=name)
    if kind in CANCELS:
        return say("Your meeting with {name} is cancelled", name=name)
    if kind is LetterKind.HOST_RELEASED:
        return say("You are no longer meeting {name}", name=name)
    return say("You are meeting {name}", name=name)


def _to_organizer(kind: LetterKind, guest: str, host: str) -> str:
    if kind is LetterKind.ATTENTION:
        return say("This meeting needs your attention")
    if kind in MOVES:
        return say("{guest} is meeting {host} at a new time", guest=guest, host=host)
    if kind in CANCELS:
        return say("{guest} is not meeting {host}: cancelled", guest=guest, host=host)
    return say("{guest} is meeting {host}", guest=guest, host=host)


def subject(kind: LetterKind, title: str) -> str:
    """Return the letter's subject."""
    match kind:
        case LetterKind.GUEST:
            return say("Confirmed: {title}", title=title)
        case LetterKind.HOST:
            return say("New meeting: {title}", title=title)
        case LetterKind.ORGANIZER:
            return say("Booked: {title}", title=title)
        case LetterKind.HOST_RELEASED:
            return say("Given to a colleague: {title}", title=title)
        case LetterKind.ATTENTION:
            return say("Needs attention: {title}", title=title)
        case _ if kind in MOVES:
            return say("New time: {title}", title=title)
        case _:
            return say("Cancelled: {title}", title=title)


def explained(kind: LetterKind, *, host: Host, changed_by: Organizer | None, reader: str) -> str:
    """Return, for our own people, who changed the meeting; empty if it is new or they did so themselves."""
    name = changed_by.name if changed_by and changed_by.email != reader else ""
    if kind is LetterKind.HOST_RELEASED:
        return say("{host} takes the meeting.", host=host.name)
    if name and kind in MOVES:
        return say("{name} moved the meeting.", name=name)
    if name and kind in CANCELS:
        return say("{name} cancelled the meeting.", name=name)
    return ""


def advice(*, is_cancelled: bool, is_moved: bool) -> str:
    """Return what stands and what to do, for a booking that needs attention."""
    if is_cancelled:
        return say(
            "The meeting is cancelled, and everybody who knew of it has been told. "
            "Remove the event by hand, or open Handoff on the record to try again."
        )
    if is_moved:
        return say(
            "The new time stays protected, and the guest has not been written to about it. "
            "Open Handoff on the record to try again."
        )
    return say(
        "The time stays protected, and the guest has not been written to. "
        "Open Handoff on the record to try again."
    )
