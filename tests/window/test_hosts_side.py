"""The left column: pills, pools, who can be added, meeting types, and what was suggested."""

from typing import Any

import requests
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import OpenedWindow

LOCKED = "Locked by your admin's suggestion"


def test_hosts_are_found_promoted_and_removed_by_keyboard(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    search = open_search(window)
    search.press_sequentially("hugo sa", delay=20)
    first = window.inside.get_by_role("option", name="Hugo Sands")
    expect(first.locator("mark")).to_have_text(["Hugo", "Sa"])
    expect(window.inside.locator("#host-found li")).to_have_count(1)
    expect(search).to_have_attribute("aria-activedescendant", "found-0")
    page.keyboard.press("Enter")
    expect(first).to_have_attribute("aria-selected", "true")
    search.press_sequentially("maya ta", delay=20)
    expect(window.inside.get_by_role("option", name="Maya Tanaka")).to_be_visible()
    expect(window.inside.locator("#host-found li")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(pill(window, "Maya Tanaka, required")).to_be_visible()
    assert wrongs(window) == []

    page.keyboard.press("Escape")
    expect(search).to_have_value("")
    page.keyboard.press("Escape")
    expect(window.button("Add Hosts")).to_be_focused()
    pill(window, "Maya Tanaka").focus()
    page.keyboard.press("c")
    expect(pill(window, "Maya Tanaka, main host")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(pill(window, "Hugo Sands, required")).to_be_focused()
    page.keyboard.press("o")
    expect(pill(window, "Hugo Sands, optional")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Delete")
    expect(pill(window, "Hugo Sands, main host")).to_be_focused()
    expect(said(window)).to_contain_text("free this week")


def test_a_pool_is_the_main_host_as_a_whole_or_by_a_member_and_a_second_one_stands_beside(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    take_pool(window, "EMEA")
    expect(window.inside.get_by_role("heading", name="All Pool Members")).to_be_visible()
    expect(pill(window, "Hana Berg, required")).to_be_visible()
    expect(window.inside.locator(".member", has_text="Hana")).to_contain_text("Already an addit")
    crown = window.button("Make Hana Berg the main host")
    pill(window, "Hana Berg, required").focus()
    page.keyboard.press("Tab")
    expect(crown).to_be_focused()
    expect(crown).to_have_attribute("aria-description", "The pool is the main host")
    expect(window.inside.locator(".tip")).to_have_text("The pool is the main host")
    with page.expect_request("**/times") as asking:
        take_pool(window, "Americas", label="Choose the second pool")
    assert asking.value.post_data_json["second_pool"]
    assert wrongs(window) == []

    window.button("Remove pool Americas").click()
    with page.expect_request("**/times") as asking:
        window.inside.locator(".member", has_text="Jonas Keller").click()
    assert asking.value.post_data_json["main"]["member_of"]
    taken = pill(window, "Jonas Keller, main host")
    expect(taken).to_contain_text("from EMEA")
    assert wrongs(window) == []
    window.inside.locator(".whole").click()
    expect(taken).to_have_count(0)
    window.button("Remove pool EMEA").click()
    expect(pill(window, "Hana Berg, main host")).to_be_visible()


def test_where_members_are_shown_one_by_one_one_of_them_is_chosen(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:moss", who="fiona")
    take_pool(window, "Sales")
    expect(window.inside.get_by_role("heading", name="All Pool Members")).to_have_count(0)
    expect(window.inside.get_by_role("heading", name="Pool Members")).to_be_visible()
    expect(window.inside.get_by_text("Choose a member of Sales.")).to_be_visible()
    expect(window.times()).to_have_count(0)
    window.inside.locator(".member", has_text="Felix").click()
    expect(pill(window, "Felix Arden, main host")).to_contain_text("from Sales")
    expect(window.times().first).to_be_visible()


def test_a_type_greys_whom_it_forbids_and_removes_nobody(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.find_user("Hugo")
    take_type(window, "Executive Briefing")
    expect(pill(window, "Hugo Sands")).to_contain_text("Executive Briefing has one host only")
    expect(pill(window, "Hana Berg, main host")).to_be_visible()
    expect(said(window)).not_to_be_empty()
    take_type(window, "Solution Workshop")
    expect(pill(window, "Hana Berg")).to_contain_text("Solution Workshop chooses its host itself")
    assert wrongs(window) == []

    with page.expect_request("**/times") as asking:
        window.button("Let Solution Workshop choose").click()
    assert asking.value.post_data_json["main"] == {"anyone": True}
    expect(pill(window, "Hosts of Solution Workshop")).to_be_visible()
    take_type(window, "Discovery Call")
    expect(pill(window, "Hana Berg, main host")).to_be_visible()
    expect(pill(window, "Hugo Sands, required")).to_be_visible()
    window.button("View Meeting Details").click()
    details = window.inside.locator(".types__details")
    expect(details).to_contain_text("Min booking notice")
    expect(details).to_contain_text("Required or optional")
    expect(window.inside.locator(".types__hidden")).to_contain_text("not offered here")


def test_a_suggestion_fills_the_window_and_says_why(page: Page, product: Product, box: Any) -> None:
    window = OpenedWindow(page, box, "lead:matched")
    expect(window.inside.locator(".suggestion")).to_contain_text("is a customer already")
    main = pill(window, "Hugo Sands, main host, suggested")
    expect(main).to_contain_text("from Account Owner")
    expect(main.get_by_role("img", name="Suggested")).to_be_visible()
    expect(pill(window, "Maya Tanaka, optional, suggested")).to_be_visible()
    expect(window.inside.locator("#meeting-type option:checked")).to_contain_text("Product Demo")
    expect(window.times().first).to_be_visible()
    assert wrongs(window) == []

    pill(window, "Maya Tanaka").focus()
    page.keyboard.press("Delete")
    expect(pill(window, "Maya Tanaka")).to_have_count(0)


def test_what_an_admin_locks_cannot_be_changed(page: Page, product: Product, box: Any) -> None:
    window = OpenedWindow(page, box, "opportunity:solstice")
    locked = window.inside.locator(".pill")
    expect(locked).to_have_count(2)
    for one in locked.all():
        expect(one.get_by_role("img", name=LOCKED)).to_be_visible()
        expect(one.get_by_role("button", name="Remove")).to_have_attribute("aria-disabled", "true")
        one.focus()
        page.keyboard.press("Delete")
        page.keyboard.press("o")
        page.keyboard.press("c")
    expect(locked).to_have_count(2)
    expect(locked.first).to_contain_text("from Opportunity Owner")
    types = window.inside.locator("#meeting-type")
    expect(types).to_be_disabled()
    expect(types).to_have_accessible_description(LOCKED)
    adding = window.button("Add Hosts")
    adding.click(force=True)
    expect(adding).to_have_attribute("aria-expanded", "false")
    expect(adding).to_have_accessible_description("Your admin's suggestion allows no further hosts")
    assert wrongs(window) == []


def test_a_lost_calendar_offers_three_ways_out(page: Page, product: Product, box: Any) -> None:
    fault = {"service": "google", "host": "quinn.avery@larkspur.example", "kind": "lose_access"}
    requests.post(f"{box.url}/faults", json={**fault, "times": None}, timeout=30)
    window = OpenedWindow(page, box, "lead:gus")
    window.add_user_of_record("Hana Berg")
    window.find_user("Quinn Avery")
    lost = pill(window, "Quinn Avery")
    expect(lost).to_contain_text("access")
    lost.get_by_role("button", name="Ask to reconnect").click()
    expect(lost).to_contain_text("Please open Handoff and connect your calendar again")
    expect(lost.get_by_role("button", name="Copy")).to_be_visible()
    assert wrongs(window) == []

    lost.get_by_role("button", name="Replace").click()
    expect(window.inside.get_by_text("Choose who replaces Quinn Avery.")).to_be_visible()
    window.inside.get_by_label("Specific User").fill("hugo")
    window.inside.get_by_role("option", name="Hugo Sands").click()
    expect(pill(window, "Hugo Sands, required")).to_be_visible()
    expect(lost).to_have_count(0)
    window.button("Close Add Hosts").click()
    expect(window.times().first).to_be_visible()


def test_a_small_window_tells_the_hosts_in_a_line_and_opens_them(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser, width=521, height=500) as page:
        window = OpenedWindow(page, box, "lead:gus")
        window.button("Add Hosts").click()
        window.inside.locator(".option", has_text="Hana Berg").click()
        window.button("Show times").click()
        line = window.inside.locator("#side-summary")
        expect(line).to_contain_text("Hana Berg")
        expect(line).to_contain_text("Discovery Call")
        assert wrongs(window) == []
        line.click()
        window.button("Close Add Hosts").click()
        window.button("Remove Hana Berg").click()
        expect(line).to_contain_text("No host yet")
        width = window.frame().evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0


def wrongs(window: OpenedWindow) -> list[str]:
    """Return what axe finds wrong once the times of the hosts have come."""
    expect(window.inside.locator("#calendar[aria-busy='false']")).to_be_attached()
    return window.violations()


def pill(window: OpenedWindow, name: str) -> Locator:
    """Return a pill by the beginning of what it says."""
    return window.inside.get_by_role("group", name=name)


def said(window: OpenedWindow) -> Locator:
    """Return what a screen reader was told last."""
    return window.inside.locator("#announcer")


def open_search(window: OpenedWindow) -> Locator:
    """Open Add Hosts at Specific User and return the field."""
    window.button("Add Hosts").click()
    window.inside.get_by_role("button", name="Specific User").click()
    field = window.inside.get_by_label("Specific User")
    expect(field).to_be_focused()
    return field


def take_pool(window: OpenedWindow, name: str, *, label: str = "Choose the pool") -> None:
    """Choose a pool in Add Hosts."""
    window.button("Add Hosts").click()
    head = window.inside.get_by_role("button", name="Round Robin Pool")
    if head.get_attribute("aria-expanded") == "false":
        head.click()
    pools = window.inside.get_by_label(label)
    pools.select_option(pools.locator("option", has_text=name).get_attribute("value"))


def take_type(window: OpenedWindow, name: str) -> None:
    """Choose a meeting type."""
    types = window.inside.locator("#meeting-type")
    types.select_option(types.locator("option", has_text=name).get_attribute("value"))
