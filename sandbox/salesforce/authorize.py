"""The page where a user allows an app: the first half of the web server flow, with PKCE required.

https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm
"""

import secrets
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request

from sandbox.salesforce.org import Org
from sandbox.salesforce.session import orgs_of
from sandbox.wire import the_world

PATH = "/services/oauth2/authorize"
CALLBACK = "/oauth/callback"
blueprint = Blueprint("authorize", __name__, template_folder="templates")


@blueprint.get(PATH)
def ask() -> Any:
    org = _org_of(request.args.get("client_id", ""))
    wrong = _wrong(org)
    if wrong:
        return _error_page(*wrong)
    return render_template("authorize.html", org=org, path=request.full_path)


@blueprint.post(PATH)
def decide() -> Any:
    """What the person pressed; the answer travels back in the address of the app's callback."""
    org = _org_of(request.args.get("client_id", ""))
    wrong = _wrong(org)
    if org is None or wrong:
        return _error_page(*wrong)
    if request.form.get("answer") != "allow":
        said = {"error": "access_denied", "error_description": "end-user denied authorization"}
    else:
        with the_world().lock:
            org.allows_canvas = True
        said = {"code": f"aPrx{secrets.token_urlsafe(48)}"}
    back = urlencode(said | {"state": request.args.get("state", "")})
    return redirect(f"{request.args['redirect_uri']}?{back}")


def _org_of(client_id: str) -> Org | None:
    """The org whose canvas app has this consumer key."""
    world = the_world()
    known = world.credentials.orgs if world.credentials else {}
    return next((org for org in orgs_of(world) if known[org.org_id].canvas_key == client_id), None)


def _wrong(org: Org | None) -> tuple[str, ...]:
    asked = request.args
    if org is None:
        return "invalid_client_id", "client identifier invalid"
    if asked.get("redirect_uri") != f"{the_world().app_url}{CALLBACK}":
        return "redirect_uri_mismatch", "redirect_uri must match configuration"
    if asked.get("response_type") != "code":
        return "unsupported_response_type", "response type not supported"
    if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
        return "invalid_request", "missing required code challenge"
    return ()


def _error_page(error: str = "", description: str = "") -> Response:
    text = f"error={error}&error_description={description}\n"
    return Response(text, status=400, mimetype="text/plain")
