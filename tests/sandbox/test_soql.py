"""The sandbox's SOQL: what it answers, and what it refuses in Salesforce's words."""

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.clock import Clock
from sandbox.credentials import LARKSPUR
from sandbox.salesforce import soql, writes
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org
from sandbox.salesforce.soql_columns import columns_of
from sandbox.seed import plant
from sandbox.world import World
from tests.cast import NOW


@pytest.fixture(scope="module")
def planted() -> Org:
    world = World(Clock(NOW))
    plant(world)
    org = world.orgs[LARKSPUR.org_id]
    assert isinstance(org, Org)
    return org


@pytest.fixture
def org(planted: Org) -> Iterator[Org]:
    """The planted org; what a test writes is undone."""
    try:
        with planted.transaction():
            yield planted
            raise _UndoneError
    except _UndoneError:
        pass


class _UndoneError(Exception):
    pass


def ask(org: Org, query: str, *, user: str = "adam") -> list[dict[str, Any]]:
    return soql.run(org, org.keys[user], query=query).records


def names(org: Org, query: str, *, user: str = "adam") -> list[str]:
    return [row["Name"] for row in ask(org, query, user=user)]


def refusal(org: Org, query: str, *, user: str = "adam") -> str:
    with pytest.raises(SalesforceError) as failure:
        ask(org, query, user=user)
    return failure.value.code


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("Name = 'gus grant'", ["Gus Grant"]),
        ("Name LIKE 'Gus%'", ["Gus Grant"]),
        ("Name LIKE '_us Grant'", ["Gus Grant"]),
        ("Name LIKE 'Gus\\_Grant'", []),
        ("Company = 'Rook & Daughter'", ["Tamsin Rook"]),
        ("Name IN ('Gus Grant', 'Luz Romero')", ["Gus Grant", "Luz Romero"]),
        ("NumberOfEmployees > 400", ["Gus Grant"]),
        ("NumberOfEmployees >= 420 AND (Rating = 'Hot' OR Rating = 'Warm')", ["Gus Grant"]),
        ("NOT Name LIKE '%a%'", ["Emil Novotny", "Luz Romero"]),
        ("NOT (Name LIKE '%a%' OR Name LIKE '%z%')", ["Emil Novotny"]),
        ("SDR__c != null AND OwnerId NOT IN ('005000000000001AAA')", ["Bjorn Aske", "Gus Grant"]),
        ("sdr__r.firstname = 'Olive' AND Owner.Name = 'Hana Berg'", ["Gus Grant"]),
        ("Owner.Type = 'Queue'", ["Wanda Keen"]),
        ("Owner.IsActive = false AND Owner.Type = 'User'", ["Ned Fairley"]),
        ("IsConverted = TRUE", []),
        ("CreatedDate = TODAY AND Name = 'Gus Grant'", ["Gus Grant"]),
        ("CreatedDate > 2026-03-02T13:59:59Z AND CreatedDate < 2026-03-02T15:00:01+01:00 AND City = null AND Name LIKE 'S%'", ["Sten Ravn"]),
    ],
)  # fmt: skip
def test_conditions_choose_rows(org: Org, where: str, expected: list[str]) -> None:
    found = names(org, f"SELECT Name FROM Lead WHERE {where} ORDER BY Name")

    assert [name for name in found if name != "Petra Quell"] == expected


def test_quotes_and_backslashes_in_literals_are_read_back(org: Org) -> None:
    body = {"Name": 'O\'Brien \\ "Sons"', "OwnerId": org.keys["adam"]}
    writes.insert(org, org.keys["adam"], object_name="Account", body=body)

    found = names(org, "SELECT Name FROM Account WHERE Name = 'O\\'Brien \\\\ \\\"Sons\\\"'")

    assert found == ['O\'Brien \\ "Sons"']


def test_a_fifteen_character_id_finds_the_record(org: Org) -> None:
    short = org.keys["lead:gus"][:15]

    assert names(org, f"SELECT Name FROM Lead WHERE Id = '{short}'") == ["Gus Grant"]


def test_results_nest_relationships_and_carry_attributes(org: Org) -> None:
    query = (
        "SELECT id, name, Account.Owner.Email, Account.CSM__r.Name, ReportsTo.Name "
        "FROM contact WHERE Name = 'Dana Whitfield'"
    )
    dana = org.keys["contact:dana"]

    (row,) = ask(org, query)

    assert list(row) == ["attributes", "Id", "Name", "Account", "ReportsTo"]
    assert row["attributes"]["url"] == f"/services/data/v67.0/sobjects/Contact/{dana}"
    assert row["Account"]["Owner"]["Email"] == "hugo@larkspur.example"
    assert row["Account"]["CSM__r"]["attributes"]["type"] == "User"
    assert row["ReportsTo"] is None


def test_typeof_tells_users_from_queues(org: Org) -> None:
    query = (
        "SELECT Id, TYPEOF Owner WHEN User THEN Id, Email WHEN Group THEN Id, Name, Type END "
        "FROM Lead WHERE Name IN ('Gus Grant', 'Wanda Keen') ORDER BY Name"
    )

    gus, wanda = (row["Owner"] for row in ask(org, query))

    assert (gus["attributes"]["type"], gus["Email"]) == ("User", "hana@larkspur.example")
    assert (wanda["attributes"]["type"], wanda["Type"]) == ("Group", "Queue")


def test_typeof_without_a_matching_branch_uses_else_or_null(org: Org) -> None:
    query = "SELECT TYPEOF Owner WHEN Group THEN Id {} END FROM Lead WHERE Name = 'Gus Grant'"

    (with_else,) = ask(org, query.format("ELSE Name"))
    (without,) = ask(org, query.format(""))

    assert with_else["Owner"]["Name"] == "Hana Berg"
    assert without["Owner"] is None


def test_order_limit_and_offset(org: Org) -> None:
    ordered = names(
        org, "SELECT Name FROM Account ORDER BY CSM__r.Name DESC NULLS LAST, Name LIMIT 3"
    )

    assert ordered == ["Northwind Robotics", "Tidewater Freight", "Solstice Energy"]
    assert names(org, "SELECT Name FROM Account ORDER BY Name LIMIT 1 OFFSET 1") == [
        "Harrowgate Clinics"
    ]


def test_semi_joins_and_counts(org: Org) -> None:
    query = "FROM Account WHERE Id IN (SELECT AccountId FROM Opportunity WHERE Amount > 90000)"

    assert sorted(names(org, f"SELECT Name {query}")) == ["Northwind Robotics", "Solstice Energy"]
    assert soql.run(org, org.keys["adam"], query=f"SELECT COUNT() {query}").total == 2


def test_custom_metadata_is_queried_like_records(org: Org) -> None:
    rows = ask(
        org,
        "SELECT DeveloperName, Object_API_Name__c, Enabled__c FROM Handoff_Object_Setting__mdt "
        "ORDER BY DeveloperName",
    )

    assert [row["Object_API_Name__c"] for row in rows] == [
        "Account",
        "Case",
        "Contact",
        "Lead",
        "Opportunity",
        "Project__c",
    ]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SELECT Id FROM Leed", "INVALID_TYPE"),
        ("SELECT Id, Nope FROM Lead", "INVALID_FIELD"),
        ("SELECT Nope.Name FROM Lead", "INVALID_FIELD"),
        ("SELECT Owner.TimeZoneSidKey FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Name = 5", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE CreatedDate > '2026-01-01'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE CreatedDate > 2026-01-01", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Description LIKE 'x%'", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id, Id FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Lead WHERE", "MALFORMED_QUERY"),
        ("SELECT FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Name = 'open", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Name = 'a\\z'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE A = 1 AND B = 2 OR C = 3", "MALFORMED_QUERY"),
        ("SELECT Id, (SELECT Id FROM Contacts) FROM Account", "MALFORMED_QUERY"),
        ("SELECT COUNT(Id) FROM Lead", "MALFORMED_QUERY"),
        ("SELECT Status FROM Lead GROUP BY Status", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead LIMIT many", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead; DELETE", "MALFORMED_QUERY"),
        ("SELECT Owner.Name, TYPEOF Owner WHEN User THEN Id END FROM Lead", "MALFORMED_QUERY"),
        ("SELECT TYPEOF Account WHEN Account THEN Id END FROM Contact", "MALFORMED_QUERY"),
        ("UPDATE Lead SET Name = 'x'", "MALFORMED_QUERY"),
    ],
)
def test_everything_else_is_refused(org: Org, query: str, code: str) -> None:
    assert refusal(org, query) == code


def test_users_get_the_rows_and_fields_that_they_may_see(org: Org) -> None:
    everybody = "SELECT Name FROM Lead ORDER BY Name"

    assert "Petra Quell" not in names(org, everybody, user="olive")
    assert names(org, everybody, user="nils") == ["Sten Ravn"]
    assert len(names(org, everybody, user="handoff.integration")) == 17
    assert refusal(org, "SELECT AnnualRevenue FROM Account", user="olive") == "INVALID_FIELD"


def test_a_parent_out_of_sight_is_null(org: Org) -> None:
    org.rules.add(
        {"deny": {"user": "olive", "record": org.keys["account:northwind"]}}, user_ids=org.keys
    )
    query = "SELECT Account.Name FROM Contact WHERE Name = 'Dana Whitfield'"

    (row,) = ask(org, query, user="olive")
    org.rules.clear()

    assert row["Account"] is None


def test_user_record_access_is_computed(org: Org) -> None:
    ids = f"'{org.keys['lead:private']}', '{org.keys['lead:gus']}'"
    query = (
        "SELECT RecordId, HasReadAccess FROM UserRecordAccess "
        f"WHERE UserId = '{org.keys['olive']}' AND RecordId IN ({ids})"
    )

    assert [row["HasReadAccess"] for row in ask(org, query)] == [False, True]
    assert refusal(org, "SELECT RecordId FROM UserRecordAccess") == "MALFORMED_QUERY"


def test_a_query_tells_its_columns(org: Org) -> None:
    told = columns_of(org, org.keys["olive"], "SELECT Name, Profile.Name FROM User LIMIT 1")

    own, joined = told["columnMetadata"]
    assert (own["columnName"], own["joinColumns"]) == ("Name", [])
    assert [one["columnName"] for one in joined["joinColumns"]] == ["Name"]
