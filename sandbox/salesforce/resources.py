"""The REST resources themselves: one request in, one reply out, whether it came alone or in a composite.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_list.htm
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from sandbox.salesforce import access, describe, flows, soql, soql_columns, writes
from sandbox.salesforce.errors import SalesforceError, gone
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import ObjectType
from sandbox.salesforce.soql_paths import attributes
from sandbox.salesforce.values import shown

PAGE = 2000
SMALLEST_PAGE = 200
DAILY_REQUESTS = 100_000
_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    status: int
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Call:
    """One request to an org, as one of its users."""

    org: Org
    user_id: str
    method: str
    version: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    options: str = ""

    @property
    def base(self) -> str:
        return f"/services/data/{self.version}"


Resource = Callable[..., Reply]


def perform(call: Call) -> Reply:
    """Raises SalesforceError; writes nothing in that case."""
    for pattern, resource in _ROUTES:
        match = pattern.fullmatch(call.path)
        if match:
            return resource(
                call, **{name: unquote(part) for name, part in match.groupdict().items()}
            )
    raise gone()


def split(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    return parts.path, {name: values[-1] for name, values in parse_qs(parts.query).items()}


def _query(call: Call) -> Reply:
    if "q" not in call.query:
        raise SalesforceError("MALFORMED_QUERY", "A query string has to be specified")
    if call.query.get("columns") == "true":
        return Reply(200, soql_columns.columns_of(call.org, call.user_id, call.query["q"]))
    answer = soql.run(call.org, call.user_id, query=call.query["q"], version=call.version)
    return Reply(200, _page(call, answer, cursor=None, start=0))


def _query_more(call: Call, locator: str) -> Reply:
    cursor, _, start = locator.partition("-")
    answer = call.org.cursors.get(cursor)
    if answer is None or not start.isdigit():
        raise SalesforceError("INVALID_QUERY_LOCATOR", "invalid query locator")
    return Reply(200, _page(call, answer, cursor=cursor, start=int(start)))


def _page(call: Call, answer: soql.Answer, *, cursor: str | None, start: int) -> dict[str, Any]:
    asked = _BATCH_SIZE.search(call.options)
    size = min(PAGE, max(SMALLEST_PAGE, int(asked[1]))) if asked else PAGE
    end = start + size
    page: dict[str, Any] = {"totalSize": answer.total, "done": end >= len(answer.records)}
    if not page["done"]:
        if cursor is None:
            cursor = f"01g{call.org.org_id[3:5]}{call.org.next_serial('cursor'):010d}"
            call.org.cursors[cursor] = answer
        page["nextRecordsUrl"] = f"{call.base}/query/{cursor}-{end}"
    page["records"] = answer.records[start:end]
    return page


def _limits(call: Call) -> Reply:
    left = DAILY_REQUESTS - call.org.api_calls
    return Reply(200, {"DailyApiRequests": {"Max": DAILY_REQUESTS, "Remaining": left}})


def _all_objects(call: Call) -> Reply:
    return Reply(200, describe.global_describe(call.org, call.user_id, version=call.version))


def _object(call: Call, name: str) -> Reply:
    kind = _kind(call, name)
    if call.method == "POST":
        record_id = writes.insert(
            call.org, call.user_id, object_name=kind.name, body=_members(call.body)
        )
        location = {"Location": f"{call.base}/sobjects/{kind.name}/{record_id}"}
        return Reply(201, {"id": record_id, "success": True, "errors": []}, location)
    _only(call, "GET")
    about = describe.summary(call.org, call.user_id, kind=kind, version=call.version)
    return Reply(200, {"objectDescribe": about, "recentItems": []})


def _describe(call: Call, name: str) -> Reply:
    kind = _kind(call, name)
    return Reply(200, describe.describe(call.org, call.user_id, kind=kind, version=call.version))


def _record(call: Call, name: str, record_id: str) -> Reply:
    kind = _kind(call, name)
    if not is_id(record_id):
        raise SalesforceError(
            "NOT_FOUND",
            f"Provided external ID field does not exist or is not accessible: {record_id}",
        )
    return _one(call, kind, to_18(record_id))


def _one(call: Call, kind: ObjectType, record_id: str) -> Reply:
    if call.method == "GET":
        return Reply(200, _read(call, kind, record_id))
    if call.method == "DELETE":
        writes.delete(call.org, call.user_id, object_name=kind.name, record_id=record_id)
        return Reply(204)
    _only(call, "PATCH")
    writes.update(
        call.org,
        call.user_id,
        object_name=kind.name,
        record_id=record_id,
        body=_members(call.body),
    )
    return Reply(204)


def _read(call: Call, kind: ObjectType, record_id: str) -> dict[str, Any]:
    record = writes.existing(call.org, kind=kind, record_id=record_id)
    if not access.can_read(call.org, call.user_id, record):
        raise gone()
    if call.query.get("fields"):
        names = [name.strip() for name in call.query["fields"].split(",")]
        fields = [access.field_of(call.org, call.user_id, kind=kind, name=n) for n in names]
    else:
        fields = list(access.visible_fields(call.org, call.user_id, kind))
    about = attributes(call.org, kind, record=record, version=call.version)
    return {"attributes": about, **{f.name: shown(f, record.get(f.name)) for f in fields}}


def _by_external_id(call: Call, name: str, field_name: str, value: str) -> Reply:
    kind = _kind(call, name)
    named = kind.field(field_name)
    if named is None or not (named.external_id or named.type == "id"):
        raise SalesforceError(
            "NOT_FOUND",
            f"Provided external ID field does not exist or is not accessible: {field_name}",
        )
    rows = call.org.rows(kind.name).values()
    found = [row for row in rows if str(row.get(named.name) or "").casefold() == value.casefold()]
    if len(found) > 1:
        base = f"{call.base}/sobjects/{kind.name}"
        return Reply(300, [f"{base}/{row['Id']}" for row in found])
    if call.method == "PATCH":
        return _upsert(call, kind, external={named.name: value}, found=found)
    if not found:
        raise gone()
    return _one(call, kind, found[0]["Id"])


def _upsert(call: Call, kind: ObjectType, *, external: Record, found: list[Record]) -> Reply:
    body = _members(call.body)
    if found:
        writes.update(
            call.org, call.user_id, object_name=kind.name, record_id=found[0]["Id"], body=body
        )
        answer = {"id": found[0]["Id"], "success": True, "errors": [], "created": False}
        return Reply(200, answer)
    record_id = writes.insert(
        call.org, call.user_id, object_name=kind.name, body={**body, **external}
    )
    return Reply(201, {"id": record_id, "success": True, "errors": [], "created": True})


def _flow(call: Call, name: str) -> Reply:
    _only(call, "GET", "POST")
    if call.method == "GET":
        return Reply(200, flows.described(call.org, name))
    inputs = _members(call.body).get("inputs")
    if not isinstance(inputs, list) or not inputs:
        raise SalesforceError("INVALID_INPUT", "inputs is required")
    results = flows.run(call.org, call.user_id, name=name, inputs=inputs)
    return Reply(200 if all(one["isSuccess"] for one in results) else 400, results)


def _kind(call: Call, name: str) -> ObjectType:
    try:
        return access.object_type(call.org, call.user_id, name)
    except SalesforceError as refusal:
        raise gone() from refusal


def _members(body: Any) -> Record:
    if not isinstance(body, dict):
        raise SalesforceError(
            "JSON_PARSER_ERROR",
            "The HTTP entity body is required, but this request has no entity body.",
        )
    return body


def _only(call: Call, *methods: str) -> None:
    if call.method not in methods:
        raise SalesforceError(
            "METHOD_NOT_ALLOWED",
            f"HTTP Method '{call.method}' not allowed. Allowed are {','.join(methods)}",
        )


_ROUTES: list[tuple[re.Pattern[str], Resource]] = [
    (re.compile(r"/query(?:All)?/?"), _query),
    (re.compile(r"/query/(?P<locator>[^/]+)"), _query_more),
    (re.compile(r"/limits/?"), _limits),
    (re.compile(r"/actions/custom/flow/(?P<name>\w+)/?"), _flow),
    (re.compile(r"/sobjects/?"), _all_objects),
    (re.compile(r"/sobjects/(?P<name>\w+)/?"), _object),
    (re.compile(r"/sobjects/(?P<name>\w+)/describe/?"), _describe),
    (re.compile(r"/sobjects/(?P<name>\w+)/(?P<record_id>[^/]+)/?"), _record),
    (
        re.compile(r"/sobjects/(?P<name>\w+)/(?P<field_name>\w+)/(?P<value>[^/]+)/?"),
        _by_external_id,
    ),
]
