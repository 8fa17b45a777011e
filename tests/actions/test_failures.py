"""What becomes of each kind of effect when its service refuses, is out of reach or loses its access."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from handoff.booking.effects import TRIES
from handoff.calendars.protocol import EventRef
from handoff.people import Provider
from handoff.snapshots import host_of
from tests.cast import GUS, GUS_EMAIL
from tests.support.served import Served, refused, serving
from tests.support.window import Window

OLIVE = "olive@larkspur.example"
HOSTS = pytest.mark.parametrize(
    ("host", "service", "call"),
    [
        ("Hana Berg", "google", "events.insert"),
        ("Hugo Sands", "microsoft", "events.create"),
    ],
)
REFUSED = {
    "google": {
        "status": 400,
        "body": {
            "error": {"code": 400, "message": "Bad start.", "errors": [{"reason": "invalid"}]}
        },
    },
    "microsoft": {
        "status": 400,
        "body": {"error": {"code": "ErrorInvalidRequest", "message": "Bad start."}},
    },
}


def book(served: Served, host: str = "Hana Berg", **changes: object) -> tuple[Window, str]:
    window = served.open(GUS)
    question = window.question(window.host(host))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    return window, str(window.book(hold["id"], **changes)["booking"]["id"])


def shown(window: Window, booking: str) -> dict[str, dict[str, Any]]:
    return {one["label"]: one for one in window.booking(booking)["effects"]}


def attention_letters(served: Served) -> list[dict[str, Any]]:
    return [one for one in served.letters_to(OLIVE) if one["subject"].startswith("Needs attention")]


@HOSTS
def test_a_calendar_that_refuses_makes_the_booking_need_attention_with_its_words(
    served: Served, host: str, service: str, call: str
) -> None:
    window, booking = book(served, host)
    served.fault(service, "status", call=call, times=None, **REFUSED[service])

    served.deliver()

    answer = window.booking(booking)
    calendar = shown(window, booking)[f"Event on {host}'s calendar"]
    assert calendar["state"] == "given_up"
    assert "Bad start." in calendar["error"]
    assert "Bad start." in answer["booking"]["attention"]
    assert answer["booking"]["state"] == "accepted"
    assert len(attention_letters(served)) == 1
    assert "Bad start." in attention_letters(served)[0]["text"]
    assert served.letters_to(GUS_EMAIL) == []
    assert {row.state for row in served.effects(booking).values()} == {"given_up", "owed", "done"}
    assert refused(served.open(GUS, "otto").hold, *same_time(window, booking, host)).status == 409


def same_time(window: Window, booking: str, host: str) -> tuple[dict[str, Any], str]:
    starts_at = window.booking(booking)["booking"]["starts_at"]
    return window.question(window.host(host)), starts_at


@HOSTS
def test_a_retry_after_the_trouble_is_over_does_everything_once(
    served: Served, host: str, service: str, call: str
) -> None:
    window, booking = book(served, host)
    served.fault(service, "status", call=call, times=None, **REFUSED[service])
    served.deliver()
    served.box.world.faults.clear()

    window.ask("POST", f"/effects/{served.effects(booking)['calendar'].id}/retry")
    served.deliver()

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    assert window.booking(booking)["booking"]["attention"] == ""
    assert len(served.events_of(served.row(booking).main_host["calendar"])) == 1
    assert len(served.letters_to(GUS_EMAIL)) == 1
    assert len(attention_letters(served)) == 1


@HOSTS
def test_lost_access_is_not_tried_again_by_itself(
    served: Served, host: str, service: str, call: str
) -> None:
    window, booking = book(served, host)
    served.fault(service, "lose_access", call=call, times=None)

    served.deliver()

    calendar = served.effects(booking)["calendar"]
    assert (calendar.state, calendar.attempts) == ("given_up", 1)
    assert "any more" in window.booking(booking)["booking"]["attention"]
    assert len(attention_letters(served)) == 1


@HOSTS
def test_passing_trouble_is_tried_again_until_it_passes(
    served: Served, host: str, service: str, call: str
) -> None:
    window, booking = book(served, host)
    served.fault(service, "status", call=call, times=2, status=503)
    served.fault(service, "drop_before", call=call, times=1)

    keep_trying(served, booking)

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    assert served.effects(booking)["calendar"].attempts == 4
    assert window.booking(booking)["booking"]["attention"] == ""
    assert attention_letters(served) == []


@HOSTS
def test_an_event_that_was_written_unheard_is_adopted(
    served: Served, host: str, service: str, call: str
) -> None:
    _, booking = book(served, host)
    served.fault(service, "drop_after", call=call, times=1)

    keep_trying(served, booking)

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    assert len(served.events_of(served.row(booking).main_host["calendar"])) == 1


def test_trouble_that_never_passes_is_given_up_and_shown_with_the_number_of_tries(
    served: Served,
) -> None:
    window, booking = book(served)
    served.fault("google", "status", call="events.insert", times=None, status=503)

    keep_trying(served, booking)

    calendar = shown(window, booking)["Event on Hana Berg's calendar"]
    assert (calendar["state"], calendar["attempts"], calendar["of"]) == ("given_up", TRIES, TRIES)
    assert len(attention_letters(served)) == 1


def keep_trying(served: Served, booking: str) -> None:
    """Deliver as often as all tries and looks of one effect take, without their pauses."""
    for _ in range(TRIES + 2):
        served.deliver()
        pause(served, booking)


def pause(served: Served, booking: str) -> None:
    """Let an effect's pause end at once, as time does."""
    for row in served.effects(booking).values():
        served.hurry(row)


@pytest.fixture
def impatient(box: Any, sqlite_url: str) -> Iterator[Served]:
    """A product for which a calendar is out of reach after the blink of an eye."""
    variables = {"HANDOFF_OUT_OF_REACH_SECONDS": "0.001", "HANDOFF_BACKOFF_SECONDS": "0.01"}
    with serving(box, sqlite_url, extra=variables) as running:
        yield running


def test_a_pause_can_be_ended_by_the_organizer(served: Served) -> None:
    window, booking = book(served)
    served.fault(
        "google",
        "status",
        call="events.insert",
        times=1,
        status=503,
        headers={"Retry-After": "600"},
    )
    served.deliver()
    calendar = shown(window, booking)["Event on Hana Berg's calendar"]
    assert calendar["state"] == "owed"

    window.ask("POST", f"/effects/{calendar['id']}/retry")
    served.deliver()

    assert shown(window, booking)["Event on Hana Berg's calendar"]["state"] == "done"


def test_a_calendar_long_out_of_reach_is_told_while_the_tries_go_on(impatient: Served) -> None:
    window, booking = book(impatient)
    impatient.fault("google", "status", call="events.insert", times=None, status=503)
    impatient.deliver(rounds=1)
    pause(impatient, booking)
    impatient.deliver(rounds=1)

    during = window.booking(booking)["booking"]
    state = impatient.effects(booking)["calendar"].state
    impatient.box.world.faults.clear()
    pause(impatient, booking)
    impatient.deliver()

    assert "The calendar has been out of reach" in during["attention"]
    assert state == "owed"
    assert {row.state for row in impatient.effects(booking).values()} == {"done"}
    assert window.booking(booking)["booking"]["attention"] == ""
    assert len(attention_letters(impatient)) == 1
    assert len(impatient.letters_to(GUS_EMAIL)) == 1


@HOSTS
def test_an_event_that_somebody_removed_between_tries_is_not_written_again(
    served: Served, host: str, service: str, call: str
) -> None:
    window, booking = book(served, host)
    calendar = served.row(booking).main_host["calendar"]
    served.fault(service, "drop_after", call=call, times=None)
    served.deliver(rounds=1)
    served.box.world.faults.clear()
    door = served.parts.calendars[served.person("hana").org_id][Provider(service)]
    written = EventRef(served.events_of(calendar)[0]["id"])
    door.remove_event(host_of(served.row(booking).main_host), written, reason="")

    pause(served, booking)
    served.deliver()

    assert {one["status"] for one in served.events_of(calendar)} <= {"cancelled"}
    assert "removed this event" in window.booking(booking)["booking"]["attention"]
    assert served.letters_to(GUS_EMAIL) == []


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_letters_wait_for_a_pending_link_and_carry_it(served: Served, outcome: str) -> None:
    requests.post(
        f"{served.box.url}/google/conference",
        json={"pending": 1, "gets": 2, "outcome": outcome},
        timeout=30,
    )
    _, booking = book(served)

    keep_trying(served, booking)

    letter = served.letters_to(GUS_EMAIL)[0]
    link = served.row(booking).link
    assert {row.state for row in served.effects(booking).values()} == {"done"}
    if outcome == "success":
        assert link.startswith("https://meet.google.com/")
        assert link in letter["text"]
        assert link in letter["html"]
    else:
        assert link == ""
        assert "meet.google.com" not in letter["text"]
        assert "invitation" not in letter["text"]


@pytest.mark.parametrize(
    ("host", "path"),
    [("Hana Berg", "/google/conference"), ("Hugo Sands", "/microsoft/meeting-links")],
)
def test_a_link_that_never_comes_is_said_to_be_in_the_invitation(
    served: Served, host: str, path: str
) -> None:
    requests.post(f"{served.box.url}{path}", json={"pending": 1, "gets": 99}, timeout=30)
    _, booking = book(served, host)

    keep_trying(served, booking)

    assert {row.state for row in served.effects(booking).values()} == {"done"}
    assert "link is in your calendar invitation" in served.letters_to(GUS_EMAIL)[0]["text"]
    assert len(served.events_of(served.row(booking).main_host["calendar"])) == 1


def test_a_letter_whose_answer_was_lost_is_unknown_and_never_repeated_by_itself(
    served: Served,
) -> None:
    window, booking = book(served)
    served.fault("mail", "drop_after", host=GUS_EMAIL, times=1)
    served.deliver()
    served.deliver()

    letter = shown(window, booking)[f"Confirmation to {GUS_EMAIL}"]
    arrived = len(served.letters_to(GUS_EMAIL))
    window.ask("POST", f"/effects/{letter['id']}/retry")
    served.deliver()

    assert letter["state"] == "unknown"
    assert "may or may not have arrived" in letter["error"]
    assert arrived == 1
    assert len(served.letters_to(GUS_EMAIL)) == 2
    assert shown(window, booking)[f"Confirmation to {GUS_EMAIL}"]["state"] == "done"


def test_an_address_that_the_relay_refuses_is_shown_and_the_others_are_written_to(
    served: Served,
) -> None:
    window, booking = book(served)
    served.fault("mail", "status", status=550, host=GUS_EMAIL, times=None)

    served.deliver()

    letter = shown(window, booking)[f"Confirmation to {GUS_EMAIL}"]
    assert letter["state"] == "given_up"
    assert letter["error"].startswith("The mail server said: 550")
    assert len(served.letters_to(OLIVE)) == 1
    assert window.booking(booking)["booking"]["state"] == "confirmed"
    assert served.effects(booking)["salesforce"].state == "done"


@pytest.mark.parametrize("kind", ["status", "drop_before"])
def test_a_relay_out_of_reach_is_tried_again(served: Served, kind: str) -> None:
    _, booking = book(served)
    served.fault("mail", kind, status=451, host=GUS_EMAIL, times=1)

    keep_trying(served, booking)

    guest = served.effects(booking)["guest"]
    assert guest.state in ("done", "unknown")
    assert (guest.state == "unknown") == (kind == "drop_before")
    assert len(served.letters_to(GUS_EMAIL)) == (1 if kind == "status" else 0)


def test_a_salesforce_rule_is_shown_in_its_own_words_and_undoes_nothing(served: Served) -> None:
    window, booking = book(served)
    rule = {"validation": {"object": "Event", "message": "Every meeting needs a budget code."}}
    requests.post(f"{served.box.url}/salesforce/rules", json=rule, timeout=30)
    served.deliver()

    effect = shown(window, booking)["Event in Salesforce"]
    confirmed = window.booking(booking)["booking"]
    requests.delete(f"{served.box.url}/salesforce/rules", timeout=30)
    window.ask("POST", f"/effects/{effect['id']}/retry")
    served.deliver()

    assert effect["state"] == "given_up"
    assert "Every meeting needs a budget code." in effect["error"]
    assert (confirmed["state"], confirmed["attention"]) == ("confirmed", "")
    assert len(served.letters_to(GUS_EMAIL)) == 1
    assert shown(window, booking)["Event in Salesforce"]["state"] == "done"
    org = served.world()["salesforce"][served.row(booking).org_id]
    assert len([one for one in org["Event"] if one["Handoff_Booking_Id__c"]]) == 1
    assert len(org["Handoff_Booking__c"]) == 1


def test_salesforce_out_of_reach_delays_nobody_else(served: Served) -> None:
    _, booking = book(served)
    served.fault("salesforce", "status", status=503, times=2)

    served.deliver(rounds=1)
    served.deliver(rounds=1)
    written = len(served.letters_to(GUS_EMAIL))
    keep_trying(served, booking)

    assert written == 1
    assert {row.state for row in served.effects(booking).values()} == {"done"}
