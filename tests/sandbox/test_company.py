"""Roles, groups, holidays and permissions of the sandbox's orgs are asked for as in a real org."""

import http.server
import queue
import threading
import urllib.parse
from collections.abc import Iterator
from datetime import date

import jwt
import pytest
from cryptography import x509
from simple_salesforce.exceptions import SalesforceRefusedRequest

from sandbox.clock import Clock
from sandbox.credentials import LARKSPUR
from sandbox.salesforce import soql
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org
from sandbox.salesforce.settings_changed import triggered_object
from sandbox.seed import plant
from sandbox.server import Sandbox
from sandbox.world import World
from tests import cast
from tests.sandbox.clients import org_credentials
from tests.sandbox.salesforce_clients import as_user, integration, user_id


@pytest.fixture(scope="module")
def org() -> Org:
    world = World(Clock(cast.NOW))
    plant(world)
    found = world.orgs[LARKSPUR.org_id]
    assert isinstance(found, Org)
    return found


def ask(org: Org, query: str, *, user: str = "adam") -> list[dict[str, object]]:
    return soql.run(org, org.keys[user], query=query).records


def column(org: Org, query: str) -> list[object]:
    name = query.split()[1].rstrip(",")
    return [row[name] for row in ask(org, query)]


def test_a_group_has_people_and_further_groups(org: Org) -> None:
    members = column(
        org, "SELECT UserOrGroupId FROM GroupMember WHERE Group.DeveloperName = 'EMEA_Reps'"
    )
    nested = next(str(one) for one in members if str(one).startswith("00G"))
    inner = ask(
        org,
        "SELECT UserOrGroupId, UserOrGroup.Name FROM GroupMember "
        f"WHERE GroupId = '{nested}' ORDER BY UserOrGroup.Name",
    )

    assert org.keys["hana"] in members
    assert [row["UserOrGroup"]["Name"] for row in inner] == ["Freya Nilsen", "Lena Vogt"]  # type: ignore[index]


def test_every_role_has_the_two_groups_that_stand_for_it(org: Org) -> None:
    rows = ask(
        org,
        "SELECT Id, Name, DeveloperName, Type, RelatedId FROM Group "
        "WHERE RelatedId != null AND DeveloperName = 'EMEA_Sales' ORDER BY Type",
    )
    below = column(
        org,
        f"SELECT DeveloperName FROM UserRole WHERE ParentRoleId = '{org.keys['role:EMEA_Sales']}'",
    )

    assert [row["Type"] for row in rows] == ["Role", "RoleAndSubordinates"]
    assert {row["RelatedId"] for row in rows} == {org.keys["role:EMEA_Sales"]}
    assert all(row["Name"] is None for row in rows)
    assert below == ["Central_Europe_Sales"]
    assert "Hana Berg" in column(
        org, "SELECT Name FROM User WHERE UserRole.DeveloperName = 'Central_Europe_Sales'"
    )
    assert column(org, "SELECT Name FROM User WHERE UserRole.DeveloperName = 'Asia_Sales'")


def test_the_company_keeps_holidays_once_and_every_year(org: Org) -> None:
    rows = ask(
        org,
        "SELECT Name, ActivityDate, IsAllDay, IsRecurrence, RecurrenceType, RecurrenceDayOfMonth, "
        "RecurrenceMonthOfYear, RecurrenceStartDate, RecurrenceEndDateOnly FROM Holiday "
        "ORDER BY Name",
    )

    assert [row["Name"] for row in rows] == ["Company Day", "New Year's Day"]
    assert rows[0]["ActivityDate"] == date(2026, 3, 27).isoformat()
    assert rows[1]["RecurrenceType"] == "RecursYearly"
    assert rows[1]["RecurrenceMonthOfYear"] == "January"


def test_a_permission_set_group_counts_as_what_is_in_it(org: Org) -> None:
    (held,) = ask(
        org,
        "SELECT PermissionSetId, PermissionSet.Type, PermissionSetGroup.DeveloperName, "
        "ExpirationDate, IsActive FROM PermissionSetAssignment "
        f"WHERE AssigneeId = '{org.keys['grace']}' AND PermissionSetGroupId != null",
    )
    inside = ask(
        org,
        "SELECT PermissionSet.Name FROM PermissionSetGroupComponent "
        "WHERE PermissionSetGroup.DeveloperName = 'Inside_Sales'",
    )
    fields = column(
        org, f"SELECT Field FROM FieldPermissions WHERE ParentId = '{held['PermissionSetId']}'"
    )

    assert held["PermissionSet"]["Type"] == "Group"  # type: ignore[index]
    assert held["IsActive"] is True
    assert [row["PermissionSet"]["Name"] for row in inside] == ["Handoff_Organizer"]  # type: ignore[index]
    assert "Handoff_Booking__c.Ends_At__c" in fields


def test_field_permissions_tell_what_a_profile_and_a_permission_set_allow(org: Org) -> None:
    def readable(user: str, *, sobject: str) -> set[object]:
        profile = org.rows("User")[org.keys[user]]["ProfileId"]
        return set(
            column(
                org,
                "SELECT Field FROM FieldPermissions WHERE PermissionsRead = true "
                f"AND Parent.ProfileId = '{profile}' AND SobjectType = '{sobject}'",
            )
        )

    assert "Account.AnnualRevenue" in readable("otto", sobject="Account")
    assert "Account.AnnualRevenue" not in readable("olive", sobject="Account")
    assert {"Lead.Email", "Lead.SDR__c"} <= readable("olive", sobject="Lead")
    # What is required, or goes with the object, has no field permission anywhere.
    assert not {"Lead.LastName", "Lead.Company", "Lead.OwnerId"} & readable("olive", sobject="Lead")
    assert not readable("olive", sobject="Handoff_Booking__c")
    assert not readable("handoff.integration", sobject="Lead")
    deployed = ask(
        org,
        "SELECT SobjectType, PermissionsRead, PermissionsEdit, PermissionsModifyAllRecords "
        "FROM ObjectPermissions WHERE Parent.Name = 'Handoff_Integration' "
        "AND SobjectType = 'Handoff_Booking__c'",
    )
    assert deployed[0]["PermissionsRead"] is True
    assert ask(org, "SELECT Id FROM PermissionSet WHERE PermissionsApiEnabled = true")


def test_record_access_is_told_only_in_the_form_that_salesforce_asks_for(org: Org) -> None:
    gus, private, olive = org.keys["lead:gus"], org.keys["lead:private"], org.keys["olive"]
    rows = ask(
        org,
        "SELECT RecordId, HasReadAccess FROM UserRecordAccess "
        f"WHERE UserId = '{olive}' AND RecordId IN ('{gus}', '{private}')",
    )
    reading = (
        f"SELECT RecordId FROM UserRecordAccess WHERE UserId = '{olive}' "
        f"AND RecordId IN ('{gus}', '{private}') AND HasReadAccess = true"
    )

    assert [row["HasReadAccess"] for row in rows] == [True, False]
    assert [row["RecordId"] for row in ask(org, reading)] == [gus]
    assert len(ask(org, reading, user="olive")) == 1
    for query in (
        f"SELECT RecordId FROM UserRecordAccess WHERE RecordId = '{gus}'",
        f"SELECT RecordId FROM UserRecordAccess WHERE UserId = '{olive}'",
        f"SELECT HasReadAccess FROM UserRecordAccess WHERE UserId = '{olive}' AND RecordId = '{gus}'",
        f"SELECT RecordId, UserId FROM UserRecordAccess WHERE UserId = '{olive}' AND RecordId = '{gus}'",
    ):
        with pytest.raises(SalesforceError) as refused:
            ask(org, query)
        assert refused.value.code == "MALFORMED_QUERY"


def test_a_trigger_counts_when_it_reports_changes() -> None:
    ours = (
        "trigger PoolChanged on Handoff_Pool__c (after insert) { HandoffSettingsChanged.tell(); }"
    )

    assert triggered_object(ours) == "Handoff_Pool__c"
    assert triggered_object("trigger Other on Account (before insert) { }") is None


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(now=cast.NOW) as sandbox:
        yield sandbox


@pytest.fixture
def app(box: Sandbox) -> Iterator["queue.Queue[tuple[str, str]]"]:
    """What arrives where the app would be: path and token."""
    arrived: queue.Queue[tuple[str, str]] = queue.Queue()

    class Answering(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            arrived.put((self.path, urllib.parse.parse_qs(body)["token"][0]))
            self.send_response(202)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    box.app_url = f"http://127.0.0.1:{server.server_port}"
    yield arrived
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_changed_setting_is_told_to_the_app_with_a_signed_token(
    box: Sandbox, app: "queue.Queue[tuple[str, str]]"
) -> None:
    found = box.world.orgs[LARKSPUR.org_id]
    assert isinstance(found, Org)
    found.schema.triggers.add("Handoff_Pool__c")
    known = org_credentials(box)
    certificate = x509.load_pem_x509_certificate(known["signing"]["certificate"].encode())

    with as_user(box, "adam") as salesforce:
        salesforce.Lead.update(found.keys["lead:gus"], {"Title": "Head of Robots"})
        salesforce.Handoff_Pool__c.update(found.keys["pool:EMEA"], {"Time_Zone__c": "Europe/Paris"})
    path, token = app.get(timeout=30)
    claims = jwt.decode(
        token,
        certificate.public_key(),
        algorithms=["RS256"],
        audience=box.app_url,  # type: ignore[arg-type]
        options={"verify_exp": False, "verify_iat": False},
    )

    assert path == "/settings/changed"
    assert (claims["iss"], claims["sub"]) == (known["org_id"], user_id(box, "adam"))
    assert claims["exp"] - claims["iat"] <= 300
    assert app.empty()


def test_admins_keep_people_and_assignments_and_others_do_not(box: Sandbox) -> None:
    with as_user(box, "adam") as salesforce:
        salesforce.User.update(user_id(box, "skye"), {"IsActive": False})
        organizers = salesforce.query(
            "SELECT Id FROM PermissionSet WHERE Name = 'Handoff_Organizer'"
        )
        wish = {
            "AssigneeId": user_id(box, "hana"),
            "PermissionSetId": organizers["records"][0]["Id"],
        }
        made = salesforce.PermissionSetAssignment.create(wish)
        held = salesforce.PermissionSetAssignment.get(made["id"])
    with integration(box) as salesforce:
        inactive = salesforce.query("SELECT Name FROM User WHERE IsActive = false")["records"]
    with as_user(box, "olive") as salesforce, pytest.raises(SalesforceRefusedRequest):
        salesforce.PermissionSetAssignment.create(wish)

    assert held["IsActive"] is True
    assert "Skye Donnelly" in [row["Name"] for row in inactive]
