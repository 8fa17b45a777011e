"""The sandbox's Salesforce answers simple-salesforce and plain requests the way Salesforce does."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
import requests
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from sandbox.salesforce.ids import is_id, make_id, suffix
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import org_credentials, vendor_session
from tests.sandbox.salesforce_clients import (
    INSTANCE,
    as_admin,
    as_user,
    assertion,
    integration,
    record_id,
    token_answer,
    user_id,
    user_token,
)
from tests.support.product import ROOT

EXAMPLE = ROOT / "sf_metadata" / "data"
DATA = f"{INSTANCE}/services/data/v67.0"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def box(running: Sandbox) -> Iterator[Sandbox]:
    yield running
    running.world.faults.clear()
    requests.delete(f"{running.url}/salesforce/rules", timeout=30)


@pytest.fixture
def admin(box: Sandbox) -> Iterator[Salesforce]:
    with as_admin(box) as salesforce:
        yield salesforce


@pytest.fixture
def worker(box: Sandbox) -> Iterator[Salesforce]:
    with integration(box) as salesforce:
        yield salesforce


@pytest.fixture
def olive(box: Sandbox) -> Iterator[Salesforce]:
    with as_user(box, "olive") as salesforce:
        yield salesforce


def code(failure: pytest.ExceptionInfo[Any]) -> str:
    return str(failure.value.content[0]["errorCode"])


def add_rule(box: Sandbox, **rule: Any) -> None:
    answer = requests.post(f"{box.url}/salesforce/rules", json=rule, timeout=30)
    assert answer.status_code == 201, answer.text


def test_ids_carry_salesforces_checksum() -> None:
    assert suffix("001300000000001") == "AAA"
    assert suffix("00QAbCdEf000zZ9") == "MFI"
    assert is_id(make_id("00Q", 62**4))
    assert not is_id("00QLk00000001E0MAJ")


@pytest.mark.parametrize(
    "audience", ["https://login.salesforce.com", "https://test.salesforce.com", INSTANCE]
)
def test_the_worker_logs_in_with_its_key(box: Sandbox, audience: str) -> None:
    answer = token_answer(box, assertion(box, aud=audience), host=INSTANCE)

    found = answer.json()
    assert answer.status_code == 200
    assert found["access_token"].startswith(org_credentials(box)["org_id"][:15] + "!")
    assert found["instance_url"] == INSTANCE
    assert found["id"].endswith(user_id(box, "handoff.integration"))
    assert "refresh_token" not in found


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"iss": "3MVG9unknown"}, "invalid_client_id"),
        ({"sub": "nobody@larkspur.example"}, "invalid_grant"),
        ({"sub": "ines@larkspur.example"}, "invalid_grant"),
        ({"sub": "olive@larkspur.example"}, "invalid_app_access"),
        ({"aud": "https://elsewhere.example"}, "invalid_grant"),
        ({"exp": datetime(2020, 1, 1, tzinfo=UTC)}, "invalid_grant"),
        ({"exp": datetime.now(UTC) + timedelta(hours=2)}, "invalid_grant"),
    ],
)
def test_a_wrong_assertion_is_refused(box: Sandbox, changes: dict[str, Any], error: str) -> None:
    answer = token_answer(box, assertion(box, **changes))

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_forged_assertion_is_refused(box: Sandbox) -> None:
    claims = jwt.decode(assertion(box), options={"verify_signature": False})
    forged = jwt.encode(claims, "k" * 32, algorithm="HS256")

    assert token_answer(box, forged).json()["error_description"] == "invalid assertion"


def test_userinfo_and_revoke(box: Sandbox) -> None:
    token = user_token(box, "olive")
    with vendor_session(box) as session:
        session.headers["Authorization"] = f"Bearer {token}"
        found = session.get(f"{INSTANCE}/services/oauth2/userinfo", timeout=30).json()
        revoked = session.post(
            f"{INSTANCE}/services/oauth2/revoke", data={"token": token}, timeout=30
        )
        after = session.get(f"{INSTANCE}/services/oauth2/userinfo", timeout=30)

    assert found["organization_id"] == org_credentials(box)["org_id"]
    assert (found["user_id"], found["zoneinfo"]) == (user_id(box, "olive"), "America/New_York")
    assert (revoked.status_code, after.status_code) == (200, 403)


def test_an_expired_session_and_another_orgs_token_are_refused(box: Sandbox) -> None:
    with (
        as_user(box, "olive", token=user_token(box, "olive", session="expired")) as late,
        pytest.raises(SalesforceExpiredSession) as failure,
    ):
        late.query("SELECT Id FROM User")
    assert code(failure) == "INVALID_SESSION_ID"

    with vendor_session(box) as session:
        session.headers["Authorization"] = f"Bearer {user_token(box, 'olive')}"
        answer = session.get(DATA.replace("larkspur", "fernhill") + "/limits", timeout=30)
    assert answer.status_code == 401


def test_two_orgs_keep_their_data_apart(box: Sandbox) -> None:
    with vendor_session(box) as session:
        session.headers["Authorization"] = f"Bearer {user_token(box, 'fiona')}"
        found = session.get(
            DATA.replace("larkspur", "fernhill") + "/query",
            params={"q": "SELECT Name FROM Lead ORDER BY Name"},
            timeout=30,
        ).json()

    assert [row["Name"] for row in found["records"]] == ["Ivy Lorne", "Moss Tarrant"]


def test_query_pages_follow_the_asked_batch_size(box: Sandbox, admin: Salesforce) -> None:
    for first in range(0, 400, 200):
        records = [
            {"attributes": {"type": "Account"}, "Name": f"Paged {n:03d}"}
            for n in range(first, first + 200)
        ]
        admin.restful("composite/sobjects", method="POST", json={"records": records})
    query = "SELECT Id, Name FROM Account WHERE Name LIKE 'Paged%' ORDER BY Name"
    headers = {"Sforce-Query-Options": "batchSize=200"}

    page = admin.query(query, headers=headers)
    rows = list(admin.query_all_iter(query, headers=headers))

    assert (page["totalSize"], page["done"], len(page["records"])) == (400, False, 200)
    assert [row["Name"] for row in rows] == [f"Paged {n:03d}" for n in range(400)]
    ids = [row["Id"] for row in rows]
    for first in (0, 200):
        params = {"ids": ",".join(ids[first : first + 200]), "allOrNone": "true"}
        admin.restful("composite/sobjects", method="DELETE", params=params)


def test_describe_knows_what_was_deployed(worker: Salesforce) -> None:
    lead = {field["name"]: field for field in worker.Lead.describe()["fields"]}
    booking = {field["name"]: field for field in worker.Handoff_Booking__c.describe()["fields"]}
    event = {field["name"]: field for field in worker.Event.describe()["fields"]}

    assert lead["SDR__c"]["referenceTo"] == ["User"]
    assert lead["SDR__c"]["relationshipName"] == "SDR__r"
    assert lead["OwnerId"]["referenceTo"] == ["Group", "User"]
    assert booking["Booking_Key__c"]["unique"]
    assert booking["Booking_Key__c"]["externalId"]
    assert not booking["Booking_Key__c"]["nillable"]
    assert booking["Name"]["autoNumber"]
    assert "Confirmed" in [value["value"] for value in booking["Status__c"]["picklistValues"]]
    assert event["Handoff_Booking_Id__c"]["externalId"]
    assert not event["Handoff_Booking_Id__c"]["unique"]


def test_describe_hides_what_the_user_may_not_see(box: Sandbox, olive: Salesforce) -> None:
    fields = [field["name"] for field in olive.Account.describe()["fields"]]
    add_rule(box, deny={"user": "olive", "object": "Case"})
    kinds = [kind["name"] for kind in olive.describe()["sobjects"]]

    assert "AnnualRevenue" not in fields
    assert "Case" not in kinds
    assert "Project__c" in kinds
    with pytest.raises(SalesforceMalformedRequest) as failure:
        olive.query("SELECT Id FROM Case")
    assert code(failure) == "INVALID_TYPE"


def test_describe_is_not_repeated_until_something_changed(box: Sandbox) -> None:
    with vendor_session(box) as session:
        session.headers["Authorization"] = f"Bearer {user_token(box, 'olive')}"
        first = session.get(f"{DATA}/sobjects/Lead/describe", timeout=30)
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        again = session.get(f"{DATA}/sobjects/Lead/describe", headers=since, timeout=30)
        add_rule(box, deny={"user": "olive", "field": "Lead.Rating"})
        changed = session.get(f"{DATA}/sobjects/Lead/describe", headers=since, timeout=30)

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert "Rating" not in [field["name"] for field in changed.json()["fields"]]
    assert first.headers["Sforce-Limit-Info"].startswith("api-usage=")


def test_a_record_out_of_sight_is_not_found(box: Sandbox, olive: Salesforce) -> None:
    with pytest.raises(SalesforceResourceNotFound) as failure:
        olive.Lead.get(record_id(box, "lead:private"))

    assert code(failure) == "NOT_FOUND"
    with pytest.raises(SalesforceRefusedRequest) as failure:
        olive.Lead.update(record_id(box, "lead:private"), {"Rating": "Hot"})
    assert code(failure) == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_a_record_is_created_read_changed_and_deleted(admin: Salesforce) -> None:
    made = admin.Contact.create({"FirstName": "Ulla", "LastName": "Rem", "Email": "u@rem.example"})
    admin.Contact.update(made["id"], {"Title": "Chair"})
    found = admin.Contact.get(made["id"])

    assert made["success"]
    assert (found["Name"], found["Title"]) == ("Ulla Rem", "Chair")
    assert found["CreatedDate"].endswith(".000+0000")
    assert admin.Contact.delete(made["id"]) == 204
    with pytest.raises(SalesforceResourceNotFound) as failure:
        admin.Contact.update(made["id"], {"Title": "Gone"})
    assert code(failure) == "ENTITY_IS_DELETED"


def test_upsert_by_external_id_creates_then_changes(
    box: Sandbox, worker: Salesforce, admin: Salesforce
) -> None:
    target = worker.Handoff_Booking__c
    fields = {"Status__c": "Accepted", "Host__c": user_id(box, "hana")}

    created = target.upsert("Booking_Key__c/up-1", fields)
    changed = target.upsert("Booking_Key__c/up-1", {"Status__c": "Confirmed"})
    found = target.get_by_custom_id("Booking_Key__c", "up-1")

    assert (created, changed) == (201, 200)
    assert found["Status__c"] == "Confirmed"
    assert found["Name"].startswith("B-0")
    admin.Handoff_Booking__c.delete(found["Id"])


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("Lead", {"LastName": "X"}, "REQUIRED_FIELD_MISSING"),
        ("Lead", {"LastName": "X", "Company": "Y", "Nope": 1}, "INVALID_FIELD"),
        ("Lead", {"LastName": "X" * 81, "Company": "Y"}, "STRING_TOO_LONG"),
        ("Lead", {"LastName": "X", "Company": "Y", "Email": "no"}, "INVALID_EMAIL_ADDRESS"),
        ("Lead", {"LastName": "X", "Company": "Y", "OwnerId": "me"}, "MALFORMED_ID"),
        (
            "Lead",
            {"LastName": "X", "Company": "Y", "OwnerId": make_id("005", 9)},
            "INVALID_CROSS_REFERENCE_KEY",
        ),
        ("Lead", {"LastName": "X", "Company": "Y", "IsConverted": True}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ("Handoff_Booking__c", {"Status__c": "Accepted"}, "REQUIRED_FIELD_MISSING"),
        ("Handoff_Host__c", {"Active__c": True}, "FIELD_CUSTOM_VALIDATION_EXCEPTION"),
    ],
)  # fmt: skip
def test_bad_records_are_refused(
    worker: Salesforce, admin: Salesforce, kind: str, body: dict[str, Any], expected: str
) -> None:
    may_create = worker if kind == "Handoff_Booking__c" else admin
    with pytest.raises(SalesforceMalformedRequest) as failure:
        getattr(may_create, kind).create(body)

    assert code(failure) == expected


def test_the_example_of_the_project_goes_in_as_a_tree(admin: Salesforce) -> None:
    made: dict[str, str] = {}
    for step in json.loads((EXAMPLE / "plan.json").read_text("utf-8")):
        for name in step["files"]:
            text = (EXAMPLE / name).read_text("utf-8")
            for reference, record in made.items():
                text = text.replace(f'"@{reference}"', f'"{record}"')
            tree = f"composite/tree/{step['sobject']}"
            answer = admin.restful(tree, method="POST", json=json.loads(text))
            made |= {one["referenceId"]: one["id"] for one in answer["results"]}

    assert admin.Handoff_Question__c.get(made["Topic"])["Meeting_Type__c"] == made["DiscoveryCall"]
    assert not admin.Handoff_Suggestion_Rule__c.get(made["LeadsToFirstPool"])["Active__c"]
    admin.Handoff_Suggestion_Rule__c.delete(made["LeadsToFirstPool"])
    admin.Handoff_Pool__c.delete(made["FirstPool"])
    admin.Handoff_Meeting_Type__c.delete(made["DiscoveryCall"])


def test_a_refused_record_takes_its_tree_along(admin: Salesforce) -> None:
    before = admin.query("SELECT COUNT() FROM Handoff_Pool__c")["totalSize"]
    good, bad = (
        {"attributes": {"type": "Handoff_Pool__c", "referenceId": name}, "Name": name, **fields}
        for name, fields in (("Good", {}), ("Bad", {"Kind__c": "Sideways"}))
    )

    with pytest.raises(SalesforceMalformedRequest) as failure:
        admin.restful(
            "composite/tree/Handoff_Pool__c", method="POST", json={"records": [good, bad]}
        )

    assert failure.value.content["results"][0]["referenceId"] == "Bad"
    assert admin.query("SELECT COUNT() FROM Handoff_Pool__c")["totalSize"] == before


def test_an_inactive_owner_is_refused(box: Sandbox, worker: Salesforce) -> None:
    with pytest.raises(SalesforceMalformedRequest) as failure:
        worker.Lead.update(record_id(box, "lead:gus"), {"OwnerId": user_id(box, "ines")})

    assert code(failure) == "INACTIVE_OWNER_OR_USER"


def test_rules_of_the_admin_refuse_and_locks_run_out(box: Sandbox, admin: Salesforce) -> None:
    lead = record_id(box, "lead:gus")
    add_rule(box, validation={"object": "Lead", "message": "Ask marketing first"})
    with pytest.raises(SalesforceMalformedRequest) as failure:
        admin.Lead.update(lead, {"Rating": "Warm"})
    assert failure.value.content[0]["message"] == "Ask marketing first"
    requests.delete(f"{box.url}/salesforce/rules", timeout=30)

    add_rule(box, required={"object": "Lead", "field": "MobilePhone"})
    with pytest.raises(SalesforceMalformedRequest) as failure:
        admin.Lead.update(lead, {"Rating": "Warm"})
    assert code(failure) == "REQUIRED_FIELD_MISSING"
    requests.delete(f"{box.url}/salesforce/rules", timeout=30)

    add_rule(box, lock={"record_id": lead}, times=1)
    with pytest.raises(SalesforceMalformedRequest) as failure:
        admin.Lead.update(lead, {"Rating": "Warm"})
    assert code(failure) == "UNABLE_TO_LOCK_ROW"
    assert admin.Lead.update(lead, {"Rating": "Hot"}) == 204


def test_only_admins_change_settings(olive: Salesforce) -> None:
    with pytest.raises(SalesforceRefusedRequest) as failure:
        olive.Handoff_Pool__c.create({"Name": "Mine"})

    assert code(failure) == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_hosts_keep_their_own_hours_and_nobody_elses(box: Sandbox) -> None:
    with as_user(box, "hana") as hana:
        mine, others = (
            hana.query(
                f"SELECT Id FROM Handoff_Host__c WHERE User__c {sign} '{user_id(box, 'hana')}'"
            )["records"][0]["Id"]
            for sign in ("=", "!=")
        )
        hours = {"Weekly_Hours__c": "Mon-Fri 10:00-16:00"}
        assert hana.Handoff_Host__c.update(mine, hours) == 204
        with pytest.raises(SalesforceRefusedRequest) as colleagues:
            hana.Handoff_Host__c.update(others, hours)
        with pytest.raises(SalesforceMalformedRequest) as address:
            hana.Handoff_Host__c.update(mine, {"Calendar_Address__c": "hugo@larkspur.example"})

    assert code(colleagues) == "INSUFFICIENT_ACCESS_OR_READONLY"
    assert code(address) == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_faults_reach_the_rest_api(box: Sandbox, olive: Salesforce) -> None:
    refused = [{"message": "TotalRequests Limit exceeded.", "errorCode": "REQUEST_LIMIT_EXCEEDED"}]
    fault = {"service": "salesforce", "call": "query", "times": 1, "kind": "status"}
    box.world.faults.add({**fault, "status": 403, "body": refused})
    with pytest.raises(SalesforceRefusedRequest) as failure:
        olive.query("SELECT Id FROM User LIMIT 1")
    assert code(failure) == "REQUEST_LIMIT_EXCEEDED"

    box.world.faults.add({**fault, "kind": "lose_access"})
    with pytest.raises(SalesforceExpiredSession):
        olive.query("SELECT Id FROM User LIMIT 1")
    assert olive.query("SELECT Id FROM User LIMIT 1")["totalSize"] == 1


def test_other_paths_are_loudly_not_simulated(box: Sandbox) -> None:
    with vendor_session(box) as session:
        answer = session.get(f"{INSTANCE}/services/Soap/c/67.0", timeout=30)

    assert answer.status_code == 501
    assert "larkspur.my.salesforce.com/services/Soap/c/67.0" in answer.text
