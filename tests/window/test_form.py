"""Scheduling Information: what is filled in, what is asked for, and that nothing typed is ever lost."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import requests
from playwright.sync_api import Page, Route, expect

from sandbox.people import CalendarEvent
from tests.support.product import Product
from tests.window.opened import OpenedWindow


def test_what_is_missing_is_named_and_everything_typed_is_kept_until_it_is_booked(
    page: Page, product: Product, box: Any
) -> None:
    window, _ = _on_the_form(page, box, "lead:carys", "Rhys Morgan", kind="Needs Analysis")
    about = window.inside.get_by_label("What is it about?")
    guests = window.inside.get_by_label("Add Guests", exact=True)
    expect(about).to_be_focused()
    expect(window.inside.get_by_label("Employees")).to_have_attribute("readonly", "")

    guests.fill("ben@northwind.example, nobody@, BEN@northwind.example,")
    expect(window.inside.locator("#f-guests-error")).to_have_text(
        "Not an e-mail address: nobody@. Already added: BEN@northwind.example."
    )
    window.inside.get_by_label("Email").fill("carys@textiles.example")
    window.inside.get_by_label("Save this address to the record").check()
    window.inside.get_by_label("Location").press("Enter")

    expect(window.inside.get_by_role("alert")).to_contain_text("2 things have to be corrected")
    expect(guests).to_be_focused()
    assert window.violations() == []

    guests.fill("")
    about.select_option("A replacement")
    window.inside.get_by_label("The guest has confirmed").check()
    window.button("Back").click()
    window.button("Continue with Selected Time").click()
    expect(window.button("Schedule")).to_be_focused()
    expect(window.inside.locator("#overview")).to_contain_text("carys@textiles.example")
    expect(window.inside.locator("#overview")).to_contain_text("and 1 more guest")
    window.inside.get_by_label("Location").press("Enter")

    expect(window.inside.get_by_role("heading", name="Booked with Rhys Morgan")).to_be_focused()
    facts = window.inside.locator(".booked__facts")
    expect(facts).to_contain_text("What is it about?A replacement")
    expect(window.inside.locator(".notice_success")).to_contain_text("was saved to the record")
    leads = [one for org in _world(box)["salesforce"].values() for one in org["written"]]
    assert [one["fields"] for one in leads if one["object"] == "Lead" and "Email" in one["fields"]]


def test_an_accounts_contacts_are_chosen_among_and_keep_what_was_typed_for_each(
    page: Page, product: Product, box: Any
) -> None:
    window, _ = _on_the_form(page, box, "account:northwind", "Hugo Sands")
    chooser = window.inside.get_by_label("Guest", exact=True)
    first_name = window.inside.get_by_label("First name")
    before = first_name.input_value()
    first_name.fill("Somebody")
    chooser.select_option(label="Someone else")
    expect(first_name).to_have_value("")
    chooser.select_option(index=0)
    expect(first_name).to_have_value("Somebody")
    first_name.fill(before)

    paste = "Ben Hart <ben@northwind.example>\\nmei@northwind.example"
    window.inside.get_by_label("Add Guests", exact=True).evaluate(
        f"""node => {{
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", "{paste}");
            node.dispatchEvent(new ClipboardEvent("paste", {{clipboardData, bubbles: true, cancelable: true}}));
        }}"""
    )
    expect(window.inside.locator(".guest-pill")).to_have_count(2)
    window.inside.get_by_label("Notes for the host").fill("Kept.")
    window.button("Change Meeting Type").click()
    expect(window.inside.get_by_role("combobox", name="Meeting Type")).to_be_focused()
    window.button("Continue with Selected Time").click()
    expect(window.inside.get_by_label("Notes for the host")).to_have_value("Kept.")
    expect(window.inside.locator(".guest-pill").first).to_have_text("ben@northwind.example")


def test_a_time_lost_at_the_last_moment_is_replaced_from_the_form(
    page: Page, product: Product, box: Any
) -> None:
    window, chosen = _on_the_form(page, box, "lead:gus", "Hana Berg")
    window.inside.get_by_label("Notes for the host").fill("Ask about the pilot.")
    _make_busy(box, "hana", chosen)
    window.button("Schedule").click()

    notice = window.inside.locator(".notice")
    expect(notice).to_contain_text("Everything you typed is kept. Free instead:")
    assert window.violations() == []
    notice.get_by_role("button").first.click()
    window.held().wait_for()
    expect(window.button("Schedule")).to_be_focused()
    expect(window.inside.get_by_label("Notes for the host")).to_have_value("Ask about the pilot.")
    window.button("Schedule").click()
    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()


def test_a_slow_check_says_so_and_a_lost_answer_books_nothing_twice(
    page: Page, product: Product, box: Any
) -> None:
    window, _ = _on_the_form(page, box, "lead:gus", "Hana Berg")
    fault = {"service": "google", "call": "freebusy", "kind": "slow", "seconds": 4, "times": 1}
    requests.post(f"{box.url}/faults", json=fault, timeout=30)
    lost: list[str] = []

    def lose_the_answer(route: Route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
            return
        lost.append(answer.json()["booking"]["id"])
        route.abort()

    page.route("**/bookings", lose_the_answer)
    window.button("Schedule").click()
    expect(window.inside.locator(".notice")).to_contain_text("The calendars are answering slowly.")
    expect(window.inside.locator(".notice")).to_contain_text("There is no connection to Handoff")
    expect(window.held()).to_be_visible()
    window.inside.get_by_label("Location").fill("Typed after the answer was lost")
    window.button("Schedule").click()

    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()
    with page.expect_response(f"**/bookings/{lost[0]}"):
        window.inside.get_by_role("heading", name="Booked with Hana Berg").wait_for()


def _on_the_form(
    page: Page, box: Any, record: str, host: str, kind: str = "Discovery Call"
) -> tuple[OpenedWindow, str]:
    window = OpenedWindow(page, box, record)
    types = window.inside.get_by_role("combobox", name="Meeting Type")
    types.select_option(types.locator("option", has_text=kind).get_attribute("value"))
    window.add_user_of_record(host)
    first = str(window.times().first.get_attribute("data-slot"))
    window.choose(first)
    window.button("Continue with Selected Time").click()
    window.inside.get_by_role("heading", name="Scheduling Information").wait_for()
    return window, first


def _make_busy(box: Any, key: str, starts_at: str) -> None:
    begins = datetime.fromisoformat(starts_at)
    email = box.world.people[key].email
    event = CalendarEvent(
        id=f"busy{uuid.uuid4().hex}",
        subject="Dentist",
        starts_at=begins,
        ends_at=begins + timedelta(minutes=30),
        organizer=email,
        seed=True,
    )
    with box.world.lock:
        box.world.calendars[email].events[event.id] = event


def _world(box: Any) -> dict[str, Any]:
    return dict(requests.get(f"{box.url}/world.json", timeout=30).json())
