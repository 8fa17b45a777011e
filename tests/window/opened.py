"""An open window as a person uses it: what stands on it, pressed and read through the browser."""

import gzip
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Frame, FrameLocator, Locator, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "vendor" / "axe-core-4.14.1" / "axe.min.js"
FIRST_TIME = "2026-03-03T14:30:00Z"
"""Hana and Hugo are both free at this start."""


class OpenedWindow:
    """The Handoff window of one record."""

    def __init__(self, page: Page, box: Any, record: str, who: str = "olive") -> None:
        """Go to the record's page and press the button."""
        self.page, self.box = page, box
        self.inside = press_button(page, box, record, who)
        to_times = self.button("Continue with Selected Time")
        another = self.button("Book another")
        to_times.or_(another).wait_for()
        if another.is_visible():
            another.click()
            to_times.wait_for()

    def button(self, name: str) -> Locator:
        """Return a button by its words."""
        return self.inside.get_by_role("button", name=name, exact=True)

    def add_user_of_record(self, name: str) -> None:
        """Add the host that the record names, and wait for their times."""
        self.button("Add Hosts").click()
        self.inside.locator(".option", has_text=name).click()
        self.times().first.wait_for()
        self.button("Close Add Hosts").click()

    def find_user(self, name: str) -> None:
        """Add a host by searching."""
        self.button("Add Hosts").click()
        self.inside.get_by_role("button", name="Specific User").click()
        self.inside.get_by_label("Specific User").fill(name)
        self.inside.locator(".option", has_text=name).click()
        self.button("Close Add Hosts").click()

    def times(self) -> Locator:
        """Return the offered times of the grid."""
        return self.inside.locator("[data-slot]")

    def choose(self, starts_at: str) -> None:
        """Choose a time and wait until it is held."""
        self.inside.locator(f"[data-slot='{starts_at}']").click()
        self.held().wait_for()

    def held(self) -> Locator:
        """Return the words that say how long the time is held."""
        return self.inside.locator(".bar__hold", has_text="Held for you until")

    def frame(self) -> Frame:
        """Return the window's own frame."""
        return window_frame(self.page)

    def violations(self) -> list[str]:
        """Return what axe finds wrong with what is shown now."""
        return violations(self.frame())


def record_page(page: Page, box: Any, record: str, who: str = "olive", extra: str = "") -> None:
    """Go to a record's page as somebody; `extra` is added to its address."""
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    found = next(one for one in world["records"] if one["key"] == record)
    page.goto(f"{box.url}/lightning/r/{found['object']}/{found['id']}/view?as={who}{extra}")


def press_button(
    page: Page, box: Any, record: str, who: str = "olive", extra: str = ""
) -> FrameLocator:
    """Go to a record's page as somebody and press the button; return the frame that opens."""
    record_page(page, box, record, who, extra)
    page.get_by_role("button", name="Book Meeting").first.click()
    return page.frame_locator("iframe")


def window_frame(page: Page) -> Frame:
    """Return the frame in which Salesforce shows the window."""
    return next(one for one in page.frames if one.name.startswith("canvas-frame"))


def violations(shown: Page | Frame) -> list[str]:
    """Return what axe finds wrong with a page, its frames included."""
    shown.evaluate(AXE.read_text())
    found = shown.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}"
        for one in found["violations"]
    ]


def zipped(path: Path) -> int:
    """Return a file's size as it travels."""
    return len(gzip.compress(path.read_bytes(), 6))
