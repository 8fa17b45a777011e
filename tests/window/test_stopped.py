"""The page in place of the calendar: do not schedule, with the admin's words and one action at most."""

from typing import Any

import requests
from playwright.sync_api import Page, Request, expect

from tests.support.product import Product
from tests.window.opened import press_button, violations, window_frame


def test_do_not_schedule_opens_no_calendar_and_tells_the_owner_once(
    page: Page, product: Product, box: Any
) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.rsplit("/", 1)[-1])

    page.on("request", note)
    inside = press_button(page, box, "lead:stopped")

    title = inside.get_by_role("heading", name="Do not schedule a meeting for Basil Thorne.")
    expect(title).to_be_focused()
    expect(inside.get_by_text("marketing stays in touch")).to_be_visible()
    expect(inside.get_by_role("button", name="Continue with Selected Time")).to_have_count(0)
    assert violations(window_frame(page)) == []

    inside.get_by_role("button", name="Ask the owner to look again").click()
    expect(inside.get_by_text("The owner was told, with a task on this record.")).to_be_visible()
    inside.get_by_role("button", name="Ask the owner to look again").click(force=True)
    inside.get_by_role("button", name="Close").click()

    expect(page.locator("iframe")).to_have_count(0)
    assert "times" not in asked
    written = requests.get(f"{box.url}/world.json", timeout=10).json()["salesforce"].values()
    tasks = [one for org in written for one in org["written"] if one["object"] == "Task"]
    assert len(tasks) == 1
