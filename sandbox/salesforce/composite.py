"""Several requests in one: composite with references, and collections of records.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections.htm
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from sandbox.salesforce import writes
from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.org import Org
from sandbox.salesforce.resources import Call, Reply, perform, split

MAX_PARTS = 25
MAX_QUERIES = 5
MAX_RECORDS = 200
_URL = re.compile(r"/services/data/(v\d\d\.0)(/.+)")
_REFERENCE = re.compile(r"@\{(\w+)\.([^}]+)\}")
_UPSERT = re.compile(r"/composite/sobjects/(\w+)/(\w+)/?")
_STEP = re.compile(r"(\w+)|\[(\d+)\]")
_ROLLED_BACK = SalesforceError(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
)


class _Halt(Exception):
    """Ends an all-or-none transaction."""


@dataclass(frozen=True)
class _Caller:
    org: Org
    user_id: str


def composite(org: Org, user_id: str, body: Any) -> dict[str, Any]:
    """The composite's answer; refusals of its parts are inside. Raises only for a bad envelope."""
    parts = _parts(body)
    caller = _Caller(org, user_id)
    replies: dict[str, Reply] = {}
    all_or_none = bool(body.get("allOrNone"))
    try:
        with org.transaction():
            for part in parts:
                reply = _part(caller, part, replies, all_or_none=all_or_none)
                replies[part["referenceId"]] = reply
                if all_or_none and _has_failed(reply):
                    raise _Halt
    except _Halt:
        failed = list(replies)[-1]
        halted = Reply(_ROLLED_BACK.status, [_ROLLED_BACK.as_json()])
        replies = {
            part["referenceId"]: replies[failed] if part["referenceId"] == failed else halted
            for part in parts
        }
    return {"compositeResponse": [_answer(name, reply) for name, reply in replies.items()]}


def _has_failed(reply: Reply) -> bool:
    """Whether a part was refused, or any record of a collection within it.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_allornone.htm
    """
    records = reply.body if isinstance(reply.body, list) else []
    refused = any(isinstance(one, dict) and one.get("success") is False for one in records)
    return reply.status >= 400 or refused


def _parts(body: Any) -> list[dict[str, Any]]:
    parts = body.get("compositeRequest") if isinstance(body, dict) else None
    if not isinstance(parts, list) or not parts:
        raise SalesforceError("JSON_PARSER_ERROR", "compositeRequest is required")
    if len(parts) > MAX_PARTS:
        raise SalesforceError("LIMIT_EXCEEDED", f"The maximum number of subrequests is {MAX_PARTS}")
    heavy = sum(
        1 for part in parts if re.search(r"/(query|queryAll|composite)\b", str(part.get("url")))
    )
    if heavy > MAX_QUERIES:
        raise SalesforceError(
            "LIMIT_EXCEEDED",
            f"The maximum number of query and collection subrequests is {MAX_QUERIES}",
        )
    names = [part.get("referenceId") for part in parts]
    if len(set(names)) != len(names) or not all(re.fullmatch(r"\w+", str(name)) for name in names):
        raise SalesforceError("INVALID_REQUEST", "Every subrequest needs a referenceId of its own")
    return parts


def _part(
    caller: _Caller, part: dict[str, Any], replies: dict[str, Reply], *, all_or_none: bool = False
) -> Reply:
    try:
        url = _URL.fullmatch(str(_filled(part.get("url", ""), replies)))
        if url is None:
            raise SalesforceError("NOT_FOUND", "The requested resource does not exist")
        path, query = split(url[2])
        call = Call(
            org=caller.org,
            user_id=caller.user_id,
            method=str(part.get("method", "")).upper(),
            version=url[1],
            path=path,
            query=query,
            body=_filled(part.get("body"), replies),
        )
        with caller.org.transaction():
            if path.startswith("/composite/sobjects"):
                return Reply(200, collection(call, all_or_none=all_or_none))
            return perform(call)
    except SalesforceError as refusal:
        return Reply(refusal.status, [refusal.as_json()])


def _filled(value: Any, replies: dict[str, Reply]) -> Any:
    """The value with every @{reference.path} replaced by what that part answered."""
    if isinstance(value, dict):
        return {key: _filled(inner, replies) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, replies) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _referred(whole, replies)
    return _REFERENCE.sub(lambda match: str(_referred(match, replies)), value)


def _referred(match: re.Match[str], replies: dict[str, Reply]) -> Any:
    name, path = match.groups()
    found = replies[name].body if name in replies and replies[name].status < 400 else None
    for step in _STEP.finditer(path):
        member, index = step.groups()
        if index is not None and isinstance(found, list) and int(index) < len(found):
            found = found[int(index)]
        else:
            found = found.get(member) if isinstance(found, dict) else None
    if found is None:
        raise SalesforceError(
            "PROCESSING_HALTED",
            f"Invalid reference specified. No value for {name}.{path} found in {name}",
        )
    return found


def batch(org: Org, user_id: str, body: Any) -> dict[str, Any]:
    """Independent requests, each with its own result. Raises only for a bad envelope.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_batch.htm
    """
    parts = body.get("batchRequests") if isinstance(body, dict) else None
    if not isinstance(parts, list) or not parts:
        raise SalesforceError("JSON_PARSER_ERROR", "batchRequests is required")
    if len(parts) > MAX_PARTS:
        raise SalesforceError("LIMIT_EXCEEDED", f"The maximum number of subrequests is {MAX_PARTS}")
    caller = _Caller(org, user_id)
    # Unlike a composite, a batch counts as many calls as it has parts.
    org.api_calls += len(parts) - 1
    replies = [_part(caller, _of_batch(part), {}) for part in parts]
    return {
        "hasErrors": any(reply.status >= 400 for reply in replies),
        "results": [{"statusCode": reply.status, "result": reply.body} for reply in replies],
    }


def _of_batch(part: dict[str, Any]) -> dict[str, Any]:
    """A batch spells its addresses from the version on and calls the body `richInput`."""
    return {
        "method": part.get("method"),
        "url": f"/services/data/{str(part.get('url', '')).removeprefix('/services/data/')}",
        "body": part.get("richInput"),
    }


def _answer(name: str, reply: Reply) -> dict[str, Any]:
    return {
        "body": reply.body,
        "httpHeaders": reply.headers,
        "httpStatusCode": reply.status,
        "referenceId": name,
    }


def collection(call: Call, *, all_or_none: bool = False) -> list[dict[str, Any]]:
    """Up to 200 records created, changed or deleted, each with its own result.

    A composite that is all or none makes every collection within it so.
    """
    wishes = _wishes(call)
    if len(wishes) > MAX_RECORDS:
        raise SalesforceError(
            "EXCEEDED_ID_LIMIT",
            f"record limit reached. cannot submit more than {MAX_RECORDS} records into this call",
        )
    flag = call.query.get("allOrNone") if call.method == "DELETE" else call.body.get("allOrNone")
    all_or_none = all_or_none or str(flag).lower() == "true"
    results: list[dict[str, Any]] = []
    try:
        with call.org.transaction():
            for wish in wishes:
                results.append(_member(call, wish))
                if all_or_none and not results[-1]["success"]:
                    raise _Halt
    except _Halt:
        undone = SalesforceError(
            "ALL_OR_NONE_OPERATION_ROLLED_BACK",
            "Record rolled back because not all records were valid and the request was using AllOrNone header",
        )
        failed = len(results) - 1
        refused = {"success": False, "errors": [undone.as_save_error()]}
        return [results[failed] if at == failed else refused for at in range(len(wishes))]
    return results


def _wishes(call: Call) -> list[dict[str, Any]]:
    if call.method == "DELETE":
        return [{"id": one.strip()} for one in call.query.get("ids", "").split(",") if one.strip()]
    records = call.body.get("records") if isinstance(call.body, dict) else None
    if not isinstance(records, list) or call.method not in {"POST", "PATCH"}:
        raise SalesforceError("JSON_PARSER_ERROR", "records is required")
    return records


def _member(call: Call, wish: dict[str, Any]) -> dict[str, Any]:
    upsert = _UPSERT.fullmatch(call.path)
    try:
        with call.org.transaction():
            if upsert is None:
                return {"id": _write(call, dict(wish)), "success": True, "errors": []}
            return _upserted(call, dict(wish), object_name=upsert[1], field=upsert[2])
    except SalesforceError as refusal:
        return {"success": False, "errors": [refusal.as_save_error()]}


def _upserted(call: Call, wish: dict[str, Any], *, object_name: str, field: str) -> dict[str, Any]:
    """One record made or changed, found by its external id.

    https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_upsert.htm
    """
    wish.pop("attributes", None)
    value = next((wish.pop(key) for key in list(wish) if key.lower() == field.lower()), None)
    if not value:
        raise SalesforceError("MISSING_ARGUMENT", f"{field} not specified")
    path = f"/sobjects/{object_name}/{field}/{quote(str(value), safe='')}"
    reply = perform(replace(call, path=path, body=wish))
    body: dict[str, Any] = reply.body
    return body


def _write(call: Call, wish: dict[str, Any]) -> str:
    named = (wish.pop("attributes", None) or {}).get("type", "")
    if call.method == "POST":
        return writes.insert(call.org, call.user_id, object_name=named, body=wish)
    record_id = wish.pop("id", None) or wish.pop("Id", None)
    kind = call.org.kind_of(record_id) if is_id(record_id) else None
    if kind is None:
        raise SalesforceError("MALFORMED_ID", f"malformed id {record_id}")
    full = to_18(str(record_id))
    if call.method == "DELETE":
        writes.delete(call.org, call.user_id, object_name=kind.name, record_id=full)
    else:
        writes.update(call.org, call.user_id, object_name=kind.name, record_id=full, body=wish)
    return full
