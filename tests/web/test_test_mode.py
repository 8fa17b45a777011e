"""Test mode: real times, one mailbox, nobody invited, everything marked; and a booking keeps its own mode."""

from typing import Any

import pytest

from handoff.actions.sync_settings import current_settings, sync_settings
from handoff.people import OrgId
from sandbox.credentials import LARKSPUR
from tests.cast import GUS, GUS_EMAIL, MAYA, OLIVE
from tests.support.served import Served, refused
from tests.web.test_changes import booked, cancelled, invited, salesforce, subjects
from tests.web.test_moves import LATER, moved, standing_events

FREE, MAILBOX = "2026-03-03T14:30:00Z", "rehearsals@larkspur.example"


def switch(served: Served, *, on: bool, mailbox: str | None = MAILBOX) -> None:
    """Do what an admin does, and let Handoff read it."""
    org = served.box.world.orgs[LARKSPUR.org_id]
    row = next(iter(org.rows("Handoff_Settings__c").values()))
    row |= {"Test_Mode__c": on, "Test_Mailbox__c": mailbox}
    sync_settings(served.parts, OrgId(LARKSPUR.org_id))


@pytest.fixture
def testing(served: Served) -> Served:
    """An org in test mode."""
    served.open(GUS)
    switch(served, on=True)
    return served


def everybody_is_left_alone(served: Served) -> None:
    letters = served.world()["letters"]
    assert {address for one in letters for address in one["to"]} <= {MAILBOX}
    assert invited(served) == []


def only_event(served: Served, key: str) -> dict[str, Any]:
    [event] = standing_events(served, served.person(key).email)
    return event


@pytest.mark.parametrize("key", ["hana", "hugo"])
def test_a_test_is_written_marked_and_told_to_the_mailbox_alone(testing: Served, key: str) -> None:
    host, window = testing.person(key), testing.open(GUS)
    beside = [{"host": testing.person("jonas").user_id, "required": False}]
    question = window.question(window.host(host.name), additional=beside)
    hold = window.hold(question, FREE)
    booking_id = window.book(str(hold["id"]), guests=["cto@northwind.example"])["booking"]["id"]
    testing.deliver()

    event = only_event(testing, key)
    assert window.context["test_mode"] == {"mailbox": MAILBOX, "reason": ""}
    assert window.booking(booking_id)["booking"]["test_mailbox"] == MAILBOX
    everybody_is_left_alone(testing)
    assert sorted(one["subject"] for one in testing.letters_to(MAILBOX)) == [
        f"TEST for cto@northwind.example: Confirmed: {_title(host.name)}",
        f"TEST for {GUS_EMAIL}: Confirmed: {_title(host.name)}",
        f"TEST for {host.email}: New meeting: {_title(host.name)}",
        f"TEST for {testing.person(OLIVE).email}: Booked: {_title(host.name)}",
    ]
    assert {one["reply_to"] for one in testing.letters_to(MAILBOX)} == {""}
    assert (event["subject"], event["attendees"]) == (f"TEST: {_title(host.name)}", [])
    assert event["description"].startswith("TEST: would have invited jonas.keller@")
    assert GUS_EMAIL in event["description"]
    [written] = salesforce(testing, "Event")
    assert written["Subject"] == f"TEST: {_title(host.name)}"
    assert [row["Is_Test__c"] for row in salesforce(testing, "Handoff_Booking__c")] == [True]


def _title(host: str) -> str:
    return f"Discovery Call: Northwind Robotics and {host}"


def test_a_test_stays_one_when_it_is_moved_and_cancelled_after_the_switch(testing: Served) -> None:
    window = testing.open(GUS)
    booking_id = booked(window)
    testing.deliver()
    switch(testing, on=False, mailbox=None)
    window = testing.open(GUS)

    moved(window, booking_id)
    testing.deliver()
    at_last = only_event(testing, "hana")
    cancelled(window, booking_id)
    testing.deliver()

    assert window.context["test_mode"] is None
    assert window.context["upcoming"][0]["test_mailbox"] == MAILBOX
    assert (at_last["starts_at"], at_last["attendees"]) == (LATER, [])
    assert at_last["subject"].startswith("TEST: ")
    everybody_is_left_alone(testing)
    told = [one["subject"].split(": ")[1] for one in testing.letters_to(MAILBOX)]
    assert {told.count(one) for one in ("New time", "Cancelled")} == {3}
    [written] = salesforce(testing, "Event")
    assert written["Subject"].startswith("TEST: Cancelled: ")


def test_a_real_meeting_stays_real_in_test_mode(served: Served) -> None:
    window = served.open(GUS)
    booking_id = booked(window)
    served.deliver()
    switch(served, on=True)

    moved(served.open(GUS), booking_id)
    served.deliver()

    assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time"]
    assert served.letters_to(MAILBOX) == []
    assert not only_event(served, "hana")["subject"].startswith("TEST")


def test_the_owner_of_the_mailbox_is_invited_and_nobody_else(served: Served) -> None:
    served.open(GUS)
    jonas, hana = served.person("jonas"), served.person("hana")
    switch(served, on=True, mailbox=jonas.email.upper())
    window = served.open(GUS)
    beside = [
        {"host": jonas.user_id, "required": False},
        {"host": served.person(MAYA).user_id, "required": False},
    ]
    hold = window.hold(window.question(window.host(hana.name), additional=beside), FREE)
    window.book(str(hold["id"]))
    served.deliver()

    assert [one["email"] for one in only_event(served, "hana")["attendees"]] == [jonas.email]
    assert invited(served) == []


def test_without_a_mailbox_nothing_can_be_booked_and_everybody_is_told_why(served: Served) -> None:
    before = served.open(GUS)
    hold = before.hold(before.question(before.host("Hana Berg")), FREE)
    real = booked(served.open(GUS), LATER)
    switch(served, on=True, mailbox=None)
    window = served.open(GUS)
    question = window.question(window.host("Hana Berg"))

    words = "Test mode is on, but its mailbox is missing: nothing can be booked. Please tell your admin."
    assert window.context["test_mode"] == {"mailbox": "", "reason": words}
    for answer in (
        refused(window.hold, question, "2026-03-05T14:30:00Z"),
        refused(before.book, str(hold["id"])),
    ):
        assert (answer.status, answer.error["message"]) == (422, words)
    assert moved(window, real, "2026-03-06T14:30:00Z")["booking"]["state"] == "accepted"
    problems = current_settings(served.parts, OrgId(LARKSPUR.org_id)).problems
    assert [one.object_name for one in problems if "no test mailbox" in one.words] == [
        "Handoff_Settings__c"
    ]


@pytest.mark.parametrize(("before", "word"), [(True, "off"), (False, "on")])
def test_a_window_books_nothing_in_another_mode_than_it_says(
    served: Served, before: bool, word: str
) -> None:
    served.open(GUS)
    switch(served, on=before)
    window = served.open(GUS)
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, FREE)
    switch(served, on=not before)

    for answer in (
        refused(window.book, str(hold["id"])),
        refused(window.hold, question, LATER),
    ):
        assert answer.status == 422
        assert f"Test mode was switched {word} after this window" in answer.error["message"]
    served.deliver()
    assert (served.world()["letters"], invited(served)) == ([], [])
    switch(served, on=before)
    assert window.book(str(hold["id"]))["booking"]["state"] == "accepted"
