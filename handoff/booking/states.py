"""PURE. The states of a booking and the changes allowed between them."""

from enum import StrEnum


class BookingState(StrEnum):
    """Where a booking stands; *needs attention* is a flag beside it, not a state."""

    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"


_ALLOWED = {
    BookingState.ACCEPTED: {BookingState.CONFIRMED, BookingState.CANCELLED},
    # A moved booking is accepted anew: its event has yet to follow.
    BookingState.CONFIRMED: {
        BookingState.ACCEPTED,
        BookingState.CANCELLED,
        BookingState.COMPLETED,
        BookingState.NO_SHOW,
    },
    BookingState.COMPLETED: {BookingState.NO_SHOW},
    BookingState.NO_SHOW: {BookingState.COMPLETED},
    BookingState.CANCELLED: set(),
}


def can_become(state: BookingState, wanted: BookingState) -> bool:
    """Say whether a booking in one state may pass to another."""
    return wanted in _ALLOWED[state]


def is_open(state: str) -> bool:
    """Say whether a booking in this state is still to take place, and may be moved or cancelled."""
    return BookingState.CANCELLED in _ALLOWED[BookingState(state)]
