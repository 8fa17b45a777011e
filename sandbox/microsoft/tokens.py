"""Microsoft's sign-in: discovery and the client credentials grant.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

import base64
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import jwt
from flask import Response, current_app, jsonify, request

from sandbox.credentials import OrgCredentials
from sandbox.microsoft.answers import refuse, refuse_token
from sandbox.wire import remote_call, the_world

AUTHORITY = "https://login.microsoftonline.com"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"
LIVES_SECONDS = 3599


@dataclass(frozen=True, slots=True)
class Grant:
    """What an access token stands for: one application in one tenant."""

    org_id: str
    client_id: str
    ends: float
    roles: frozenset[str]


@remote_call("microsoft", "discovery")
def instance_discovery() -> Any:
    hosts = ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com"]
    return jsonify(
        {
            "tenant_discovery_endpoint": request.args.get("authorization_endpoint", "").replace(
                "/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration"
            ),
            "api-version": "1.1",
            "metadata": [
                {
                    "preferred_network": hosts[0],
                    "preferred_cache": "login.windows.net",
                    "aliases": hosts,
                }
            ],
        }
    )


@remote_call("microsoft", "discovery")
def openid_configuration(tenant: str) -> Any:
    account = _account(tenant)
    base = f"{AUTHORITY}/{account.microsoft_tenant}"
    return jsonify(
        issuer=f"{base}/v2.0",
        authorization_endpoint=f"{base}/oauth2/v2.0/authorize",
        token_endpoint=f"{base}/oauth2/v2.0/token",
        device_authorization_endpoint=f"{base}/oauth2/v2.0/devicecode",
        end_session_endpoint=f"{base}/oauth2/v2.0/logout",
        jwks_uri=f"{base}/discovery/v2.0/keys",
        userinfo_endpoint="https://graph.microsoft.com/oidc/userinfo",
        token_endpoint_auth_methods_supported=["client_secret_post", "client_secret_basic"],
        response_types_supported=["code", "id_token"],
        scopes_supported=["openid", "profile", "email", "offline_access"],
        subject_types_supported=["pairwise"],
        id_token_signing_alg_values_supported=["RS256"],
        tenant_region_scope="EU",
        cloud_instance_name="microsoftonline.com",
    )


def tenant_of(tenant: str) -> str:
    return tenant


def lost_grant() -> Response:
    message = "The provided client secret keys for app are expired."
    return refuse_token(401, "invalid_client", 7000222, message).response


@remote_call("microsoft", "token", host=tenant_of, lose_access=lost_grant)
def token(tenant: str) -> Any:
    account = _account(tenant)
    if request.form.get("grant_type") != "client_credentials":
        message = "The grant type is not supported over this endpoint."
        raise refuse_token(400, "unsupported_grant_type", 70003, message)
    client_id, client_secret = _client()
    if client_id != account.microsoft_client:
        message = f"Application with identifier '{client_id}' was not found in the directory."
        raise refuse_token(400, "unauthorized_client", 700016, message)
    if not hmac.compare_digest(client_secret, account.microsoft_secret):
        message = (
            "Invalid client secret provided. Ensure the secret being sent in the request is the "
            f"client secret value, not the client secret ID, for a secret added to app '{client_id}'."
        )
        raise refuse_token(401, "invalid_client", 7000215, message)
    if request.form.get("scope") != GRAPH_SCOPE:
        message = f"The provided value for the scope must be {GRAPH_SCOPE}."
        raise refuse_token(400, "invalid_scope", 70011, message)
    roles = frozenset(the_world().microsoft_roles)
    claims = {"appid": client_id, "roles": sorted(roles), "jti": secrets.token_hex(8)}
    value = jwt.encode(claims, secrets.token_bytes(64), algorithm="HS256")
    ends = time.monotonic() + LIVES_SECONDS
    _grants()[value] = Grant(account.identity.org_id, client_id, ends, roles)
    return jsonify(
        token_type="Bearer",
        expires_in=LIVES_SECONDS,
        ext_expires_in=LIVES_SECONDS,
        access_token=value,
    )


def current_grant() -> Grant:
    """The grant behind the request's bearer token."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if not value:
        raise refuse(401, "InvalidAuthenticationToken", "Access token is empty.")
    grant = _grants().get(value) if scheme.lower() == "bearer" else None
    if grant is None or grant.ends < time.monotonic():
        message = "Lifetime validation failed, the token is expired."
        raise refuse(401, "InvalidAuthenticationToken", message)
    return grant


def _client() -> tuple[str, str]:
    """Client id and secret from the form or from the basic authorization header."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        name, _, password = base64.b64decode(value).decode().partition(":")
        return unquote(name), unquote(password)
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _account(tenant: str) -> OrgCredentials:
    known = the_world().credentials
    account = known.by_tenant(tenant) if known else None
    if account is None:
        message = f"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
        raise refuse_token(400, "invalid_tenant", 90002, message)
    return account


def _grants() -> dict[str, Grant]:
    grants: dict[str, Grant] = current_app.config.setdefault("GRANTS", {})
    return grants
