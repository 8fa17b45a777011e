"""Opening: one document that carries what it shows, one question about times, nothing that jumps, nobody else asked."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, Response, expect

from tests.support.browser import watched_page
from tests.support.product import Product
from tests.window.opened import OpenedWindow, record_page, window_frame

A_YEAR = "public, max-age=31536000, immutable"
STEADY = 0.01
WATCH = """
    window.shifted = [];
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) {
            const moved = one.sources.map(({node}) => node?.className ?? node?.nodeName);
            if (!one.hadRecentInput) window.shifted.push([one.value, one.startTime, moved.join(", ")]);
        }
    }).observe({type: "layout-shift", buffered: true});
"""
FIRST_WORDS = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


def test_the_page_carries_what_it_shows_and_the_times_are_asked_for_once(
    page: Page, product: Product, box: Any
) -> None:
    asked: list[Request] = []
    answered: list[Response] = []
    record_page(page, box, "lead:tie")
    page.on("request", lambda one: asked.append(one))
    page.on("response", lambda one: answered.append(one))
    page.get_by_role("button", name="Book Meeting").first.click()
    inside = page.frame_locator("iframe")
    expect(inside.locator(".offer__guest")).to_have_count(3)

    frame = window_frame(page)
    ours = [one for one in asked if one.frame == frame]
    hosts = {urlsplit(one.url).netloc for one in ours if one.url.startswith("http")}
    fetched = [urlsplit(one.url).path for one in ours if one.resource_type == "fetch"]
    kept = {
        one.headers.get("cache-control") for one in answered if "/static/" in urlsplit(one.url).path
    }
    assert hosts <= {urlsplit(product.url).netloc, urlsplit(box.url).netloc}
    assert [path for path in fetched if path != "/taken"] == ["/times"]
    assert [one.method for one in ours if one.is_navigation_request()].count("POST") == 1
    assert kept & {A_YEAR} == {A_YEAR}
    assert [one.url for one in answered if one.status >= 400] == []


def test_nothing_jumps_while_the_window_opens_with_a_suggestion(
    browser: Browser, product: Product, box: Any
) -> None:
    for width, height in ((1280, 800), (900, 700), (521, 500), (375, 700)):
        with watched_page(browser, width=width, height=height) as page:
            page.add_init_script(WATCH)
            record_page(page, box, "lead:tie")
            page.get_by_role("button", name="Book Meeting").first.click()
            expect(page.frame_locator("iframe").locator(".offer__guest")).to_have_count(3)
            page.wait_for_timeout(700)
            frame = window_frame(page)
            shown = frame.evaluate(FIRST_WORDS)
            shifted = [one for one in frame.evaluate("window.shifted") if one[1] > shown]

            assert sum(one[0] for one in shifted) < STEADY, (width, shifted)


def test_the_bar_does_not_move_what_is_above_it_when_a_time_is_held(
    page: Page, product: Product, box: Any
) -> None:
    window = OpenedWindow(page, box, "lead:tie")
    window.times().first.wait_for()
    height = "document.getElementById('stage').clientHeight"
    before = window.frame().evaluate(height)
    page.keyboard.press("1")
    window.held().wait_for()

    assert window.frame().evaluate(height) == before
