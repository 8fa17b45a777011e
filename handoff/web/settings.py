"""GET /settings and POST /settings/reload: what an admin of Handoff looks after in the window."""

from typing import Any

from flask import Blueprint, Response, jsonify

from handoff.actions.review_settings import ReviewedSettings, reload_settings, review_settings
from handoff.org_settings import SettingProblem
from handoff.web.bodies import Body, read_body, utc
from handoff.web.booking_summary import booking_summary
from handoff.web.page_token import current_page, require_admin, require_page_token
from handoff.web.requests import parts

api = Blueprint("settings", __name__)
require_page_token(api)
api.before_request(require_admin)


class ReloadBody(Body):
    """Nothing: there is one thing to read."""


@api.get("/settings")
def show() -> Response:
    """Show when the settings were read, and what is wrong with them."""
    return jsonify(_summary(review_settings(parts(), current_page())))


@api.post("/settings/reload")
def reload() -> Response:
    """Read them anew, and show the same."""
    read_body(ReloadBody)
    return jsonify(_summary(reload_settings(parts(), current_page())))


def _summary(reviewed: ReviewedSettings) -> dict[str, Any]:
    return {
        "read_at": utc(reviewed.read_at),
        "problems": [_problem(one, reviewed) for one in reviewed.problems],
        "departed": [
            {
                "host": {"id": one.host_id, "name": one.name, "url": reviewed.url(one.host_id)},
                "reason": one.reason,
                "bookings": [booking_summary(seen) for seen in bookings],
            }
            for one, bookings in reviewed.departed
        ],
    }


def _problem(problem: SettingProblem, reviewed: ReviewedSettings) -> dict[str, str]:
    return {
        "words": problem.words,
        "object": problem.object_name,
        "record_id": problem.record_id,
        "record_name": problem.record_name,
        "url": reviewed.url(problem.record_id, problem.object_name),
    }
