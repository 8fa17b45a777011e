"""Salesforce's refusals as our errors, told apart by errorCode rather than by status.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import requests
from simple_salesforce.exceptions import SalesforceError
from urllib3.exceptions import NewConnectionError

from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.wording import say

SERVICE = "salesforce"
EXPIRED_SESSION = "INVALID_SESSION_ID"
# Limits are counted over a day, org-wide: asking again sooner only uses up more of them.
LIMIT_WAIT = 15 * 60.0
MAX_WORDS = 500

_ACCESS_LOST = frozenset(
    {
        EXPIRED_SESSION,
        "INVALID_AUTH_HEADER",
        "API_DISABLED_FOR_ORG",
        "API_CURRENTLY_DISABLED",
        "inactive_user",
        "inactive_org",
        "invalid_app_access",
        "invalid_client",
        "invalid_client_id",
        "invalid_grant",
        "unauthorized_client",
    }
)
_NOTHING_DONE = frozenset({"UNABLE_TO_LOCK_ROW", "SERVER_UNAVAILABLE"})
_LIMITS = frozenset({"REQUEST_LIMIT_EXCEEDED", "STORAGE_LIMIT_EXCEEDED"})
_HALTED = frozenset({"PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"})


def refused(status: int, body: Any, *, operation: str, is_write: bool = False) -> OutsideError:
    """Return our error for an answer that Salesforce refused with."""
    if 300 < status < 400:
        # A redirect is never followed: its target may be anybody.
        return _turned_down("unexpected_redirect", "an answer that leads elsewhere", operation)
    code, words = _cause(body)
    if not code:
        return _wordless(status, operation=operation, is_write=is_write)
    if code in _ACCESS_LOST or status == 401:
        return AccessLost(_sentence(code, words), service=SERVICE, operation=operation, code=code)
    if code in _LIMITS or code in _NOTHING_DONE or status in (429, 503):
        return TryLater(
            _sentence(code, words),
            service=SERVICE,
            operation=operation,
            code=code,
            retry_after=LIMIT_WAIT if code in _LIMITS else None,
        )
    if status >= 500:
        return _later(_sentence(code, words), operation, code=code, is_ambiguous=is_write)
    return _turned_down(code, words, operation)


def unreadable(operation: str, *, is_write: bool = False) -> TryLater:
    """Return our error for an answer that is not Salesforce's usual JSON."""
    return _later(
        say("Salesforce's answer could not be read."),
        operation,
        code="unreadable",
        is_ambiguous=is_write,
    )


@contextmanager
def translated(operation: str, *, is_write: bool = False) -> Iterator[None]:
    """Let no exception of the client library or of the transport past this block."""
    try:
        yield
    except SalesforceError as error:
        raise refused(error.status, error.content, operation=operation, is_write=is_write) from None
    except (requests.JSONDecodeError, TypeError, AttributeError, KeyError, IndexError):
        raise unreadable(operation, is_write=is_write) from None
    except requests.RequestException as error:
        is_ambiguous = is_write and not _was_never_sent(error)
        raise _later(
            say("Salesforce did not answer."),
            operation,
            code="no_answer",
            is_ambiguous=is_ambiguous,
        ) from None


def _cause(body: Any) -> tuple[str, str]:
    """Return code and words of the first real error; a halted part only echoes another's."""
    entries = body if isinstance(body, list) else [body]
    found = [one for one in entries if isinstance(one, dict)]
    # What an action refuses stands one level deeper than what a resource refuses.
    found += [one for entry in found for one in _errors(entry) if isinstance(one, dict)]
    for entry in found:
        code = entry.get("errorCode") or entry.get("statusCode") or entry.get("error")
        words = entry.get("message") or entry.get("error_description") or ""
        if isinstance(code, str) and code not in _HALTED:
            return code, str(words)[:MAX_WORDS]
    return "", ""


def _errors(entry: Mapping[str, Any]) -> list[Any]:
    errors = entry.get("errors")
    return errors if isinstance(errors, list) else []


def _wordless(status: int, *, operation: str, is_write: bool) -> OutsideError:
    if status == 401:
        return AccessLost(
            say("Salesforce no longer accepts this session."),
            service=SERVICE,
            operation=operation,
            code=EXPIRED_SESSION,
        )
    if status in (429, 503):
        return _later(
            say("Salesforce did not answer."), operation, code=str(status), is_ambiguous=False
        )
    return unreadable(operation, is_write=is_write)


def _sentence(code: str, words: str) -> str:
    return say(
        "Salesforce says: {words} ({code})", words=words or say("no further words"), code=code
    )


def _turned_down(code: str, words: str, operation: str) -> TurnedDown:
    return TurnedDown(_sentence(code, words), service=SERVICE, operation=operation, code=code)


def _later(message: str, operation: str, *, code: str, is_ambiguous: bool) -> TryLater:
    return TryLater(
        message, service=SERVICE, operation=operation, code=code, ambiguous=is_ambiguous
    )


def _was_never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
