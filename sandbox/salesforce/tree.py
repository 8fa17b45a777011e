"""Several records made in one request, as `sf data import tree` sends them: all of them or none.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobject_tree.htm
"""

from typing import Any

from sandbox.salesforce import access, writes
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Record
from sandbox.salesforce.resources import Call, Reply

MAX_RECORDS = 200


class _Refused(Exception):
    """One record was refused, so none is kept."""


def plant_trees(call: Call, object_name: str) -> Reply:
    """Create every record; a refusal names its record. The describes name no children, so trees have no branches."""
    records = call.body.get("records") if isinstance(call.body, dict) else None
    if not isinstance(records, list) or not records:
        raise SalesforceError("JSON_PARSER_ERROR", "records is required")
    if len(records) > MAX_RECORDS:
        raise SalesforceError("EXCEEDED_ID_LIMIT", f"at most {MAX_RECORDS} records per request")
    kind = access.object_type(call.org, call.user_id, object_name).name
    results: list[dict[str, Any]] = []
    try:
        with call.org.transaction():
            for record in records:
                results.append(_made(call, kind, record))
                if "errors" in results[-1]:
                    raise _Refused
    except _Refused:
        return Reply(400, {"hasErrors": True, "results": results[-1:]})
    return Reply(201, {"hasErrors": False, "results": results})


def _made(call: Call, kind: str, record: Record) -> dict[str, Any]:
    attributes = record.get("attributes") or {}
    name = str(attributes.get("referenceId") or "")
    fields = {key: value for key, value in record.items() if key != "attributes"}
    try:
        if not name:
            raise SalesforceError("MISSING_ARGUMENT", "Include a reference ID in each record")
        if attributes.get("type") != kind:
            raise SalesforceError("INVALID_TYPE", f"{name} is not of the type {kind}")
        branches = [key for key, value in fields.items() if isinstance(value, dict)]
        if branches:
            raise SalesforceError("INVALID_FIELD", f"{kind} has no children {branches[0]}")
        record_id = writes.insert(call.org, call.user_id, object_name=kind, body=fields)
    except SalesforceError as refusal:
        return {"referenceId": name, "errors": [refusal.as_save_error()]}
    return {"referenceId": name, "id": record_id}
