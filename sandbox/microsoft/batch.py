"""Graph's JSON batching: up to twenty requests in one, each answered and throttled on its own.

https://learn.microsoft.com/graph/json-batching
"""

import json
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, jsonify, request
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Response

from sandbox.microsoft import schemas
from sandbox.microsoft.answers import bad_request
from sandbox.microsoft.tokens import current_grant
from sandbox.wire import DROPPED_KEY, PART_KEY, hang_up, remote_call

MOST_PARTS = 20
Part = dict[str, Any]


@remote_call("microsoft", "batch")
def run() -> Any:
    current_grant()
    parts: list[Part] = schemas.check("batch", schemas.json_body())["requests"]
    _check(parts)
    answers: dict[str, Part] = {}
    app = _application()
    for part in parts:
        if any(answers[other]["status"] >= 400 for other in part.get("dependsOn", [])):
            answers[part["id"]] = _failed_dependency(part)
            continue
        answer = _run_part(app, part)
        if answer is None:
            return hang_up()
        answers[part["id"]] = answer
    return jsonify(responses=list(answers.values()))


def _check(parts: list[Part]) -> None:
    if len(parts) > MOST_PARTS:
        raise bad_request(f"Number of batch request steps exceeds max value of {MOST_PARTS}.")
    seen: set[str] = set()
    for part in parts:
        if part["id"] in seen:
            raise bad_request(f"Request Id {part['id']} has to be unique in a batch.")
        if unknown := set(part.get("dependsOn", [])) - seen:
            raise bad_request(
                f"Request depends on {sorted(unknown)}, which does not come before it."
            )
        seen.add(part["id"])
        named = {name.lower() for name in part.get("headers", {})}
        if "body" in part and "content-type" not in named:
            raise bad_request(
                f"Write request id {part['id']} does not contain Content-Type header."
            )


def _run_part(app: Flask, part: Part) -> Part | None:
    """One part's answer; None when a fault wants the connection dropped."""
    headers = {"Authorization": request.headers.get("Authorization", ""), **part.get("headers", {})}
    path = part["url"] if part["url"].startswith("/") else f"/{part['url']}"
    builder = EnvironBuilder(
        path=f"/v1.0{path.partition('?')[0]}",
        query_string=path.partition("?")[2],
        base_url=f"http://{request.host}",
        method=part["method"],
        headers=headers,
        data=json.dumps(part["body"]).encode() if "body" in part else b"",
        environ_overrides={PART_KEY: True},
    )
    environ = builder.get_environ()
    response = _call(app, environ)
    if environ.get(DROPPED_KEY):
        return None
    answer: Part = {"id": part["id"], "status": response.status_code}
    answer["headers"] = {
        name: value for name, value in response.headers if name != "Content-Length"
    }
    if response.data:
        answer["body"] = response.get_json(silent=True) or response.get_data(as_text=True)
    return answer


def _call(app: Flask, environ: dict[str, Any]) -> Response:
    """Werkzeug's own test client would work on a copy, in which a dropped connection gets lost."""
    received: dict[str, Any] = {}

    def start_response(status: str, headers: Any, _failure: Any = None) -> Callable[[bytes], Any]:
        received.update(status=status, headers=headers)
        return lambda _: None

    content = app(environ, start_response)
    return Response(content, **received)


def _failed_dependency(part: Part) -> Part:
    error = {"code": "FailedDependency", "message": "A request that this one depends on failed."}
    return {"id": part["id"], "status": 424, "headers": {}, "body": {"error": error}}


def _application() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app
