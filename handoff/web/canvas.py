"""POST /canvas: the door that Salesforce knocks on; the page is the answer itself."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from handoff.actions.ask_approval import CALLBACK_PATH, ask_approval
from handoff.actions.open_handoff import open_handoff, renew_page
from handoff.errors import BadRequest
from handoff.web.bodies import utc
from handoff.web.context_block import context_block
from handoff.web.language import speak_to, spoken
from handoff.web.page_token import bearer_token
from handoff.web.requests import parts
from handoff.web.security import allow_frames_of
from handoff.wording import say

pages = Blueprint("canvas", __name__)

LARGEST_REQUEST = 64 * 1024
APPROVAL = "user_approval_required"


@pages.post("/canvas")
def open_window() -> Response:
    """Open a window for a signed request."""
    opened = open_handoff(parts(), _signed_request())
    speak_to(opened.page.organizer)
    allow_frames_of(opened.context.target_origin, opened.page.access.instance_url)
    return make_response(render_template("window.html", context_json=context_block(opened)))


@pages.post("/canvas/refresh")
def renew_window() -> Response:
    """Exchange the page token of a window for a new one."""
    token, page = renew_page(parts(), _signed_request(), bearer_token())
    return jsonify(token=token, token_expires_at=utc(page.expires_at))


@pages.get("/canvas")
def show_state() -> Response:
    """Show what to do when Salesforce, or a person, arrives without a signed request. Opens no session."""
    if request.args.get("_sfdc_canvas_authvalue") == APPROVAL:
        return _ask_approval(request.args.get("loginUrl", ""))
    return _message(
        say("Open Handoff from a record"),
        say(
            "Handoff opens inside Salesforce: go to a lead, contact, account, opportunity or case "
            "and press the Book Meeting button."
        ),
    )


@pages.get(CALLBACK_PATH)
def end_approval() -> Response:
    """Tell the window that opened this one how the approval ended. Reads and keeps nothing."""
    return make_response(render_template("approved.html"))


def _ask_approval(login_url: str) -> Response:
    approval = ask_approval(parts(), login_url)
    if approval is None:
        return _message(
            say("Handoff is not set up for self-approval here"),
            say(
                "Ask your Salesforce admin to give you the Handoff Organizer permission set, or to "
                "register this org's canvas app with Handoff. Then press the button again."
            ),
        )
    action = {"label": spoken(say("Allow access")), "kind": "authorize"}
    return _message(
        say("Handoff needs your permission"),
        say("Allow Handoff to act for you in Salesforce once; then this window opens by itself."),
        action=action | {"url": approval.url, "state": approval.state},
    )


def _message(title: str, text: str, action: dict[str, str] | None = None) -> Response:
    words = {"title": spoken(title), "text": spoken(text)}
    return make_response(render_template("message.html", **words, action=action))


def _signed_request() -> str:
    if (request.content_length or 0) > LARGEST_REQUEST:
        raise RequestEntityTooLarge(
            say("This signed request is too large to be one of Salesforce's.")
        )
    values = request.form.getlist("signed_request")
    if len(values) != 1:
        raise BadRequest(
            say(
                "Salesforce sent no signed request. Reload the record page and press the button again."
            )
        )
    return values[0]
