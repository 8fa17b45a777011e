"""An open window over time: left, come back to, forgotten until its token is spent."""

from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import update

from handoff.storage.database import Database
from handoff.storage.window_tables import PageRow
from tests.cast import GUS, NOW, OTTO
from tests.journeys.outside import outside
from tests.support.browser import watched_page
from tests.support.processes import wait_until
from tests.support.product import Product
from tests.support.window import Window
from tests.support.window_page import RecordPage, WindowPage

TUESDAY = "2026-03-03T14:30:00Z"


def test_closing_the_window_releases_the_time(page: Page, product: Product, box: Any) -> None:
    record_page = RecordPage(page, box, GUS)
    window = hold_with_hana(record_page)
    assert not is_offered(product, box)

    record_page.close_window()

    wait_until(lambda: is_offered(product, box), "the time is offered again")
    assert window.page.locator("iframe").count() == 0


def test_leaving_by_browser_back_releases_the_time_and_books_nothing(
    page: Page, product: Product, box: Any
) -> None:
    page.goto(f"{box.url}/")
    hold_with_hana(RecordPage(page, box, GUS)).continue_with_it()

    page.go_back()

    wait_until(lambda: is_offered(product, box), "the time is offered again")
    assert outside(box).meetings == []


def test_browser_back_after_booking_and_forward_again_books_nothing_more(
    page: Page, product: Product, box: Any
) -> None:
    page.goto(f"{box.url}/")
    record_page = RecordPage(page, box, GUS)
    window = hold_with_hana(record_page)
    window.continue_with_it()
    window.schedule()

    page.go_back()
    page.go_forward()

    meeting = record_page.timeline().filter(has_text="Discovery Call")
    wait_until(lambda: len(outside(box).letters) == 3, "the letters are sent without the window")
    page.reload()
    expect(meeting).to_have_count(1)
    assert len(outside(box).meetings) == 1


def test_a_token_spent_in_mid_booking_is_renewed_through_salesforce_without_a_word(
    page: Page, product: Product, box: Any, sqlite_url: str
) -> None:
    window = hold_with_hana(RecordPage(page, box, GUS))
    window.continue_with_it()
    renewed: list[int] = []
    page.on("response", lambda answer: note_renewal(answer, renewed))
    spend_every_token(sqlite_url)

    window.schedule()

    window.is_booked_with("Hana Berg")
    window.wait_until_all_is_done()
    assert renewed == [200]
    expect(window.notice()).to_have_count(0)
    assert len(outside(box).meetings) == 1


def test_two_windows_of_one_organizer_do_not_share_a_hold(
    browser: Browser, product: Product, box: Any
) -> None:
    with watched_page(browser) as first, watched_page(browser) as second:
        one = hold_with_hana(RecordPage(first, box, GUS))
        other = RecordPage(second, box, GUS).press_book_meeting()
        other.add_host_of_record("Hana Berg")

        assert TUESDAY not in other.offered()
        other.choose_time("2026-03-03T15:00:00Z")

        one.continue_with_it()
        one.schedule()
        one.is_booked_with("Hana Berg")


def hold_with_hana(record_page: RecordPage) -> WindowPage:
    """Open the window and hold Tuesday's time."""
    window = record_page.press_book_meeting()
    window.add_host_of_record("Hana Berg")
    window.choose_time(TUESDAY)
    return window


def is_offered(product: Product, box: Any) -> bool:
    """Say whether somebody else is offered Tuesday's time with Hana."""
    window = Window.open(product.url, box, GUS, OTTO)
    times = window.times(window.question(window.host("Hana Berg")))
    return TUESDAY in {one["starts_at"] for one in times["slots"]}


def spend_every_token(database_url: str) -> None:
    """Let every page token have ended a minute ago."""
    database = Database(database_url)
    try:
        ended = NOW - timedelta(minutes=1)
        database.run(lambda session: session.execute(update(PageRow).values(expires_at=ended)))
    finally:
        database.dispose()


def note_renewal(answer: Response, renewed: list[int]) -> None:
    """Remember how a renewal was answered."""
    if answer.url.endswith("/canvas/refresh"):
        renewed.append(answer.status)
