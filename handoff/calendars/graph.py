"""Microsoft Graph over our own session: tokens by msal, headers, and Graph's refusals in our terms.

https://learn.microsoft.com/graph/errors and https://learn.microsoft.com/graph/throttling
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msal
import requests

from handoff.clock import machine_now
from handoff.config import MicrosoftCredentials
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.http import open_session
from handoff.tokens import Token, TokenStore

SERVICE = "microsoft"
BASE = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"
HEADERS = {"Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"'}
PASSING = {429, 500, 502, 503, 504}
PASSING_CODES = {
    "ApplicationThrottled",
    "ErrorServerBusy",
    "ErrorConcurrentItemSave",
    "ErrorMailboxStoreUnavailable",
}
LOST_CODES = {"ErrorAccessDenied", "ErrorNoFreeBusyAccess", "Authorization_RequestDenied"}


class Graph:
    """Sends requests with the app's own permissions."""

    def __init__(
        self,
        credentials: MicrosoftCredentials,
        *,
        org_id: str,
        tokens: TokenStore,
        sandbox_url: str,
        timeout: tuple[float, float],
    ) -> None:
        """Keep the credentials; nothing is sent before the first request."""
        self._credentials = credentials
        self._org_id = org_id
        self._tokens = tokens
        self._session = open_session(SERVICE, timeout=timeout, sandbox_url=sandbox_url)

    def send(
        self,
        method: str,
        path: str,
        *,
        operation: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the answer's JSON. Raises OutsideError; a refused token is renewed once."""
        sent = {**HEADERS, **(headers or {})}
        response = self._once(method, path, body, sent, params, operation)
        if response.status_code == 401:
            self._tokens.forget(self._org_id, SERVICE, self._credentials.client_id)
            response = self._once(method, path, body, sent, params, operation)
        if response.status_code >= 400:
            raise failure(
                response.status_code,
                read_json(response),
                response.headers,
                operation=operation,
                writes=method != "GET",
            )
        return read_json(response)

    def _once(
        self,
        method: str,
        path: str,
        body: Any,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        operation: str,
    ) -> requests.Response:
        token = self._token(operation)
        try:
            return self._session.request(
                method,
                BASE + path,
                json=body,
                params=params,
                headers={**headers, "Authorization": f"Bearer {token}"},
            )
        except (requests.RequestException, OSError) as error:
            raise unreachable(operation, error, writes=method != "GET") from error

    def _token(self, operation: str) -> str:
        try:
            return self._tokens.fetch(
                self._org_id, SERVICE, self._credentials.client_id, self._new_token
            )
        except (requests.RequestException, ValueError, OSError) as error:
            raise unreachable(operation, error, writes=False) from error

    def _new_token(self) -> Token:
        app = msal.ConfidentialClientApplication(
            self._credentials.client_id,
            client_credential=self._credentials.client_secret,
            authority=f"{LOGIN}/{self._credentials.tenant_id}",
            http_client=self._session,
            instance_discovery=False,
        )
        answer = app.acquire_token_for_client(["https://graph.microsoft.com/.default"])
        if "access_token" not in answer:
            raise _login_failure(answer)
        return Token(
            answer["access_token"], machine_now() + timedelta(seconds=int(answer["expires_in"]))
        )


def _login_failure(answer: Mapping[str, Any]) -> OutsideError:
    code = str(answer.get("error", ""))
    kind = TryLater if code in ("temporarily_unavailable", "server_error") else AccessLost
    words = {
        TryLater: "Microsoft's sign-in asked us to try again later.",
        AccessLost: "Microsoft does not accept Handoff's client secret or consent any more.",
    }
    return kind(words[kind], service=SERVICE, operation="token", code=code)


def unreachable(operation: str, error: Exception, *, writes: bool) -> TryLater:
    """Return the failure of a call that brought no answer."""
    return TryLater(
        "Microsoft 365 did not answer.",
        service=SERVICE,
        operation=operation,
        code=type(error).__name__,
        ambiguous=writes,
    )


def failure(
    status: int,
    body: Mapping[str, Any],
    headers: Mapping[str, str],
    *,
    operation: str,
    writes: bool,
) -> OutsideError:
    """Return our error for an answer of Graph's."""
    error = body.get("error")
    told_error = error if isinstance(error, dict) else {}
    code = str(told_error.get("code", "") or status)
    told = {"service": SERVICE, "operation": operation, "code": code}
    if status in PASSING or code in PASSING_CODES:
        return TryLater(
            "Microsoft 365 asked us to try again later.",
            retry_after=_seconds(headers),
            ambiguous=writes and status >= 500,
            **told,
        )
    if status == 401 or code in LOST_CODES:
        return AccessLost("Microsoft 365 does not let Handoff use this calendar any more.", **told)
    message = str(told_error.get("message", ""))[:300] or f"status {status}"
    return TurnedDown(f"Microsoft 365 refused: {message}", **told)


def read_json(response: requests.Response) -> dict[str, Any]:
    """Return the answer's JSON object, or an empty one for a body that is none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _seconds(headers: Mapping[str, str]) -> float | None:
    text = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return float(text) if text.isdigit() else None
