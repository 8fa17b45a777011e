"""The workers' way into an org: the OAuth 2.0 JWT bearer flow, exchanged by ourselves.

https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
"""

from datetime import timedelta

import jwt

from handoff.clock import machine_now
from handoff.config import OrgConfig
from handoff.errors import AccessLost
from handoff.http import Session
from handoff.salesforce.failures import SERVICE, refused, translated, unreadable
from handoff.tokens import Token, TokenStore, signing_key
from handoff.wording import say

ASSERTION_LASTS = timedelta(minutes=3)
# The answer names no end; sessions last two hours unless an admin chose less, and an hour is the usual least.
SESSION_LASTS = timedelta(minutes=50)
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
OPERATION = "login"


class WorkerLogins:
    """Keeps one session per org in the token store."""

    def __init__(self, session: Session, tokens: TokenStore) -> None:
        """Keep where to send and where to store; nothing is sent."""
        self._session = session
        self._tokens = tokens

    def token(self, org: OrgConfig) -> str:
        """Return a token of the integration user. Raises AccessLost, TryLater."""
        return self._tokens.fetch(
            org.org_id, SERVICE, org.worker.username, lambda: exchange(self._session, org)
        )

    def forget(self, org: OrgConfig) -> None:
        """Drop a token that Salesforce has refused."""
        self._tokens.forget(org.org_id, SERVICE, org.worker.username)


def exchange(session: Session, org: OrgConfig) -> Token:
    """Exchange a signed assertion for a token. Raises AccessLost, TryLater; may be repeated."""
    form = {"grant_type": GRANT, "assertion": _assertion(org)}
    with translated(OPERATION):
        answer = session.post(f"{org.instance_url}/services/oauth2/token", data=form)
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not answer.ok or 300 <= answer.status_code < 400:
        raise _as_lost_access(answer.status_code, body)
    token = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(token, str) or not token:
        raise unreadable(OPERATION)
    return Token(token, machine_now() + SESSION_LASTS)


def _assertion(org: OrgConfig) -> str:
    claims = {
        "iss": org.worker.client_id,
        "sub": org.worker.username,
        "aud": org.login_url,
        "exp": machine_now() + ASSERTION_LASTS,
    }
    try:
        return jwt.encode(claims, signing_key(org.worker.private_key), algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise AccessLost(
            say("The workers' private key for Salesforce cannot be used."),
            service=SERVICE,
            operation=OPERATION,
            code="private_key",
        ) from None


def _as_lost_access(status: int, body: object) -> Exception:
    error = refused(status, body, operation=OPERATION)
    if 400 <= status < 500 and status != 429 and error.code and error.code != "unreadable":
        # Whatever the word for it, only an admin can change what this login is allowed.
        return AccessLost(error.message, service=SERVICE, operation=OPERATION, code=error.code)
    return error
