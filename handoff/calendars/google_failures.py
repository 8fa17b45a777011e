"""Google's refusals in our terms, by reason rather than by status.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from googleapiclient.errors import HttpError

from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown

SERVICE = "google"
LATER = {
    "userRateLimitExceeded",
    "rateLimitExceeded",
    "quotaExceeded",
    "usageLimits",
    "backendError",
    "dailyLimitExceeded",
}
SLOWLY = {"quotaExceeded": 300.0, "dailyLimitExceeded": 900.0}
"""Seconds: anti-abuse limits pass in minutes, not in seconds."""
LOST = {
    "authError",
    "requiredAccessLevel",
    "forbidden",
    "insufficientPermissions",
    "forbiddenForServiceAccounts",
    "forbiddenForNonOrganizer",
}


@contextmanager
def translated(operation: str, *, writes: bool = False) -> Iterator[None]:
    """Let nothing of Google's out of the block but our own errors."""
    try:
        yield
    except HttpError as error:
        raise failure(error, operation, writes=writes) from error
    except RefreshError as error:
        raise AccessLost(
            "Google does not let Handoff act for this calendar any more.",
            service=SERVICE,
            operation=operation,
            code="invalid_grant",
        ) from error
    except (TransportError, GoogleAuthError, httplib2.HttpLib2Error, OSError) as error:
        raise TryLater(
            "Google Calendar did not answer.",
            service=SERVICE,
            operation=operation,
            code=type(error).__name__,
            ambiguous=writes,
        ) from error


def failure(error: HttpError, operation: str, *, writes: bool) -> OutsideError:
    """Return our error for an answer of Google's."""
    status, reason = int(error.resp.status), reason_of(error)
    told = {"service": SERVICE, "operation": operation, "code": reason or str(status)}
    if reason in LATER or status in (429, 500, 502, 503, 504):
        return TryLater(
            "Google Calendar asked us to try again later.",
            retry_after=_retry_after(error) or SLOWLY.get(reason),
            ambiguous=writes and status >= 500,
            **told,
        )
    if status == 401 or reason in LOST:
        return AccessLost("Google does not let Handoff use this calendar any more.", **told)
    return TurnedDown(f"Google Calendar refused: {message_of(error)}", **told)


def reason_of(error: HttpError) -> str:
    """Return Google's own word for what is wrong, or an empty string."""
    errors = _body(error).get("errors") or [{}]
    return str(errors[0].get("reason", ""))


def message_of(error: HttpError) -> str:
    """Return Google's sentence."""
    return str(_body(error).get("message") or f"status {error.resp.status}")[:300]


def _body(error: HttpError) -> dict[str, list[dict[str, str]]]:
    try:
        body = json.loads(error.content)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(error: HttpError) -> float | None:
    try:
        return float(error.resp.get("retry-after", ""))
    except ValueError:
        return None
