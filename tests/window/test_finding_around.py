"""Finding one's way in the window: the record's details, weeks and days, what is over, and a booked meeting's copy."""

import re
from typing import Any

import requests
from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.window.opened import OpenedWindow

TRYING_AGAIN = re.compile(r"trying again, \d of \d+")


def test_the_records_name_unfolds_its_details_and_the_week_is_walked_through(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    record = window.inside.get_by_role("region", name="Record")
    expect(record).to_contain_text("Gus Grant")
    expect(record.get_by_text("Company")).to_have_count(0)
    record.get_by_role("button", name="Details of Gus Grant").click()
    expect(record.get_by_text("Company").first).to_be_visible()
    expect(record).to_contain_text("Northwind Robotics")

    window.add_user_of_record("Hana Berg")
    title = window.inside.locator(".toolbar__title")
    expect(title).to_have_text("Mar 2 – 6, 2026")
    expect(window.inside.locator(".toolbar")).to_contain_text("Times in New York (EST)")
    assert window.inside.locator(".past").count() > 0
    window.button("Next week").click()
    expect(title).to_have_text("Mar 9 – 13, 2026")
    expect(window.inside.locator(".toolbar")).to_contain_text("Times in New York (EDT)")
    expect(window.inside.locator(".past")).to_have_count(0)
    window.button("Day").click()
    expect(title).to_have_text("Monday, Mar 9, 2026")
    window.button("Previous day").click()
    expect(title).to_have_text("Sunday, Mar 8, 2026")
    window.button("Today").click()
    expect(title).to_have_text("Monday, Mar 2, 2026")


def test_a_booked_meeting_can_be_copied_and_says_what_is_tried_again(
    page: Page, product: Product, box: Any
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window = OpenedWindow(page, box, "lead:tamsin")
    window.find_user("Maya Tanaka")
    first = window.times().first
    first.wait_for()
    window.choose(str(first.get_attribute("data-slot")))
    fault = {"service": "google", "call": "events.insert", "kind": "status", "status": 503}
    requests.post(f"{box.url}/faults", json={**fault, "times": None}, timeout=30)
    window.button("Continue with Selected Time").click()
    window.button("Schedule").click()
    expect(window.inside.get_by_role("heading", name="Booked with Maya")).to_be_focused()
    expect(window.inside.locator(".effect", has_text=TRYING_AGAIN).first).to_be_visible()
    requests.delete(f"{box.url}/faults", timeout=30)
    window.button("Copy details").click()
    expect(window.inside.locator(".notice")).to_contain_text("The details were copied.")
