"""What is booked already: shown first, moved and cancelled from the window, with every effect live."""

from typing import Any

import requests
from playwright.sync_api import Page, expect

from tests.support.product import Product
from tests.support.window import Window
from tests.window.opened import press_button, violations, window_frame

RECORD, HOST = "contact:dana", "Hana Berg"


def test_a_booked_meeting_is_shown_first_moved_and_then_cancelled_with_a_reason(
    page: Page, product: Product, box: Any
) -> None:
    booking = _book(product, box)
    # As when one of the Bookings component's links was pressed.
    inside = press_button(page, box, RECORD, extra=f"&bookingKey={booking}&change=reschedule")
    expect(inside.get_by_text("New time for Discovery Call").first).to_be_visible()
    inside = press_button(page, box, RECORD, extra=f"&bookingKey={booking}&change=cancel")
    expect(inside.get_by_label("Why is it cancelled?")).to_be_focused()

    inside = press_button(page, box, RECORD)
    expect(inside.get_by_role("heading", name="A meeting is booked already")).to_be_focused()
    expect(inside.locator(".meeting")).to_contain_text("Discovery Call · with Hana Berg")
    assert violations(window_frame(page)) == []

    inside.get_by_role("button", name="Reschedule").click()
    expect(inside.get_by_text("New time for Discovery Call").first).to_be_visible()
    inside.locator("[data-slot]").last.click()
    inside.locator(".bar__hold", has_text="Held for you until").wait_for()
    inside.get_by_role("button", name="Continue with Selected Time").click()
    expect(inside.get_by_role("heading", name="Moved: the meeting with")).to_be_focused()
    expect(inside.get_by_role("heading", name="All done")).to_be_visible()
    assert violations(window_frame(page)) == []

    inside.get_by_role("button", name="Cancel", exact=True).click()
    reason = inside.get_by_label("Why is it cancelled?")
    expect(reason).to_be_focused()
    reason.press("Escape")
    expect(inside.get_by_role("button", name="Cancel", exact=True)).to_be_focused()
    inside.get_by_role("button", name="Cancel", exact=True).click()
    reason.fill("Wrong person.")
    assert violations(window_frame(page)) == []
    reason.press("Enter")

    expect(inside.get_by_role("heading", name="Cancelled: the meeting with")).to_be_focused()
    expect(inside.locator(".booked__facts")).to_contain_text("Wrong person.")
    expect(inside.get_by_role("heading", name="All done")).to_be_visible()
    assert violations(window_frame(page)) == []
    inside.get_by_role("button", name="Done").click()
    expect(page.locator("iframe")).to_have_count(0)
    assert [one["status"] for one in _events(box)] == ["cancelled"]


def _book(product: Product, box: Any) -> str:
    window = Window.open(product.url, box, RECORD)
    question = window.question(window.host(HOST))
    slots = window.times(question, since="2026-03-09")["slots"]
    return str(window.book(window.hold(question, slots[0]["starts_at"])["id"])["booking"]["id"])


def _events(box: Any) -> list[dict[str, Any]]:
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    events = [one for calendar in world["calendars"].values() for one in calendar["events"]]
    return [one for one in events if "Dana" in one["description"] and not one["seed"]]
