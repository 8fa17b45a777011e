"""Whatever breaks on the way, the same is out there in the end: once, and all of it."""

from collections.abc import Callable
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.cast import GUS, GUS_EMAIL
from tests.crash.scene import let_leases_end
from tests.journeys.outside import Outside, break_next, mend, outside
from tests.support.processes import wait_until
from tests.support.product import Product
from tests.support.queue_server import Valkey
from tests.support.window import Window
from tests.support.window_page import RecordPage

Start = Callable[..., Product]

TUESDAY = "2026-03-03T14:30:00Z"
WORKERS = ("calendar", "mail", "salesforce", "clock")


def test_workers_killed_between_calendar_and_letters(
    start_product: Start, database_url: str, box: Any
) -> None:
    product = start_product(database_url)
    product.kill("mail")
    window = Window.open(product.url, box, GUS)
    booking = book(window)
    wait_until(lambda: bool(outside(box).meetings), "the event is on the calendar")
    product.kill("calendar")
    assert outside(box).letters == []
    let_leases_end(database_url)

    product.restart("calendar")
    product.restart("mail")

    wait_until_done(window, booking)
    is_handed_over_once(outside(box))


@pytest.mark.parametrize("loss", ["emptied", "killed"])
def test_redis_lost_right_after_the_commit(
    start_product: Start, database_url: str, box: Any, valkey: Valkey, loss: str
) -> None:
    product = start_product(database_url, programs=["web"])
    window = Window.open(product.url, box, GUS)
    booking = book(window)
    if loss == "killed":
        valkey.kill()
        valkey.start()
    else:
        valkey.flush()

    for name in WORKERS:
        product.restart(name)

    wait_until_done(window, booking)
    is_handed_over_once(outside(box))


@pytest.mark.parametrize(
    ("host", "service", "call"),
    [("Hana Berg", "google", "events.insert"), ("Hugo Sands", "microsoft", "events.create")],
)
def test_the_answer_lost_after_the_calendar_event_was_made(
    product: Product, box: Any, host: str, service: str, call: str
) -> None:
    break_next(box, service, "drop_after", call=call)
    window = Window.open(product.url, box, GUS)

    booking = book(window, host)

    wait_until_done(window, booking)
    left = outside(box)
    is_handed_over_once(left, host=host.split()[0].lower())
    assert effect(window, booking, "calendar")["attempts"] == 2
    assert left.calls[service][call] == 1


def test_a_letter_whose_delivery_is_unknown_waits_for_a_person(
    page: Page, product: Product, box: Any
) -> None:
    break_next(box, "mail", "drop_after", call="deliver", host=GUS_EMAIL)
    window = RecordPage(page, box, GUS).press_book_meeting()
    window.add_host_of_record("Hana Berg")
    window.choose_time(TUESDAY)
    window.continue_with_it()
    window.schedule()

    letter = window.effect(f"Confirmation to {GUS_EMAIL}")
    expect(letter).to_contain_text("delivery not confirmed")
    expect(window.effect("Event in Salesforce")).to_contain_text("done")
    expect(window.effect("Letter to you")).to_contain_text("done")
    expect(window.effect("Letter to the host")).to_contain_text("done")
    is_handed_over_once(outside(box))

    letter.get_by_role("button", name="Send again").click()
    window.wait_until_all_is_done()
    assert outside(box).recipients.count(GUS_EMAIL) == 2


def test_a_validation_rule_speaks_in_its_own_words_until_it_is_gone(
    product: Product, box: Any
) -> None:
    rule = {"validation": {"object": "Event", "message": "Meetings need a region."}}
    requests.post(f"{box.url}/salesforce/rules", json=rule, timeout=30).raise_for_status()
    window = Window.open(product.url, box, GUS)
    booking = book(window)
    wait_until(lambda: state(window, booking)["salesforce"] == "given_up", "Salesforce refused")
    refused = effect(window, booking, "salesforce")
    assert "Meetings need a region." in refused["error"]
    wait_until(lambda: statuses(box) == ["Needs Attention"], "Salesforce's admin sees it")
    assert outside(box).salesforce["Event"] == []

    requests.delete(f"{box.url}/salesforce/rules", timeout=30).raise_for_status()
    window.ask("POST", f"/effects/{refused['id']}/retry")

    wait_until_done(window, booking)
    is_handed_over_once(outside(box))
    wait_until(lambda: statuses(box) == ["Confirmed"], "Salesforce's admin sees that it is done")


def statuses(box: Any) -> list[str]:
    return [one["Status__c"] for one in outside(box).salesforce["Handoff_Booking__c"]]


def test_everything_down_for_a_moment(start_product: Start, sqlite_url: str, box: Any) -> None:
    product = start_product(sqlite_url, programs=["web"])
    window = Window.open(product.url, box, GUS)
    booking = book(window)
    break_next(box, "google", "drop_before", times=None)
    break_next(box, "salesforce", "status", status=503, times=None)
    break_next(box, "mail", "status", status=421, times=None)
    for name in WORKERS:
        product.restart(name)
    wait_until(lambda: effect(window, booking, "calendar")["attempts"] >= 2, "Google is tried")
    assert outside(box).meetings == []

    mend(box)
    break_next(box, "salesforce", "status", status=503, times=2)
    break_next(box, "mail", "status", status=421, times=2)

    wait_until_done(window, booking)
    is_handed_over_once(outside(box))


def book(window: Window, host: str = "Hana Berg") -> str:
    """Book Tuesday's time with this host; returns the booking's id."""
    held = window.hold(window.question(window.host(host)), TUESDAY)
    return str(window.book(held["id"])["booking"]["id"])


def effect(window: Window, booking: str, kind: str) -> dict[str, Any]:
    """Return the booking's first effect of a kind."""
    effects = window.booking(booking)["effects"]
    return dict(next(one for one in effects if one["kind"] == kind))


def state(window: Window, booking: str) -> dict[str, str]:
    """Return the state of each effect, letters by who reads them."""
    effects = window.booking(booking)["effects"]
    return {one["recipient"] or one["kind"]: one["state"] for one in effects}


def wait_until_done(window: Window, booking: str) -> None:
    """Wait until nothing is owed any more."""

    def is_done() -> bool:
        return set(state(window, booking).values()) == {"done"}

    wait_until(is_done, f"all effects are done: {booking}")


def is_handed_over_once(left: Outside, host: str = "hana") -> None:
    """See that the world holds what an undisturbed booking of Gus's leaves, and nothing twice."""
    ((calendar, event),) = left.meetings
    assert calendar == f"{host}@larkspur.example"
    assert event["starts_at"] == TUESDAY
    assert left.recipients == sorted([GUS_EMAIL, calendar, "olive@larkspur.example"])
    assert all(event["link"] in one["text"] for one in left.letters)
    assert [one["to"] for one in left.invitations] == [GUS_EMAIL]
    (written,) = left.salesforce["Event"]
    assert written["OwnerId"] == left.user_id(host)
    assert event["link"] in written["Description"]
    assert len(left.salesforce["Handoff_Booking__c"]) == 1
