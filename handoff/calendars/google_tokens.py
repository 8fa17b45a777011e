"""Google's access tokens for one subject, exchanged by ourselves: one try, with our own time-outs.

https://developers.google.com/identity/protocols/oauth2/service-account#httprest
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import jwt
import requests

from handoff.calendars.answers import PASSING, retry_after, unreadable
from handoff.calendars.google_failures import SERVICE
from handoff.clock import machine_now
from handoff.errors import AccessLost, TryLater
from handoff.http import Session
from handoff.tokens import Token, signing_key
from handoff.wording import say

SCOPES = (
    "https://www.googleapis.com/auth/calendar.events "
    "https://www.googleapis.com/auth/calendar.freebusy"
)
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_LASTS = timedelta(minutes=10)
OPERATION = "token"


def new_token(session: Session, account: Mapping[str, Any], *, subject: str) -> Token:
    """Exchange a signed assertion for a token that acts as `subject`. Raises AccessLost, TryLater."""
    form = {"grant_type": GRANT, "assertion": _assertion(account, subject)}
    try:
        answer = session.post(account["token_uri"], data=form)
    except requests.RequestException as error:
        raise _later(say("Google's sign-in did not answer."), type(error).__name__) from error
    body = _body(answer)
    code = str(body.get("error") or "")
    if answer.status_code in PASSING or code in ("internal_failure", "temporarily_unavailable"):
        words = say("Google's sign-in asked us to try again later.")
        raise _later(words, code or str(answer.status_code), retry_after(answer.headers))
    if code:
        words = say("Google does not let Handoff act for this calendar any more.")
        raise _lost(words, code, str(body.get("error_description") or ""))
    try:
        lasts = timedelta(seconds=int(body["expires_in"]))
        return Token(str(body["access_token"]), machine_now() + lasts)
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(SERVICE, OPERATION, writes=False) from error


def _assertion(account: Mapping[str, Any], subject: str) -> str:
    claims = {
        "iss": account["client_email"],
        "sub": subject,
        "scope": SCOPES,
        "aud": account["token_uri"],
        "iat": machine_now(),
        "exp": machine_now() + ASSERTION_LASTS,
    }
    named = {"kid": str(account["private_key_id"])} if account.get("private_key_id") else None
    try:
        key = signing_key(str(account["private_key"]))
        return jwt.encode(claims, key, algorithm="RS256", headers=named)
    except (KeyError, ValueError, TypeError, jwt.PyJWTError):
        raise _lost(
            say("The private key of Handoff's Google service account cannot be used."),
            "private_key",
        ) from None


def _body(answer: requests.Response) -> Mapping[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _later(words: str, code: str, wait: float | None = None) -> TryLater:
    return TryLater(words, service=SERVICE, operation=OPERATION, code=code, retry_after=wait)


def _lost(words: str, code: str, detail: str = "") -> AccessLost:
    return AccessLost(words, service=SERVICE, operation=OPERATION, code=code, detail=detail[:300])
