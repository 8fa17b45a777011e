"""Events, their invitees and composites: what a booking writes into the sandbox's Salesforce."""

from collections.abc import Iterator
from typing import Any

import pytest
from simple_salesforce import Salesforce
from simple_salesforce.exceptions import SalesforceMalformedRequest

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import org_credentials
from tests.sandbox.salesforce_clients import as_admin, integration, record_id, user_id

STARTS, ENDS = "2026-03-04T15:00:00Z", "2026-03-04T15:30:00Z"
V = "/services/data/v67.0"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def box(running: Sandbox) -> Iterator[Sandbox]:
    yield running
    with as_admin(running) as admin:
        for row in admin.query("SELECT Id FROM Event WHERE IsChild = false")["records"]:
            admin.Event.delete(row["Id"])
        for row in admin.query("SELECT Id FROM Handoff_Booking__c")["records"]:
            admin.Handoff_Booking__c.delete(row["Id"])


@pytest.fixture
def worker(box: Sandbox) -> Iterator[Salesforce]:
    with integration(box) as salesforce:
        yield salesforce


def event(box: Sandbox, **changes: Any) -> dict[str, Any]:
    whole = {
        "Subject": "Discovery Call",
        "OwnerId": user_id(box, "hana"),
        "WhoId": record_id(box, "lead:gus"),
        "StartDateTime": STARTS,
        "EndDateTime": ENDS,
        "Handoff_Booking_Id__c": "b-1",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def in_world(box: Sandbox, kind: str) -> list[dict[str, Any]]:
    found = box.world.as_json()["salesforce"][org_credentials(box)["org_id"]]
    rows: list[dict[str, Any]] = found[kind]
    return rows


def test_an_event_is_completed_by_salesforce(box: Sandbox, worker: Salesforce) -> None:
    made = worker.Event.create(event(box, EndDateTime=None, DurationInMinutes=45))

    found = worker.Event.get(made["id"])
    assert found["EndDateTime"] == "2026-03-04T15:45:00.000+0000"
    assert found["ActivityDate"] == "2026-03-04"
    assert (found["ShowAs"], found["IsChild"], found["WhoCount"]) == ("Busy", False, 1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"EndDateTime": None}, "REQUIRED_FIELD_MISSING"),
        ({"StartDateTime": None}, "REQUIRED_FIELD_MISSING"),
        ({"DurationInMinutes": 31}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"EndDateTime": "2026-03-04T14:00:00Z"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"EndDateTime": "2026-03-19T15:00:00Z"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"EndDateTime": "tomorrow"}, "JSON_PARSER_ERROR"),
        ({"ShowAs": "Dancing"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"Subject": "x" * 256}, "STRING_TOO_LONG"),
    ],
)
def test_a_contradictory_event_is_refused(
    box: Sandbox, worker: Salesforce, changes: dict[str, Any], expected: str
) -> None:
    with pytest.raises(SalesforceMalformedRequest) as failure:
        worker.Event.create(event(box, **changes))

    assert failure.value.content[0]["errorCode"] == expected


def test_a_lead_excludes_a_related_record(box: Sandbox, worker: Salesforce) -> None:
    with pytest.raises(SalesforceMalformedRequest) as failure:
        worker.Event.create(event(box, WhatId=record_id(box, "account:northwind")))
    assert failure.value.content[0]["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"

    made = worker.Event.create(
        event(
            box,
            WhoId=record_id(box, "contact:dana"),
            WhatId=record_id(box, "project:northwind"),
        )
    )
    assert worker.Event.get(made["id"])["WhatCount"] == 1


def test_an_invited_user_gets_a_copy_that_follows_the_event(
    box: Sandbox, worker: Salesforce
) -> None:
    made = worker.Event.create(event(box))
    for invitee in (user_id(box, "hugo"), record_id(box, "contact:dana")):
        worker.EventRelation.create({"EventId": made["id"], "RelationId": invitee})
    copies = "SELECT Id, OwnerId, StartDateTime FROM Event WHERE IsChild = true"

    worker.Event.update(made["id"], {"StartDateTime": ENDS, "EndDateTime": "2026-03-04T16:00:00Z"})
    (copy,) = worker.query(copies)["records"]
    worker.Event.delete(made["id"])

    assert copy["OwnerId"] == user_id(box, "hugo")
    assert copy["StartDateTime"] == "2026-03-04T15:30:00.000+0000"
    assert worker.query(copies)["totalSize"] == 0
    assert in_world(box, "EventRelation") == []


def test_invitees_are_not_added_twice_nor_to_copies(box: Sandbox, worker: Salesforce) -> None:
    made = worker.Event.create(event(box))
    relation = {"EventId": made["id"], "RelationId": user_id(box, "hugo")}
    worker.EventRelation.create(relation)
    (copy,) = worker.query("SELECT Id FROM Event WHERE IsChild = true")["records"]

    with pytest.raises(SalesforceMalformedRequest) as twice:
        worker.EventRelation.create(relation)
    with pytest.raises(SalesforceMalformedRequest) as onto_copy:
        worker.EventRelation.create({**relation, "EventId": copy["Id"]})

    assert twice.value.content[0]["errorCode"] == "DUPLICATE_VALUE"
    assert onto_copy.value.content[0]["errorCode"] == "FIELD_INTEGRITY_EXCEPTION"


HOST = "Handoff_Booking_Host__c"


def booking(box: Sandbox, **options: Any) -> dict[str, Any]:
    record = {
        "Booking_Key__c": "b-1",
        "Event_Id__c": "@{ev.id}",
        "Host__c": user_id(box, "hana"),
        "Starts_At__c": STARTS,
        "Status__c": "Confirmed",
    }
    parts = [
        ("ev", "Event", event(box)),
        ("inv", "EventRelation", {"EventId": "@{ev.id}", "RelationId": user_id(box, "hugo")}),
        ("bk", "Handoff_Booking__c", record),
    ]
    return {
        "allOrNone": True,
        "compositeRequest": [
            {"method": "POST", "url": f"{V}/sobjects/{kind}", "referenceId": name, "body": body}
            for name, kind, body in parts
        ],
        **options,
    }


def test_a_composite_writes_all_with_references(box: Sandbox, worker: Salesforce) -> None:
    answer = worker.restful("composite", method="POST", json=booking(box))

    parts = {part["referenceId"]: part for part in answer["compositeResponse"]}
    (written,) = in_world(box, "Handoff_Booking__c")
    assert [part["httpStatusCode"] for part in parts.values()] == [201, 201, 201]
    assert parts["ev"]["httpHeaders"]["Location"].endswith(parts["ev"]["body"]["id"])
    assert written["Event_Id__c"] == parts["ev"]["body"]["id"]
    assert written["Starts_At__c"] == "2026-03-04T15:00:00.000+0000"


def test_a_repeated_composite_is_rolled_back_whole(box: Sandbox, worker: Salesforce) -> None:
    worker.restful("composite", method="POST", json=booking(box))
    noted = len(in_world(box, "written"))

    answer = worker.restful("composite", method="POST", json=booking(box))

    codes = [part["body"][0]["errorCode"] for part in answer["compositeResponse"]]
    assert codes == ["PROCESSING_HALTED", "PROCESSING_HALTED", "DUPLICATE_VALUE"]
    assert [part["httpStatusCode"] for part in answer["compositeResponse"]] == [400, 400, 400]
    assert len([row for row in in_world(box, "Event") if not row["IsChild"]]) == 1
    assert len(in_world(box, "written")) == noted


def test_a_record_refused_within_a_collection_rolls_the_whole_composite_back(
    box: Sandbox, worker: Salesforce
) -> None:
    host = {"attributes": {"type": HOST}, "User__c": user_id(box, "hana"), "Kind__c": "Main"}
    hosts = [{**host, "Booking__c": "@{bk.id}", "Key__c": key} for key in ("one", "one")]
    request = booking(box)
    request["compositeRequest"].append(
        {
            "method": "POST",
            "url": f"{V}/composite/sobjects",
            "referenceId": "hosts",
            "body": {"allOrNone": False, "records": hosts},
        }
    )

    answer = worker.restful("composite", method="POST", json=request)

    told = answer["compositeResponse"][-1]["body"]
    assert [one["errors"][0]["statusCode"] for one in told] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "DUPLICATE_VALUE",
    ]
    assert in_world(box, "Event") == []
    assert in_world(box, "Handoff_Booking__c") == []


def test_a_collection_makes_and_changes_records_by_their_key_each_on_its_own(
    box: Sandbox, worker: Salesforce
) -> None:
    def record(key: str, status: str) -> dict[str, Any]:
        kind = {"attributes": {"type": "Handoff_Booking__c"}}
        return {**kind, "Booking_Key__c": key, "Status__c": status, "Host__c": hana}

    hana = user_id(box, "hana")
    path = "composite/sobjects/Handoff_Booking__c/Booking_Key__c"
    first = {"records": [record("b-1", "Accepted")]}
    second = {"records": [record("b-1", "Confirmed"), record("b-2", "No such"), record("", "x")]}

    worker.restful(path, method="PATCH", json=first)
    answer = worker.restful(path, method="PATCH", json=second)

    assert [one["success"] for one in answer] == [True, False, False]
    assert answer[0]["created"] is False
    (row,) = in_world(box, "Handoff_Booking__c")
    assert (row["Id"], row["Status__c"]) == (answer[0]["id"], "Confirmed")


def test_without_all_or_none_only_what_depends_on_the_failure_halts(
    box: Sandbox, worker: Salesforce
) -> None:
    request = booking(box, allOrNone=False)
    request["compositeRequest"][0]["body"]["EndDateTime"] = None
    request["compositeRequest"][2]["body"]["Event_Id__c"] = None

    answer = worker.restful("composite", method="POST", json=request)

    statuses = [part["httpStatusCode"] for part in answer["compositeResponse"]]
    assert statuses == [400, 400, 201]
    assert answer["compositeResponse"][1]["body"][0]["errorCode"] == "PROCESSING_HALTED"


def test_composites_query_and_are_bounded(box: Sandbox, worker: Salesforce) -> None:
    def query(number: int) -> dict[str, Any]:
        soql = "SELECT+Id,+OwnerId+FROM+Lead+WHERE+Name='Gus+Grant'"
        return {"method": "GET", "url": f"{V}/query/?q={soql}", "referenceId": f"q{number}"}

    def update(name: str) -> dict[str, Any]:
        path = "@{q0.records[0].Id}"
        body = {"Company": "Northwind Robotics"}
        url = f"{V}/sobjects/Lead/{path}"
        return {"method": "PATCH", "url": url, "referenceId": name, "body": body}

    parts = [query(0), update("up")]
    answer = worker.restful("composite", method="POST", json={"compositeRequest": parts})
    too_many = {"compositeRequest": [query(number) for number in range(6)]}
    too_long = {"compositeRequest": [query(0), *(update(f"u{n}") for n in range(25))]}

    assert [part["httpStatusCode"] for part in answer["compositeResponse"]] == [200, 204]
    for request in (too_many, too_long):
        with pytest.raises(SalesforceMalformedRequest):
            worker.restful("composite", method="POST", json=request)


def test_a_dropped_answer_leaves_the_work_done(box: Sandbox, worker: Salesforce) -> None:
    box.world.faults.add(
        {"service": "salesforce", "call": "composite", "times": 1, "kind": "drop_after"}
    )

    with pytest.raises(OSError, match="Connection"):
        worker.restful("composite", method="POST", json=booking(box))

    found = worker.Handoff_Booking__c.get_by_custom_id("Booking_Key__c", "b-1")
    assert (
        found["Event_Id__c"]
        == worker.query("SELECT Id FROM Event WHERE IsChild = false")["records"][0]["Id"]
    )
    assert box.world.as_json()["calls"]["salesforce"]["composite"] >= 1
