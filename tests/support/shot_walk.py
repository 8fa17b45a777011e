"""How the pictures' scenes are walked: pressing, choosing and looking as a person does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests
from playwright.sync_api import FrameLocator, Locator, Page

from tests.cast import GUS_EMAIL, OLIVE
from tests.support.product import Product
from tests.window.opened import press_button

Take = Callable[..., None]
"""Takes the picture of a state: its name, and what a narrow window turns to, `hosts` or `times`."""


class Walk:
    """Somebody in front of a browser."""

    def __init__(self, page: Page, *, box: Any, product: Product, take: Take) -> None:
        self.page, self.box, self.product, self._take = page, box, product, take
        self.inside: FrameLocator = page.frame_locator("iframe")

    def _open(self, record: str, who: str = OLIVE) -> None:
        press_button(self.page, self.box, record, who)
        self.inside.locator("body[data-page]").wait_for()

    def _picture(self, name: str, shows: str = "times") -> None:
        self._settled()
        self._take(name, shows)

    def _settled(self) -> None:
        self.inside.locator("#calendar:not([aria-busy='true'])").wait_for(state="attached")

    def _button(self, name: str) -> Locator:
        return self.inside.get_by_role("button", name=name, exact=True)

    def _option(self, name: str) -> Locator:
        return self.inside.locator(".option", has_text=name)

    def _search(self, words: str) -> None:
        field = self.inside.get_by_label("Specific User")
        if not field.is_visible():
            self.inside.get_by_role("button", name="Specific User").click()
        field.fill(words)

    def _find(self, name: str) -> None:
        self._button("Add Hosts").click()
        self._search(name)
        self._option(name).click()
        self._button("Close Add Hosts").click()

    def _add_hana_and(self, other: str) -> None:
        self._button("Add Hosts").click()
        self._option("Hana Berg").click()
        self._search(other)
        self._option(other).click()
        self._button("Close Add Hosts").click()
        self._settled()

    def _take_pool(self, name: str, *, label: str) -> None:
        self._button("Add Hosts").click()
        head = self.inside.get_by_role("button", name="Round Robin Pool")
        if head.get_attribute("aria-expanded") == "false":
            head.click()
        pick(self.inside.get_by_label(label), name)

    def _choose(self, starts_at: str) -> None:
        self.inside.locator(f"[data-slot='{starts_at}']").click()
        self.inside.locator(".bar__hold", has_text="Held for you until").wait_for()

    def _choose_first(self) -> None:
        first = self.inside.locator("[data-slot]").first
        self._choose(str(first.get_attribute("data-slot")))

    def _continue(self) -> None:
        self._button("Continue with Selected Time").click()
        self.inside.get_by_role("heading", name="Scheduling Information").wait_for()

    @contextmanager
    def _fault(self, **fault: str) -> Iterator[None]:
        faults = f"{self.box.url}/faults"
        requests.post(faults, json={**fault, "times": None}, timeout=30)
        yield
        requests.delete(faults, timeout=30)

    def _letter(self) -> str:
        letters = requests.get(f"{self.box.url}/world.json", timeout=30).json()["letters"]
        letter = next(one for one in letters if GUS_EMAIL in one["to"])
        return f"{self.box.url}/mailbox/letter/{letter['id']}"


def pick(choice: Locator, name: str) -> None:
    """Take the option of a list that has these words."""
    choice.select_option(choice.locator("option", has_text=name).get_attribute("value"))
