"""The best three times: said in the guest's zone, chosen by number, copied; and the guest's zone confirmed."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.window.opened import OpenedWindow

SPOKEN = re.compile(r"^\d?(Today|Tomorrow|[A-Z][a-z]+day) at \d+:\d\d [AP]M your time")


def test_a_number_and_two_enters_book_the_best_time(page: Page, product: Product, box: Any) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    offers = window.inside.locator(".offer")
    expect(offers).to_have_count(3)
    expect(offers).to_have_text([SPOKEN] * 3)
    expect(offers.first).to_contain_text("EST here")

    page.keyboard.press("1")
    expect(window.button("Continue with Selected Time")).to_be_focused()
    expect(offers.first).to_have_attribute("aria-pressed", "true")
    details = window.inside.get_by_role("group", name="Booking details")
    expect(details).to_contain_text("Hana Berg with Gus Grant")
    expect(details).to_contain_text("in London")
    assert window.violations() == []
    page.keyboard.press("Enter")
    expect(window.button("Schedule")).to_be_focused()
    page.keyboard.press("Enter")

    expect(window.inside.get_by_role("heading", name="Booked with Hana Berg")).to_be_visible()


def test_a_number_typed_into_a_field_chooses_nothing_and_offers_can_be_copied(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    expect(window.inside.locator(".offer")).to_have_count(3)
    window.button("Add Hosts").click()
    window.inside.get_by_role("button", name="Specific User").click()
    window.inside.get_by_label("Specific User").press("1")

    expect(window.inside.get_by_text("Choose a free time to continue.")).to_be_visible()
    window.button("Copy").click()
    expect(window.inside.locator(".notice")).to_contain_text("The offers were copied.")


def test_the_guests_zone_is_chosen_and_confirmed_and_the_offers_follow_it(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    first = window.inside.locator(".offer").first
    before = first.inner_text()
    window.button("Change or confirm the guest's zone").click()
    panel = window.inside.get_by_role("dialog", name="The guest's time zone")
    panel.get_by_label("Time zone", exact=True).select_option("Asia/Tokyo")
    expect(panel).to_contain_text("It is 11:0")
    panel.get_by_label("The guest confirmed it").check()
    assert window.violations() == []
    page.keyboard.press("Enter")

    expect(window.inside.locator(".toolbar__guest")).to_contain_text("Guest in Tokyo")
    expect(window.inside.locator(".toolbar__zones")).to_contain_text("confirmed by the guest")
    expect(first).not_to_have_text(before)
    expect(window.button("Change or confirm the guest's zone")).to_be_focused()
