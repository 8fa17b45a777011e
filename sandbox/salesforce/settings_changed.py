"""What an org's own trigger does when its settings change: tell the app, with a token that the org signs.

A changed record costs one request, whatever the app answers: a trigger's callout never breaks a save.
https://developer.salesforce.com/docs/atlas.en-us.apexref.meta/apexref/apex_class_Auth_JWT.htm
"""

import contextlib
import re
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

import jwt

from sandbox.credentials import OrgCredentials
from sandbox.salesforce.org import Org
from sandbox.world import World

PATH = "/settings/changed"
TOKEN_LASTS = timedelta(minutes=1)
TIMEOUT = 5.0
_TRIGGER = re.compile(r"\btrigger\s+\w+\s+on\s+(?P<object>\w+)\s*\(", re.IGNORECASE)


def triggered_object(source: str) -> str | None:
    """The object whose changes the Apex trigger reports; None for a trigger that reports nothing."""
    match = _TRIGGER.search(source)
    return match["object"] if match and "HandoffSettingsChanged" in source else None


def announcer(world: World, org: Org) -> Callable[[str], None]:
    """A function that tells the app of a change by this user, in a thread of its own."""

    def announce(user_id: str) -> None:
        known = world.credentials.orgs.get(org.org_id) if world.credentials else None
        if known is None or not world.app_url:
            return
        token = signed_token(known, user_id=user_id, audience=world.app_url, now=world.clock.now())
        threading.Thread(target=_post, args=(world.app_url + PATH, token), daemon=True).start()

    return announce


def signed_token(
    org: OrgCredentials, *, user_id: str, audience: str, now: datetime, **further: Any
) -> str:
    """The compact JWT that Apex makes with the certificate `Handoff_Signing`."""
    claims = {
        "iss": org.identity.org_id,
        "sub": user_id,
        "aud": audience,
        "iat": now,
        "exp": now + TOKEN_LASTS,
        **further,
    }
    return jwt.encode(claims, org.signing.private_pem, algorithm="RS256")


def _post(url: str, token: str) -> None:
    body = urllib.parse.urlencode({"token": token}).encode()
    request = urllib.request.Request(url, data=body)  # noqa: S310 (the app's own address)
    with (
        contextlib.suppress(OSError, HTTPException),
        urllib.request.urlopen(request, timeout=TIMEOUT),  # noqa: S310
    ):
        pass
