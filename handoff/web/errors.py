"""Every failure as an answer that says what to do: JSON for the window, a page for the Canvas door."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from handoff.errors import AccessLost, OutsideError, Refused, TurnedDown, Unacceptable

log = logging.getLogger(__name__)

TITLES = {
    400: "This request could not be read",
    401: "Handoff could not be opened",
    403: "Not allowed",
    404: "Not found",
    405: "Not available this way",
    413: "Too large",
    415: "This request could not be read",
    422: "Something needs correcting",
    502: "Salesforce refused",
    503: "Please try again in a moment",
}

WORDS = {
    "missing": "Missing",
    "extra_forbidden": "Not known here",
    "string_too_short": "Missing",
    "string_too_long": "Longer than {max_length} characters",
    "too_short": "Missing",
    "too_long": "More than {max_length} entries",
    "timezone_aware": "Needs a time zone, as in 2026-03-02T14:00:00Z",
    "greater_than_equal": "At least {ge}",
    "less_than_equal": "At most {le}",
    "string_unicode": "Holds characters that are no text",
}
"""What a person is told about a value in the wrong form."""


def register(app: Flask) -> None:
    """Translate our errors, those of the request's form, and anything else."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(OutsideError, _outside)
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, code: str, message: str, *, field: str = "") -> Response:
    """Return the error in the form that the asking side reads."""
    if request.path == "/canvas":
        page = render_template("message.html", title=TITLES.get(status, "Handoff"), text=message)
        response = make_response(page, status)
    else:
        body = {"code": code, "message": message} | ({"field": field} if field else {})
        response = make_response(jsonify(error=body), status)
    if status == 503:
        response.headers["Retry-After"] = "2"
    return response


def _refused(error: Refused) -> Response:
    field = error.field if isinstance(error, Unacceptable) else ""
    log.info("refused", extra={"code": error.code, "route": str(request.url_rule)})
    return answer(error.status, error.code, error.message, field=field)


def _outside(error: OutsideError) -> Response:
    log.warning(
        "outside error",
        extra={"service": error.service, "operation": error.operation, "code": error.code},
    )
    is_final = isinstance(error, AccessLost | TurnedDown)
    status, code = (502, "refused_outside") if is_final else (503, "try_later")
    return answer(status, code, error.message)


def _invalid(error: ValidationError) -> Response:
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    words = WORDS.get(first["type"], str(first["msg"]).removeprefix("Value error, "))
    told = words.format(**first.get("ctx", {})) if first["type"] in WORDS else words
    return answer(422, "unacceptable", f"{field}: {told}.", field=field)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    return answer(status, error.name.lower().replace(" ", "_"), str(error.description))


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", extra={"route": str(request.url_rule)})
    return answer(
        InternalServerError.code,
        "unexpected",
        "Something went wrong on our side and has been logged. Nothing you typed is lost: try again.",
    )
