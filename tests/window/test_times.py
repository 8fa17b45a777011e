"""What the grid says about times that are not offered, by pointer and by keyboard, and what hosts can offer."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.window.opened import OpenedWindow

HUGO_IS_BUSY = re.compile("Hugo Sands: (Busy|Booked|Tentative).*No Hosts Available: EMEA is free")


def test_a_closed_time_is_explained_by_keyboard(page: Page, product: Product, box: Any) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    ask = window.button("Why is a time closed?")
    ask.focus()
    page.keyboard.press("Enter")
    panel = window.inside.get_by_role("dialog", name="Why is a time closed?")
    panel.get_by_label("Day").select_option("2026-03-03")
    panel.get_by_label("Time").fill("09:00")
    page.keyboard.press("Enter")

    expect(panel).to_contain_text("Tue, Mar 3, 9:00 AM is closed")
    expect(panel).to_contain_text("Hana Berg: busy")
    assert window.violations() == []
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(ask).to_be_focused()


def test_a_day_without_a_free_time_leads_to_the_next_one(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.button("Day").click()
    card = window.inside.locator(".over")

    expect(card).to_contain_text("Nothing is free on this day.")
    card.get_by_role("button", name="Go there").click()
    expect(window.inside.get_by_role("heading", name="Tuesday, Mar 3, 2026")).to_be_visible()
    expect(window.times().first).to_be_visible()


def test_a_pool_that_is_free_names_the_required_host_who_is_not(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    add_pool(window, "EMEA")
    expect(window.times().first).to_be_visible()
    window.find_user("Hugo")

    blocked = window.inside.locator(".busy", has_text="EMEA is free").first
    expect(blocked).to_have_attribute("aria-label", HUGO_IS_BUSY)
    assert window.violations() == []


def test_another_host_redraws_only_what_becomes_another(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    labels = "(nodes) => [...nodes].map((one) => one.ariaLabel)"
    shown = "document.querySelectorAll('.busy, .pill')"
    window.frame().evaluate(f"window.before = [...{shown}]; before.length")
    window.find_user("Hugo")
    window.inside.locator(".busy[aria-label^='Hugo Sands']").first.wait_for()

    # His working day moves the hours that are shown: some blocks of hers are out of sight.
    read = window.frame().evaluate
    gone = read(f"({labels})(before.filter((one) => !one.isConnected))")
    kept = read(f"({labels})(before.filter((one) => one.isConnected))")
    assert "Hana Berg, main host" in kept
    assert "Hana Berg: Busy, 9:30 – 11:00 AM" in kept
    assert not {*gone} & {*read(f"({labels})({shown})")}


def test_only_platforms_that_the_host_has_are_offered(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    offered = window.inside.get_by_label("Meeting platform").locator("option")

    expect(offered).to_have_text(
        ["Host's default (Google Meet)", "Google Meet", "No meeting platform"]
    )
    window.button("Remove Hana Berg").click()
    add_pool(window, "Americas")
    expect(offered).to_have_text(["Host's default", "No meeting platform"])


def add_pool(window: OpenedWindow, name: str) -> None:
    """Choose a pool as the main host."""
    window.button("Add Hosts").click()
    window.inside.get_by_role("button", name="Round Robin Pool").click()
    pools = window.inside.get_by_label("Choose the pool")
    found = pools.locator("option", has_text=name).get_attribute("value")
    pools.select_option(found)


def test_times_that_suit_optional_hosts_too_are_marked_and_come_first_in_a_list(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.find_user("Hugo")
    window.inside.get_by_role("button", name="Hugo Sands is required").click()
    starred = window.inside.locator(".slot_starred")
    expect(starred.first).to_have_attribute("aria-label", re.compile("Hugo Sands free too"))
    expect(window.inside.locator(".status__legend")).to_contain_text("Hugo Sands free too")
    assert window.violations() == []

    page.set_viewport_size({"width": 375, "height": 700})
    day = window.inside.get_by_role("region", name="Tuesday, March 3, 2026")
    ranks = day.locator(".day__rank")
    expect(ranks).to_have_text(["Hugo Sands free too", "Other times"])
    assert day.locator(".time").first.get_attribute("class") == "time time_starred"
    day.locator("summary").click()
    expect(day.get_by_role("listitem").first).to_contain_text("Hana Berg: Busy")
    assert window.violations() == []


def test_the_grid_stays_until_the_answer_comes_and_shows_what_a_chosen_time_keeps_free(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    asked: list[Any] = []
    page.route("**/times", lambda route: asked.append(route))
    kind = window.inside.locator("#meeting-type")
    kind.select_option(label="Product Demo · 45 min")
    expect(window.inside.locator(".calendar_stale")).to_have_count(1)
    expect(window.times().first).to_be_visible()
    asked[0].continue_()
    page.unroute("**/times")
    expect(window.inside.locator(".calendar_stale")).to_have_count(0)

    window.choose("2026-03-05T14:00:00Z")
    chosen = window.inside.locator("[data-slot][aria-pressed=true]")
    expect(chosen).to_have_attribute("aria-label", re.compile("10 min kept free before"))
    expect(chosen.locator(".around_buffer")).to_have_count(2)
    window.button("Continue with Selected Time").click()
    window.button("Back").click()
    expect(window.button("Continue with Selected Time")).to_be_focused()
