"""Every failure as an answer that says what to do: JSON for the window, a page for the Canvas door."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, InternalServerError

from handoff.errors import AccessLost, OutsideError, Refused, TurnedDown, Unacceptable
from handoff.web.language import spoken
from handoff.wording import phrase, say

log = logging.getLogger(__name__)

TITLES = {
    400: say("This request could not be read"),
    401: say("Handoff could not be opened"),
    403: say("Not allowed"),
    404: say("Not found"),
    405: say("Not available this way"),
    413: say("Too large"),
    415: say("This request could not be read"),
    422: say("Something needs correcting"),
    502: say("Salesforce refused"),
    503: say("Please try again in a moment"),
}

PAGES = frozenset({"/canvas", "/launch"})
"""What answers with a page, whatever comes of it."""

WORDS = {
    "missing": phrase("Missing"),
    "extra_forbidden": phrase("Not known here"),
    "string_too_short": phrase("Missing"),
    "string_too_long": phrase("Longer than {max_length} characters"),
    "too_short": phrase("Missing"),
    "too_long": phrase("More than {max_length} entries"),
    "timezone_aware": phrase("Needs a time zone, as in 2026-03-02T14:00:00Z"),
    "greater_than_equal": phrase("At least {ge}"),
    "less_than_equal": phrase("At most {le}"),
    "string_unicode": phrase("Holds characters that are no text"),
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
    if request.path in PAGES:
        title, text = spoken(TITLES.get(status, "Handoff")), spoken(message)
        page = render_template("message.html", title=title, text=text)
        response = make_response(page, status)
    else:
        body = {"code": code, "message": spoken(message)} | ({"field": field} if field else {})
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
    kind, values = first["type"], first.get("ctx", {})
    if kind == "value_error":
        # The error itself still knows how its sentence was made; pydantic's text of it does not.
        words = values["error"].args[0]
    else:
        words = say(WORDS[kind], **values) if kind in WORDS else str(first["msg"])
    return answer(
        422, "unacceptable", say("{field}: {words}.", field=field, words=words), field=field
    )


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    words = error.description or error.name
    return answer(status, error.name.lower().replace(" ", "_"), words)


def _unexpected(error: Exception) -> Response:
    log.exception("unexpected error", extra={"route": str(request.url_rule)})
    return answer(
        InternalServerError.code,
        "unexpected",
        say(
            "Something went wrong on our side and has been logged. "
            "Nothing you typed is lost: try again."
        ),
    )
