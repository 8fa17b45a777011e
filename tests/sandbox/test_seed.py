"""The standing cast is there, whole, and the same at every start."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from sandbox.clock import Clock
from sandbox.credentials import FERNHILL, LARKSPUR
from sandbox.salesforce import access, soql
from sandbox.salesforce.formulas import holds
from sandbox.salesforce.org import Org
from sandbox.seed import plant
from sandbox.world import World
from tests import cast


def planted(now: datetime = cast.NOW) -> World:
    world = World(Clock(now))
    plant(world)
    return world


@pytest.fixture(scope="module")
def world() -> World:
    return planted()


@pytest.fixture(scope="module")
def org(world: World) -> Org:
    found = world.orgs[LARKSPUR.org_id]
    assert isinstance(found, Org)
    return found


def members(org: Org, pool: str) -> list[str]:
    query = (
        f"SELECT User__r.Name FROM Handoff_Pool_Member__c WHERE Pool__r.Name = '{pool}' "
        "ORDER BY Sort_Order__c"
    )
    rows = soql.run(org, org.keys["adam"], query=query).records
    return [row["User__r"]["Name"] for row in rows]


def test_everybody_is_there(world: World) -> None:
    staff = [person for person in world.people.values() if person.org_id == LARKSPUR.org_id]

    assert 55 <= len(staff) <= 65
    assert len({person.zone for person in staff} - {"UTC"}) == 6
    assert all(person.email.endswith(".example") for person in world.people.values())
    assert len({person.email for person in world.people.values()}) == len(world.people)
    for key in (cast.OLIVE, cast.OTTO, cast.NILS, cast.HANA, cast.HUGO, cast.MAYA, cast.ADAM):
        assert world.people[key].has_calendar
    assert not world.people[cast.CORA].has_calendar
    assert world.people[cast.LUIS].calendar_lost
    assert not world.people[cast.INES].active


def test_the_pools_are_as_the_cast_says(world: World, org: Org) -> None:
    everyone = members(org, "Everyone")
    by_name = {person.name: person for person in world.people.values()}
    providers = Counter(by_name[name].provider for name in everyone)

    assert members(org, "EMEA")[0] == "Hana Berg"
    assert len(members(org, "EMEA")) == 6
    assert members(org, "Americas")[0] == "Hugo Sands"
    assert len(members(org, "Americas")) == 8
    assert providers == {"google": 25, "microsoft": 25}
    assert all(by_name[name].has_calendar for name in everyone)
    assert not any(by_name[name].calendar_lost for name in everyone)


def test_hosts_have_their_calendars(org: Org) -> None:
    query = "SELECT User__r.Name, Calendar_Provider__c, Calendar_Address__c FROM Handoff_Host__c"
    rows = soql.run(org, org.keys["adam"], query=query).records
    hosts = {row["User__r"]["Name"]: row for row in rows}

    assert hosts["Hana Berg"]["Calendar_Provider__c"] == "Google"
    assert hosts["Hugo Sands"]["Calendar_Address__c"] == "hugo@larkspur.example"
    assert hosts["Cora Lund"]["Calendar_Address__c"] is None
    assert "Olive Ortega" not in hosts


def test_meeting_types_and_settings(org: Org) -> None:
    query = "SELECT Name, Duration_Minutes__c, Objects__c FROM Handoff_Meeting_Type__c ORDER BY Sort_Order__c"
    rows = soql.run(org, org.keys["adam"], query=query).records

    assert [(row["Name"], row["Duration_Minutes__c"]) for row in rows][:3] == [
        ("Discovery Call", 30.0),
        ("Product Demo", 45.0),
        ("Technical Review", 60.0),
    ]
    assert rows[2]["Objects__c"] == "Opportunity,Account"


def test_the_rules_and_the_records_that_they_are_for(org: Org) -> None:
    rules = {row["Name"]: row for row in org.rows("Handoff_Suggestion_Rule__c").values()}
    leads = {
        key: org.rows("Lead")[org.keys[key]]
        for key in (cast.STOPPED, cast.MATCHED, cast.LINKED, cast.TIED, cast.NORWEGIAN)
    }
    sites = [row["Website"] for row in org.rows("Account").values()]

    assert rules["Europe"]["Pool__c"] == org.keys["pool:EMEA"]
    assert rules["Big early deals"]["Meeting_Type__c"] == org.keys["type:Technical Review"]
    assert [name for name, row in rules.items() if not row["Active__c"]] == ["Draft: industry desk"]
    assert leads[cast.STOPPED]["Status"] == "Unqualified"
    assert leads[cast.MATCHED]["Email"].endswith("@northwind.example")
    assert "Matched_Account__c" not in leads[cast.MATCHED]
    assert leads[cast.LINKED]["Matched_Account__c"] == org.keys["account:solstice"]
    assert sum("//tandem.example" in site or "www.tandem.example" in site for site in sites) == 2
    assert leads[cast.NORWEGIAN]["Country"] == "Norway"


def test_every_row_of_settings_keeps_the_rules_of_its_object(org: Org) -> None:
    checked = 0
    for object_name, formula, message in org.schema.validations:
        for row in org.rows(object_name).values():
            checked += 1
            assert not holds(formula, row), f"{object_name} {row.get('Name')}: {message}"

    assert checked > 100


def test_a_crowd_is_there_only_when_asked_for(org: Org) -> None:
    world = World(Clock(cast.NOW))
    plant(world, crowd=2_000)
    found = world.orgs[LARKSPUR.org_id]
    assert isinstance(found, Org)
    users = list(found.rows("User").values())
    crowd = [row for row in users if row["Email"].startswith("colleague.")]

    assert len(org.rows("User")) < 70
    assert len(crowd) == len({row["Name"] for row in crowd}) == 2_000
    assert sum(not row["IsActive"] for row in crowd) == 50
    assert all(row["Email"].endswith("@larkspur.example") for row in crowd)
    assert {key: org.keys[key] for key in org.keys} == {key: found.keys[key] for key in org.keys}


def test_the_records_of_the_cast(org: Org) -> None:
    def owner(key: str) -> object:
        return org.rows("Lead")[org.keys[key]]["OwnerId"]

    gus = org.rows("Lead")[org.keys[cast.GUS]]
    project = org.rows("Project__c")[org.keys["project:northwind"]]
    account = org.rows("Account")[org.keys["account:northwind"]]
    assert (gus["Name"], gus["Email"]) == ("Gus Grant", cast.GUS_EMAIL)
    assert (gus["OwnerId"], gus["SDR__c"]) == (org.keys["hana"], org.keys["olive"])
    assert str(owner(cast.QUEUED)).startswith("00G")
    assert owner(cast.OWNED_BY_INES) == org.keys["ines"]
    assert not access.can_read(org, org.keys["olive"], org.rows("Lead")[org.keys[cast.PRIVATE]])
    assert (account["OwnerId"], account["CSM__c"]) == (org.keys["hugo"], org.keys["maya"])
    assert project["Delivery_Lead__c"] == org.keys["maya"]
    assert len([key for key in org.keys if key.split(":")[0] in BUSINESS]) >= 39


BUSINESS = {"lead", "contact", "account", "opportunity", "case", "project"}


def test_roles_are_permission_sets(org: Org) -> None:
    query = "SELECT Assignee.Name, PermissionSet.Name FROM PermissionSetAssignment"
    rows = soql.run(org, org.keys["adam"], query=query).records
    held = {(row["Assignee"]["Name"], row["PermissionSet"]["Name"]) for row in rows}

    assert ("Olive Ortega", "Handoff_Organizer") in held
    assert ("Hana Berg", "Handoff_Host") in held
    assert ("Adam Novak", "Handoff_Admin") in held
    assert ("Handoff Integration", "Handoff_Integration") in held
    assert not any(name == "Ines Castro" for name, _ in held)


def test_two_starts_give_the_same_world_and_two_orgs_share_nothing(world: World) -> None:
    again = planted(datetime(2027, 5, 1, tzinfo=UTC))
    records = world.as_json()["records"]
    by_org = {
        org_id: {row["id"] for row in records if row["org_id"] == org_id}
        for org_id in (LARKSPUR.org_id, FERNHILL.org_id)
    }

    assert again.as_json()["records"] == records
    assert {key: p.user_id for key, p in again.people.items()} == {
        key: p.user_id for key, p in world.people.items()
    }
    assert not by_org[LARKSPUR.org_id] & by_org[FERNHILL.org_id]
    assert by_org[FERNHILL.org_id]
