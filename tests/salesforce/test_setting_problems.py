"""Every mistake in an org's settings is told on its record, and switches off only what it concerns."""

from typing import Any

import pytest

from handoff.errors import AccessLost, TurnedDown
from handoff.org_settings import OrgSettings, SettingProblem
from handoff.people import ENGLISH
from handoff.salesforce.problem_writes import key_of
from tests.cast import AMERICAS, DEMO, DISCOVERY, EMEA, HANA, HUGO, REVIEW
from tests.salesforce.conftest import Larkspur

HOST, TYPE, RULE = "Handoff_Host__c", "Handoff_Meeting_Type__c", "Handoff_Suggestion_Rule__c"
OBJECT_SETTING = "Handoff_Object_Setting__mdt"
NOT_SEEN = "that Handoff's integration user may see"


def read(larkspur: Larkspur, **wish: bool) -> OrgSettings:
    return larkspur.gateway.read_settings(larkspur.org_id, **wish)


def told(settings: OrgSettings) -> dict[str, str]:
    """Return the problems' sentences, each with the id of its record."""
    return {str(one.words): one.record_id for one in settings.problems}


def host_record(larkspur: Larkspur, key: str) -> str:
    rows = larkspur.theirs.rows(HOST).values()
    return str(next(one["Id"] for one in rows if one["User__c"] == larkspur.user(key)))


def setting_row(larkspur: Larkspur, object_name: str) -> dict[str, Any]:
    """Return the row of an object's setting, to be changed as a deployment would."""
    rows = larkspur.theirs.rows(OBJECT_SETTING).values()
    row: dict[str, Any] = next(one for one in rows if one["Object_API_Name__c"] == object_name)
    return row


def test_hours_by_date_and_a_region_that_cannot_be_read_leave_the_host(
    own_larkspur: Larkspur,
) -> None:
    record = host_record(own_larkspur, HANA)
    own_larkspur.change(
        HOST,
        record,
        Hours_By_Date__c="2026-03-09 10:00-12:00\n2026-02-30 closed\n2026-03-09 closed\nmaybe\n\n2026-03-10 closed",
        Holiday_Region__c="de-xx",
    )
    hugo = host_record(own_larkspur, HUGO)
    own_larkspur.change(HOST, hugo, Holiday_Region__c="us-ma")

    settings = read(own_larkspur)

    hana = settings.host(own_larkspur.user(HANA))
    assert hana is not None
    assert hana.dated_hours == "2026-03-09 10:00-12:00\n2026-03-10 closed"
    assert hana.holiday_region == ""
    assert settings.host(own_larkspur.user(HUGO)).holiday_region == "US-MA"  # type: ignore[union-attr]
    words = sorted(told(settings))
    assert words[-1] == "Host Hana Berg: there are no holidays for the region “DE-XX”."
    assert len(words) == 4
    assert all(
        one.startswith("Host Hana Berg: the hours by date cannot be read") for one in words[:3]
    )
    assert set(told(settings).values()) == {record}
    assert {one.record_name for one in settings.problems} == {"Hana Berg"}


def test_who_left_is_told_wherever_they_are_named(own_larkspur: Larkspur) -> None:
    hugo = own_larkspur.user(HUGO)
    own_larkspur.theirs.rows("User")[hugo]["IsActive"] = False
    demo = own_larkspur.record(f"type:{DEMO}")
    line = own_larkspur.plant(
        "Handoff_Type_Host__c", Meeting_Type__c=demo, Kind__c="User", User__c=hugo
    )
    rule = own_larkspur.plant(
        RULE, Name="To Hugo", Active__c=True, Object_API_Name__c="Lead", Host__c=hugo
    )

    settings = read(own_larkspur)

    words = told(settings)
    assert words["Hugo Sands is a Handoff Host but no longer an active user."] == host_record(
        own_larkspur, HUGO
    )
    assert words["Meeting type “Product Demo”: Hugo Sands is no active Handoff Host."] == line
    assert words["Rule “To Hugo” suggests Hugo Sands, who is no active Handoff Host."] == rule
    assert "Hugo Sands left pool “Americas”: an inactive user." in words
    americas = next(one for one in settings.pools if one.name == AMERICAS)
    assert hugo not in {one.host_id for one in americas.members}
    assert len(americas.members) == 7
    assert rule in {one.id for one in settings.rules}


def test_a_field_that_does_not_exist_is_told_segment_by_segment(own_larkspur: Larkspur) -> None:
    lead, opportunity = (setting_row(own_larkspur, one) for one in ("Lead", "Opportunity"))
    lead |= {
        "Detail_Fields__c": "Company\nNickname__c\nOwner.Nickname__c",
        "User_Field_Paths__c": "Matched_Account__r.OwnerId\nGrandmother__r",
        "Guest_Email__c": "E-Mail",
        "Owner_Field__c": "Company",
        "Matched_Account_Field__c": "SDR__c",
        "Account_Tie_Order__c": "Fame DESC, CreatedDate",
        "Conditions__c": "Shoe_Size__c > 40\nCompany is filled",
        "Default_Meeting_Type__c": "Chat",
    }
    opportunity |= {"Detail_Fields__c": "Account.Nowhere__r.Name\nAccount.Industry"}

    settings = read(own_larkspur)

    assert told(settings) == {
        f"Settings of Lead: Lead has no field “Nickname__c” {NOT_SEEN}.": lead["Id"],
        f"Settings of Lead: Lead has no field “Owner.Nickname__c” {NOT_SEEN}.": lead["Id"],
        f"Settings of Lead: Lead has no field “Grandmother__r” {NOT_SEEN}.": lead["Id"],
        f"Settings of Lead: Lead has no field “E-Mail” {NOT_SEEN}.": lead["Id"],
        f"Settings of Lead: Lead has no field “Shoe_Size__c” {NOT_SEEN}.": lead["Id"],
        f"Settings of Lead: Account has no field “Fame” {NOT_SEEN}.": lead["Id"],
        "Settings of Lead: “Company” is no field for a user.": lead["Id"],
        "Settings of Lead: “SDR__c” leads to no Account.": lead["Id"],
        "Settings of Lead: there is no active meeting type “Chat”.": lead["Id"],
        f"Settings of Opportunity: Opportunity has no field “Account.Nowhere__r.Name” {NOT_SEEN}.": (
            opportunity["Id"]
        ),
    }
    assert settings.object_setting("Lead") is not None
    assert len(settings.objects) == 6


def test_types_questions_and_rules_name_fields_of_the_objects_they_are_for(
    own_larkspur: Larkspur,
) -> None:
    discovery, review = (own_larkspur.record(f"type:{one}") for one in (DISCOVERY, REVIEW))
    own_larkspur.change(TYPE, discovery, Conditions__c="NumberOfEmployees > 5")
    own_larkspur.change(
        TYPE,
        review,
        Conditions__c="Industry is filled",
        Objects__c="Opportunity, Account, Planet__c",
    )
    question = own_larkspur.plant(
        "Handoff_Question__c",
        Meeting_Type__c=discovery,
        Label__c="Why?",
        Active__c=True,
        Prefill_Field__c="Reason__c",
    )
    line = own_larkspur.plant(
        "Handoff_Type_Host__c",
        Meeting_Type__c=review,
        Kind__c="Record Field",
        Field_Path__c="Account.Twin__c",
    )
    rule = own_larkspur.plant(
        RULE,
        Name="Odd",
        Active__c=True,
        Object_API_Name__c="Case",
        Conditions__c="Weather = Fine",
        Host_Field__c="MatchedAccount.OwnerId",
    )

    settings = read(own_larkspur)

    everywhere = "Account, Case, Contact, Lead, Opportunity, Project__c"
    both = "Opportunity, Account"
    assert told(settings) == {
        f"Meeting type “Technical Review”: there is no object “Planet__c” {NOT_SEEN}.": review,
        f"Meeting type “Technical Review”: Opportunity has no field “Industry” {NOT_SEEN}.": review,
        f"Meeting type “Discovery Call”: {everywhere} has no field “Reason__c” {NOT_SEEN}.": question,
        f"Meeting type “Technical Review”: {both} has no field “Account.Twin__c” {NOT_SEEN}.": line,
        f"Rule “Odd”: Case has no field “Weather” {NOT_SEEN}.": rule,
        f"Rule “Odd”: Case has no field “MatchedAccount.OwnerId” {NOT_SEEN}.": rule,
    }
    names = {(one.object_name, one.record_name) for one in settings.problems}
    assert ("Handoff_Question__c", "Why?") in names
    assert ("Handoff_Type_Host__c", REVIEW) in names


def test_a_field_that_was_made_since_is_known_at_once_when_asked_anew(
    own_larkspur: Larkspur,
) -> None:
    lead = setting_row(own_larkspur, "Lead")
    org = own_larkspur.theirs
    read(own_larkspur)
    lead["Detail_Fields__c"] = "Title"
    kept = own_larkspur.describes.kept[own_larkspur.org_id, "integration", "Lead"]
    kept["fields"] = [one for one in kept["fields"] if one[0] != "Title"]

    remembered = read(own_larkspur)
    anew = read(own_larkspur, anew=True)
    unasked = read(own_larkspur, checks_fields=False)

    assert [one.record_id for one in remembered.problems] == [lead["Id"]]
    assert (anew.problems, unasked.problems) == ((), ())
    assert org.name == "Larkspur"


def test_what_is_there_twice_is_told(own_larkspur: Larkspur) -> None:
    twin = own_larkspur.plant(TYPE, Name="discovery call", Duration_Minutes__c=30)
    pool = own_larkspur.plant("Handoff_Pool__c", Name=EMEA, Active__c=True)
    copy = {**setting_row(own_larkspur, "Case"), "DeveloperName": "Case_Again"}
    copy.pop("Id")
    setting = own_larkspur.plant(OBJECT_SETTING, **copy)

    settings = read(own_larkspur)

    assert set(told(settings)) >= {
        "There are two pools “EMEA”.",
        "There are two Handoff Object Settings for Case.",
    }
    assert {twin, pool} & set(told(settings).values())
    assert setting in told(settings).values()
    assert len(settings.problems) == 3


def test_a_suggestion_flow_must_be_there_and_active(own_larkspur: Larkspur) -> None:
    rows = own_larkspur.theirs.rows("Handoff_Settings__c")
    row = next(one for one in rows.values() if one["SetupOwnerId"].startswith("00D"))
    flows = list(own_larkspur.theirs.schema.flows)
    found = {}
    for flow in (flows[0], "No_Such_Flow", "no name"):
        row["Suggestion_Flow__c"] = flow
        found[flow] = told(read(own_larkspur))
    row["Smart_Suggestions__c"] = False

    assert found == {
        flows[0]: {},
        "No_Such_Flow": {
            "There is no active suggestion flow “No_Such_Flow”; the rules decide.": row["Id"]
        },
        "no name": {"There is no active suggestion flow “no name”; the rules decide.": row["Id"]},
    }
    assert read(own_larkspur).problems == ()


def test_test_mode_without_a_mailbox_is_told(own_larkspur: Larkspur) -> None:
    rows = own_larkspur.theirs.rows("Handoff_Settings__c")
    row = next(one for one in rows.values() if one["SetupOwnerId"].startswith("00D"))
    row |= {"Test_Mode__c": True, "Guest_Data_Days__c": 30}

    settings = read(own_larkspur)

    assert settings.switches.test_mode
    assert settings.switches.guest_data_days == 30
    assert told(settings) == {"Test mode has no test mailbox, so nothing can be booked.": row["Id"]}


PROBLEMS = (
    SettingProblem(
        "Host Otto: there is no time zone “Europe/Bonn”.", HOST, "a01Lk00000001E0IAI", "Otto"
    ),
    SettingProblem("Pool “Moon”: odd.", "Handoff_Pool__c", "a07Lk00000001E0IAI", "Moon"),
    SettingProblem("Only the first 5000 users can be searched for."),
)


def written(larkspur: Larkspur) -> dict[str, dict[str, Any]]:
    rows = larkspur.theirs.rows("Handoff_Setting_Problem__c").values()
    return {row["Key__c"]: row for row in rows}


def test_problems_are_records_that_come_and_go(own_larkspur: Larkspur) -> None:
    write = own_larkspur.gateway.write_problems
    write(own_larkspur.org_id, PROBLEMS)
    first = written(own_larkspur)
    before = own_larkspur.calls()
    write(own_larkspur.org_id, PROBLEMS)
    again = own_larkspur.calls()
    write(own_larkspur.org_id, PROBLEMS[1:])

    otto = first[key_of(PROBLEMS[0])]
    assert len(first) == 3
    assert otto["Setting_Object__c"] == HOST
    assert otto["Setting_Id__c"] == "a01Lk00000001E0IAI"
    assert otto["Setting_Name__c"] == "Otto"
    assert otto["Problem__c"] == PROBLEMS[0].words
    assert again == {**before, "composite.batch": before["composite.batch"] + 1}
    left = written(own_larkspur)
    assert set(left) == {key_of(one) for one in PROBLEMS[1:]}
    assert all(left[key]["Id"] == first[key]["Id"] for key in left)


def test_what_salesforce_refuses_to_keep_is_an_error(own_larkspur: Larkspur) -> None:
    own_larkspur.rule(validation={"object": "Handoff_Setting_Problem__c", "message": "Not today."})

    with pytest.raises(TurnedDown, match=r"Not today\."):
        own_larkspur.gateway.write_problems(own_larkspur.org_id, PROBLEMS)


def test_a_session_that_is_lost_for_good_is_said(own_larkspur: Larkspur) -> None:
    own_larkspur.fault(kind="lose_access", times=None)

    with pytest.raises(AccessLost):
        own_larkspur.gateway.write_problems(own_larkspur.org_id, PROBLEMS)


def test_an_older_package_is_read_without_what_it_lacks(own_larkspur: Larkspur) -> None:
    schema = own_larkspur.theirs.schema
    for object_name, field in ((HOST, "Holiday_Region__c"), ("Handoff_Pool__c", "Bookable_By__c")):
        del schema.get(object_name).fields[field.lower()]

    settings = read(own_larkspur)

    assert len(settings.pools) == 4
    assert settings.host(own_larkspur.user(HANA)) is not None
    assert sorted(told(settings)) == [
        f"{HOST} has no field Holiday_Region__c {NOT_SEEN}: deploy the package again.",
        f"Handoff_Pool__c has no field Bookable_By__c {NOT_SEEN}: deploy the package again.",
    ]


def test_what_the_integration_user_may_not_read_is_told_and_the_rest_read(
    own_larkspur: Larkspur,
) -> None:
    pool = own_larkspur.record(f"pool:{EMEA}")
    own_larkspur.change(
        "Handoff_Pool__c", pool, Members_From__c="Role", Members_From_Name__c="EMEA_Sales"
    )
    for name in ("Holiday", "BusinessHours", "Organization", "UserRole"):
        own_larkspur.rule(deny={"user": "handoff.integration", "object": name})

    settings = read(own_larkspur)

    words = sorted(told(settings))
    assert words[1:4] == [
        "Handoff's integration user may not read BusinessHours.",
        "Handoff's integration user may not read Holiday.",
        "Handoff's integration user may not read Organization.",
    ]
    assert settings.tongue == ENGLISH
    assert words[0].startswith(
        "Groups and roles that settings name cannot be read: Salesforce says"
    )
    assert words[4] == "Pool “EMEA”: there is no role with the API name “EMEA_Sales”."
    assert len(settings.pool(pool).members) == 6  # type: ignore[union-attr]
    assert settings.business_hours


def test_a_setting_object_that_may_not_be_read_stops_the_reading(own_larkspur: Larkspur) -> None:
    own_larkspur.rule(deny={"user": "handoff.integration", "object": "Handoff_Pool__c"})

    with pytest.raises(TurnedDown, match="Pool__r"):
        read(own_larkspur)


def test_fields_taken_away_one_after_the_other_are_told_at_once(own_larkspur: Larkspur) -> None:
    kind = own_larkspur.theirs.kind("Handoff_Meeting_Type__c")
    told = []
    for name in ("Max_Per_Day__c", "Max_Per_Week__c"):
        kind.fields.pop(name.lower())
        settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)
        told.append([name in str(one.words) for one in settings.problems].count(True))
        assert settings.meeting_types

    assert told == [1, 1]
