"""Google's error bodies.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from typing import Any

from flask import Response, jsonify

from sandbox.wire import Refusal


def refuse(
    status: int,
    reason: str,
    message: str,
    *,
    domain: str = "global",
    location: str | None = None,
    location_type: str = "parameter",
) -> Refusal:
    """A refusal in the shape that every Calendar API error has."""
    detail: dict[str, Any] = {"domain": domain, "reason": reason, "message": message}
    if location:
        detail |= {"locationType": location_type, "location": location}
    body: dict[str, Any] = {"error": {"errors": [detail], "code": status, "message": message}}
    response = jsonify(body)
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/"'
    return Refusal(response)


def refuse_token(error: str, description: str, status: int = 400) -> Refusal:
    """A refusal of the token endpoint (RFC 6749 section 5.2)."""
    response: Response = jsonify({"error": error, "error_description": description})
    response.status_code = status
    return Refusal(response)


def not_found() -> Refusal:
    return refuse(404, "notFound", "Not Found")


def invalid(message: str, location: str | None = None) -> Refusal:
    return refuse(400, "invalid", message, location=location)


def required(message: str, location: str | None = None) -> Refusal:
    return refuse(400, "required", message, location=location)


def auth_error() -> Refusal:
    return refuse(
        401, "authError", "Invalid Credentials", location="Authorization", location_type="header"
    )
