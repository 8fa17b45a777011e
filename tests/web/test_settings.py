"""What admins see of the settings, have read anew and erase; and who tells that a setting has changed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests

from handoff.actions.sync_settings import current_settings, sync_settings
from handoff.conditions import Condition
from handoff.conditions import Test as Asks
from handoff.org_settings import OrgSettings, RuleOutcome, SettingProblem, SuggestionRule
from handoff.people import OrgId
from handoff.storage import settings_copy
from sandbox.salesforce.settings_changed import signed_token
from tests.cast import GUS
from tests.support.inside import APP_URL
from tests.support.roles import grant, revoke
from tests.support.served import Served, org_of, refused

REPS = "Enterprise_Reps"
JSON = {"Content-Type": "application/json"}


def change(served: Served, edit: Callable[[OrgSettings], OrgSettings]) -> None:
    """Let the copy say something else, as if an admin had changed it in Salesforce."""
    parts, org_id = served.parts, OrgId(org_of(served).org_id)
    settings = edit(current_settings(parts, org_id))
    now = parts.clock.now()
    parts.database.run(lambda session: settings_copy.keep(session, org_id, settings, now))


def kept_for(name: str) -> Callable[[Any], Any]:
    """Return an edit that keeps what has this name for the reps."""
    return lambda one: replace(one, bookable_by=(REPS,)) if one.name == name else one


def narrow(settings: OrgSettings, *, member: str = "") -> OrgSettings:
    """Keep a type, a pool and a host for the reps, of whom only one is known."""
    return replace(
        settings,
        meeting_types=tuple(map(kept_for("Product Demo"), settings.meeting_types)),
        pools=tuple(map(kept_for("Americas"), settings.pools)),
        hosts=tuple(map(kept_for("Hana Berg"), settings.hosts)),
        audiences={REPS: frozenset({member} if member else ())},
    )


class TestWhoMayBookWhat:
    def test_what_is_kept_for_others_cannot_be_chosen(self, served: Served) -> None:
        demo = served.open(GUS).meeting_type("Product Demo")
        pools = served.open(GUS).pool("Americas")
        change(served, narrow)

        window = served.open(GUS)

        assert "Product Demo" not in [one["name"] for one in window.context["meeting_types"]]
        assert "Product Demo" not in [one["name"] for one in window.context["hidden_types"]]
        assert "Americas" not in [one["name"] for one in window.context["sources"]["pools"]]
        [hana] = window.ask("GET", "/hosts?q=hana berg")["hosts"]
        assert hana["reason"] == "not open to you"
        question = window.question({"host": hana["id"]})
        for asked, words in (
            (question, "Hana Berg cannot be booked: not open to you."),
            (window.question(pools), "This pool is not offered any more. Choose another."),
            (
                window.question(window.host("Maya Tanaka"), meeting_type=demo),
                "This meeting type is not offered here. Choose another.",
            ),
        ):
            assert refused(window.times, asked).error["message"] == words
            assert refused(window.hold, asked, "2026-03-03T14:30:00Z").status == 422

    def test_a_member_of_the_audience_and_an_admin_may_book_everything(
        self, served: Served
    ) -> None:
        served.open(GUS)
        otto = served.person("otto").user_id
        change(served, lambda settings: narrow(settings, member=otto))

        for who in ("otto", "adam"):
            window = served.open(GUS, who)
            question = window.question(window.host("Hana Berg"), "Product Demo")
            assert window.times(question)["slots"]
            assert window.times(window.question(window.pool("Americas")))["slots"]
        assert not any(
            one["name"] == "Product Demo" for one in served.open(GUS).context["meeting_types"]
        )

    def test_a_suggestion_of_what_is_kept_for_others_is_passed_over(self, served: Served) -> None:
        served.open(GUS)

        def suggests(settings: OrgSettings) -> OrgSettings:
            hana = next(one for one in settings.hosts if one.name == "Hana Berg")
            demo = next(one for one in settings.meeting_types if one.name == "Product Demo")
            rule = SuggestionRule("a" * 18, "Hana", "Lead", host_id=hana.id)
            rule = replace(rule, meeting_type_id=demo.id, outcome=RuleOutcome.SUGGEST)
            switches = replace(settings.switches, smart_suggestions=True, suggestion_flow="")
            return replace(narrow(settings), rules=(rule,), switches=switches)

        change(served, suggests)

        suggestion = served.open(GUS).context["suggestion"]

        assert suggestion["main"] is None
        assert "Hana Berg was passed over: not open to you." in suggestion["text"]

    def test_what_was_held_before_is_not_booked_after(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        change(served, narrow)

        assert refused(window.book, hold["id"]).status == 422


class TestRecordsOnWhichHandoffOpens:
    def test_a_record_that_does_not_fulfil_the_conditions_says_which(self, served: Served) -> None:
        served.open(GUS)

        def asks(settings: OrgSettings) -> OrgSettings:
            conditions = (
                Condition("Company", Asks.EQUALS, ("Acme",)),
                Condition("Secret__c", Asks.EQUALS, ("x",)),
                Condition("Email", Asks.IS_FILLED, ()),
            )
            return replace(
                settings,
                objects=tuple(replace(one, conditions=conditions) for one in settings.objects),
            )

        change(served, asks)

        window = served.open(GUS)
        stop = window.context["do_not_schedule"]

        assert stop["title"] == "Handoff is not open for Gus Grant."
        assert "Only where Company is Acme; here it is Northwind Robotics." in stop["text"]
        assert "a field that you may not see" in stop["text"]
        assert "Secret" not in stop["text"]
        assert "Email" not in stop["text"]
        question = window.question(window.host("Hana Berg"))
        assert refused(window.times, question).status == 403
        assert refused(window.hold, question, "2026-03-03T14:30:00Z").status == 403


class TestRoles:
    def test_who_was_given_the_permission_set_a_moment_ago_gets_in(self, served: Served) -> None:
        served.open(GUS)
        revoke(served, "luis", "Handoff_Host")
        sync_settings(served.parts, OrgId(org_of(served).org_id))
        assert refused(served.open, GUS, "luis", nonce="1" * 32).status == 403
        grant(served, "luis", "Handoff_Host")
        assert served.open(GUS, "luis").context["roles"] == ["host"]
        grant(served, "luis", "Handoff_Organizer")

        window = served.open(GUS, "luis")

        assert window.context["roles"] == ["host", "organizer"]
        assert window.ask("GET", "/hosts?q=hana")["hosts"]

    def test_a_window_ends_once_the_copy_knows_that_the_role_is_gone(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        revoke(served, "olive", "Handoff_Organizer")
        served.advance(timedelta(seconds=61))

        window.ask("GET", "/hosts?q=hana")
        org_id = org_of(served).org_id
        assert served.parts.doorbell.settings_asked[-1] == org_id  # type: ignore[attr-defined]
        sync_settings(served.parts, OrgId(org_id))

        for refusal in (
            refused(window.book, hold["id"]),
            refused(window.times, question),
            refused(window.ask, "GET", "/hosts?q=hana"),
        ):
            assert refusal.status == 403
            assert "Handoff Organizer any more" in refusal.error["message"]
        assert refused(served.open, GUS).status == 403

    def test_a_calendar_of_nobody_but_a_handoff_host_is_read(self, served: Served) -> None:
        window = served.open(GUS)
        hana = window.host("Hana Berg")
        revoke(served, "hana", "Handoff_Host")
        sync_settings(served.parts, OrgId(org_of(served).org_id))
        before = served.world()["calls"].get("google")

        refusal = refused(window.times, window.question(hana))
        [found] = window.ask("GET", "/hosts?q=hana berg")["hosts"]

        assert "not a Handoff Host" in refusal.error["message"]
        assert found["reason"] == "not a Handoff Host"
        assert served.world()["calls"].get("google") == before

    def test_nothing_is_written_to_a_calendar_whose_host_is_none_any_more(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        booking = window.book(hold["id"])["booking"]["id"]
        revoke(served, "hana", "Handoff_Host")
        sync_settings(served.parts, OrgId(org_of(served).org_id))

        served.deliver()

        assert served.effects(booking)["calendar"].state == "given_up"
        assert "no longer a Handoff Host" in served.row(booking).attention
        assert [one for one in served.events_of("hana@larkspur.example") if not one["seed"]] == []


class TestTheAdminsDialog:
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("GET", "/settings", None),
            ("POST", "/settings/reload", {}),
            ("POST", "/erasures", {"email": "gus@northwind.example"}),
        ],
    )
    def test_is_for_admins_only(
        self, standing: Served, method: str, path: str, body: dict[str, Any] | None
    ) -> None:
        refusal = refused(standing.open(GUS).ask, method, path, body)

        assert refusal.status == 403
        assert refusal.error["message"] == "This takes the permission set Handoff Admin."

    def test_names_problems_with_a_way_to_the_record(self, served: Served) -> None:
        adam = served.open(GUS, "adam")
        pool = next(str(one["Id"]) for one in org_of(served).rows("Handoff_Pool__c").values())
        problem = SettingProblem("Bad.", "Handoff_Pool__c", pool, "EMEA")
        change(served, lambda settings: replace(settings, problems=(problem,)))

        shown = adam.ask("GET", "/settings")

        assert shown["problems"] == [
            {
                "words": "Bad.",
                "object": "Handoff_Pool__c",
                "record_id": pool,
                "record_name": "EMEA",
                "url": f"{served.box.url}/lightning/r/Handoff_Pool__c/{pool}/view",
            }
        ]
        assert shown["read_at"].startswith("2026-03-02T14:00:0")
        assert shown["departed"] == []

    def test_reads_anew_at_once(self, served: Served) -> None:
        adam = served.open(GUS, "adam")
        served.advance(timedelta(seconds=20))
        change(served, lambda settings: replace(settings, pools=()))

        shown = adam.ask("POST", "/settings/reload", {})

        assert shown["read_at"].startswith("2026-03-02T14:00:2")
        assert served.open(GUS, "adam").context["sources"]["pools"]

    def test_says_so_when_salesforce_cannot_be_read(self, served: Served) -> None:
        adam = served.open(GUS, "adam")
        served.fault("salesforce", "status", status=503, times=None)

        refusal = refused(adam.ask, "POST", "/settings/reload", {})

        assert refusal.status == 503
        assert refusal.error["message"]

    def test_lists_the_meetings_of_a_host_who_left(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        booking = window.book(hold["id"])["booking"]["id"]
        revoke(served, "hana", "Handoff_Host")

        [departed] = served.open(GUS, "adam").ask("POST", "/settings/reload", {})["departed"]

        assert (departed["host"]["name"], departed["reason"]) == ("Hana Berg", "not_permitted")
        assert [one["id"] for one in departed["bookings"]] == [booking]
        assert departed["bookings"][0]["can_change"]

    def test_erases_a_guest_and_names_meetings_ahead_first(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        booking = window.book(hold["id"])["booking"]["id"]
        adam = served.open(GUS, "adam")
        wish = {"email": "GUS@northwind.example"}

        refusal = refused(adam.ask, "POST", "/erasures", wish)
        erased = adam.ask("POST", "/erasures", wish | {"including_future": True})

        assert refusal.status == 422
        assert "still has meetings" in refusal.error["message"]
        assert erased == {"bookings": 1}
        assert "gus" not in str(served.row(booking).guest).lower()
        assert refused(adam.ask, "POST", "/erasures", {"email": "no address"}).status == 422


class TestASettingThatChanged:
    def told(self, served: Served, **changes: Any) -> requests.Response:
        known = served.box.world.credentials.orgs[org_of(served).org_id]
        values = {
            "user_id": served.person("adam").user_id,
            "audience": APP_URL,
            "now": served.box.world.clock.now(),
        }
        raw = signed_token(known, **values | changes)
        url = f"{served.url}/settings/changed"
        return requests.post(url, data={"token": raw}, timeout=30)

    def test_is_read_again_soon(self, served: Served) -> None:
        answer = self.told(served)

        assert (answer.status_code, answer.text) == (202, "")
        asked = served.parts.doorbell.settings_asked  # type: ignore[attr-defined]
        assert asked == [org_of(served).org_id]

    def test_whoever_cannot_prove_to_be_the_org_learns_nothing(self, served: Served) -> None:
        now = served.box.world.clock.now()
        url = f"{served.url}/settings/changed"
        refusals = [
            self.told(served, audience="https://evil.example"),
            self.told(served, now=now - timedelta(hours=1)),
            requests.post(url, data={"token": "x.y.z"}, timeout=30),
            requests.post(url, json={"token": 5}, timeout=30),
            requests.post(url, data="[" * 5000, headers=JSON, timeout=30),
            requests.post(url, timeout=30),
        ]

        assert {one.status_code for one in refusals} == {403}
        assert len({one.text for one in refusals}) == 1
        assert served.parts.doorbell.settings_asked == []  # type: ignore[attr-defined]
