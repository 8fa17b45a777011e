"""The admin's Settings dialog, and a window that was opened without Canvas, as a browser shows them."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import FrameLocator, Page, Response, expect
from sqlalchemy import update

from handoff.storage.database import Database
from handoff.storage.window_tables import PageRow
from tests.cast import ADAM, GUS, LARKSPUR, NOW
from tests.support.product import Product
from tests.window.opened import press_button, violations

RECORD = "lead:inactive"
WIDTHS = (1280, 600, 375)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BROKEN = "Mars/Olympus"


def gear(inside: FrameLocator) -> Any:
    """Return the button that opens the dialog."""
    return inside.get_by_role("button", name="Settings", exact=True)


def set_zone(box: Any, zone: str) -> str:
    """Write a time zone into the first pool, as an admin may mistype it; return what stood there."""
    org = next(one for one in box.world.orgs.values() if one.name == LARKSPUR)
    pool = next(one for one in org.rows("Handoff_Pool__c").values() if one["Name"] == "EMEA")
    before, pool["Time_Zone__c"] = pool["Time_Zone__c"], zone
    return str(before)


def test_only_an_admin_has_the_gear(page: Page, product: Product, box: Any) -> None:
    inside = press_button(page, box, RECORD)
    inside.get_by_role("button", name="Continue with Selected Time").wait_for()

    expect(gear(inside)).to_have_count(0)


def test_the_dialog_names_problems_reads_anew_and_goes_back_where_it_came_from(
    page: Page, product: Product, box: Any
) -> None:
    inside = press_button(page, box, RECORD, ADAM)
    gear(inside).press("Enter")
    dialog = inside.get_by_role("dialog", name="Settings")
    expect(inside.locator("#settings-title")).to_be_focused()
    good = set_zone(box, BROKEN)

    dialog.get_by_role("button", name="Reload settings").click()
    problem = dialog.get_by_role("listitem").filter(has_text=BROKEN)
    expect(problem.get_by_role("link", name="EMEA")).to_have_attribute(
        "href", f"{box.url}/lightning/r/Handoff_Pool__c/{pool_id(box)}/view"
    )
    set_zone(box, good)
    dialog.get_by_role("button", name="Reload settings").click()

    expect(problem).to_have_count(0)
    expect(dialog).to_contain_text("Nobody has left while meetings are ahead.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(gear(inside)).to_be_focused()


def test_a_guest_is_erased_after_a_second_question(page: Page, product: Product, box: Any) -> None:
    inside = press_button(page, box, RECORD, ADAM)
    gear(inside).click()
    address = inside.get_by_label("The guest's e-mail address")
    address.fill("nobody@elsewhere.example")
    address.press("Enter")

    expect(inside.get_by_role("button", name="Keep", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(address).to_be_focused()
    expect(inside.get_by_role("dialog", name="Settings")).to_be_visible()
    address.press("Enter")
    inside.get_by_role("button", name="Erase", exact=True).click()

    expect(inside.locator("#erase-said")).to_contain_text("erased from 0 bookings")
    expect(address).to_have_value("")


def test_nothing_is_wrong_with_the_dialog_at_any_width(
    page: Page, product: Product, box: Any
) -> None:
    good = set_zone(box, BROKEN)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        inside = press_button(page, box, RECORD, ADAM)
        gear(inside).click()
        inside.get_by_role("button", name="Reload settings").click()
        expect(inside.get_by_role("listitem").filter(has_text=BROKEN)).to_be_visible()
        inside.get_by_label("The guest's e-mail address").fill("gus@northwind.example")
        inside.get_by_role("button", name="Erase…").click()
        frame = next(one for one in page.frames if one.name.startswith("canvas-frame"))

        assert violations(frame) == []
        assert frame.evaluate(SIDEWAYS) == 0
    set_zone(box, good)


def test_a_window_opened_without_canvas_books_renews_and_closes(
    page: Page, product: Product, box: Any
) -> None:
    renewed: list[int] = []
    page.on("response", lambda answer: _note(answer, renewed))
    inside = press_button(page, box, GUS, extra="&launch=jwt")
    inside.get_by_role("button", name="Add Hosts").click()
    inside.locator(".option", has_text="Hana Berg").click()
    inside.locator("[data-slot]").first.click()
    inside.locator(".bar__hold", has_text="Held for you until").wait_for()
    inside.get_by_role("button", name="Continue with Selected Time").click()
    inside.get_by_role("button", name="Schedule", exact=True).wait_for()
    _spend_every_token(product)

    inside.get_by_role("button", name="Schedule", exact=True).click()
    done = inside.get_by_role("button", name="Done", exact=True)
    done.wait_for()
    done.click()

    assert renewed == [200]
    expect(page.get_by_text("Meeting booked with Hana Berg.")).to_be_visible()
    expect(page.locator("iframe")).to_have_count(0)


def pool_id(box: Any) -> str:
    """Return the id of the pool EMEA."""
    org = next(one for one in box.world.orgs.values() if one.name == LARKSPUR)
    rows = org.rows("Handoff_Pool__c").values()
    return next(str(one["Id"]) for one in rows if one["Name"] == "EMEA")


def _note(answer: Response, renewed: list[int]) -> None:
    if answer.url.endswith("/launch/refresh"):
        renewed.append(answer.status)


def _spend_every_token(product: Product) -> None:
    database = Database(product.environment["DATABASE_URL"])
    try:
        ended = NOW - timedelta(minutes=1)
        database.run(lambda session: session.execute(update(PageRow).values(expires_at=ended)))
    finally:
        database.dispose()
