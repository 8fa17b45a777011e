"""Graph's and its sign-in's refusals in our terms.

https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/throttling
"""

from collections.abc import Mapping
from typing import Any

from handoff.calendars.answers import PASSING, UNCERTAIN, retry_after, unreadable
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.http import was_never_sent
from handoff.wording import say

SERVICE = "microsoft"
PASSING_CODES = {
    "ApplicationThrottled",
    "ErrorConcurrentItemSave",
    "ErrorMailboxStoreUnavailable",
    "ErrorServerBusy",
    "TooManyRequests",
}
LOST_CODES = {"Authorization_RequestDenied", "ErrorAccessDenied", "ErrorNoFreeBusyAccess"}
GONE = {"ErrorItemNotFound", "404", "410"}
SIGN_IN_LATER = {"temporarily_unavailable", "server_error"}


class GraphRefusal(TurnedDown):
    """A lasting refusal, with the rest of what Graph said of it."""

    said: Mapping[str, Any] = {}


def failure(
    status: int, body: Any, headers: Mapping[str, str], *, operation: str, writes: bool
) -> OutsideError:
    """Return our error for an answer of Graph's, whatever its body is."""
    error = body.get("error") if isinstance(body, dict) else None
    said: Mapping[str, Any] = error if isinstance(error, dict) else {}
    code = str(said.get("code") or status)
    told = {"service": SERVICE, "operation": operation, "code": code}
    if status in PASSING or code in PASSING_CODES:
        return TryLater(
            say("Microsoft 365 asked us to try again later."),
            retry_after=retry_after(headers),
            ambiguous=writes and status in UNCERTAIN,
            **told,
        )
    if status == 401 or code in LOST_CODES:
        return AccessLost(
            say("Microsoft 365 does not let Handoff use this calendar any more."), **told
        )
    if status < 400:
        return unreadable(SERVICE, operation, writes=writes)
    message = str(said.get("message") or "")[:300] or f"status {status}"
    refusal = GraphRefusal(say("Microsoft 365 refused: {words}", words=message), **told)
    refusal.said = said
    return refusal


def unreachable(operation: str, error: Exception, *, writes: bool) -> TryLater:
    """Return the failure of a call that brought no answer."""
    return TryLater(
        say("Microsoft 365 did not answer."),
        service=SERVICE,
        operation=operation,
        code=type(error).__name__,
        ambiguous=writes and not was_never_sent(error),
    )


def refused_sign_in(code: str, said: str = "") -> OutsideError:
    """Return our error for a token that was not given; what was said names an AADSTS number."""
    if code in SIGN_IN_LATER:
        return TryLater(
            say("Microsoft's sign-in asked us to try again later."),
            service=SERVICE,
            operation="token",
            code=code,
        )
    return AccessLost(
        say("Microsoft does not accept Handoff's tenant, client secret or consent any more."),
        service=SERVICE,
        operation="token",
        code=code,
        detail=said[:300],
    )


def deleted(operation: str) -> TurnedDown:
    """Return the refusal of an event that is no longer there."""
    return TurnedDown(
        say("Somebody has removed this event from the calendar."),
        service=SERVICE,
        operation=operation,
        code="deleted",
    )
