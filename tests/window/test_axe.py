"""What axe finds in every state of the window: nothing, also in high contrast, in German and from right to left."""

from typing import Any

import requests
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import OpenedWindow, press_button, violations, window_frame

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALLEST = 320


class Looked:
    """What was found wrong, by the name of the state that was looked at."""

    def __init__(self, page: Page) -> None:
        """Nothing yet."""
        self.page = page
        self.wrongs: dict[str, list[str]] = {}
        self.names: list[str] = []

    def at(self, name: str) -> None:
        """Look at what is shown now: rules of axe, a lost focus, and scrolling sideways."""
        frame = window_frame(self.page)
        frame.wait_for_function("document.activeElement !== document.body")
        found = violations(frame)
        if frame.evaluate(SIDEWAYS):
            found.append("scrolls sideways")
        self.names.append(name)
        if found:
            self.wrongs[name] = found


def test_nothing_is_wrong_on_the_way_from_a_record_to_a_held_time(
    page: Page, product: Product, box: Any
) -> None:
    looked = Looked(page)
    window = OpenedWindow(page, box, "lead:carys")
    inside = window.inside
    looked.at("nobody chosen")
    window.button("View Meeting Details").click()
    looked.at("meeting details")
    window.button("Add Hosts").click()
    inside.get_by_role("button", name="Specific User").click()
    inside.get_by_label("Specific User", exact=True).fill("a")
    inside.locator(".option mark").first.wait_for()
    looked.at("search results")
    inside.get_by_label("Specific User", exact=True).fill("Rhys")
    inside.locator(".option", has_text="Rhys Morgan").click()
    window.button("Close Add Hosts").click()
    window.times().first.wait_for()
    window.button("Why is a time closed?").click()
    inside.locator(".explanation input[type=time]").fill("22:00")
    window.button("Explain").click()
    expect(inside.locator(".explanation")).to_contain_text("is closed")
    looked.at("explanation")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    window.held().wait_for()
    looked.at("booking details")

    assert looked.wrongs == {}
    assert len(looked.names) == 5


def test_nothing_is_wrong_from_the_form_to_a_meeting_that_needs_attention(
    page: Page, product: Product, box: Any
) -> None:
    looked = Looked(page)
    window = OpenedWindow(page, box, "lead:carys")
    inside = window.inside
    types = inside.get_by_role("combobox", name="Meeting Type")
    asking = types.locator("option", has_text="Needs Analysis").get_attribute("value")
    types.select_option(asking)
    window.add_user_of_record("Rhys Morgan")
    window.times().last.click()
    window.held().wait_for()
    window.button("Continue with Selected Time").click()
    inside.get_by_role("heading", name="Questions").wait_for()
    looked.at("form and overview")
    inside.get_by_label("Add Guests", exact=True).fill("nobody@,")
    window.button("Schedule").click()
    looked.at("form with errors")
    inside.get_by_label("Add Guests", exact=True).fill("ben@textiles.example,")
    inside.get_by_label("What is it about?").select_option("A replacement")
    fault = {"service": "google", "call": "events.insert", "kind": "status", "status": 403}
    requests.post(f"{box.url}/faults", json={**fault, "times": None}, timeout=30)
    fault["service"], fault["call"] = "microsoft", "events.create"
    requests.post(f"{box.url}/faults", json={**fault, "times": None}, timeout=30)
    window.button("Schedule").click()
    inside.get_by_role("heading", name="Booked with Rhys Morgan").wait_for()
    looked.at("booked")
    window.button("Cancel").click()
    looked.at("why cancelled")
    window.button("Keep the meeting").click()
    expect(inside.get_by_role("heading", name="Needs attention")).to_be_visible()
    looked.at("needs attention")
    requests.delete(f"{box.url}/faults", timeout=30)
    again = press_button(page, box, "lead:carys")
    again.get_by_role("heading", name="booked already").wait_for()
    looked.at("upcoming")

    assert looked.wrongs == {}
    assert len(looked.names) == 6


def test_nothing_is_wrong_with_pools_all_users_and_unknown_calendars_in_the_smallest_window(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser, width=SMALLEST, height=640) as page:
        looked = Looked(page)
        inside = press_button(page, box, "lead:tie")
        inside.locator("#side-summary").click()
        inside.locator(".suggestion__text").wait_for()
        looked.at("suggestion")
        press_button(page, box, "lead:hiro")
        inside.get_by_role("button", name="Add Hosts", exact=True).click()
        inside.get_by_role("button", name="Round Robin Pool").click()
        pools = inside.get_by_label("Choose the pool")
        emea = pools.locator("option", has_text="EMEA").get_attribute("value")
        pools.select_option(emea)
        looked.at("pool members")
        inside.get_by_role("button", name="Show times").click()
        inside.locator(".time").first.wait_for()
        looked.at("list of days")
        press_button(page, box, "project:northwind")
        inside.get_by_role("button", name="Show all user availability").first.evaluate(
            "node => node.click()"
        )
        inside.locator(".time").first.click()
        inside.get_by_role("dialog").wait_for()
        looked.at("pick a host")
        press_button(page, box, "lead:stopped")
        inside.get_by_role("heading", name="Do not schedule").wait_for()
        looked.at("stopped")

    assert looked.wrongs == {}
    assert len(looked.names) == 5


def test_nothing_is_wrong_in_high_contrast_in_german_and_from_right_to_left(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser, width=1280, height=800) as page:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        looked = Looked(page)
        inside = press_button(page, box, "lead:tie", extra="&language=de&locale=de_DE")
        inside.locator(".offer__guest").first.wait_for()
        assert window_frame(page).evaluate("document.documentElement.lang") == "de"
        looked.at("German, high contrast")
        page.emulate_media(forced_colors="none")
        window_frame(page).evaluate("document.documentElement.dir = 'rtl'")
        page.keyboard.press("1")
        inside.locator(".bar__countdown").wait_for()
        looked.at("right to left")
        page.keyboard.press("Enter")
        inside.locator("#overview").wait_for()
        looked.at("form, right to left")

    assert looked.wrongs == {}
    assert len(looked.names) == 3


def test_nothing_is_wrong_with_a_message_in_place_of_the_window(
    page: Page, product: Product, box: Any
) -> None:
    page.goto(f"{product.url}/canvas")

    assert violations(page) == []
    assert page.locator("h1").count() == 1
