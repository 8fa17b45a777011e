"""Error bodies of Microsoft Graph and of its sign-in service.

https://learn.microsoft.com/graph/errors
https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

import uuid
from typing import Any

from flask import jsonify, request

from sandbox.clock import wall_now
from sandbox.wire import Refusal


def refuse(
    status: int, code: str, message: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Refusal:
    """A refusal in Graph's shape."""
    inner = {
        "date": wall_now().strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": str(uuid.uuid4()),
        "client-request-id": request.headers.get("client-request-id", str(uuid.uuid4())),
    }
    response = jsonify(error={"code": code, "message": message, **more, "innerError": inner})
    response.status_code = status
    response.headers.update(headers or {})
    return Refusal(response)


def refuse_token(status: int, error: str, number: int, message: str) -> Refusal:
    """A refusal of the token endpoint, with its AADSTS number."""
    trace, correlation = str(uuid.uuid4()), str(uuid.uuid4())
    stamp = wall_now().strftime("%Y-%m-%d %H:%M:%SZ")
    response = jsonify(
        error=error,
        error_description=(
            f"AADSTS{number}: {message} Trace ID: {trace} Correlation ID: {correlation} "
            f"Timestamp: {stamp}"
        ),
        error_codes=[number],
        timestamp=stamp,
        trace_id=trace,
        correlation_id=correlation,
        error_uri=f"https://login.microsoftonline.com/error?code={number}",
    )
    response.status_code = status
    return Refusal(response)


def access_denied() -> Refusal:
    message = "Access is denied. Check credentials and try again."
    return refuse(403, "ErrorAccessDenied", message)


def item_not_found() -> Refusal:
    message = "The specified object was not found in the store., Default folder not found."
    return refuse(404, "ErrorItemNotFound", message)


def bad_request(message: str, code: str = "BadRequest") -> Refusal:
    return refuse(400, code, message)
