"""An org's settings as its admins wrote them, with what cannot work named in words."""

from datetime import date, timedelta

import pytest

from handoff.conditions import Condition
from handoff.conditions import Test as Comparing
from handoff.errors import NotAllowed, TryLater
from handoff.meeting_types import (
    AdditionalHosts,
    GuestFields,
    HostRule,
    MeetingType,
    Platform,
    PoolKind,
    PossibleHost,
    PossibleKind,
    QuestionKind,
)
from handoff.org_settings import (
    ActionKind,
    OrgSettings,
    RuleOutcome,
    SuggestedField,
    Switches,
)
from handoff.people import NO_CAPS, Caps, Leave, OrgId, Provider
from tests.cast import (
    AMERICAS,
    DEMO,
    DISCOVERY,
    EMEA,
    ENTERPRISE_REVIEW,
    EVERYONE,
    EXECUTIVE,
    GIULIA,
    HANA,
    HUGO,
    LAUNCH,
    MAYA,
    NEEDS_ANALYSIS,
    NOW,
    QUICK_INTRO,
    RENEWAL,
    REVIEW,
    ROSA,
    SE_DESK,
    SUPPORT,
    TESSA,
    WORKSHOP,
)
from tests.salesforce.conftest import Larkspur


def test_one_round_trip_brings_everything(larkspur: Larkspur) -> None:
    larkspur.gateway.read_settings(larkspur.org_id)
    before = larkspur.calls()

    settings = larkspur.gateway.read_settings(larkspur.org_id)

    assert larkspur.calls() == {**before, "composite.batch": before["composite.batch"] + 1}
    assert settings.problems == ()
    assert [one.name for one in settings.meeting_types[:3]] == [DISCOVERY, DEMO, REVIEW]
    assert len(settings.meeting_types) == 12
    assert {one.name: len(one.members) for one in settings.pools} == {
        EMEA: 6,
        AMERICAS: 8,
        EVERYONE: 50,
        SE_DESK: 4,
    }
    assert {one.object_name for one in settings.objects} == {
        "Lead",
        "Contact",
        "Account",
        "Opportunity",
        "Case",
        "Project__c",
    }


def test_a_meeting_type_has_its_lengths(larkspur: Larkspur) -> None:
    settings = larkspur.gateway.read_settings(larkspur.org_id)

    demo = next(one for one in settings.meeting_types if one.name == DEMO)
    assert demo.duration == timedelta(minutes=45)
    assert (demo.buffer_before, demo.buffer_after) == (timedelta(minutes=10),) * 2
    assert demo.minimum_notice == timedelta(hours=4)
    assert demo.platform is Platform.HOST_DEFAULT
    review = next(one for one in settings.meeting_types if one.name == REVIEW)
    assert review.is_offered_on("Account")
    assert not review.is_offered_on("Lead")


def type_named(settings: OrgSettings, name: str) -> MeetingType:
    return next(one for one in settings.meeting_types if one.name == name)


def test_a_meeting_type_has_its_rules(larkspur: Larkspur) -> None:
    settings = larkspur.gateway.read_settings(larkspur.org_id)

    discovery, demo = type_named(settings, DISCOVERY), type_named(settings, EXECUTIVE)
    assert discovery.is_offered
    assert discovery.prefills_guest
    assert discovery.additional_hosts is AdditionalHosts.ANY
    assert (discovery.caps, discovery.is_packed, discovery.possible_hosts) == (NO_CAPS, False, ())
    assert (demo.additional_hosts, demo.caps) == (AdditionalHosts.NONE, Caps(day=1, week=3))
    review = type_named(settings, ENTERPRISE_REVIEW)
    assert review.conditions == (
        Condition("NumberOfEmployees", Comparing.AT_LEAST, ("1000",)),
        Condition("Rating", Comparing.IN, ("Hot", "Warm")),
    )
    intro = type_named(settings, QUICK_INTRO)
    assert (intro.is_time_first, intro.host_rule) == (True, HostRule.FEWEST)
    launch = type_named(settings, LAUNCH)
    assert (launch.bookable_from, launch.bookable_until) == (date(2026, 3, 9), date(2026, 3, 13))
    support = type_named(settings, SUPPORT)
    assert (support.is_packed, support.prefills_guest) == (True, False)
    assert type_named(settings, RENEWAL).guest_fields == GuestFields(
        "Contact.FirstName", "Contact.LastName", "Contact.Email"
    )


def test_a_meeting_type_has_its_hosts_in_order_and_its_questions(larkspur: Larkspur) -> None:
    settings = larkspur.gateway.read_settings(larkspur.org_id)

    workshop = type_named(settings, WORKSHOP)
    assert workshop.host_rule is HostRule.IN_ORDER
    assert workshop.additional_hosts is AdditionalHosts.REQUIRED
    assert workshop.possible_hosts == (
        PossibleHost(PossibleKind.FIELD, "OwnerId"),
        PossibleHost(PossibleKind.HOST, larkspur.user(MAYA)),
        PossibleHost(PossibleKind.POOL, larkspur.record("pool:SE Desk")),
    )
    about, industry, joins, prepare, size = type_named(settings, NEEDS_ANALYSIS).questions
    assert (about.kind, about.is_required) == (QuestionKind.PICKLIST, True)
    assert about.options == ("A new project", "A replacement", "An extension")
    assert (industry.prefill_field, industry.write_field) == ("Industry", "Industry")
    assert (joins.kind, prepare.kind) == (QuestionKind.CHECKBOX, QuestionKind.LONG_TEXT)
    assert (size.is_read_only, size.prefill_field) == (True, "NumberOfEmployees")


def test_hosts_and_members_have_limits_leave_and_rights(larkspur: Larkspur) -> None:
    settings = larkspur.gateway.read_settings(larkspur.org_id)

    tessa, giulia = (settings.host(larkspur.user(key)) for key in (TESSA, GIULIA))
    rosa, hana = (settings.host(larkspur.user(key)) for key in (ROSA, HANA))
    desk = settings.pool(larkspur.record("pool:SE Desk"))
    assert tessa
    assert giulia
    assert rosa
    assert hana
    assert desk
    assert tessa.caps == Caps(day=2, week=6, month=20)
    assert giulia.leave == (Leave(date(2026, 3, 9), date(2026, 3, 13), "Holiday"),)
    assert rosa.is_read_only
    assert (hana.is_read_only, hana.caps, hana.leave) == (False, NO_CAPS, ())
    dante = next(one for one in desk.members if one.host_id == larkspur.user("dante"))
    assert dante.caps == Caps(day=1, week=4)
    assert dante.joined_at
    assert dante.joined_at - NOW < timedelta(minutes=1)


def test_the_rules_in_use_are_read_in_their_order(larkspur: Larkspur) -> None:
    stop, customers, europe, deals = larkspur.gateway.read_settings(larkspur.org_id).rules

    assert (stop.outcome, stop.action) == (RuleOutcome.DO_NOT_SCHEDULE, ActionKind.NOTIFY_OWNER)
    assert stop.conditions == (Condition("Status", Comparing.EQUALS, ("Unqualified",)),)
    assert customers.host_field == "MatchedAccount.OwnerId"
    assert customers.further == (SuggestedField("MatchedAccount.CSM__c", is_required=False),)
    assert (customers.locks_hosts, customers.may_add_hosts) == (False, True)
    assert europe.pool_id == larkspur.record("pool:EMEA")
    assert europe.meeting_type_id == larkspur.record("type:Discovery Call")
    assert (deals.object_name, deals.locks_hosts, deals.locks_type) == ("Opportunity", True, True)
    assert not deals.may_add_hosts


def test_the_row_of_the_org_alone_sets_the_switches(own_larkspur: Larkspur) -> None:
    own_larkspur.create(
        "Handoff_Settings__c",
        Name="For Olive alone",
        SetupOwnerId=own_larkspur.user("olive"),
        Smart_Suggestions__c=False,
        Count_Owner__c=True,
    )
    fernhill = next(org for org in own_larkspur.orgs.values() if org.name == "Fernhill")

    ours = own_larkspur.gateway.read_settings(own_larkspur.org_id).switches
    theirs = own_larkspur.gateway.read_settings(fernhill.org_id).switches

    assert ours == Switches(smart_suggestions=True, instant_handoff=True, allows_two_pools=True)
    assert theirs == Switches(shows_all_members=False)


def test_without_any_row_everything_is_as_delivered(own_larkspur: Larkspur) -> None:
    own_larkspur.theirs.rows("Handoff_Settings__c").clear()

    assert own_larkspur.gateway.read_settings(own_larkspur.org_id).switches == Switches()


def test_colleagues_are_all_users_active_ones_first(larkspur: Larkspur) -> None:
    colleagues = larkspur.gateway.read_settings(larkspur.org_id).colleagues

    names = [one.name for one in colleagues]
    assert len(names) == len(larkspur.theirs.rows("User"))
    assert names[:-1] == sorted(names[:-1], key=str.casefold)
    assert (names[-1], colleagues[-1].is_active) == ("Ines Castro", False)
    olive = next(one for one in colleagues if one.id == larkspur.user("olive"))
    assert (olive.title, olive.zone) == ("Sales Development Representative", "America/New_York")


def test_a_lead_is_matched_as_the_admin_set_it(larkspur: Larkspur) -> None:
    lead = larkspur.gateway.read_settings(larkspur.org_id).object_setting("Lead")

    assert lead is not None
    assert lead.matched_account_field == "Matched_Account__c"
    assert lead.account_tie_order == "NumberOfEmployees DESC, CreatedDate"


def test_a_host_is_a_user_with_a_calendar(larkspur: Larkspur) -> None:
    settings = larkspur.gateway.read_settings(larkspur.org_id)

    hana = settings.host(larkspur.user(HANA))
    assert hana is not None
    assert (hana.name, hana.zone, hana.provider) == ("Hana Berg", "Europe/Berlin", Provider.GOOGLE)
    assert hana.calendar == "hana@larkspur.example"
    cora = settings.host(larkspur.user("cora"))
    assert cora is not None
    assert not cora.has_calendar


def test_lists_are_read_line_by_line(larkspur: Larkspur) -> None:
    setting = larkspur.gateway.read_settings(larkspur.org_id).object_setting("Opportunity")

    assert setting is not None
    assert setting.detail_fields[:2] == ("Account.Name", "StageName")
    assert setting.user_field_paths == ("Account",)
    assert setting.owner_field_only_if_empty


def test_what_is_switched_off_is_not_read(own_larkspur: Larkspur) -> None:
    briefing = own_larkspur.record(f"type:{EXECUTIVE}")
    own_larkspur.change("Handoff_Meeting_Type__c", briefing, Active__c=False)
    own_larkspur.change("Handoff_Pool__c", own_larkspur.record(f"pool:{AMERICAS}"), Active__c=False)

    after = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert EXECUTIVE not in {one.name for one in after.meeting_types}
    assert AMERICAS not in {one.name for one in after.pools}
    assert [one.words for one in after.problems] == [
        "Meeting type “Quick Intro”: pool “Americas” is not in use."
    ]


def test_an_order_based_pool_and_a_paused_member(own_larkspur: Larkspur) -> None:
    pool = own_larkspur.create(
        "Handoff_Pool__c",
        Name="Turns",
        Active__c=True,
        Kind__c="Order",
        Reset__c="Never",
        Time_Zone__c="Asia/Tokyo",
    )
    own_larkspur.create(
        "Handoff_Pool_Member__c",
        Pool__c=pool,
        User__c=own_larkspur.user(HANA),
        Active__c=True,
        Weight__c=0,
        Sort_Order__c=2,
    )
    own_larkspur.create(
        "Handoff_Pool_Member__c",
        Pool__c=pool,
        User__c=own_larkspur.user(HUGO),
        Active__c=False,
        Weight__c=3,
        Sort_Order__c=1,
    )

    found = own_larkspur.gateway.read_settings(own_larkspur.org_id).pool(pool)

    assert found is not None
    assert (found.kind, found.zone, found.reset) == (PoolKind.ORDER, "Asia/Tokyo", "Never")
    assert [(one.host_id, one.weight, one.is_active) for one in found.members] == [
        (own_larkspur.user(HUGO), 3, False),
        (own_larkspur.user(HANA), 0, True),
    ]


def test_what_cannot_work_is_named_and_left_out(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    plant("Handoff_Meeting_Type__c", Name="Odd", Duration_Minutes__c=30, Weekly_Hours__c="whenever")
    plant("Handoff_Pool__c", Name="Moon", Time_Zone__c="Moon/Tranquility")
    pool = plant("Handoff_Pool__c", Name="Mixed")
    for key, weight in ((HANA, 1), (HANA, 2), (HUGO, -1), ("olive", 1)):
        user = own_larkspur.user(key)
        plant("Handoff_Pool_Member__c", Pool__c=pool, User__c=user, Weight__c=weight)
    otto, ines, hana = (own_larkspur.user(key) for key in ("otto", "ines", HANA))
    plant("Handoff_Host__c", User__c=otto, Time_Zone__c="Europe/Bonn")
    plant("Handoff_Host__c", User__c=ines)
    plant("Handoff_Host__c", User__c=hana)

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    told = "\n".join(one.words for one in settings.problems)
    assert "Meeting type “Odd”: the weekly hours cannot be read" in told
    assert "Pool “Moon”: there is no time zone “Moon/Tranquility”" in told
    assert "Host Otto Lindgren: there is no time zone “Europe/Bonn”" in told
    assert "Pool member Hugo Sands: weight must be a whole number of at least 0" in told
    assert "Hana Berg is twice in one pool" in told
    assert "Hana Berg has two Handoff Host records" in told
    assert "no active Handoff Host" in told
    assert "Ines Castro is a Handoff Host but no longer an active user" in told
    assert len(settings.problems) == 8
    mixed = settings.pool(pool)
    assert mixed is not None
    assert [one.weight for one in mixed.members] == [1]
    assert settings.host(otto) is None
    inactive = settings.host(ines)
    assert inactive is not None
    assert not inactive.is_active


UNREAD = "“Country is nice” does not read like “Country = Germany”"


def odd_types(larkspur: Larkspur) -> None:
    """Meeting types with one mistake each."""
    for name, mistake in (
        ("Unread", {"Conditions__c": "Country = Germany\nCountry is nice"}),
        ("Half", {"Bookable_From__c": date(2026, 4, 1)}),
        (
            "Backwards",
            {"Bookable_From__c": date(2026, 4, 2), "Bookable_Until__c": date(2026, 4, 1)},
        ),
        ("Capped", {"Max_Per_Week__c": -1}),
        ("Newer", {"Host_Rule__c": "By Lot"}),
        ("Pathless", {"Guest_Email_Field__c": "no path"}),
    ):
        larkspur.plant("Handoff_Meeting_Type__c", Name=name, Duration_Minutes__c=30, **mistake)


def test_each_mistake_in_a_meeting_type_has_its_sentence(own_larkspur: Larkspur) -> None:
    odd_types(own_larkspur)

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert sorted(one.words for one in settings.problems) == [
        "Meeting type “Backwards”: the last bookable day is before the first.",
        "Meeting type “Capped”: max per week must be a whole number of at least 0.",
        "Meeting type “Half”: the first and the last bookable day belong together.",
        "Meeting type “Newer”: “By Lot” is no host rule that this release knows.",
        "Meeting type “Pathless”: “no path” is no field path.",
        f"Meeting type “Unread”: the conditions cannot be read: {UNREAD}.",
    ]
    assert len(settings.meeting_types) == 12


def test_a_type_whose_hosts_cannot_be_used_is_open_to_nobody(own_larkspur: Larkspur) -> None:
    plant = own_larkspur.plant
    closed = plant("Handoff_Meeting_Type__c", Name="Closed", Duration_Minutes__c=30)
    mixed = plant("Handoff_Meeting_Type__c", Name="Mixed", Duration_Minutes__c=30)
    plant("Handoff_Type_Host__c", Meeting_Type__c=closed, Kind__c="User")
    plant("Handoff_Type_Host__c", Meeting_Type__c=mixed, Kind__c="Group")
    hana = own_larkspur.user(HANA)
    plant("Handoff_Type_Host__c", Meeting_Type__c=mixed, Kind__c="User", User__c=hana)

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert settings.meeting_type(closed) is None
    assert type_named(settings, "Mixed").possible_hosts == (PossibleHost(PossibleKind.HOST, hana),)
    assert {one.words for one in settings.problems} == {
        "Meeting type “Closed”: one of its possible hosts names nobody.",
        "Meeting type “Closed”: none of its possible hosts can be used.",
        "Meeting type “Mixed”: “Group” is no kind of possible host.",
    }


def test_ten_questions_are_asked_and_bad_ones_left_out(own_larkspur: Larkspur) -> None:
    asks = own_larkspur.record("type:Discovery Call")
    for number in range(11):
        own_larkspur.plant(
            "Handoff_Question__c", Meeting_Type__c=asks, Label__c=f"{number}?", Sort_Order__c=number
        )
    for mistake in ({"Kind__c": "Picklist"}, {"Read_Only__c": True}, {"Label__c": ""}):
        wish = {"Meeting_Type__c": asks, "Label__c": "Odd?", "Kind__c": "Text", **mistake}
        own_larkspur.plant("Handoff_Question__c", **wish)

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    labels = [one.label for one in type_named(settings, DISCOVERY).questions]
    assert labels == [f"{number}?" for number in range(10)]
    assert {one.words for one in settings.problems} == {
        "Meeting type “Discovery Call”: the question “Odd?” has no options.",
        "Meeting type “Discovery Call”: “Odd?” is read-only but nothing fills it in.",
        "Meeting type “Discovery Call”: a question has no words.",
        "Meeting type “Discovery Call” has 11 questions; the first 10 are asked.",
    }


def test_a_rule_that_cannot_work_is_left_out(own_larkspur: Larkspur) -> None:
    own_larkspur.change("Handoff_Pool__c", own_larkspur.record("pool:EMEA"), Active__c=False)
    demo = own_larkspur.record("type:Product Demo")
    own_larkspur.change("Handoff_Meeting_Type__c", demo, Active__c=False)
    own_larkspur.plant(
        "Handoff_Suggestion_Rule__c",
        Name="Odd",
        Active__c=True,
        Object_API_Name__c="Lead",
        Further_Hosts__c="OwnerId maybe",
    )
    host = next(iter(own_larkspur.theirs.rows("Handoff_Host__c")))
    own_larkspur.plant("Handoff_Leave__c", Host__c=host, First_Day__c=date(2026, 4, 1))

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert [one.name for one in settings.rules] == ["Unqualified leads", "Big early deals"]
    assert {one.words for one in settings.problems} == {
        "Rule “Europe” suggests a pool that is not in use.",
        "Rule “Leads of customers” suggests a meeting type that is not in use.",
        "Rule “Odd”: “OwnerId maybe” does not read like “Account.CSM__c optional”.",
        "A host's leave ends before it begins; it does not count.",
        "Meeting type “Quick Intro”: pool “EMEA” is not in use.",
    }


def test_more_rows_than_one_page_holds_are_all_read(own_larkspur: Larkspur) -> None:
    org = own_larkspur.theirs
    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)
    everyone = next(one for one in settings.pools if one.name == EVERYONE)
    kind = org.schema.get("Handoff_Pool_Member__c")
    template = next(
        row for row in org.rows("Handoff_Pool_Member__c").values() if row["Pool__c"] == everyone.id
    )
    for _ in range(2_000):
        new_id = org.next_id(kind)
        org.rows("Handoff_Pool_Member__c")[new_id] = {**template, "Id": new_id}

    again = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert len(again.problems) == 2_000
    assert {one.name: len(one.members) for one in again.pools}[EVERYONE] == 50


def test_each_org_has_its_own_settings(larkspur: Larkspur) -> None:
    fernhill = next(org for org in larkspur.orgs.values() if org.name == "Fernhill")

    theirs = larkspur.gateway.read_settings(fernhill.org_id)

    assert {one.name for one in theirs.pools}.isdisjoint({EMEA, AMERICAS, EVERYONE})
    assert all(one.email.endswith("@fernhill.example") for one in theirs.hosts)


@pytest.mark.parametrize("org_id", ["00D000000000001EAA", "nonsense", ""])
def test_an_org_that_is_not_registered_is_refused(larkspur: Larkspur, org_id: str) -> None:
    with pytest.raises(NotAllowed):
        larkspur.gateway.read_settings(OrgId(org_id))


def test_a_limit_waits_a_quarter_of_an_hour(larkspur: Larkspur) -> None:
    larkspur.fault(
        kind="status",
        call="composite.batch",
        times=1,
        status=403,
        body=[{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}],
    )

    with pytest.raises(TryLater, match="TotalRequests Limit exceeded") as caught:
        larkspur.gateway.read_settings(larkspur.org_id)

    assert caught.value.retry_after == 900
