"""The REST API over HTTP: sessions, versions, limits and headers around the resources.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers.htm
"""

import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from sandbox.salesforce import composite, tree
from sandbox.salesforce.errors import SalesforceError, gone
from sandbox.salesforce.org import Org
from sandbox.salesforce.resources import DAILY_REQUESTS, Call, Reply, perform
from sandbox.salesforce.session import require_session
from sandbox.wire import lost_hosts, remote_call, the_world

OLDEST, NEWEST = 31, 68
_VERSION = re.compile(r"v(\d\d)\.0")
blueprint = Blueprint("rest", __name__)


@blueprint.get("/services/data")
@blueprint.get("/services/data/")
@remote_call("salesforce", "versions")
def versions() -> Any:
    return jsonify(
        [
            {"label": f"v{n}.0", "url": f"/services/data/v{n}.0", "version": f"{n}.0"}
            for n in range(OLDEST, NEWEST + 1)
        ]
    )


@blueprint.get("/services/data/<version>")
@blueprint.get("/services/data/<version>/")
@remote_call("salesforce", "resources")
def resources(version: str) -> Any:
    _call(version, "")
    names = ("sobjects", "query", "queryAll", "limits", "composite")
    return jsonify({name: f"/services/data/{version}/{name}" for name in names})


@blueprint.get("/services/data/<version>/limits")
@remote_call("salesforce", "limits")
def limits(version: str) -> Any:
    return _respond(_call(version, "/limits"))


@blueprint.get("/services/data/<version>/query")
@blueprint.get("/services/data/<version>/query/")
@blueprint.get("/services/data/<version>/queryAll")
@blueprint.get("/services/data/<version>/queryAll/")
@remote_call("salesforce", "query")
def query(version: str) -> Any:
    return _respond(_call(version, "/query"))


@blueprint.get("/services/data/<version>/query/<locator>")
@remote_call("salesforce", "query.more")
def query_more(version: str, locator: str) -> Any:
    return _respond(_call(version, f"/query/{locator}"))


@blueprint.get("/services/data/<version>/sobjects")
@blueprint.get("/services/data/<version>/sobjects/")
@remote_call("salesforce", "describe.global")
def objects(version: str) -> Any:
    return _described(_call(version, "/sobjects"))


@blueprint.get("/services/data/<version>/sobjects/<name>/describe")
@blueprint.get("/services/data/<version>/sobjects/<name>/describe/")
@remote_call("salesforce", "describe")
def describe(version: str, name: str) -> Any:
    return _described(_call(version, f"/sobjects/{name}/describe"))


@blueprint.post("/services/data/<version>/sobjects/<name>")
@blueprint.post("/services/data/<version>/sobjects/<name>/")
@remote_call("salesforce", "sobjects.create")
def create(version: str, name: str) -> Any:
    return _respond(_call(version, f"/sobjects/{name}"))


@blueprint.get("/services/data/<version>/sobjects/<path:rest>")
@remote_call("salesforce", "sobjects.get")
def read(version: str, rest: str) -> Any:
    return _respond(_call(version, f"/sobjects/{rest}"))


@blueprint.patch("/services/data/<version>/sobjects/<name>/<record_id>")
@remote_call("salesforce", "sobjects.update")
def change(version: str, name: str, record_id: str) -> Any:
    return _respond(_call(version, f"/sobjects/{name}/{record_id}"))


@blueprint.patch("/services/data/<version>/sobjects/<name>/<field>/<value>")
@remote_call("salesforce", "sobjects.upsert")
def upsert(version: str, name: str, field: str, value: str) -> Any:
    return _respond(_call(version, f"/sobjects/{name}/{field}/{value}"))


@blueprint.delete("/services/data/<version>/sobjects/<path:rest>")
@remote_call("salesforce", "sobjects.delete")
def delete(version: str, rest: str) -> Any:
    return _respond(_call(version, f"/sobjects/{rest}"))


@blueprint.post("/services/data/<version>/composite")
@blueprint.post("/services/data/<version>/composite/")
@remote_call("salesforce", "composite")
def several(version: str) -> Any:
    call = _call(version, "/composite")
    with the_world().lock:
        answer = composite.composite(call.org, call.user_id, call.body)
    return _response(call.org, Reply(200, answer))


@blueprint.post("/services/data/<version>/composite/batch")
@remote_call("salesforce", "composite.batch")
def independent(version: str) -> Any:
    call = _call(version, "/composite/batch")
    with the_world().lock:
        answer = composite.batch(call.org, call.user_id, call.body)
    return _response(call.org, Reply(200, answer))


@blueprint.post("/services/data/<version>/composite/tree/<name>")
@blueprint.post("/services/data/<version>/composite/tree/<name>/")
@remote_call("salesforce", "composite.tree")
def trees(version: str, name: str) -> Any:
    call = _call(version, f"/composite/tree/{name}")
    with the_world().lock:
        answer = tree.plant_trees(call, name)
    return _response(call.org, answer)


@blueprint.post("/services/data/<version>/actions/custom/flow/<name>")
@remote_call("salesforce", "flow")
def run_flow(version: str, name: str) -> Any:
    return _respond(_call(version, f"/actions/custom/flow/{name}"))


@blueprint.get("/services/data/<version>/actions/custom/flow/<name>")
@remote_call("salesforce", "flow.describe")
def describe_flow(version: str, name: str) -> Any:
    return _respond(_call(version, f"/actions/custom/flow/{name}"))


@blueprint.route("/services/data/<version>/composite/sobjects", methods=["POST", "PATCH", "DELETE"])
@blueprint.patch("/services/data/<version>/composite/sobjects/<name>/<field>")
@remote_call("salesforce", "composite.sobjects")
def collection(version: str, name: str = "", field: str = "") -> Any:
    upsert = f"/{name}/{field}" if field else ""
    call = _call(version, f"/composite/sobjects{upsert}")
    with the_world().lock:
        answer = composite.collection(call)
    return _response(call.org, Reply(200, answer))


def refuse(refusal: SalesforceError) -> Response:
    answer = jsonify([refusal.as_json()])
    answer.status_code = refusal.status
    return answer


def _call(version: str, path: str) -> Call:
    """The authenticated request. Raises INVALID_SESSION_ID, NOT_FOUND, JSON_PARSER_ERROR."""
    if lost_hosts():
        raise SalesforceError("INVALID_SESSION_ID", "Session expired or invalid")
    org, session = require_session(request)
    match = _VERSION.fullmatch(version)
    if match is None or not OLDEST <= int(match[1]) <= NEWEST:
        raise gone()
    org.api_calls += 1
    return Call(
        org=org,
        user_id=session.user_id,
        method=request.method,
        version=version,
        path=path,
        query=request.args.to_dict(),
        body=_body(),
        options=request.headers.get("Sforce-Query-Options", ""),
    )


def _body() -> Any:
    if not request.get_data():
        return None
    try:
        return request.get_json(force=True)
    except Exception as failure:
        raise SalesforceError(
            "JSON_PARSER_ERROR", "Unexpected character or end of the JSON in the request"
        ) from failure


def _respond(call: Call) -> Response:
    with the_world().lock:
        reply = perform(call)
    return _response(call.org, reply)


def _described(call: Call) -> Response:
    """Describe results are only sent again when the org's metadata or permissions changed."""
    changed_at = call.org.changed_at.astimezone(UTC).replace(microsecond=0)
    since = request.headers.get("If-Modified-Since")
    if since and _instant(since) >= changed_at:
        return _response(call.org, Reply(304))
    response = _respond(call)
    response.headers["Last-Modified"] = format_datetime(changed_at, usegmt=True)
    return response


def _instant(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)


def _response(org: Org, reply: Reply) -> Response:
    response = jsonify(reply.body) if reply.body is not None else Response(status=reply.status)
    response.status_code = reply.status
    response.headers.update(reply.headers)
    response.headers["Sforce-Limit-Info"] = f"api-usage={org.api_calls}/{DAILY_REQUESTS}"
    return response
