"""A record page and the window on it as a person uses them: found by the words on the screen, pressed and read."""

from typing import Any

import requests
from playwright.sync_api import Frame, FrameLocator, Locator, Page, expect


class RecordPage:
    """The page of one Salesforce record."""

    def __init__(self, page: Page, box: Any, record: str, who: str = "olive") -> None:
        """Go there as this person; `record` is a key of the cast."""
        world = requests.get(f"{box.url}/world.json", timeout=30).json()
        found = next(one for one in world["records"] if one["key"] == record)
        self.page = page
        page.goto(f"{box.url}/lightning/r/{found['object']}/{found['id']}/view?as={who}")

    def press_book_meeting(self) -> "WindowPage":
        """Open the window."""
        self.page.get_by_role("button", name="Book Meeting").first.click()
        return WindowPage(self.page)

    def close_window(self) -> None:
        """Close the modal by its own cross, as somebody does who has changed their mind."""
        self.page.get_by_role("button", name="Cancel and close").click()
        self.shows_no_window()

    def shows_no_window(self) -> None:
        """Wait until no window is open."""
        expect(self.page.locator("iframe")).to_have_count(0)

    def timeline(self) -> Locator:
        """Return the meetings on the record's activity timeline."""
        return self.page.locator("#timeline li")


class WindowPage:
    """The Handoff window inside the record page."""

    def __init__(self, page: Page) -> None:
        """Wait until the window can be used."""
        self.page = page
        self.inside: FrameLocator = page.frame_locator("iframe")
        to_times = self.button("Continue with Selected Time")
        another = self.button("Book another")
        to_times.or_(another).wait_for()
        if another.is_visible():
            another.click()
            to_times.wait_for()

    def add_host_of_record(self, name: str) -> None:
        """Add Hosts → User on this record → the person."""
        self.button("Add Hosts").click()
        self.inside.locator(".option", has_text=name).click()
        self.button("Close Add Hosts").click()

    def search_host(self, name: str) -> None:
        """Add Hosts → Specific User → type a name → the person."""
        self.button("Add Hosts").click()
        if not self.inside.get_by_label("Specific User").is_visible():
            self.inside.get_by_role("button", name="Specific User").click()
        self.inside.get_by_label("Specific User").fill(name)
        self.inside.locator(".option", has_text=name).click()
        self.button("Close Add Hosts").click()

    def choose_pool(self, name: str) -> None:
        """Add Hosts → Round Robin Pool → the pool."""
        self.button("Add Hosts").click()
        self.inside.get_by_role("button", name="Round Robin Pool").click()
        pools = self.inside.get_by_label("Choose the pool")
        words = pools.locator("option", has_text=name).inner_text()
        pools.select_option(label=words)

    def show_times(self) -> None:
        """Turn from the hosts to their times; only a narrow window has both on one place."""
        if self.button("Show times").is_visible():
            self.button("Show times").click()

    def choose_time(self, starts_at: str) -> None:
        """Press an offered time, on the grid or in a narrow window's list, and wait until it is held."""
        on_grid, in_list = f"[data-slot='{starts_at}']", f"[data-key='time-{starts_at}']"
        self.inside.locator(f"{on_grid}:visible, {in_list}:visible").first.click()
        self.held().wait_for()

    def held(self) -> Locator:
        """Return the words that say until when the chosen time is held."""
        return self.inside.locator(".bar__hold", has_text="Held for you until")

    def offered(self) -> list[str]:
        """Return the starts that the grid offers."""
        times = self.inside.locator("[data-slot]")
        times.first.wait_for()
        return [str(one.get_attribute("data-slot")) for one in times.all()]

    def continue_with_it(self) -> None:
        """Go on to the scheduling information."""
        self.button("Continue with Selected Time").click()
        self.inside.get_by_role("heading", name="Scheduling Information").wait_for()

    def write(self, label: str, words: str) -> None:
        """Fill one part of the form."""
        self.inside.get_by_label(label).fill(words)

    def schedule(self) -> None:
        """Press Schedule and wait for the booked page."""
        self.button("Schedule").click()
        self.inside.get_by_role("heading", name="Booked").wait_for()

    def is_booked_with(self, name: str) -> None:
        """See whom the meeting was booked with."""
        expect(self.inside.get_by_role("heading", name=f"Booked with {name}")).to_be_visible()

    def wait_until_all_is_done(self) -> None:
        """Watch the effects until none is left."""
        heading = self.inside.get_by_role("heading", name="All done")
        expect(heading).to_be_visible()

    def effect(self, label: str) -> Locator:
        """Return one effect's line."""
        return self.inside.locator(".effect", has_text=label)

    def done(self) -> None:
        """Press Done."""
        self.button("Done").click()

    def notice(self) -> Locator:
        """Return what the window has to say about the last step."""
        return self.inside.locator(".notice")

    def button(self, name: str) -> Locator:
        """Return a button by its words."""
        return self.inside.get_by_role("button", name=name, exact=True)

    def frame(self) -> Frame:
        """Return the window's own frame."""
        return next(one for one in self.page.frames if one.name.startswith("canvas-frame"))
