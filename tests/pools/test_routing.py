"""Who a record names, and why some of them cannot be booked."""

from dataclasses import replace

from handoff.meeting_types import Pool, PoolId, PoolKind, PoolMember
from handoff.org_settings import OrgSettings
from handoff.people import Host, HostId, Provider
from handoff.pools.routing import candidates, fields_naming, playing_members, why_not
from handoff.records import RecordUser, RecordView

HANA = Host(
    HostId("hana"), "Hana Berg", "h@x.example", "Europe/Berlin", Provider.GOOGLE, "h@x.example"
)
CORA = replace(HANA, id=HostId("cora"), name="Cora", provider=Provider.NONE, calendar="")
SETTINGS = OrgSettings(hosts=(HANA, CORA))


def test_a_field_with_a_host_gives_a_candidate_with_where_they_came_from() -> None:
    (found,) = candidates(
        (RecordUser("Account.OwnerId", "Account Owner", "hana", "Hana Berg"),), SETTINGS
    )

    assert (found.label, found.host_id, found.reason) == ("Account Owner", "hana", "")


def test_a_queue_an_inactive_user_and_a_stranger_are_greyed_with_the_reason() -> None:
    users = (
        RecordUser("OwnerId", "Lead Owner", "00G", "Inbound", is_queue=True),
        RecordUser("SDR__c", "SDR", "005", "Ines", is_active=False),
        RecordUser("CSM__c", "CSM", "005x", "Sam"),
        RecordUser("AE__c", "AE", "cora", "Cora"),
    )

    assert [one.reason for one in candidates(users, SETTINGS)] == [
        "owned by a queue: nobody in particular",
        "inactive user",
        "not a Handoff Host",
        "no calendar connected",
    ]


def test_an_empty_field_names_nobody() -> None:
    assert candidates((RecordUser("SDR__c", "SDR"),), SETTINGS) == []


def test_all_fields_that_name_the_same_user_are_told() -> None:
    users = (
        RecordUser("OwnerId", "Account Owner", "hana", "Hana Berg"),
        RecordUser("AE__c", "AE", "cora", "Cora"),
        RecordUser("CSM__c", "CSM", "hana", "Hana Berg"),
        RecordUser("Parent.CSM__c", "CSM", "hana", "Hana Berg"),
    )
    record = RecordView("001", "Account", "Account", "Northwind", users=users)

    assert fields_naming(record, "hana") == ["Account Owner", "CSM"]


def test_an_inactive_host_cannot_be_booked() -> None:
    assert why_not(replace(HANA, is_active=False)) == "inactive user"


def test_only_active_members_with_a_calendar_and_a_weight_play() -> None:
    members = (
        PoolMember(HostId("cora")),
        PoolMember(HostId("hana"), sort_order=3),
        PoolMember(HostId("gone"), sort_order=1),
    )
    pool = Pool(PoolId("p"), "EMEA", PoolKind.COUNT, "UTC", "Month", members)

    assert playing_members(pool, SETTINGS) == [HANA]
    paused = replace(pool, members=(PoolMember(HostId("hana"), weight=0),))
    assert playing_members(paused, SETTINGS) == []
