"""An org's settings as its admins wrote them, with what cannot work named in words."""

from datetime import timedelta

import pytest

from handoff.errors import NotAllowed, TryLater
from handoff.meeting_types import Platform, PoolKind
from handoff.people import OrgId, Provider
from tests.cast import AMERICAS, DEMO, DISCOVERY, EMEA, EVERYONE, HANA, HUGO, REVIEW
from tests.salesforce.conftest import Larkspur


def test_one_round_trip_brings_everything(larkspur: Larkspur) -> None:
    larkspur.gateway.read_settings(larkspur.org_id)
    before = larkspur.calls()

    settings = larkspur.gateway.read_settings(larkspur.org_id)

    assert larkspur.calls() == {**before, "composite": before["composite"] + 1}
    assert settings.problems == ()
    assert {one.name for one in settings.meeting_types} == {DISCOVERY, DEMO, REVIEW}
    assert {one.name: len(one.members) for one in settings.pools} == {
        EMEA: 6,
        AMERICAS: 8,
        EVERYONE: 50,
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
    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)
    for one in (settings.meeting_types[0], settings.pools[0]):
        name = "Handoff_Meeting_Type__c" if one.name == DISCOVERY else "Handoff_Pool__c"
        own_larkspur.change(name, one.id, Active__c=False)

    after = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    assert DISCOVERY not in {one.name for one in after.meeting_types}
    assert AMERICAS not in {one.name for one in after.pools}
    assert after.problems == ()


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
    create = own_larkspur.create
    create(
        "Handoff_Meeting_Type__c",
        Name="Odd",
        Active__c=True,
        Duration_Minutes__c=30,
        Weekly_Hours__c="whenever",
    )
    create("Handoff_Pool__c", Name="Moon", Active__c=True, Time_Zone__c="Moon/Tranquility")
    pool = create("Handoff_Pool__c", Name="Mixed", Active__c=True)
    for key, weight in ((HANA, 1), (HANA, 2), (HUGO, -1), ("olive", 1)):
        create(
            "Handoff_Pool_Member__c",
            Pool__c=pool,
            User__c=own_larkspur.user(key),
            Active__c=True,
            Weight__c=weight,
        )
    create(
        "Handoff_Host__c",
        User__c=own_larkspur.user("otto"),
        Active__c=True,
        Time_Zone__c="Europe/Bonn",
    )
    create("Handoff_Host__c", User__c=own_larkspur.user("ines"), Active__c=True)
    create("Handoff_Host__c", User__c=own_larkspur.user(HANA), Active__c=True)

    settings = own_larkspur.gateway.read_settings(own_larkspur.org_id)

    told = "\n".join(settings.problems)
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
    assert settings.host(own_larkspur.user("otto")) is None
    ines = settings.host(own_larkspur.user("ines"))
    assert ines is not None
    assert not ines.is_active


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
        call="composite",
        times=1,
        status=403,
        body=[{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "TotalRequests Limit exceeded."}],
    )

    with pytest.raises(TryLater, match="TotalRequests Limit exceeded") as caught:
        larkspur.gateway.read_settings(larkspur.org_id)

    assert caught.value.retry_after == 900
