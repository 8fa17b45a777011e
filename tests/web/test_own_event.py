"""A meeting that is moved: its own event is left out by its name, somebody else's at the same time is not."""

import pytest

from tests.cast import GUS
from tests.support.served import Served, refused
from tests.web.test_changes import booked
from tests.web.test_moves import FREE, LATER, SOON_AFTER, held, moved
from tests.web.test_titles import enter

BEFORE = "2026-03-03T14:00:00Z"


@pytest.mark.parametrize("key", ["hana", "hugo"])
def test_a_meeting_between_two_others_can_keep_its_time(served: Served, key: str) -> None:
    window = served.open(GUS)
    main = window.host(served.person(key).name)
    booking_id = booked(window, main=main)
    served.deliver()
    for at in (BEFORE, SOON_AFTER):
        enter(served, key, "Next to it", at=at)

    offered = window.times({**window.question(main, moving=booking_id), "fresh": True})

    assert FREE in [slot["starts_at"] for slot in offered["slots"]]
    assert {one["title"] for one in offered["busy"]} <= {""}
    assert held(window, booking_id, FREE, main)
    for at in (BEFORE, SOON_AFTER):
        assert refused(held, window, booking_id, at, main).status == 409


@pytest.mark.parametrize("key", ["hana", "hugo"])
def test_another_event_at_the_same_time_stands_in_the_way(served: Served, key: str) -> None:
    window = served.open(GUS)
    main = window.host(served.person(key).name)
    booking_id = booked(window, main=main)
    served.deliver()
    enter(served, key, "At the very same time")

    offered = window.times({**window.question(main, moving=booking_id), "fresh": True})

    assert FREE not in [slot["starts_at"] for slot in offered["slots"]]
    assert refused(held, window, booking_id, FREE, main).status == 409


def test_the_event_is_left_out_where_it_still_is(served: Served) -> None:
    window = served.open(GUS)
    booking_id = booked(window)
    served.deliver()

    moved(window, booking_id, LATER)

    assert held(window, booking_id, FREE)


def test_a_colleagues_copy_of_it_is_left_out_too(served: Served) -> None:
    window = served.open(GUS)
    hana = window.host("Hana Berg")
    others = [{"host": served.person(key).user_id, "required": True} for key in ("hugo", "giulia")]
    question = window.question(hana, additional=others)
    booking = window.book(window.hold(question, SOON_AFTER)["id"])["booking"]
    served.deliver()

    again = {**question, "moving": booking["id"]}

    assert SOON_AFTER in [slot["starts_at"] for slot in window.times(again)["slots"]]
    assert window.hold(again, SOON_AFTER)["starts_at"] == SOON_AFTER
