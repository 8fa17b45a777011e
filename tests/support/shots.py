"""Takes the screenshots in docs/screenshots from the product as it is: one handoff, in a wide and in a narrow browser."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Page

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import GUS, GUS_EMAIL, NOW
from tests.support.browser import running_browser, watched_page
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey
from tests.support.window_page import RecordPage

PICTURES = ROOT / "docs" / "screenshots"
SIZES = {1280: 800, 600: 800}
"""Width and height of the browser, in CSS pixels."""

TUESDAY = "2026-03-03T14:30:00Z"


def main() -> int:
    """Take them all, for every width in a world of its own."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with running_browser() as browser:
        for width, height in SIZES.items():
            with everything() as box, watched_page(browser, width=width, height=height) as page:
                _one_handoff(page, box)
    return 0


@contextmanager
def everything() -> Iterator[Sandbox]:
    """Run the outside world and the product in it, on a new database."""
    valkey = Valkey().start()
    try:
        with tempfile.TemporaryDirectory() as directory, Sandbox(now=NOW) as box:
            url = f"sqlite:///{directory}/handoff.db"
            migrate(url)
            product = Product(box=box, database_url=url, redis_url=valkey.url)
            try:
                product.start()
                yield box
            finally:
                product.stop()
    finally:
        valkey.stop()


def _one_handoff(page: Page, box: Any) -> None:
    record_page = RecordPage(page, box, GUS)
    _take(page, "record")
    window = record_page.press_book_meeting()
    window.add_host_of_record("Hana Berg")
    window.search_host("Hugo Sands")
    window.show_times()
    window.choose_time(TUESDAY)
    _take(page, "window")
    window.continue_with_it()
    window.write("Notes for the host", "Wants to see the warehouse integration.")
    _take(page, "details")
    window.schedule()
    window.wait_until_all_is_done()
    _take(page, "booked")
    window.done()
    record_page.timeline().first.scroll_into_view_if_needed()
    _take(page, "timeline")
    page.goto(_letter_to_the_guest(box))
    _take(page, "letter")
    page.goto(f"{box.url}/")
    _take(page, "console")


def _letter_to_the_guest(box: Any) -> str:
    letters = requests.get(f"{box.url}/world.json", timeout=10).json()["letters"]
    letter = next(one for one in letters if GUS_EMAIL in one["to"])
    return f"{box.url}/mailbox/letter/{letter['id']}"


def _take(page: Page, name: str) -> None:
    size = page.viewport_size
    assert size
    page.mouse.move(0, 0)  # nothing looks hovered
    page.wait_for_timeout(400)  # until what moves has come to rest
    path: Path = PICTURES / f"{name}-{size['width']}.png"
    page.screenshot(path=path, animations="disabled", caret="hide")


if __name__ == "__main__":
    sys.exit(main())
