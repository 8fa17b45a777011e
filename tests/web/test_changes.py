"""Bookings after they were made: found again, cancelled, moved, and what each of these tells the world."""

from datetime import timedelta

from tests.cast import GUS
from tests.support.served import Served
from tests.support.window import Window


def booked(window: Window, at: str = "2026-03-03T14:30:00Z", host: str = "Hana Berg") -> str:
    hold = window.hold(window.question(window.host(host)), at)
    return str(window.book(str(hold["id"]))["booking"]["id"])


class TestWhatIsUpcoming:
    """The record's and its guests' meetings are known before another is booked."""

    def test_a_booking_says_all_that_the_window_draws(self, standing: Served) -> None:
        window = standing.open(GUS)
        booking = window.booking(booked(window))["booking"]

        assert booking["meeting_type"] == "Discovery Call"
        assert booking["meeting_type_id"] == window.meeting_type("Discovery Call")
        assert booking["record_name"] == "Gus Grant"
        assert booking["host_email"] == standing.person("hana").email
        assert (booking["can_change"], booking["why_not"]) == (True, "")
        assert (booking["answers"], booking["cancel_reason"], booking["now"]) == ([], "", False)

    def test_a_meeting_that_has_begun_cannot_be_changed(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.advance(timedelta(days=1, minutes=31))

        booking = served.open(GUS).booking(booking_id)["booking"]

        assert (booking["can_change"], booking["why_not"]) == (
            False,
            "This meeting has already begun.",
        )
