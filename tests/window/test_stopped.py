"""The page in place of the calendar: do not schedule, or nothing that could be booked."""

import json
import re
from typing import Any

import requests
from playwright.sync_api import Page, Request, Route, expect

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
    written = requests.get(f"{box.url}/world.json", timeout=30).json()["salesforce"].values()
    tasks = [one for org in written for one in org["written"] if one["object"] == "Task"]
    assert len(tasks) == 1


def test_a_record_on_which_no_type_is_offered_says_why_for_each(
    page: Page, product: Product, box: Any
) -> None:
    def hide_all_types(route: Route) -> None:
        answer = route.fetch()
        block = re.search(r'(id="handoff-context"[^>]*>)(.*?)(</script>)', answer.text(), re.DOTALL)
        assert block
        told = json.loads(block[2])
        reason = "Only for Account records."
        named = [{"name": one["name"], "reason": reason} for one in told["meeting_types"]]
        told |= {"meeting_types": [], "hidden_types": named}
        text = answer.text().replace(block[2], json.dumps(told).replace("<", "\\u003c"))
        route.fulfill(response=answer, body=text)

    page.route("**/canvas", hide_all_types)
    inside = press_button(page, box, "project:northwind")

    heading = inside.get_by_role("heading", name="Nothing can be booked from this record")
    expect(heading).to_be_focused()
    expect(inside.locator(".reasons li").first).to_contain_text("Only for Account records.")
    expect(inside.get_by_text("your Handoff admin can offer it")).to_be_visible()
    assert violations(window_frame(page)) == []
