"""Every state of the window, walked to as a person would, for the pictures of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import requests
from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.cast import DANA, GUS, GUS_EMAIL, MATCHED, NORWEGIAN, OLIVE, OTTO, STOPPED
from tests.support.product import Product
from tests.support.window import Window
from tests.support.window_page import RecordPage
from tests.window.opened import press_button

Take = Callable[..., None]
"""Takes the picture of a state: its name, and what a narrow window turns to, `hosts` or `times`."""

TUESDAY = "2026-03-03T14:30:00Z"
"""Hana and Hugo are both free at this start."""
BEFORE_WORK = "08:00"


class Scenes:
    """The scenes in the order in which they leave the world as the next one needs it."""

    def __init__(self, page: Page, *, box: Any, product: Product, take: Take) -> None:
        self.page, self.box, self.product, self._take = page, box, product, take
        self.inside: FrameLocator = page.frame_locator("iframe")

    def play(self, names: Sequence[str] = ()) -> None:
        """Go through all of them, or through those that are named."""
        for scene in (
            self.suggested,
            self.without_a_host,
            self.pools,
            self.closed_and_unknown,
            self.chosen_and_asked,
            self.time_first,
            self.now,
            self.needing_attention,
            self.booked_already,
            self.stopped,
            self.german,
            self.booked,
        ):
            if not names or scene.__name__ in names:
                scene()

    def suggested(self) -> None:
        """A lead of a customer: the account's owner is suggested, and three times are offered."""
        RecordPage(self.page, self.box, MATCHED)
        self._take("record")
        self._open(MATCHED)
        expect(self.inside.locator(".offer")).to_have_count(3)
        self._picture("opened")

    def without_a_host(self) -> None:
        """A lead about which no rule says anything, and the search for somebody."""
        self._open(GUS)
        self._picture("nobody")
        self._button("Add Hosts").click()
        self._option("Hana Berg").click()
        self._search("ma")
        expect(self.inside.get_by_role("option", name="Maya Tanaka")).to_be_visible()
        self._picture("search", shows="hosts")

    def pools(self) -> None:
        """A suggested pool with its members, then a second one beside it."""
        self._open(NORWEGIAN)
        expect(self.inside.locator(".member").first).to_be_visible()
        self._picture("pool", shows="hosts")
        self._take_pool("SE Desk", label="Choose the second pool")
        self._picture("two-pools")

    def closed_and_unknown(self) -> None:
        """Why a time is closed, and a host whose calendar cannot be read."""
        self._open(GUS)
        self._add_hana_and("Hugo Sands")
        self._button("Why is a time closed?").focus()
        self.page.keyboard.press("Enter")
        panel = self.inside.get_by_role("dialog", name="Why is a time closed?")
        panel.get_by_label("Day").select_option("2026-03-03")
        panel.get_by_label("Time").fill(BEFORE_WORK)
        self.page.keyboard.press("Enter")
        expect(panel).to_contain_text("is closed")
        self._picture("closed")
        self.page.keyboard.press("Escape")
        self._find("Luis Prado")
        self.inside.locator(".pill__unknown").wait_for()
        self._picture("unknown", shows="hosts")

    def chosen_and_asked(self) -> None:
        """A held time with its details, then the form, then one with questions and something missing."""
        self._open(GUS)
        self._add_hana_and("Hugo Sands")
        self._choose(TUESDAY)
        self._picture("hold")
        self._continue()
        self.inside.get_by_label("Notes for the host").fill(
            "Wants to see the warehouse integration."
        )
        self._picture("form")
        self._open("lead:carys")
        pick(self.inside.locator("#meeting-type"), "Needs Analysis")
        self._button("Add Hosts").click()
        self._option("Rhys Morgan").click()
        self._settled()
        self._choose_first()
        self._continue()
        self.inside.get_by_label("Add Guests", exact=True).fill("ben@northwind.example, nobody@,")
        self.inside.get_by_label("Location").press("Enter")
        expect(self.inside.get_by_role("alert")).to_be_visible()
        self._picture("questions")

    def time_first(self) -> None:
        """A time chosen before the host."""
        self._open(GUS)
        self._button("Show all user availability").click()
        self._settled()
        self.inside.locator(f"[data-slot='{TUESDAY}']").click()
        self.inside.get_by_role("dialog", name="Who hosts").wait_for()
        self._picture("pick-host")

    def now(self) -> None:
        """Who is free at once."""
        self._open(GUS)
        self._button("Show all user availability").click()
        self._settled()
        self._button("Meet Now").click()
        self.inside.get_by_role("dialog", name="Who meets now?").wait_for()
        self._picture("meet-now")

    def booked(self) -> None:
        """Everything done, then the record and the letter, and what the world holds now."""
        self._open(GUS)
        self._add_hana_and("Hugo Sands")
        self._choose(TUESDAY)
        self._continue()
        self._button("Schedule").click()
        expect(self.inside.get_by_role("heading", name="All done")).to_be_visible()
        self._picture("booked")
        self._button("Done").click()
        expect(self.page.locator("iframe")).to_have_count(0)
        self.page.locator("#timeline li").first.scroll_into_view_if_needed()
        self._take("timeline")
        self.page.goto(self._letter())
        self._take("letter")
        self.page.goto(f"{self.box.url}/")
        self._take("console")

    def needing_attention(self) -> None:
        """A calendar that refuses the event for good."""
        self._open("lead:tamsin")
        self._find("Hana Berg")
        self._settled()
        self._choose_first()
        self._continue()
        with self._fault(service="google", call="events.insert", kind="lose_access"):
            self._button("Schedule").click()
            attention = self.inside.get_by_role("heading", name="it needs attention")
            expect(attention).to_be_visible()
            self._picture("attention")

    def booked_already(self) -> None:
        """What is booked is shown first, and asked about before it is cancelled."""
        window = Window.open(self.product.url, self.box, DANA)
        question = window.question(window.host("Hana Berg"))
        slots = window.times(question, since="2026-03-09")["slots"]
        window.book(window.hold(question, slots[0]["starts_at"])["id"])
        self._open(DANA)
        self._picture("upcoming")
        self.inside.locator("[data-key^='cancel-']").click()
        self.inside.get_by_label("Why is it cancelled?").fill("They asked for another colleague.")
        self._picture("cancel")

    def stopped(self) -> None:
        """Nothing is to be scheduled, and why."""
        self._open(STOPPED)
        self._picture("stopped")

    def german(self) -> None:
        """The same window for somebody whose Salesforce speaks German."""
        with self.box.world.lock:
            for org in self.box.world.orgs.values():
                if user := org.row(org.keys.get(OTTO)):
                    user |= {"LanguageLocaleKey": "de", "LocaleSidKey": "de_DE"}
        self._open(MATCHED, who=OTTO)
        expect(self.inside.locator(".offer")).to_have_count(3)
        self._picture("german")

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
        requests.post(faults, json={**fault, "times": None}, timeout=10)
        yield
        requests.delete(faults, timeout=10)

    def _letter(self) -> str:
        letters = requests.get(f"{self.box.url}/world.json", timeout=10).json()["letters"]
        letter = next(one for one in letters if GUS_EMAIL in one["to"])
        return f"{self.box.url}/mailbox/letter/{letter['id']}"


def pick(choice: Locator, name: str) -> None:
    """Take the option of a list that has these words."""
    choice.select_option(choice.locator("option", has_text=name).get_attribute("value"))
