"""Whether this process lives and can work."""

from flask import Blueprint, Response, jsonify, make_response

from handoff.errors import HandoffError
from handoff.storage import outbox
from handoff.web.requests import parts

pages = Blueprint("health", __name__)


@pages.get("/health")
def live() -> Response:
    """Say that the process answers."""
    return jsonify(status="live")


@pages.get("/health/ready")
def ready() -> Response:
    """Say whether the database answers, and how long the oldest owed effect has waited."""
    try:
        oldest = parts().database.run(outbox.oldest_owed_age)
    except HandoffError as error:
        return make_response(jsonify(status="not ready", database=type(error).__name__), 503)
    return jsonify(status="ready", oldest_owed_seconds=oldest)
