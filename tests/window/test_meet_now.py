"""Meet Now and the time chosen first: who is free then hosts, held from the press, with the form at once."""

import re
from typing import Any

import requests
from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.window.opened import OpenedWindow


def test_meet_now_says_who_is_busy_and_meets_with_somebody_who_is_free(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    meet_now = window.button("Meet Now")
    expect(meet_now).to_have_attribute("aria-disabled", "true")
    window.add_user_of_record("Hana Berg")
    expect(meet_now).to_have_attribute("aria-disabled", "true")
    expect(meet_now).to_have_accessible_description(re.compile("Hana Berg: busy"))

    window.button("Show all user availability").click()
    expect(meet_now).not_to_have_attribute("aria-disabled", "true")
    meet_now.click()
    dialog = window.inside.get_by_role("dialog", name="Who meets now?")
    expect(dialog).to_contain_text("free now.")
    assert window.violations() == []
    host = dialog.get_by_role("listitem").first
    name = host.locator(".pick__name").inner_text()
    host.get_by_role("button").click()
    expect(window.inside.get_by_role("heading", name="Scheduling Information")).to_be_visible()
    expect(window.inside.locator(".bar__time")).to_have_text("Now")
    window.button("Schedule").click()

    expect(window.inside.get_by_role("heading", name=f"Booked with {name}")).to_be_visible()
    expect(window.inside.get_by_role("heading", name="All done")).to_be_visible()
    large = window.inside.locator(".joining_now")
    expect(large.get_by_role("link", name="Join", exact=True)).to_be_visible()
    expect(large.get_by_role("button", name="Copy link")).to_be_visible()
    begins = [one["starts_at"] for one in _written(box, name)]
    assert len(begins) == 1
    assert begins[0].startswith("2026-03-02T14:")


def test_a_time_chosen_first_asks_who_hosts_and_is_released_again(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.button("Show all user availability").click()
    starts_at = "2026-03-05T15:00:00Z"
    slot = window.inside.locator(f"[data-slot='{starts_at}']")
    slot.click()
    dialog = window.inside.get_by_role("dialog", name="Who hosts on Thu, Mar 5, 10:00 AM EST?")
    expect(dialog).to_contain_text("hosts are free then.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(window.inside.get_by_text("Choose a free time to continue.")).to_be_visible()
    slot.click()
    dialog.get_by_role("button", name="Hugo Sands").click()

    window.held().wait_for()
    expect(window.inside.locator(".bar__who")).to_contain_text("Hugo Sands with Gus Grant")
    expect(window.button("Continue with Selected Time")).to_be_focused()
    window.inside.locator("#bar").get_by_role("button", name="Close", exact=True).click()
    expect(slot).to_be_focused()
    expect(slot).to_have_attribute("aria-pressed", "false")


def _written(box: Any, name: str) -> list[dict[str, Any]]:
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    email = next(one["email"] for one in world["people"] if one["name"] == name)
    return [one for one in world["calendars"][email]["events"] if not one["seed"]]
