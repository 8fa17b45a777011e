"""POST /settings/changed: Salesforce tells, with a token that the org signs, that one of its settings has changed."""

from typing import Any

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import Forbidden

from handoff.actions.hear_change import hear_change
from handoff.errors import BadSignature
from handoff.web.requests import parts

pages = Blueprint("settings_changed", __name__)


@pages.post("/settings/changed")
def hear() -> Response:
    """Have the org's settings read again; whoever cannot prove to be an org learns nothing."""
    try:
        hear_change(parts(), _token())
    except BadSignature:
        raise Forbidden from None
    return make_response("", 202)


def _token() -> str:
    try:
        body: Any = request.get_json(silent=True) if request.is_json else None
    except RecursionError:
        body = None
    found = body.get("token") if isinstance(body, dict) else request.form.get("token")
    return found if isinstance(found, str) else ""
