"""Google's refusals in our terms, by reason rather than by status.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httplib2
from googleapiclient.errors import HttpError

from handoff.calendars.answers import PASSING, UNCERTAIN, UNREADABLE, retry_after, unreadable
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.wording import say

SERVICE = "google"
LATER = {
    "RESOURCE_EXHAUSTED",
    "backendError",
    "dailyLimitExceeded",
    "quotaExceeded",
    "rateLimitExceeded",
    "usageLimits",
    "userRateLimitExceeded",
}
SLOWLY = {"quotaExceeded": 300.0, "dailyLimitExceeded": 900.0}
"""Seconds: anti-abuse limits pass in minutes, not in seconds."""
LOST = {
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
    "PERMISSION_DENIED",
    "SERVICE_DISABLED",
    "accessNotConfigured",
    "authError",
    "forbidden",
    "forbiddenForNonOrganizer",
    "forbiddenForServiceAccounts",
    "insufficientPermissions",
    "requiredAccessLevel",
}
GONE = {"deleted", "notFound", "404", "410"}
NEVER_SENT = (httplib2.ServerNotFoundError, ConnectionRefusedError, ssl.SSLCertVerificationError)


@contextmanager
def translated(operation: str, *, writes: bool = False) -> Iterator[None]:
    """Let nothing of Google's out of the block but our own errors; it sends, and reads the answer."""
    try:
        yield
    except HttpError as error:
        raise failure(error, operation, writes=writes) from error
    except (httplib2.HttpLib2Error, OSError) as error:
        raise TryLater(
            say("Google Calendar did not answer."),
            service=SERVICE,
            operation=operation,
            code=type(error).__name__,
            ambiguous=writes and not isinstance(error, NEVER_SENT),
        ) from error
    except UNREADABLE as error:
        raise unreadable(SERVICE, operation, writes=writes) from error


def failure(error: HttpError, operation: str, *, writes: bool) -> OutsideError:
    """Return our error for an answer of Google's."""
    status, reason = int(error.resp.status), reason_of(error)
    told = {"service": SERVICE, "operation": operation, "code": reason or str(status)}
    if reason in LATER or status in PASSING:
        asked = retry_after(error.resp)
        return TryLater(
            say("Google Calendar asked us to try again later."),
            retry_after=SLOWLY.get(reason) if asked is None else asked,
            ambiguous=writes and status in UNCERTAIN,
            **told,
        )
    if status == 401 or reason in LOST:
        return AccessLost(say("Google does not let Handoff use this calendar any more."), **told)
    if status < 400:
        return unreadable(SERVICE, operation, writes=writes)
    return TurnedDown(say("Google Calendar refused: {words}", words=message_of(error)), **told)


def deleted(operation: str) -> TurnedDown:
    """Return the refusal of an event that is no longer there."""
    return TurnedDown(
        say("Somebody has removed this event from the calendar."),
        service=SERVICE,
        operation=operation,
        code="deleted",
    )


def reason_of(error: HttpError) -> str:
    """Return Google's own word for what is wrong, old style or new, or an empty string."""
    body = _body(error)
    named = [*_dicts(body.get("errors")), *_dicts(body.get("details"))]
    found = (str(one["reason"]) for one in named if one.get("reason"))
    return next(found, "") or str(body.get("status") or "")


def message_of(error: HttpError) -> str:
    """Return Google's sentence."""
    return str(_body(error).get("message") or f"status {error.resp.status}")[:300]


def _body(error: HttpError) -> dict[str, Any]:
    try:
        body = json.loads(error.content)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return body if isinstance(body, dict) else {}


def _dicts(given: Any) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
