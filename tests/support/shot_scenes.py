"""Every state of the window, walked to as a person would, for the pictures of it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import expect

from tests.cast import ADAM, DANA, GUS, HANA, LARKSPUR, MATCHED, NORWEGIAN, OTTO, STOPPED
from tests.support.shot_walk import Walk, pick
from tests.support.window import Window
from tests.support.window_page import RecordPage

TUESDAY = "2026-03-03T14:30:00Z"
"""Hana and Hugo are both free at this start."""
BEFORE_WORK = "08:00"
PIERS = "contact:piers"
MAILBOX = "rehearsals@larkspur.example"


class Scenes(Walk):
    """The scenes in the order in which they leave the world as the next one needs it."""

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
            self.hosts_side,
            self.stopped,
            self.settings,
            self.test_mode,
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
        self._meeting_ahead(DANA, "Hana Berg")
        self._open(DANA)
        self._picture("upcoming")
        self.inside.locator("[data-key^='cancel-']").click()
        self.inside.get_by_label("Why is it cancelled?").fill("They asked for another colleague.")
        self._picture("cancel")

    def hosts_side(self) -> None:
        """A host who books for nobody: the meetings that they host or join, and another time for one."""
        self._meeting_ahead(PIERS, "Hana Berg")
        self._meeting_ahead(PIERS, "Hugo Sands", joined_by="Hana Berg")
        self._open(PIERS, who=HANA)
        expect(self.inside.locator(".meeting")).to_have_count(2)
        self._picture("host")
        self.inside.locator("[data-key^='move-']").first.click()
        expect(self.inside.locator("[data-slot]").first).to_be_visible()
        self._picture("host-moves")

    def stopped(self) -> None:
        """Nothing is to be scheduled, and why."""
        self._open(STOPPED)
        self._picture("stopped")

    def settings(self) -> None:
        """What an admin is told: a time zone that does not exist, a host who left with a meeting ahead."""
        self._meeting_ahead("lead:carys", "Maya Tanaka")
        with (
            self._in_salesforce("Handoff_Pool__c", "EMEA", Time_Zone__c="Mars/Olympus"),
            self._in_salesforce("User", "Maya Tanaka", IsActive=False),
        ):
            self._open(MATCHED, who=ADAM)
            self._reload_settings()
            expect(self.inside.get_by_role("dialog")).to_contain_text("Mars/Olympus")
            self._take("settings")
        self._reload_settings()

    def test_mode(self) -> None:
        """A rehearsal: the band over the window says where letters go."""
        with self._in_salesforce("Handoff_Settings__c", Test_Mode__c=True, Test_Mailbox__c=MAILBOX):
            self._open(MATCHED, who=ADAM)
            self._reload_settings()
            self._open(MATCHED)
            expect(self.inside.locator("#test-mode")).to_contain_text(MAILBOX)
            expect(self.inside.locator(".offer")).to_have_count(3)
            self._picture("test-mode")
            self._open(MATCHED, who=ADAM)
        self._reload_settings()

    def _meeting_ahead(self, record: str, host: str, *, joined_by: str = "") -> None:
        """Have a meeting stand on the record, in the week after this one."""
        window = Window.open(self.product.url, self.box, record)
        others = [window.host(name) | {"required": False} for name in (joined_by,) if name]
        question = window.question(window.host(host), additional=others)
        slots = window.times(question, since="2026-03-09")["slots"]
        window.book(window.hold(question, slots[0]["starts_at"])["id"])

    @contextmanager
    def _in_salesforce(self, kind: str, name: str = "", **fields: Any) -> Iterator[None]:
        """Have a record of the first company stand differently for a while."""
        org = next(one for one in self.box.world.orgs.values() if one.name == LARKSPUR)
        row = next(one for one in org.rows(kind).values() if name in ("", one["Name"]))
        before = {field: row.get(field) for field in fields}
        with self.box.world.lock:
            row |= fields
        yield
        with self.box.world.lock:
            row |= before

    def _reload_settings(self) -> None:
        """Read the settings anew as an admin does; the dialog stays open."""
        if not self.inside.get_by_role("dialog", name="Settings").is_visible():
            self._button("Settings").click()
        reload = self._button("Reload settings")
        with self.page.expect_response("**/settings/reload"):
            reload.click()
        expect(reload).to_be_enabled()

    def german(self) -> None:
        """The same window for somebody whose Salesforce speaks German."""
        with self.box.world.lock:
            for org in self.box.world.orgs.values():
                if user := org.row(org.keys.get(OTTO)):
                    user |= {"LanguageLocaleKey": "de", "LocaleSidKey": "de_DE"}
        self._open(MATCHED, who=OTTO)
        expect(self.inside.locator(".offer")).to_have_count(3)
        self._picture("german")
