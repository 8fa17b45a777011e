"""Salesforce's OAuth endpoints: JWT bearer for the workers' integration user, userinfo, revoke.

https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm
https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_userinfo_endpoint.htm
"""

from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, request

from sandbox.clock import wall_now
from sandbox.credentials import OrgCredentials
from sandbox.salesforce import client_apps
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.session import base_url, orgs_of, session_of, the_org
from sandbox.wire import remote_call, the_world

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_ASSERTION = 300
blueprint = Blueprint("oauth", __name__)


class _Refused(Exception):
    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


def _no_access() -> Response:
    return _refusal(_Refused("invalid_grant", "user hasn't approved this consumer"))


def _refusal(refused: _Refused) -> Response:
    answer = jsonify({"error": refused.error, "error_description": refused.description})
    answer.status_code = 400
    return answer


@blueprint.post("/services/oauth2/token")
@remote_call("salesforce", "token", lose_access=_no_access)
def token() -> Any:
    try:
        if request.form.get("grant_type") != JWT_BEARER:
            raise _Refused("unsupported_grant_type", "grant type not supported")
        org, user = _integration_login(request.form.get("assertion", ""))
    except _Refused as refused:
        return _refusal(refused)
    with the_world().lock:
        access_token = org.open_session(user["Id"], now=wall_now(), kind="integration")
    return jsonify(
        {
            "access_token": access_token,
            "scope": "api",
            "instance_url": org.instance_url,
            "id": f"https://login.salesforce.com/id/{org.org_id}/{user['Id']}",
            "token_type": "Bearer",
            "api_instance_url": "https://api.salesforce.com",
        }
    )


@blueprint.route("/services/oauth2/userinfo", methods=["GET", "POST"])
@remote_call("salesforce", "userinfo", lose_access=lambda: Response("Bad_OAuth_Token", 403))
def userinfo() -> Any:
    found = session_of(request)
    if found is None:
        return Response("Bad_OAuth_Token", 403, mimetype="text/plain")
    org, session = found
    return jsonify(_person(org, org.rows("User")[session.user_id], base_url(request, org)))


@blueprint.post("/services/oauth2/revoke")
@remote_call("salesforce", "revoke")
def revoke() -> Any:
    given = request.values.get("token", "")
    for org in orgs_of(the_world()):
        if org.sessions.pop(given, None):
            return Response(status=200)
    return _refusal(_Refused("unsupported_token_type", "this token type is not supported"))


def _integration_login(assertion: str) -> tuple[Org, Record]:
    """The org and active user that a JWT vouches for."""
    credentials = _consumer(assertion)
    identity = credentials.identity
    org = next(o for o in orgs_of(the_world()) if o.org_id == identity.org_id)
    if not client_apps.has_oauth(org, client_apps.WORKER):
        raise _Refused("invalid_client_id", "client identifier invalid")
    audiences = ["https://login.salesforce.com", "https://test.salesforce.com", org.instance_url]
    claims = _claims(assertion, credentials, audiences)
    if claims["exp"] - wall_now().timestamp() > LONGEST_ASSERTION:
        raise _Refused("invalid_grant", "expiration time is too far in the future")
    named = the_org(request.host, the_world())
    if named is not None and named is not org:
        raise _Refused("invalid_grant", "user hasn't approved this consumer")
    users = org.rows("User").values()
    user = next((u for u in users if u["Username"].lower() == str(claims["sub"]).lower()), None)
    if user is None:
        raise _Refused("invalid_grant", "user hasn't approved this consumer")
    if not user["IsActive"]:
        raise _Refused("invalid_grant", "user is inactive")
    if not client_apps.is_approved(org, user["Id"], app=client_apps.WORKER):
        raise _Refused("invalid_app_access", "user is not admin approved to access this app")
    return org, user


def _consumer(assertion: str) -> OrgCredentials:
    try:
        issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
    except jwt.InvalidTokenError as failure:
        raise _Refused("invalid_grant", "invalid assertion") from failure
    known = the_world().credentials
    for org in known.orgs.values() if known else ():
        if org.worker_key == issuer:
            return org
    raise _Refused("invalid_client_id", "client identifier invalid")


def _claims(assertion: str, credentials: OrgCredentials, audiences: list[str]) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            credentials.worker.public_pem,
            algorithms=["RS256"],
            audience=audiences,
            options={"require": ["iss", "sub", "aud", "exp"]},
        )
    except jwt.InvalidAudienceError as failure:
        raise _Refused("invalid_grant", "audience is invalid") from failure
    except jwt.ExpiredSignatureError as failure:
        raise _Refused("invalid_grant", "expired authorization code") from failure
    except jwt.InvalidTokenError as failure:
        raise _Refused("invalid_grant", "invalid assertion") from failure
    return claims


def _person(org: Org, user: Record, base: str) -> dict[str, Any]:
    return {
        "sub": f"https://login.salesforce.com/id/{org.org_id}/{user['Id']}",
        "user_id": user["Id"],
        "organization_id": org.org_id,
        "preferred_username": user["Username"],
        "nickname": user.get("Alias"),
        "name": user["Name"],
        "email": user["Email"],
        "email_verified": True,
        "given_name": user.get("FirstName"),
        "family_name": user["LastName"],
        "zoneinfo": user.get("TimeZoneSidKey"),
        "locale": user.get("LocaleSidKey"),
        "language": user.get("LanguageLocaleKey"),
        "user_type": str(user.get("UserType") or "Standard").upper(),
        "active": bool(user["IsActive"]),
        "utcOffset": 0,
        "is_app_installed": True,
        "urls": {
            "rest": f"{base}/services/data/v{{version}}/",
            "sobjects": f"{base}/services/data/v{{version}}/sobjects/",
            "query": f"{base}/services/data/v{{version}}/query/",
        },
    }
