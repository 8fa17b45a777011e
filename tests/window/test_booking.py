"""Booking through the window: by pointer, by keyboard alone, and in a narrow frame."""

from typing import Any

import requests
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import FIRST_TIME, OpenedWindow


def test_a_booking_shows_every_effect_done_and_the_record_page_closes_on_done(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.choose(FIRST_TIME)
    window.button("Continue with Selected Time").click()
    window.inside.get_by_label("Add Guests").fill("ben@northwind.example,")
    window.button("Schedule").dblclick()

    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()
    expect(window.inside.get_by_role("heading", name="All done")).to_be_visible()
    expect(window.inside.locator(".effect_done")).to_have_count(7)
    expect(window.inside.get_by_role("link", name="meet.google.com")).to_be_visible()
    expect(window.button("Join")).to_have_count(0)
    expect(window.inside.get_by_role("link", name="Join")).to_be_visible()
    window.button("Done").click()
    expect(page.locator("iframe")).to_have_count(0)
    events = [one for one in _written(box, "hana") if one["starts_at"] == FIRST_TIME]
    assert len(events) == 1
    assert {one["email"] for one in events[0]["attendees"]} >= {
        "gus@northwind.example",
        "ben@northwind.example",
    }


def test_a_narrow_frame_lists_the_days_and_never_scrolls_sideways(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser, width=375, height=700) as page:
        window = OpenedWindow(page, box, "lead:gus")
        window.button("Add Hosts").click()
        window.inside.locator(".option", has_text="Hana Berg").click()
        window.button("Show times").click()
        window.inside.locator("[data-key='time-2026-03-05T08:00:00Z']").click()
        window.held().wait_for()

        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert window.frame().evaluate(width) == 0
        assert window.violations() == []


def test_a_guest_typed_over_another_is_not_filed_under_that_person(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "account:northwind")
    window.add_user_of_record("Hugo Sands")
    window.times().first.click()
    window.held().wait_for()
    window.button("Continue with Selected Time").click()
    for label, words in (("First name", "Ada"), ("Last name", "Brook"), ("Email", "ada@x.example")):
        window.inside.get_by_label(label).fill(words)
    window.button("Schedule").click()

    expect(window.inside.get_by_role("heading", name="All done")).to_be_visible()
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    events = [row for org in world["salesforce"].values() for row in org["Event"]]
    assert [row["WhoId"] for row in events if "Ada Brook" in str(row)] == [None]


def test_the_guests_clock_names_its_day_where_it_is_another(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "contact:dana")
    window.find_user("Maya Tanaka")
    window.choose("2026-03-03T00:00:00Z")

    expect(window.inside.locator(".bar__guest")).to_have_text("Tue, Mar 3, 12:00 AM in London")


def _written(box: Any, key: str) -> list[dict[str, Any]]:
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    email = next(one["email"] for one in world["people"] if one["key"] == key)
    return [one for one in world["calendars"][email]["events"] if not one["seed"]]
