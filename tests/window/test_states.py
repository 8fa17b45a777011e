"""What the window says when something is in the way, and that nothing typed is ever lost."""

from typing import Any

import requests
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import OpenedWindow


def test_every_state_on_the_way_to_a_booking_passes_axe(
    page: Page, product: Product, box: Any
) -> None:
    found: dict[str, list[str]] = {}
    window = OpenedWindow(page, box, "lead:gus")
    found["nobody chosen"] = window.violations()
    window.button("Add Hosts").click()
    found["add hosts"] = window.violations()
    window.button("Close Add Hosts").click()
    window.add_user_of_record("Hana Berg")
    window.find_user("Luis")
    window.inside.locator(".pill__unknown").wait_for()
    found["unknown calendar"] = window.violations()
    window.button("Make optional").click()
    window.times().first.wait_for()
    found["times shown"] = window.violations()
    window.choose("2026-03-05T15:00:00Z")
    found["held"] = window.violations()
    window.button("Continue with Selected Time").click()
    window.inside.get_by_label("Last name").fill("")
    window.button("Schedule").click()
    expect(window.inside.locator(".field__error", has_text="Enter a last name.")).to_be_visible()
    found["wrong form"] = window.violations()

    assert {state: wrongs for state, wrongs in found.items() if wrongs} == {}


def test_a_greyed_user_says_why_and_cannot_be_added(page: Page, product: Product, box: Any) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.button("Add Hosts").click()
    option = window.inside.locator(".option", has_text="Olive Ortega")

    expect(option).to_contain_text("not a Handoff Host")
    option.click(force=True)

    expect(window.inside.get_by_text("Nobody is chosen yet.")).to_be_visible()


def test_a_time_that_another_organizer_took_is_refused_with_fresh_times_and_the_form_kept(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser) as first, watched_page(browser) as second:
        mine = OpenedWindow(first, box, "lead:gus")
        mine.add_user_of_record("Hana Berg")
        mine.choose("2026-03-04T15:00:00Z")
        mine.button("Continue with Selected Time").click()
        mine.inside.get_by_label("Notes for the host").fill("Ask about the pilot.")
        mine.button("Back").click()
        theirs = OpenedWindow(second, box, "lead:gus", who="otto")
        theirs.add_user_of_record("Hana Berg")
        theirs.choose("2026-03-04T14:30:00Z")

        mine.inside.locator("[data-slot='2026-03-04T14:30:00Z']").click()

        notice = mine.inside.locator(".notice")
        expect(notice).to_contain_text("Everything you typed is kept")
        notice.get_by_role("button").first.click()
        mine.held().wait_for()
        mine.button("Continue with Selected Time").click()
        expect(mine.inside.get_by_label("Notes for the host")).to_have_value("Ask about the pilot.")


def test_a_spent_page_token_is_renewed_without_a_word(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    refused: list[str] = []

    def refuse_once(route: Any) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(status=401, json={"error": {"code": "bad_signature", "message": "spent"}})

    page.route("**/times", refuse_once)
    window.add_user_of_record("Hana Berg")

    assert refused
    expect(window.inside.locator(".notice")).to_have_count(0)


def test_a_calendar_that_cannot_be_checked_keeps_the_form_and_the_hold(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.choose("2026-03-06T14:00:00Z")
    window.button("Continue with Selected Time").click()
    fault = {"service": "google", "call": "freebusy", "kind": "status", "status": 503}
    requests.post(f"{box.url}/faults", json={**fault, "times": None}, timeout=30)
    window.button("Schedule").click()

    expect(window.inside.locator(".notice")).to_contain_text("Could not check Hana Berg's calendar")
    expect(window.held()).to_be_visible()
    requests.delete(f"{box.url}/faults", timeout=30)
    window.button("Try again").click()
    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()


def test_a_calendar_that_refuses_for_good_asks_for_a_person(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.choose("2026-03-06T15:00:00Z")
    window.button("Continue with Selected Time").click()
    fault = {"service": "google", "call": "events.insert", "kind": "lose_access", "times": None}
    requests.post(f"{box.url}/faults", json=fault, timeout=30)
    window.button("Schedule").click()

    expect(window.inside.get_by_role("heading", name="it needs attention")).to_be_visible()
    expect(window.button("Retry")).to_be_visible()
    assert window.violations() == []
    requests.delete(f"{box.url}/faults", timeout=30)
    window.button("Retry").click()
    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()
    expect(window.inside.get_by_role("heading", name="All done")).to_be_visible()
    assert window.violations() == []
