"""The window of a host who books for nobody: their meeting gets another time, then it is cancelled."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.support.window import Window
from tests.window.opened import press_button, violations, window_frame

RECORD, HOST = "contact:dana", "hana"


def test_a_host_moves_and_cancels_their_own_meeting_and_finds_nothing_to_book(
    page: Page, product: Product, box: Any
) -> None:
    refusals: list[str] = []
    page.on("response", lambda one: one.status >= 400 and refusals.append(one.url))
    booking = _book(product, box)
    inside = press_button(page, box, RECORD, HOST)
    expect(inside.get_by_role("heading", name="Your meeting")).to_be_focused()
    expect(inside.locator(".meeting")).to_contain_text("Discovery Call · with Dana Whitfield")
    expect(inside.get_by_text("needs the permission set Handoff Organizer")).to_be_visible()
    expect(inside.get_by_role("button", name="Book another")).to_have_count(0)
    assert violations(window_frame(page)) == []

    # As when one of the Bookings component's links was pressed.
    change = f"&bookingKey={booking}&change=reschedule"
    inside = press_button(page, box, RECORD, HOST, extra=change)
    expect(inside.get_by_text("New time for Discovery Call").first).to_be_visible()
    inside.locator("[data-slot]").last.click()
    inside.locator(".bar__hold", has_text="Held for you until").wait_for()
    assert violations(window_frame(page)) == []
    inside.get_by_role("button", name="Continue with Selected Time").click()
    expect(
        inside.get_by_role("heading", name="Moved: the meeting with Dana Whitfield")
    ).to_be_focused()
    expect(inside.get_by_role("heading", name="All done")).to_be_visible()
    [beside] = Window.open(product.url, box, RECORD).booking(booking)["booking"]["additional"]
    assert (beside["name"], beside["required"]) == ("Hugo Sands", False)

    inside.get_by_role("button", name="Cancel", exact=True).click()
    expect(inside.get_by_text("for the hosts, the organizer and Salesforce only")).to_be_visible()
    inside.get_by_label("Why is it cancelled?").press("Enter")
    expect(inside.get_by_role("heading", name="Cancelled: the meeting with")).to_be_focused()
    expect(inside.get_by_role("heading", name="All done")).to_be_visible()
    expect(inside.get_by_role("button", name="Book another")).to_have_count(0)
    inside.get_by_role("button", name="Done").click()
    expect(page.locator("iframe")).to_have_count(0)

    inside = press_button(page, box, RECORD, HOST)
    expect(inside.get_by_role("heading", name="You have no meeting here")).to_be_focused()
    assert violations(window_frame(page)) == []
    assert refusals == []


def _book(product: Product, box: Any) -> str:
    window = Window.open(product.url, box, RECORD)
    beside = [{**window.host("Hugo Sands"), "required": False}]
    question = window.question(window.host("Hana Berg"), additional=beside)
    slots = window.times(question, since="2026-03-09")["slots"]
    return str(window.book(window.hold(question, slots[0]["starts_at"])["id"])["booking"]["id"])
