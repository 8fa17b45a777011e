"""Takes the screenshots in docs/screenshots from the product as it is: every state, in wide and in narrow browsers."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.browser import running_browser, watched_page
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey
from tests.support.shot_scenes import Scenes
from tests.support.small_pictures import smaller

PICTURES = ROOT / "docs" / "screenshots"
WIDTHS = (1280, 900, 521, 375)
HEIGHT = 800
"""Of what is pictured, and of the browser, in CSS pixels."""
TO_REST = 400
"""Milliseconds until what moves has come to rest."""
PASSES = 4
"""How often the browser's width is set; the window's follows in steps."""
LINE = "body:not(:has(dialog[open])) #side-summary"


def main() -> int:
    """Take them all, or those of the scenes that are named."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with (
        running_browser() as browser,
        everything() as (box, product),
        watched_page(browser, width=WIDTHS[0], height=HEIGHT) as page,
    ):
        take = _Camera(page, browser.new_page()).take
        Scenes(page, box=box, product=product, take=take).play(sys.argv[1:])
    return 0


@contextmanager
def everything() -> Iterator[tuple[Sandbox, Product]]:
    """Run the outside world and the product in it, on a new database."""
    valkey = Valkey().start()
    try:
        with tempfile.TemporaryDirectory() as directory, Sandbox(now=NOW) as box:
            url = f"sqlite:///{directory}/handoff.db"
            migrate(url)
            product = Product(box=box, database_url=url, redis_url=valkey.url)
            try:
                product.start()
                yield box, product
            finally:
                product.stop()
    finally:
        valkey.stop()


class _Camera:
    """Takes pictures of the window, or of the page where none is open."""

    def __init__(self, page: Page, workplace: Page) -> None:
        self._page, self._workplace = page, workplace
        self._frame = page.locator("#frame-place")

    def take(self, name: str, shows: str = "times") -> None:
        """Picture the window at every width, anything else at the widest; go back to that."""
        for width in WIDTHS if self._frame.is_visible() else WIDTHS[:1]:
            self._widen_to(width)
            self._turn_to(shows)
            picture = self._shown().screenshot(animations="disabled", caret="hide")
            path = PICTURES / f"{name}-{width}.png"
            path.write_bytes(smaller(picture, self._workplace))
        self._widen_to(WIDTHS[0])

    def _shown(self) -> Page | Locator:
        return self._frame if self._frame.is_visible() else self._page

    def _widen_to(self, width: int) -> None:
        """Make the browser as wide as what is pictured then needs for this width."""
        browser = width
        for _ in range(PASSES):
            self._page.set_viewport_size({"width": browser, "height": HEIGHT})
            box = self._frame.bounding_box() if self._frame.is_visible() else None
            browser += round(width - box["width"]) if box else 0
        self._rest()

    def _turn_to(self, shows: str) -> None:
        """Show the hosts or their times where a narrow window has room for one of them only."""
        line = self._page.frame_locator("iframe").locator(LINE)
        if not (self._frame.is_visible() and line.is_visible()):
            return
        is_open = line.get_attribute("aria-expanded") == "true"
        if is_open is not (shows == "hosts"):
            line.click()
            self._rest()

    def _rest(self) -> None:
        """Leave the window by its empty lower corner, so that nothing looks hovered, and wait."""
        box = self._frame.bounding_box() if self._frame.is_visible() else None
        if box:
            self._page.mouse.move(box["x"] + 3, box["y"] + box["height"] - 3)
        self._page.mouse.move(0, 0)
        self._page.wait_for_timeout(TO_REST)


if __name__ == "__main__":
    sys.exit(main())
