"""Two organizers at once: what one holds the other sees within moments, by whom and until when."""

import re
from typing import Any

from playwright.sync_api import Browser, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import OpenedWindow

STARTS_AT = "2026-03-05T12:30:00Z"
HELD = re.compile(r"Hana Berg: Held by Olive Ortega until \d+:\d\d AM, 7:30 – 8:00 AM")


def test_a_held_time_is_seen_by_the_other_and_comes_back_when_it_is_released(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser) as first, watched_page(browser) as second:
        mine = OpenedWindow(first, box, "lead:gus")
        mine.add_user_of_record("Hana Berg")
        theirs = OpenedWindow(second, box, "lead:gus", who="otto")
        theirs.add_user_of_record("Hana Berg")
        slot = theirs.inside.locator(f"[data-slot='{STARTS_AT}']")
        expect(slot).to_have_count(1)

        mine.choose(STARTS_AT)

        expect(theirs.inside.locator(".busy_held")).to_have_attribute("aria-label", HELD)
        expect(slot).to_have_count(0)
        assert theirs.violations() == []
        mine.inside.locator("#bar").get_by_role("button", name="Close", exact=True).click()
        expect(slot).to_have_count(1)
        expect(theirs.inside.locator(".busy_held")).to_have_count(0)
