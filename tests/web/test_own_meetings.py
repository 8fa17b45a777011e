"""A Host who books for nobody: finds the meetings that they host, moves and cancels them, and reaches nothing else."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import requests

from handoff.actions.keep_to_own import ONLY_OWN
from handoff.actions.sync_settings import sync_settings
from handoff.conditions import Condition
from handoff.conditions import Test as Asks
from handoff.org_settings import OrgSettings
from handoff.people import OrgId
from handoff.web import create_app
from tests.cast import ADAM, DISCOVERY, EMEA, GUS, HANA, HUGO, MAYA, OLIVE, STOPPED
from tests.support.roles import grant, revoke
from tests.support.served import Served, org_of, refused
from tests.support.window import Window
from tests.web.test_changes import booked, cancelled, change, salesforce, subjects
from tests.web.test_launch import launched
from tests.web.test_moves import counts, moved, standing_events, taken
from tests.web.test_routes import OPEN, address
from tests.web.test_settings import REPS, narrow
from tests.web.test_settings import change as change_settings

FREE, LATER, LAST = "2026-03-03T14:30:00Z", "2026-03-04T14:30:00Z", "2026-03-05T14:30:00Z"
FOR_HOSTS = {
    *("times.offer", "times.explain", "times.taken", "holds.take", "holds.extend"),
    *("holds.release", "bookings.show", "bookings.move", "bookings.cancel"),
}
KEPT = "Your meeting keeps its type and its hosts. Only an organizer can change those."


@pytest.fixture(scope="module")
def hosted(_standing: Served) -> dict[str, str]:
    """Meetings with Gus Grant by who hosts them; Hana's has Hugo beside her."""
    olive = _standing.open(GUS)
    hugo = olive.host("Hugo Sands")
    beside = [{"host": hugo["host"], "required": True}]
    hold = olive.hold(olive.question(olive.host("Hana Berg"), additional=beside), FREE)
    return {
        HANA: str(olive.book(hold["id"])["booking"]["id"]),
        HUGO: booked(olive, LATER, main=hugo),
    }


def own(served: Served, window: Window, who: str, **others: Any) -> dict[str, Any]:
    """Return what the window asks to move the meeting of somebody who hosts alone."""
    return window.question({"host": served.person(who).user_id}, **others)


class TestWhatAHostSees:
    def test_own_meetings_with_their_type_and_hosts_and_nothing_else(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        context = standing.open(GUS, HANA, bookingKey=hosted[HANA], change="cancel").context

        [seen] = context["upcoming"]
        assert (seen["id"], seen["can_change"]) == (hosted[HANA], True)
        assert context["asked"] == {"booking": hosted[HANA], "change": "cancel"}
        assert (context["only_own"], context["roles"]) == (True, ["host"])
        assert [one["name"] for one in context["meeting_types"]] == [DISCOVERY]
        assert {one["name"] for one in context["hosts"]} == {"Hana Berg", "Hugo Sands"}
        assert not any(context["sources"].values())
        assert not any(context[name] for name in ("guests", "suggestion", "hidden_types"))
        assert not context["settings"]["instant_handoff"]
        assert context["record"]["name"] == "Gus Grant"

    def test_of_a_meeting_that_they_join_only_when_with_whom_and_of_what_type(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        hugo = standing.open(GUS, HUGO)

        joined, theirs = hugo.context["upcoming"]

        assert (joined["id"], joined["can_change"], joined["guest"]) == (hosted[HANA], False, None)
        assert joined["why_not"].startswith("You join this meeting.")
        assert (theirs["id"], theirs["can_change"]) == (hosted[HUGO], True)
        assert refused(hugo.booking, hosted[HANA]).status == 404

    def test_without_a_meeting_of_theirs_there_is_nothing(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        context = standing.open(GUS, MAYA).context
        stopped = standing.open(STOPPED, MAYA).context

        assert (context["only_own"], context["upcoming"], context["hosts"]) == (True, [], [])
        assert stopped["do_not_schedule"] is None

    def test_the_client_apps_policy_lets_them_in(self, standing: Served) -> None:
        assert standing.open(GUS, HANA, checked=1).context["only_own"]
        with pytest.raises(requests.HTTPError, match="403"):
            standing.open(GUS, "handoff.integration", checked=1)

    def test_the_same_without_canvas(self, standing: Served, hosted: dict[str, str]) -> None:
        window = launched(standing, who=HANA)

        assert [one["id"] for one in window.context["upcoming"]] == [hosted[HANA]]
        assert refused(window.ask, "GET", "/hosts?q=hana").error["message"] == ONLY_OWN

    def test_who_books_for_others_sees_all_as_before(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        for who in (OLIVE, ADAM):
            context = standing.open(GUS, who).context
            assert {one["id"] for one in context["upcoming"]} == set(hosted.values())
            assert (context["only_own"], bool(context["sources"]["pools"])) == (False, True)


class TestWhatIsRefused:
    def test_every_route_but_those_of_a_change(self, standing: Served) -> None:
        window = standing.open(GUS, HANA)
        app = create_app(standing.parts)
        headers = {"Authorization": f"Bearer {window.context['token']}"}
        answers = {
            rule.endpoint: app.test_client().open(
                address(app, rule.endpoint, rule.arguments), method=method, json={}, headers=headers
            )
            for rule in app.url_map.iter_rules()
            if rule.endpoint not in OPEN
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
        }

        out = {name: answer for name, answer in answers.items() if answer.status_code == 403}
        assert set(answers) - set(out) == FOR_HOSTS
        assert {answer.json["error"]["message"] for answer in out.values()} == {ONLY_OWN}

    def test_times_and_holds_that_are_not_for_a_change(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        window = standing.open(GUS, HANA)
        asked = own(standing, window, HANA)
        days = {"from": "2026-03-02", "days": 7}
        at = {"starts_at": LATER}
        watched = {"hosts": [standing.person(MAYA).user_id], **days}

        for path, body in (
            ("/times", asked | days),
            ("/explanations", asked | at),
            ("/holds", asked | at),
            ("/holds", asked | {"now": True}),
            ("/holds", asked | {"now": True, "moving": hosted[HANA]}),
            ("/taken", watched),
            ("/taken", watched | {"moving": hosted[HANA]}),
        ):
            refusal = refused(window.ask, "POST", path, body)
            assert (path, refusal.status, refusal.error["message"]) == (path, 403, ONLY_OWN)

    def test_another_type_or_other_hosts(self, standing: Served, hosted: dict[str, str]) -> None:
        window, olive = standing.open(GUS, HANA), standing.open(GUS)
        hugo = {"host": standing.person(HUGO).user_id, "required": True}
        right = own(standing, window, HANA, moving=hosted[HANA], additional=[hugo])

        for wrong in (
            {"meeting_type": olive.meeting_type("Product Demo")},
            {"main": {"host": standing.person(MAYA).user_id}},
            {"main": olive.pool(EMEA)},
            {"main": {"anyone": True}},
            {"additional": []},
            {"additional": [hugo | {"required": False}]},
        ):
            for ask in (window.times, lambda asked: window.hold(asked, LATER)):
                refusal = refused(ask, right | wrong)
                assert (refusal.status, refusal.error["message"]) == (403, KEPT)
        assert window.times(right)["slots"]

    def test_what_others_host_looks_like_none(
        self, standing: Served, hosted: dict[str, str]
    ) -> None:
        window = standing.open(GUS, HANA)
        theirs, unknown = hosted[HUGO], str(uuid.uuid4())

        def answers(ask: Callable[[str], object]) -> list[tuple[int, str]]:
            return [(one.status, one.text) for one in (refused(ask, theirs), refused(ask, unknown))]

        for ask in (
            window.booking,
            lambda one: cancelled(window, one),
            lambda one: change(window, one, "move", hold_id=unknown),
            lambda one: window.hold(own(standing, window, HANA, moving=one), LAST),
        ):
            seen, none = answers(ask)
            assert seen == none
            assert seen[0] == 404


class TestAChange:
    def test_moves_the_meeting_and_then_cancels_it(self, served: Served) -> None:
        olive = served.open(GUS)
        booking_id = booked(olive, main=olive.pool(EMEA))
        shown = olive.booking(booking_id)["booking"]
        who = next(
            key for key, one in served.box.world.people.items() if one.user_id == shown["host_id"]
        )
        served.deliver()
        window = served.open(GUS, who)

        main = {"host": shown["host_id"]}
        answer = moved(window, booking_id, LATER, main=main)
        served.deliver()

        assert answer["booking"]["starts_at"] == LATER
        assert taken(served) == [(shown["host_id"], "2026-03-04T14:30")]
        assert counts(served, booking_id) == [shown["host_id"]]
        assert served.row(booking_id).pool_id
        [event] = standing_events(served, shown["host_email"])
        assert event["starts_at"] == LATER
        letters = served.letters_to(served.person(OLIVE).email)
        assert f"{shown['host_name']} moved the meeting" in letters[-1]["text"]
        labels = {one["label"] for one in window.booking(booking_id)["effects"]}
        assert {"Letter to you", "Letter to the organizer"} <= labels

        cancelled(window, booking_id, "On a plane")
        served.deliver()

        assert subjects(served, served.person(OLIVE).email)[-1] == "Cancelled"
        assert salesforce(served, "Handoff_Booking__c")[0]["Status__c"] == "Cancelled"
        assert served.open(GUS, who).context["upcoming"] == []

    def test_of_what_nobody_could_book_now(self, served: Served) -> None:
        def close(settings: OrgSettings) -> OrgSettings:
            acme = (Condition("Company", Asks.EQUALS, ("Acme",)),)
            return replace(
                narrow(settings),
                meeting_types=tuple(
                    replace(one, bookable_by=(REPS,)) for one in settings.meeting_types
                ),
                objects=tuple(replace(one, conditions=acme) for one in settings.objects),
            )

        booking_id = booked(served.open(GUS))
        change_settings(served, close)
        assert served.open(GUS).context["do_not_schedule"]
        hana = served.open(GUS, HANA)

        answer = moved(hana, booking_id, main={"host": served.person(HANA).user_id})

        assert answer["booking"]["starts_at"] == LATER


class TestRolesThatChange:
    def test_a_window_stays_a_hosts_and_ends_with_the_permission_set(self, served: Served) -> None:
        booking_id = booked(served.open(GUS))
        window = served.open(GUS, HANA)
        grant(served, HANA, "Handoff_Organizer")
        org_id = OrgId(org_of(served).org_id)
        sync_settings(served.parts, org_id)

        assert refused(window.ask, "GET", "/hosts?q=hana").error["message"] == ONLY_OWN
        assert served.open(GUS, HANA).ask("GET", "/hosts?q=hana")["hosts"]

        revoke(served, HANA, "Handoff_Host")
        sync_settings(served.parts, org_id)
        refusal = refused(cancelled, window, booking_id)
        assert refusal.status == 403
        assert "Handoff Host any more" in refusal.error["message"]

    def test_who_is_no_organizer_any_more_books_nothing_and_keeps_own_meetings(
        self, served: Served
    ) -> None:
        booking_id = booked(served.open(GUS))
        grant(served, HANA, "Handoff_Organizer")
        window = served.open(GUS, HANA)
        hugo = [{**window.host("Hugo Sands"), "required": True}]
        asked = window.question(window.host("Hana Berg"), moving=booking_id, additional=hugo)
        hold = window.hold(asked, LATER)
        revoke(served, HANA, "Handoff_Organizer")
        sync_settings(served.parts, OrgId(org_of(served).org_id))

        refusal = refused(window.book, hold["id"])
        assert (refusal.status, refusal.error["message"]) == (403, ONLY_OWN)
        refusal = refused(change, window, booking_id, "move", hold_id=hold["id"])
        assert (refusal.status, refusal.error["message"]) == (403, KEPT)
        assert cancelled(window, booking_id)["booking"]["state"] == "cancelled"
