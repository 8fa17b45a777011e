"""POST /launch: the door of orgs that open Handoff without Canvas, with a token that they sign."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from handoff.actions.launch_handoff import launch_handoff, renew_launch
from handoff.errors import BadRequest
from handoff.web.bodies import utc
from handoff.web.context_block import context_block
from handoff.web.language import speak_to
from handoff.web.page_token import bearer_token
from handoff.web.requests import parts
from handoff.web.security import allow_frames_of
from handoff.wording import say

pages = Blueprint("launch", __name__)


@pages.post("/launch")
def open_window() -> Response:
    """Open a window for a launch token."""
    opened = launch_handoff(parts(), _token())
    speak_to(opened.page.organizer)
    allow_frames_of(opened.context.target_origin, opened.page.access.instance_url)
    return make_response(render_template("window.html", context_json=context_block(opened)))


@pages.post("/launch/refresh")
def renew_window() -> Response:
    """Exchange the page token of a window for a new one."""
    token, page = renew_launch(parts(), _token(), bearer_token())
    return jsonify(token=token, token_expires_at=utc(page.expires_at))


def _token() -> str:
    values = request.form.getlist("token")
    if len(values) != 1:
        raise BadRequest(
            say(
                "Salesforce sent no launch token. Reload the record page and press the button again."
            )
        )
    return values[0]
