"""From the button to booked: three clicks, four keys, and never without a focus or without a word."""

from typing import Any

from playwright.sync_api import Frame, Page, expect

from tests.support.product import Product
from tests.window.opened import FIRST_TIME, OpenedWindow, press_button, record_page, window_frame

HEARD = """() => {
    window.heard = [];
    const place = document.getElementById("announcer");
    const note = () => place.textContent && window.heard.push(place.textContent);
    new MutationObserver(note).observe(place, {childList: true, characterData: true, subtree: true});
}"""


def test_the_button_one_enter_enter_books_what_is_suggested(
    page: Page, product: Product, box: Any
) -> None:
    record_page(page, box, "lead:emea")
    page.get_by_role("button", name="Book Meeting").first.focus()
    page.keyboard.press("Enter")
    inside = page.frame_locator("iframe")
    expect(inside.locator(".offer__guest")).to_have_count(3)

    page.keyboard.press("1")
    expect(inside.get_by_role("button", name="Continue with Selected Time")).to_be_focused()
    expect(inside.locator(".bar__hold", has_text="Held for you until")).to_be_visible()
    expect(inside.locator("[data-slot][aria-pressed=true]")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(inside.get_by_role("button", name="Schedule")).to_be_focused()
    page.keyboard.press("Enter")

    expect(inside.get_by_role("heading", name="Booked with")).to_be_focused()


def test_three_clicks_lead_from_the_button_to_booked(
    page: Page, product: Product, box: Any
) -> None:
    inside = press_button(page, box, "lead:linked")
    inside.locator(".offer__guest").first.click()
    inside.get_by_role("button", name="Schedule", exact=True).click()

    expect(inside.get_by_role("heading", name="Booked with")).to_be_focused()


def test_what_is_not_complete_is_not_scheduled_from_the_times(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:carys")
    types = window.inside.get_by_role("combobox", name="Meeting Type")
    asking = types.locator("option", has_text="Needs Analysis").get_attribute("value")
    types.select_option(asking)
    window.add_user_of_record("Rhys Morgan")
    window.times().first.click()
    window.held().wait_for()

    expect(window.button("Schedule")).to_have_count(0)
    types.select_option(types.locator("option", has_text="Discovery").get_attribute("value"))
    window.times().first.click()
    window.held().wait_for()
    expect(window.button("Schedule")).to_be_visible()
    window.button("Close").click()
    expect(window.inside.get_by_text("Choose a free time to continue.")).to_be_visible()


def test_the_keyboard_alone_books_with_a_focus_and_a_word_at_every_step(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    frame = window.frame()
    frame.evaluate(HEARD)
    window.button("Add Hosts").focus()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
        _has_focus(frame)
    window.times().first.wait_for()
    page.keyboard.press("Escape")
    expect(window.button("Add Hosts")).to_be_focused()

    _tab_to(window, "[data-key=next]")
    page.keyboard.press("Enter")
    window.times().first.wait_for()
    _has_focus(frame)
    _tab_to(window, "[data-slot]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    window.held().wait_for()
    _has_focus(frame)
    _tab_to(window, "[data-key=let-go]", back=True)
    page.keyboard.press("Enter")
    expect(window.inside.locator("[data-slot]:focus")).to_have_count(1)
    page.keyboard.press("Enter")
    window.held().wait_for()
    expect(window.button("Continue with Selected Time")).to_be_focused()
    page.keyboard.press("Enter")
    expect(window.button("Schedule")).to_be_focused()
    _tab_to(window, "[data-key=back]", back=True)
    page.keyboard.press("Enter")
    expect(window.button("Continue with Selected Time")).to_be_focused()
    page.keyboard.press("Enter")
    expect(window.button("Schedule")).to_be_focused()
    page.keyboard.press("Enter")

    expect(window.inside.get_by_role("heading", name="Booked with")).to_be_focused()
    heard = " ".join(frame.evaluate("window.heard"))
    for words in (
        "Hana Berg",
        "Held for you until",
        "The time was released.",
        "Scheduling Information.",
        "Scheduling…",
    ):
        assert words in heard


def test_a_control_that_goes_away_leaves_the_focus_in_the_window(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:gus")
    frame = window.frame()
    for press in ("show-all-first", "back-to-hosts"):
        control = window.inside.locator(f"[data-key='{press}']")
        if control.count():
            control.focus()
            page.keyboard.press("Enter")
            expect(control).to_have_count(0)
            _has_focus(frame)
    window.find_user("Hana Berg")
    window.choose(FIRST_TIME)
    window.button("Remove Hana Berg").focus()
    page.keyboard.press("Enter")

    expect(window.held()).to_have_count(0)
    _has_focus(frame)


def _has_focus(frame: Frame) -> None:
    frame.wait_for_function("document.activeElement && document.activeElement !== document.body")


def _tab_to(window: OpenedWindow, selector: str, *, back: bool = False) -> None:
    for _ in range(40):
        window.page.keyboard.press("Shift+Tab" if back else "Tab")
        if window_frame(window.page).evaluate(f"document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"Tab never reaches {selector}")
