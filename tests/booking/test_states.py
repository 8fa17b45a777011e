"""A booking passes only between the states that follow one another, and a hold ends."""

from datetime import UTC, datetime, timedelta

import pytest

from handoff.booking.holds import HOLD_ENDS, HOLD_LASTS, extended_end, first_end
from handoff.booking.states import BookingState, can_become

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "state, wanted, allowed",
    [
        (BookingState.ACCEPTED, BookingState.CONFIRMED, True),
        (BookingState.ACCEPTED, BookingState.CANCELLED, True),
        (BookingState.ACCEPTED, BookingState.COMPLETED, False),
        (BookingState.CONFIRMED, BookingState.NO_SHOW, True),
        (BookingState.CONFIRMED, BookingState.ACCEPTED, True),
        (BookingState.COMPLETED, BookingState.ACCEPTED, False),
        (BookingState.NO_SHOW, BookingState.COMPLETED, True),
        (BookingState.CANCELLED, BookingState.CONFIRMED, False),
    ],
)
def test_only_these_changes_are_allowed(
    state: BookingState, wanted: BookingState, allowed: bool
) -> None:
    assert can_become(state, wanted) is allowed


def test_a_hold_lasts_five_minutes_and_a_used_one_no_longer_than_fifteen() -> None:
    assert first_end(NOW) == NOW + HOLD_LASTS
    assert extended_end(NOW, NOW + timedelta(minutes=4)) == NOW + timedelta(minutes=9)
    assert extended_end(NOW, NOW + timedelta(minutes=14)) == NOW + HOLD_ENDS
