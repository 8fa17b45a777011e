"""PURE. Who reads which letter, and which letters are of a moved or a cancelled meeting."""

from enum import StrEnum

from handoff.booking.effects import LetterKind


class Role(StrEnum):
    """As what somebody reads a letter."""

    GUEST = "guest"
    HOST = "host"
    ORGANIZER = "organizer"


ROLES = {
    LetterKind.GUEST: Role.GUEST,
    LetterKind.GUEST_MOVED: Role.GUEST,
    LetterKind.GUEST_CANCELLED: Role.GUEST,
    LetterKind.HOST: Role.HOST,
    LetterKind.HOST_MOVED: Role.HOST,
    LetterKind.HOST_RELEASED: Role.HOST,
    LetterKind.HOST_CANCELLED: Role.HOST,
    LetterKind.ORGANIZER: Role.ORGANIZER,
    LetterKind.ORGANIZER_MOVED: Role.ORGANIZER,
    LetterKind.ORGANIZER_CANCELLED: Role.ORGANIZER,
    LetterKind.ATTENTION: Role.ORGANIZER,
}

MOVES = frozenset({LetterKind.GUEST_MOVED, LetterKind.HOST_MOVED, LetterKind.ORGANIZER_MOVED})
CANCELS = frozenset(
    {LetterKind.GUEST_CANCELLED, LetterKind.HOST_CANCELLED, LetterKind.ORGANIZER_CANCELLED}
)
ENDS = CANCELS | {LetterKind.HOST_RELEASED}
"""Letters after which their reader does not meet: nothing in them is to be joined."""
