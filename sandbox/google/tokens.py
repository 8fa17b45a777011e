"""Google's token endpoint for service accounts, and what a bearer token allows.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

import secrets
import time
from dataclasses import dataclass
from typing import Any

import jwt
from flask import Response, current_app, jsonify, request

from sandbox.credentials import OrgCredentials
from sandbox.google import schema
from sandbox.google.answers import auth_error, refuse, refuse_token
from sandbox.wire import remote_call, the_world

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GOOGLE_TOKEN_URI = "https://oauth2.googleapis.com/token"
LIVES_SECONDS = 3600
CLOCK_SKEW_SECONDS = 300
DELEGATED_SCOPES = "https://www.googleapis.com/auth/calendar"
SHORT_LIVED = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
    "Check your iat and exp values in the JWT claim."
)
NOT_DELEGATED = (
    "Client is unauthorized to retrieve access tokens using this method, or client not "
    "authorized for any of the scopes requested."
)


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token stands for."""

    subject: str
    org_id: str
    domain: str
    scopes: frozenset[str]
    is_service_account: bool
    ends: float


def claims_subject() -> str | None:
    """Whom the assertion impersonates, read without trust: faults are aimed with it."""
    try:
        claims = jwt.decode(request.form.get("assertion", ""), options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None
    subject = claims.get("sub")
    return subject if isinstance(subject, str) else None


def lost_grant() -> Response:
    return refuse_token("invalid_grant", "Token has been expired or revoked.").response


@remote_call("google", "token", host=claims_subject, lose_access=lost_grant)
def token() -> Any:
    if request.form.get("grant_type") != GRANT_TYPE:
        raise refuse_token("unsupported_grant_type", "Invalid grant_type: only service accounts")
    account, claims = _verified_claims(request.form.get("assertion", ""))
    scopes = _granted_scopes(str(claims.get("scope", "")))
    subject = str(claims.get("sub") or account.service_account)
    if subject != account.service_account:
        _check_subject(subject, account)
    value = f"ya29.{secrets.token_urlsafe(64)}"
    _grants()[value] = Grant(
        subject=subject.lower(),
        org_id=account.identity.org_id,
        domain=account.identity.domain,
        scopes=scopes,
        is_service_account=subject == account.service_account,
        ends=time.monotonic() + LIVES_SECONDS,
    )
    return jsonify(access_token=value, expires_in=LIVES_SECONDS - 1, token_type="Bearer")


def current_grant(method: str) -> Grant:
    """The grant behind the request's bearer token, refused when it does not cover the method."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    grant = _grants().get(value) if scheme.lower() == "bearer" else None
    if grant is None or grant.ends < time.monotonic():
        raise auth_error()
    if not grant.scopes & schema.scopes(method):
        raise refuse(
            403,
            "insufficientPermissions",
            "Request had insufficient authentication scopes.",
        )
    return grant


def _verified_claims(assertion: str) -> tuple[OrgCredentials, dict[str, Any]]:
    known = the_world().credentials
    try:
        issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss", "")
    except jwt.InvalidTokenError as failure:
        raise refuse_token("invalid_grant", "Bad Request") from failure
    account = known.by_service_account(str(issuer)) if known else None
    if account is None:
        raise refuse_token("invalid_grant", "Invalid grant: account not found")
    try:
        claims: dict[str, Any] = jwt.decode(
            assertion,
            account.google.public_pem,
            algorithms=["RS256"],
            audience=_audiences(),
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["iss", "aud", "iat", "exp"]},
        )
    except jwt.InvalidSignatureError as failure:
        raise refuse_token("invalid_grant", "Invalid JWT Signature.") from failure
    except jwt.InvalidAudienceError as failure:
        raise refuse_token("invalid_grant", "Invalid JWT: Failed audience check.") from failure
    except jwt.InvalidTokenError as failure:
        raise refuse_token("invalid_grant", SHORT_LIVED) from failure
    if claims["exp"] - claims["iat"] > LIVES_SECONDS:
        raise refuse_token("invalid_grant", SHORT_LIVED)
    return account, claims


def _audiences() -> list[str]:
    local = the_world().url
    by_address = local.replace("//localhost:", "//127.0.0.1:")
    return [GOOGLE_TOKEN_URI, f"{local}/token", f"{by_address}/token"]


def _granted_scopes(asked: str) -> frozenset[str]:
    scopes = frozenset(asked.split())
    if not scopes:
        raise refuse_token("invalid_scope", "Empty or missing scope not allowed.")
    if not all(scope.startswith(DELEGATED_SCOPES) for scope in scopes):
        raise refuse_token("unauthorized_client", NOT_DELEGATED, 401)
    return scopes


def _check_subject(subject: str, account: OrgCredentials) -> None:
    if subject.lower().rpartition("@")[2] != account.identity.domain:
        raise refuse_token("unauthorized_client", NOT_DELEGATED, 401)
    if subject.lower() == account.identity.google_subject:
        return
    calendar = the_world().calendars.get(subject.lower())
    if calendar is None or calendar.provider != "google" or calendar.lost:
        raise refuse_token("invalid_grant", "Invalid email or User ID")


def _grants() -> dict[str, Grant]:
    grants: dict[str, Grant] = current_app.config.setdefault("GRANTS", {})
    return grants
