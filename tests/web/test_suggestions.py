"""What the page is told at first: suggestions and stops, reasons, matched account, prefills; and the two small writes."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from handoff.storage import pages
from sandbox.server import Sandbox
from tests.cast import GUS, NILS, NOW, OTTO
from tests.support.served import Served, copied, org_of, refused, serving, writes
from tests.support.window import Window

FLOW = "Who_Hosts"


def switch(served: Served, **switches: object) -> None:
    """Change the company's settings before the product has read them."""
    (row,) = org_of(served).rows("Handoff_Settings__c").values()
    row.update(switches)


def prepare_flow(served: Served, **outputs: object) -> None:
    answers = outputs if "error" in outputs else {"outputs": outputs}
    url = f"{served.box.url}/salesforce/flows"
    assert requests.post(url, json={"name": FLOW, **answers}, timeout=30).status_code == 201


@pytest.fixture(scope="module")
def _flowing(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    url = copied(sqlite_template, tmp_path_factory.mktemp("flowing"))
    with Sandbox(now=NOW) as sandbox, serving(sandbox, url) as running:
        switch(running, Suggestion_Flow__c=FLOW)
        yield running


@pytest.fixture
def flowing(_flowing: Served) -> Iterator[Served]:
    """A product whose company has a flow; what the flow answers ends with the test."""
    yield _flowing
    org_of(_flowing).flows.clear()
    _flowing.box.world.faults.clear()


@pytest.fixture
def ruled(standing: Served) -> Iterator[Served]:
    """The shared product; what the company's admin forbids ends with the test."""
    yield standing
    requests.delete(f"{standing.box.url}/salesforce/rules", timeout=30)


def ids(served: Served, *keys: str) -> list[str]:
    return [served.person(key).user_id for key in keys]


def type_named(window: Window, name: str) -> dict[str, Any]:
    return next(one for one in window.context["meeting_types"] if one["name"] == name)


def test_a_matched_accounts_owner_is_suggested_with_the_reason(standing: Served) -> None:
    window = standing.open("lead:matched")
    hugo, maya = ids(standing, "hugo", "maya")

    assert window.context["suggestion"] == {
        "text": "Northwind Robotics is a customer already: their account's owner takes the call.",
        "source": "rule",
        "name": "Leads of customers",
        "notice": "",
        "main": {"host": hugo},
        "main_locked": False,
        "additional": [{"host": maya, "required": False, "locked": False}],
        "meeting_type": type_named(window, "Product Demo")["id"],
        "type_locked": False,
        "may_add_hosts": True,
        "from": {hugo: "Account Owner", maya: "Account CSM"},
    }
    assert {hugo, maya} <= {one["id"] for one in window.context["hosts"]}
    assert window.context["matched_account"]["name"] == "Northwind Robotics"
    assert "northwind.example" in window.context["matched_account"]["why"]
    assert [one["label"] for one in window.context["sources"]["related"]] == ["Account Owner"]


def test_a_suggested_pool_says_who_would_be_next(standing: Served) -> None:
    suggestion = standing.open("lead:emea").context["suggestion"]
    pool = standing.open("lead:emea").pool("EMEA")

    assert suggestion["main"] == pool
    assert suggestion["text"] == (
        "Pool EMEA is suggested by the rule “Europe”; Hana Berg would be next."
    )


def test_a_locked_suggestion_says_so(standing: Served) -> None:
    suggestion = standing.open("opportunity:solstice").context["suggestion"]

    assert (suggestion["main_locked"], suggestion["type_locked"]) == (True, True)
    assert all(one["locked"] for one in suggestion["additional"])
    assert not suggestion["may_add_hosts"]


def test_a_locked_host_cannot_be_left_out(standing: Served) -> None:
    window = standing.open("opportunity:solstice")
    question = window.question(window.host("Hana Berg"), "Technical Review")

    answer = refused(window.hold, question, "2026-03-04T15:00:00Z")

    assert (answer.status, answer.error["field"]) == (422, "main")
    assert "locked by your admin's suggestion" in answer.error["message"]


def test_where_no_rule_applies_nothing_is_suggested(standing: Served) -> None:
    context = standing.open(GUS).context

    assert context["suggestion"] is None
    assert context["do_not_schedule"] is None
    assert context["settings"] == {
        "show_all_pool_members": True,
        "instant_handoff": True,
        "two_pools": True,
        "smart_suggestions": True,
    }
    assert context["direction"] == "ltr"


def test_the_record_has_its_address_in_salesforce(standing: Served) -> None:
    record = standing.open(GUS).context["record"]

    assert record["url"] == f"{standing.box.url}/lightning/r/Lead/{record['id']}/view"


def test_a_type_that_is_not_offered_says_every_reason(standing: Served) -> None:
    hidden = {one["name"]: one for one in standing.open(GUS).context["hidden_types"]}

    assert hidden["Technical Review"]["reason"] == "Only for Opportunity, Account records."
    assert hidden["Enterprise Review"]["reasons"] == [
        "Only where Employees is at least 1000; here it is 420."
    ]


def test_reasons_name_no_field_that_the_organizer_may_not_see(ruled: Served) -> None:
    org_of(ruled).rules.add(
        {"deny": {"user": OTTO, "object": "Lead", "field": "NumberOfEmployees"}},
        user_ids=org_of(ruled).keys,
    )

    hidden = {one["name"]: one for one in ruled.open(GUS, OTTO).context["hidden_types"]}

    assert hidden["Enterprise Review"]["reason"] == (
        "Only where a field that you may not see has a certain value."
    )


def test_a_type_whose_conditions_fail_cannot_be_booked_either(standing: Served) -> None:
    window = standing.open(GUS)
    hidden = next(
        one for one in window.context["hidden_types"] if one["name"] == "Enterprise Review"
    )
    question = window.question(window.host("Hana Berg")) | {"meeting_type": hidden["id"]}

    answer = refused(window.times, question)

    assert (answer.status, answer.error["field"]) == (422, "meeting_type")


def test_questions_come_with_what_the_record_knows(standing: Served) -> None:
    questions = {
        one["label"]: one for one in type_named(standing.open(GUS), "Needs Analysis")["questions"]
    }

    assert questions["Industry"]["value"] == "Manufacturing"
    assert questions["Employees"]["value"] == "420"
    assert questions["Employees"]["read_only"]
    assert questions["What is it about?"]["required"]
    assert questions["What is it about?"]["options"][0] == "A new project"
    assert questions["The decision maker will join"]["value"] is False


def test_a_types_possible_hosts_rules_and_prefill_are_told(standing: Served) -> None:
    window = standing.open(GUS)
    workshop = type_named(window, "Solution Workshop")
    hana, maya = ids(standing, "hana", "maya")

    assert workshop["possible"]["hosts"] == [hana, maya]
    assert workshop["possible"]["pools"] == [window.pool("SE Desk")["pool"]]
    assert (workshop["host_rule"], workshop["additional_hosts"]) == ("in_order", "required")
    assert type_named(window, "Quick Intro")["time_first"]
    assert type_named(window, "Discovery Call")["possible"] is None
    assert type_named(window, "Discovery Call")["guest_prefill"] == "record"
    assert type_named(window, "Launch Week Demo")["bookable_from"] == "2026-03-09"


def test_what_is_booked_already_is_shown_first(standing: Served) -> None:
    window = standing.open("lead:carys")
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booked = window.book(hold["id"])["booking"]

    (upcoming,) = standing.open("lead:carys").context["upcoming"]

    assert upcoming["id"] == booked["id"]
    assert "effects" not in upcoming


def test_the_guests_clock_is_guessed_from_the_number_if_need_be(standing: Served) -> None:
    row = org_of(standing).row(org_of(standing).keys["lead:hiro"])
    row.update(Phone="+81 3 1234 5678")

    assert standing.open("lead:hiro").context["guest_zone"] == {
        "name": "Asia/Tokyo",
        "source": "the phone number, +81 3 1234 5678",
    }


class TestDoNotSchedule:
    """Rules may ask to book nothing; then the calendar never opens."""

    def test_the_admins_words_take_the_calendars_place(self, standing: Served) -> None:
        context = standing.open("lead:stopped").context

        assert context["suggestion"] is None
        assert context["do_not_schedule"] == {
            "title": "Do not schedule a meeting for Basil Thorne.",
            "text": "Basil Thorne of Thorne Antiques is not qualified: marketing stays in touch. "
            "Please book no meeting.",
            "action": {
                "kind": "notify_owner",
                "label": "Ask the owner to look again",
                "value": "Hana Berg",
            },
        }

    def test_neither_times_nor_holds_are_given(self, standing: Served) -> None:
        window = standing.open("lead:stopped")
        question = window.question(window.host("Hana Berg"))

        for answer in (
            refused(window.times, question),
            refused(window.hold, question, "2026-03-03T15:00:00Z"),
        ):
            assert answer.status == 403
            assert "not to schedule" in answer.error["message"]

    def test_the_owner_is_told_once_by_a_task_of_the_organizers(self, standing: Served) -> None:
        window = standing.open("lead:stopped")
        olive, hana = ids(standing, "olive", "hana")

        assert window.ask("POST", "/owner-notice", {}) == {"sent": True}
        window.ask("POST", "/owner-notice", {})

        (task,) = writes(standing, "Task")
        assert (task["kind"], task["user"]) == ("create", olive)
        assert task["fields"]["OwnerId"] == hana
        assert task["fields"]["WhoId"] == window.context["record"]["id"]
        assert task["fields"]["Subject"] == "Please look at Basil Thorne again"
        assert task["fields"]["ActivityDate"] == "2026-03-02"
        assert "Olive Ortega wanted to book" in task["fields"]["Description"]

    def test_elsewhere_there_is_nobody_to_tell(self, standing: Served) -> None:
        answer = refused(standing.open(GUS).ask, "POST", "/owner-notice", {})

        assert answer.status == 403
        assert answer.error["message"] == "There is nothing here to notify the record's owner of."

    def test_what_salesforce_refuses_is_said_in_its_words(self, ruled: Served) -> None:
        org_of(ruled).row(org_of(ruled).keys["lead:luz"])["Status"] = "Unqualified"
        window = ruled.open("lead:luz")
        org_of(ruled).rules.add(
            {"validation": {"object": "Task", "message": "No tasks on Mondays"}}, user_ids={}
        )

        answer = refused(window.ask, "POST", "/owner-notice", {})

        assert answer.status == 502
        assert "No tasks on Mondays" in answer.error["message"]

    def test_a_queue_cannot_be_told(self, standing: Served) -> None:
        row = org_of(standing).row(org_of(standing).keys["lead:queue"])
        row["Status"] = "Unqualified"

        assert standing.open("lead:queue").context["do_not_schedule"]["action"] is None


class TestFlow:
    """The org's own flow speaks first; the rules only if it cannot."""

    def test_a_flow_decides_before_the_rules(self, flowing: Served) -> None:
        hana, hugo = ids(flowing, "hana", "hugo")
        prepare_flow(flowing, hostIds=[hana, hugo], explanation="By region.", lockHosts=True)

        suggestion = flowing.open("lead:matched").context["suggestion"]

        assert (suggestion["source"], suggestion["name"]) == ("flow", FLOW)
        assert suggestion["main"] == {"host": hana}
        assert suggestion["additional"] == [{"host": hugo, "required": True, "locked": True}]
        assert (suggestion["text"], suggestion["notice"]) == ("By region.", "")

    def test_nobody_is_picked_by_hand_out_of_a_locked_pool(self, flowing: Served) -> None:
        prepare_flow(flowing, poolId="EMEA", lockHosts=True)
        window = flowing.open(GUS)
        pool = window.pool("EMEA")
        by_hand = {**window.host("Hana Berg"), "member_of": pool["pool"]}

        for main in (by_hand, {"anyone": True}):
            answer = refused(window.hold, window.question(main), "2026-03-04T15:00:00Z")
            assert "locked by your admin's suggestion" in answer.error["message"]
        question = window.question(pool)
        slot = window.times(question)["slots"][0]
        assert window.hold(question, slot["starts_at"])["host_id"] in slot["hosts"]

    def test_it_is_asked_beside_the_record_and_costs_no_round_trip(self, flowing: Served) -> None:
        prepare_flow(flowing, poolId="EMEA")
        flowing.open("lead:linked")
        # Long enough to be seen beside the record, however fast both are.
        flowing.fault("salesforce", "slow", call="flow", seconds=0.3, times=1)

        window = flowing.open("lead:linked")

        assert 'calls;desc="2", trips;desc="1"' in window.timings[0]

    def test_a_flow_that_says_nothing_leaves_it_to_the_rules(self, flowing: Served) -> None:
        prepare_flow(flowing)

        suggestion = flowing.open("lead:matched").context["suggestion"]

        assert (suggestion["source"], suggestion["notice"]) == ("rule", "")

    def test_a_slow_flow_is_not_waited_for(self, flowing: Served) -> None:
        prepare_flow(flowing, poolId="EMEA")
        flowing.open(GUS)
        flowing.fault("salesforce", "slow", call="flow", seconds=600, times=1)

        began = time.monotonic()
        suggestion = flowing.open("lead:matched").context["suggestion"]
        took = time.monotonic() - began

        assert took < 60
        assert suggestion["source"] == "rule"
        assert suggestion["notice"] == (
            f"The flow “{FLOW}” took longer than 2 s; the rules were used instead."
        )

    @pytest.mark.parametrize(
        ("outputs", "words"),
        [
            ({"error": "An unhandled fault has occurred in this flow"}, "An unhandled fault"),
            ({"hostIds": ["nobody"]}, "hostIds is no list of ids"),
        ],
    )
    def test_a_flow_that_fails_gives_way_and_is_named(
        self, flowing: Served, outputs: dict[str, Any], words: str
    ) -> None:
        prepare_flow(flowing, **outputs)

        by_rule = flowing.open("lead:matched").context["suggestion"]
        nothing = flowing.open(GUS).context["suggestion"]

        assert by_rule["main"] is not None
        for suggestion in (by_rule, nothing):
            assert suggestion["source"] == "rule"
            assert f"The flow “{FLOW}” failed" in suggestion["notice"]
            assert words in suggestion["notice"]
        assert (nothing["main"], nothing["text"]) == (
            None,
            "No suggestion rule applies to this record.",
        )

    def test_a_flow_may_stop_and_offer_a_record(self, flowing: Served) -> None:
        account = org_of(flowing).keys["account:northwind"]
        prepare_flow(
            flowing,
            doNotSchedule=True,
            doNotScheduleText="Ask legal.",
            action="open_record",
            actionValue=account,
        )

        stop = flowing.open(GUS).context["do_not_schedule"]

        assert stop["text"] == "Ask legal."
        assert stop["action"] == {
            "kind": "open_record",
            "label": "Open the record",
            "value": f"{flowing.box.url}/lightning/r/Account/{account}/view",
        }

    def test_a_record_that_cannot_be_is_not_offered(self, flowing: Served) -> None:
        prepare_flow(flowing, doNotSchedule=True, action="open_record", actionValue="nonsense")

        assert flowing.open(GUS).context["do_not_schedule"]["action"] is None

    def test_a_text_to_copy_is_the_stops_own_if_none_is_given(self, flowing: Served) -> None:
        prepare_flow(flowing, doNotSchedule=True, doNotScheduleText="Call 1.", action="copy_text")

        action = flowing.open(GUS).context["do_not_schedule"]["action"]

        assert action == {"kind": "copy_text", "label": "Copy the text", "value": "Call 1."}


def test_with_suggestions_switched_off_neither_flow_nor_rules_speak(served: Served) -> None:
    prepare_flow(served, poolId="EMEA")
    switch(served, Smart_Suggestions__c=False, Suggestion_Flow__c=FLOW)

    assert served.open("lead:matched").context["suggestion"] is None
    assert served.open("lead:stopped").context["do_not_schedule"] is None
    assert not served.open(GUS).context["settings"]["smart_suggestions"]
    assert served.box.world.as_json()["calls"]["salesforce"].get("flow", 0) == 0


def test_what_was_suggested_stays_with_the_window(standing: Served) -> None:
    window = standing.open("lead:matched")

    parts = standing.parts
    page = parts.database.run(
        lambda session: pages.page_of(
            session, parts.sealer, window.context["token"], parts.clock.now()
        )
    )

    assert page is not None
    assert page.suggestion is not None
    assert page.suggestion.text == window.context["suggestion"]["text"]
    assert (page.suggestion.source, page.suggestion.name) == ("rule", "Leads of customers")


def test_somebody_who_may_not_see_the_account_is_told_nothing_of_it(standing: Served) -> None:
    row = org_of(standing).row(org_of(standing).keys["lead:tamsin"])
    row.update(
        OwnerId=standing.person(NILS).user_id,
        LeadSource="Partner Referral",
        Email="tamsin@northwind.example",
    )

    context = standing.open("lead:tamsin", NILS).context

    assert context["matched_account"] is None
    assert context["suggestion"] is None or "Hugo" not in str(context["suggestion"])
    assert "Hugo Sands" not in str(context["sources"]["related"])
