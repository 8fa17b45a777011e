"""Reading for somebody else: what a lookup that leads to several objects brings is cut like everything else."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from requests import PreparedRequest

from handoff.http import open_session
from handoff.ids import to_18
from handoff.people import OrgId, UserId
from handoff.records import UserAccess
from handoff.salesforce.client import Client, query_part
from handoff.salesforce.delegated import DelegatedReader
from handoff.salesforce.describing import Describer
from handoff.salesforce.permissions import UserPermissions
from tests.salesforce.conftest import KeptDescribes

ORG, USER = "https://larkspur.my.salesforce.com", UserId(to_18("005Lk0000000002"))
TASK, DANA, HANA = (to_18(f"{one}Lk0000000001") for one in ("00T", "003", "005"))
QUESTION = "SELECT Id, Subject, Who.Name, Owner.Name FROM Task"


def row(kind: str, address: str, **fields: Any) -> dict[str, Any]:
    url = f"/services/data/v67.0/sobjects/{address}"
    return {"attributes": {"type": kind, "url": url}, **fields}


def found(soql: str, readable: set[str]) -> list[dict[str, Any]]:
    if "FROM UserRecordAccess" in soql:
        asked = [one for one in (TASK, DANA) if one in soql]
        return [
            row("UserRecordAccess", one, RecordId=one, HasReadAccess=one in readable)
            for one in asked
        ]
    if "FROM ObjectPermissions" in soql:
        return [row("ObjectPermissions", "110", PermissionsViewAllFields=True)]
    if "FROM PermissionSet " in soql:
        return [row("PermissionSet", "0PS", Id="0PS")]
    if soql == QUESTION:
        who = row("Name", f"Contact/{DANA}", Name="Dana Whitfield")
        owner = row("Name", f"User/{HANA}", Name="Hana Berg")
        return [row("Task", f"Task/{TASK}", Id=TASK, Subject="Call", Who=who, Owner=owner)]
    return []


def answered(request: PreparedRequest, readable: set[str]) -> tuple[int, dict[str, str], str]:
    """Answer the parts of a composite."""
    answers = []
    for part in json.loads(request.body or "")["compositeRequest"]:
        [soql] = parse_qs(urlsplit(part["url"]).query)["q"]
        body = {"done": True, "records": found(soql, readable)}
        answers.append({"referenceId": part["referenceId"], "httpStatusCode": 200, "body": body})
    return 200, {}, json.dumps({"compositeResponse": answers})


def described(name: str, *lookups: str) -> dict[str, Any]:
    def field(of: str, targets: list[str], relationship: str) -> dict[str, Any]:
        return {
            "name": of,
            "label": of,
            "type": "string",
            "referenceTo": targets,
            "relationshipName": relationship,
        }

    plain = [field(one, [], "") for one in ("Subject", "Name")]
    leading = [field(f"{one}Id", ["Contact", "Lead"], one) for one in lookups]
    return {"name": name, "label": name, "keyPrefix": "00T", "fields": [*plain, *leading]}


@pytest.fixture
def salesforce() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        for name, lookups in (("Task", ("Who", "Owner")), ("Contact", ())):
            address = f"{ORG}/services/data/v67.0/sobjects/{name}/describe"
            mock.get(address, json=described(name, *lookups))
        yield mock


@pytest.mark.parametrize("sees_dana", [True, False])
def test_whom_the_user_may_not_see_is_left_out_whatever_they_are_called(
    salesforce: responses.RequestsMock, sees_dana: bool
) -> None:
    readable = {TASK, DANA} if sees_dana else {TASK}
    salesforce.add_callback(
        "POST",
        f"{ORG}/services/data/v67.0/composite",
        callback=lambda request: answered(request, readable),
    )
    client = Client(open_session("salesforce"), instance_url=ORG, token="secret")
    access = UserAccess(OrgId("00DLk0000004C92MAE"), USER, ORG, token="")
    describer = Describer(
        client, KeptDescribes(), access, permissions=UserPermissions(client, USER)
    )

    answers = DelegatedReader(client, describer).composite(
        [query_part("tasks", QUESTION)], operation="read"
    )

    [task] = answers["tasks"].body["records"]
    assert task["Subject"] == "Call"
    assert task["Owner"]["Name"] == "Hana Berg"
    assert (task["Who"] or {}).get("Name") == ("Dana Whitfield" if sees_dana else None)
