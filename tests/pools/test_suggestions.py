"""Suggestion rules and flows: what they preselect, whom they pass over, and the sentence for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.conditions import Condition
from handoff.conditions import Test as Compare
from handoff.meeting_types import (
    AdditionalHosts,
    MeetingType,
    MeetingTypeId,
    Pool,
    PoolId,
    PoolKind,
    PoolMember,
    PossibleHost,
    PossibleKind,
)
from handoff.org_settings import (
    ActionKind,
    Colleague,
    OrgSettings,
    RuleOutcome,
    SuggestedField,
    SuggestionRule,
)
from handoff.people import Host, HostId, Provider
from handoff.pools.flow_suggestions import suggested_by_flow
from handoff.pools.outcomes import (
    DoNotSchedule,
    FlowAnswer,
    SuggestedHost,
    Suggestion,
    SuggestionSource,
)
from handoff.pools.suggestions import suggested_by_rules
from handoff.pools.vetting import Scene
from handoff.records import MatchedAccount, RecordUser, RecordView, Value

OLIVE, HANA, HUGO, MAYA, CORA, INES = (HostId(f"005Lk0000000{n:03}AAA") for n in range(6))
NOBODY, QUEUE = "005Lk0000000999AAA", "00GLk0000000001AAA"
DEMO, REVIEW, ALONE = (MeetingTypeId(f"a00Lk0000000{n:03}AAA") for n in range(3))
EMEA, EMPTY = PoolId("a01Lk0000000001AAA"), PoolId("a01Lk0000000002AAA")
LEAD = "00QLk00000001E0MAI"


def host(host_id: HostId, name: str, **changes: Any) -> Host:
    mail = f"{name.split()[0].lower()}@larkspur.example"
    plain = Host(host_id, name, mail, "Europe/Berlin", Provider.GOOGLE, mail)
    return replace(plain, **changes)


def kind(type_id: MeetingTypeId, name: str, **changes: Any) -> MeetingType:
    return replace(MeetingType(type_id, name, timedelta(minutes=30)), **changes)


def pool(pool_id: PoolId, name: str, *members: HostId) -> Pool:
    places = tuple(PoolMember(one) for one in members)
    return Pool(pool_id, name, PoolKind.COUNT, "UTC", "Month", places)


SETTINGS = OrgSettings(
    meeting_types=(
        kind(DEMO, "Product Demo"),
        kind(REVIEW, "Technical Review", objects=("Account",)),
        kind(ALONE, "One on one", additional_hosts=AdditionalHosts.NONE),
    ),
    pools=(pool(EMEA, "EMEA", HANA, MAYA), pool(EMPTY, "Empty", CORA)),
    hosts=(
        host(OLIVE, "Olive Ortega"),
        host(HANA, "Hana Berg"),
        host(HUGO, "Hugo Sands"),
        host(MAYA, "Maya Tanaka", is_read_only=True),
        host(CORA, "Cora Lund", calendar=""),
    ),
    colleagues=(Colleague(INES, "Ines Castro", is_active=False), Colleague(NOBODY, "Nora Body")),
)
RECORD = RecordView(
    LEAD,
    "Lead",
    "Lead",
    "Gus Grant",
    users=(RecordUser("OwnerId", "Lead Owner", HANA, "Hana Berg"),),
    values={
        "OwnerId": Value("Lead Owner", HANA, "Hana Berg"),
        "SDR__c": Value("SDR", OLIVE, "Olive Ortega"),
        "Queue__c": Value("Desk", QUEUE, "Inbound"),
        "Nobody__c": Value("Partner", None, ""),
        "MatchedAccount.OwnerId": Value("Account Owner", HUGO, "Hugo Sands"),
        "MatchedAccount.CSM__c": Value("Account CSM", CORA, "Cora Lund"),
        "Company": Value("Company", "Northwind", "Northwind"),
        "Backup__c": Value("Backup", MAYA, "Maya Tanaka"),
    },
    matched_account=MatchedAccount("001Lk0000000001AAA", "Northwind", "It is."),
)
SCENE = Scene(SETTINGS, RECORD, OLIVE, next_in=lambda one: "Hana Berg" if one.id == EMEA else "")


def rule(name: str = "Rule", **changes: Any) -> SuggestionRule:
    return SuggestionRule(id=f"id of {name}", name=name, object_name="Lead", **changes)


def suggested(*rules: SuggestionRule, scene: Scene = SCENE) -> Suggestion:
    outcome = suggested_by_rules(rules, scene)
    assert isinstance(outcome, Suggestion)
    return outcome


def by_flow(scene: Scene = SCENE, **outputs: Any) -> Suggestion:
    outcome = suggested_by_flow(FlowAnswer(name="Who_Hosts", **outputs), scene)
    assert isinstance(outcome, Suggestion)
    return outcome


def test_who_stands_in_a_field_hosts_and_the_sentence_says_which() -> None:
    found = suggested(rule(host_field="OwnerId", meeting_type_id=DEMO))

    assert found == Suggestion(
        text="Hana Berg is Lead Owner.",
        source=SuggestionSource.RULE,
        name="Rule",
        main_host_id=HANA,
        meeting_type_id=DEMO,
        sources={HANA: "Lead Owner"},
    )


def test_the_matched_account_is_named() -> None:
    assert suggested(rule(host_field="MatchedAccount.OwnerId")).text == (
        "Hugo Sands is Account Owner of the matched account Northwind."
    )


def test_a_pool_comes_first_and_says_who_would_be_next() -> None:
    found = suggested(rule(pool_id=EMEA, host_id=HUGO, host_field="OwnerId"))

    assert (found.pool_id, found.main_host_id) == (EMEA, "")
    assert found.text == "Pool EMEA is suggested by the rule “Rule”; Hana Berg would be next."


def test_a_pool_without_anybody_gives_way_to_the_rules_host() -> None:
    found = suggested(rule(pool_id=EMPTY, host_id=HUGO))

    assert found.main_host_id == HUGO
    assert found.text == (
        "Hugo Sands is suggested by the rule “Rule”. "
        "Pool Empty was passed over: nobody in this pool can be booked."
    )


def test_an_unknown_pool_is_as_good_as_none() -> None:
    assert suggested(rule(pool_id=PoolId("gone"), host_id=HUGO)).main_host_id == HUGO


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"host_id": CORA}, "Cora Lund was passed over: no calendar connected."),
        ({"host_id": MAYA}, "Maya Tanaka was passed over: their calendar can only be read."),
        ({"host_id": INES}, "Ines Castro was passed over: inactive user."),
        ({"host_id": NOBODY}, "Nora Body was passed over: not a Handoff Host."),
        (
            {"host_id": "005Lk0000000123AAA"},
            "Somebody was passed over: not a Handoff Host.",
        ),
        ({"host_field": "SDR__c"}, "Olive Ortega was passed over: you are not suggested to"),
        ({"host_field": "Queue__c"}, "Desk was passed over: owned by a queue"),
        ({"host_field": "Nobody__c"}, "Partner was passed over: nobody stands there."),
        ({"host_field": "Secret__c"}, "A user field was passed over: you may not see it."),
    ],
)
def test_whoever_cannot_be_booked_is_passed_over_for_the_next_rule(
    changes: dict[str, Any], words: str
) -> None:
    found = suggested(rule("First", **changes), rule("Second", sort_order=1, host_field="OwnerId"))

    assert (found.main_host_id, found.name) == (HANA, "Second")
    assert words in found.text
    assert "Secret" not in found.text


def test_when_nobody_is_left_the_first_rule_still_suggests_its_type() -> None:
    found = suggested(
        rule("First", host_id=CORA, meeting_type_id=DEMO), rule("Second", host_id=INES)
    )

    assert (found.main_host_id, found.meeting_type_id, found.name) == ("", DEMO, "First")
    assert found.text == (
        "Nobody is suggested. Cora Lund was passed over: no calendar connected. "
        "Ines Castro was passed over: inactive user."
    )
    assert not found.main_is_locked


def test_organizers_are_suggested_to_themselves_only_where_a_rule_says_so() -> None:
    wish = rule(host_field="SDR__c", may_suggest_organizer=True)

    assert suggested(wish).main_host_id == OLIVE


def test_rules_go_by_their_order_and_only_where_they_apply() -> None:
    elsewhere = replace(rule("Case", host_id=HUGO), object_name="Case")
    fails = rule("No", host_id=HUGO, conditions=(Condition("Company", Compare.EQUALS, ("Acme",)),))
    late = rule("Late", sort_order=9, host_id=HUGO)
    early = rule("Early", sort_order=5, host_id=HANA)

    assert suggested(late, elsewhere, fails, early).name == "Early"
    assert suggested_by_rules([elsewhere, fails], SCENE) is None


def test_further_hosts_join_unless_they_cannot() -> None:
    further = (
        SuggestedField("MatchedAccount.OwnerId"),
        SuggestedField("OwnerId", is_required=False),
        SuggestedField("Backup__c", is_required=False),
        SuggestedField("MatchedAccount.CSM__c"),
        SuggestedField("SDR__c"),
    )

    found = suggested(rule(host_field="OwnerId", further=further, locks_hosts=True))

    assert found.additional == (
        SuggestedHost(HUGO, is_required=True, is_locked=True),
        SuggestedHost(MAYA, is_required=False, is_locked=True),
    )
    assert found.main_is_locked
    assert found.sources[MAYA] == "Backup"
    assert "Cora Lund was passed over: no calendar connected." in found.text


@pytest.mark.parametrize(
    ("allows", "expected"),
    [
        (AdditionalHosts.NONE, ()),
        (AdditionalHosts.REQUIRED, (SuggestedHost(HUGO),)),
        (AdditionalHosts.ANY, (SuggestedHost(HUGO, is_required=False),)),
    ],
)
def test_the_suggested_type_says_which_hosts_may_join(
    allows: AdditionalHosts, expected: tuple[SuggestedHost, ...]
) -> None:
    settings = replace(SETTINGS, meeting_types=(kind(DEMO, "Demo", additional_hosts=allows),))
    wish = rule(
        host_field="OwnerId",
        meeting_type_id=DEMO,
        further=(SuggestedField("MatchedAccount.OwnerId", is_required=False),),
    )

    assert suggested(wish, scene=replace(SCENE, settings=settings)).additional == expected


def test_a_host_or_pool_that_the_type_forbids_is_passed_over() -> None:
    only_hugo = (PossibleHost(PossibleKind.HOST, HUGO),)
    types = (kind(DEMO, "Demo", possible_hosts=only_hugo),)
    scene = replace(SCENE, settings=replace(SETTINGS, meeting_types=types))

    found = suggested(
        rule(pool_id=EMEA, host_field="OwnerId", meeting_type_id=DEMO),
        rule("Second", host_id=HUGO, meeting_type_id=DEMO),
        scene=scene,
    )

    assert found.main_host_id == HUGO
    assert "Pool EMEA was passed over: this meeting type does not allow the pool." in found.text
    assert "Hana Berg was passed over: this meeting type does not allow them." in found.text


@pytest.mark.parametrize(
    ("type_id", "words"),
    [
        (REVIEW, "The suggested Technical Review is not offered here."),
        ("gone", "The suggested meeting type is not offered any more."),
    ],
)
def test_a_type_that_is_not_offered_is_left_out_with_its_lock(type_id: str, words: str) -> None:
    found = suggested(rule(host_field="OwnerId", meeting_type_id=type_id, locks_type=True))

    assert (found.meeting_type_id, found.locks_type) == ("", False)
    assert found.text == f"Hana Berg is Lead Owner. {words}"


def test_a_rule_may_suggest_a_type_alone_and_lock_it() -> None:
    found = suggested(rule(meeting_type_id=DEMO, locks_type=True, may_add_hosts=False))

    assert (found.meeting_type_id, found.locks_type, found.may_add_hosts) == (DEMO, True, False)
    assert found.text == "The rule “Rule” suggests this."


def test_the_admins_own_words_take_the_sentences_place_with_the_fields_merged() -> None:
    words = "{Company} is a customer; {Secret__c} and {not a mark} stay."

    assert suggested(rule(host_field="OwnerId", text=words)).text == (
        "Northwind is a customer; … and {not a mark} stay."
    )


def test_do_not_schedule_stops_with_words_and_one_action() -> None:
    stop = suggested_by_rules(
        [
            rule(
                "Unqualified",
                outcome=RuleOutcome.DO_NOT_SCHEDULE,
                text="{Company} stays with marketing.",
                action=ActionKind.NOTIFY_OWNER,
                action_label="Ask the owner",
                action_value="Look at {Company}",
            ),
            rule(host_id=HANA, sort_order=1),
        ],
        SCENE,
    )

    assert stop == DoNotSchedule(
        title="Do not schedule a meeting for Gus Grant.",
        text="Northwind stays with marketing.",
        source=SuggestionSource.RULE,
        name="Unqualified",
        action=ActionKind.NOTIFY_OWNER,
        action_label="Ask the owner",
        action_value="Look at Northwind",
    )


@pytest.mark.parametrize(
    ("value", "opens"),
    [("OwnerId", HANA), ("Nobody__c", ""), ("001Lk0000000001AAA", "001Lk0000000001AAA")],
)
def test_a_record_to_open_is_named_by_id_or_by_field(value: str, opens: str) -> None:
    stop = suggested_by_rules(
        [
            rule(
                outcome=RuleOutcome.DO_NOT_SCHEDULE,
                action=ActionKind.OPEN_RECORD,
                action_value=value,
            )
        ],
        SCENE,
    )

    assert isinstance(stop, DoNotSchedule)
    assert stop.action_value == opens
    assert stop.text == "Your admin's rule “Rule” asks not to book meetings here."


def test_a_rule_that_comes_earlier_wins_over_do_not_schedule() -> None:
    stop = rule("Stop", sort_order=1, outcome=RuleOutcome.DO_NOT_SCHEDULE)

    assert suggested(rule(host_id=HANA), stop).main_host_id == HANA


def test_a_flow_names_hosts_types_and_locks() -> None:
    found = by_flow(
        host_ids=(HANA, HUGO),
        optional_host_ids=(MAYA,),
        meeting_type="Product Demo",
        locks_hosts=True,
        locks_type=True,
        may_add_hosts=False,
        explanation="Because of the region.",
    )

    assert found == Suggestion(
        text="Because of the region.",
        source=SuggestionSource.FLOW,
        name="Who_Hosts",
        main_host_id=HANA,
        main_is_locked=True,
        additional=(SuggestedHost(HUGO, True, True), SuggestedHost(MAYA, False, True)),
        meeting_type_id=DEMO,
        locks_type=True,
        may_add_hosts=False,
    )


def test_a_flow_may_name_its_main_host_apart() -> None:
    found = by_flow(host_ids=(HANA, HUGO), main_host_id=HUGO)

    assert (found.main_host_id, found.additional) == (HUGO, (SuggestedHost(HANA),))
    assert found.text == "Hugo Sands is suggested by the flow “Who_Hosts”."


@pytest.mark.parametrize("named", [EMEA, EMEA[:15], "EMEA"])
def test_a_flows_pool_is_the_main_host(named: str) -> None:
    found = by_flow(pool=named, host_ids=(HUGO,))

    assert (found.pool_id, found.main_host_id) == (EMEA, "")
    assert found.additional == (SuggestedHost(HUGO),)
    assert found.text.endswith("; Hana Berg would be next.")


def test_a_flows_pool_that_nobody_leads_is_passed_over() -> None:
    quiet = replace(SCENE, next_in=lambda _: "")

    assert by_flow(quiet, pool="Empty").text == (
        "Nobody is suggested. Pool Empty was passed over: nobody in this pool can be booked."
    )
    assert by_flow(quiet, pool="EMEA").text == ("Pool EMEA is suggested by the flow “Who_Hosts”.")


def test_a_flow_may_suggest_a_type_alone_or_one_that_is_gone() -> None:
    assert by_flow(meeting_type=DEMO).text == "The flow “Who_Hosts” suggests this."
    assert "not offered any more" in by_flow(meeting_type="Gone").text


def test_a_flow_that_says_nothing_leaves_it_to_the_rules() -> None:
    assert suggested_by_flow(FlowAnswer(name="Who_Hosts", explanation="Hm."), SCENE) is None


def test_a_flow_may_stop() -> None:
    told = suggested_by_flow(
        FlowAnswer(name="F", stops=True, stop_text="No.", action=ActionKind.COPY_TEXT), SCENE
    )
    silent = suggested_by_flow(FlowAnswer(name="F", stops=True), SCENE)

    assert isinstance(told, DoNotSchedule)
    assert isinstance(silent, DoNotSchedule)
    assert (told.text, told.action, told.source) == (
        "No.",
        ActionKind.COPY_TEXT,
        SuggestionSource.FLOW,
    )
    assert silent.text == "Your admin's flow “F” asks not to book meetings here."


def test_a_pool_without_a_known_next_member_is_suggested_all_the_same() -> None:
    scene = Scene(SETTINGS, RECORD, OLIVE)

    assert suggested(rule(pool_id=EMEA), scene=scene).text == (
        "Pool EMEA is suggested by the rule “Rule”."
    )
