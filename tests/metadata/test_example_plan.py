"""The example of a first meeting type, pool and rule fits the objects, and an admin can load it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from defusedxml import ElementTree

from sandbox.server import Sandbox
from sf_metadata.scripts.translatable import NS, PROJECT
from tests.cast import NOW
from tests.sandbox.salesforce_clients import as_user

EXAMPLE = PROJECT / "data"
OBJECTS = PROJECT / "force-app" / "main" / "default" / "objects"


def planned() -> Iterator[dict[str, Any]]:
    for step in json.loads((EXAMPLE / "plan.json").read_text()):
        for file in step["files"]:
            for record in json.loads((EXAMPLE / file).read_text())["records"]:
                assert record["attributes"]["type"] == step["sobject"]
                yield record


def allowed(record: dict[str, Any], field: str) -> set[str]:
    path = OBJECTS / record["attributes"]["type"] / "fields" / f"{field}.field-meta.xml"
    root = ElementTree.parse(path).getroot()
    return {one.findtext(f"{NS}fullName", "") for one in root.iter(f"{NS}value")}


@pytest.mark.parametrize(
    "record", list(planned()), ids=lambda record: record["attributes"]["referenceId"]
)
def test_a_record_uses_only_fields_and_choices_that_exist(record: dict[str, Any]) -> None:
    for field, value in record.items():
        if field.endswith("__c"):
            choices = allowed(record, field)
            assert not choices or value in choices, field


def test_an_admin_loads_the_plan_from_first_to_last() -> None:
    made: dict[str, str] = {}
    with Sandbox(now=NOW, app_url="http://127.0.0.1:8000") as box:
        token = box.credentials["orgs"][0]["admin"]["access_token"]
        with as_user(box, "adam", token=token) as salesforce:
            for record in planned():
                fields = {
                    name: made[value] if str(value).startswith("@") else value
                    for name, value in record.items()
                    if name != "attributes"
                }
                kind = record["attributes"]["type"]
                answer = getattr(salesforce, kind).create(fields)
                made["@" + record["attributes"]["referenceId"]] = answer["id"]
            kept = salesforce.query(
                "SELECT Meeting_Type__r.Name, Pool__r.Name, Active__c FROM Handoff_Suggestion_Rule__c "
                f"WHERE Id = '{made['@LeadsToFirstPool']}'"
            )["records"][0]

    assert kept["Meeting_Type__r"]["Name"] == "Discovery Call"
    assert (kept["Pool__r"]["Name"], kept["Active__c"]) == ("First Pool", False)
