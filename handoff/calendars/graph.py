"""Microsoft Graph over our own session: tokens by msal, headers, one renewal, answers read with care.

https://learn.microsoft.com/graph/use-the-api
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from json import JSONDecodeError
from typing import Any

import msal
import requests
from msal.exceptions import MsalError

from handoff.calendars.answers import unreadable
from handoff.calendars.graph_failures import SERVICE, failure, refused_sign_in, unreachable
from handoff.clock import machine_now
from handoff.config import MicrosoftCredentials
from handoff.http import open_session
from handoff.tokens import Token, TokenStore

BASE = "https://graph.microsoft.com/v1.0"
LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://graph.microsoft.com/.default"
HEADERS = {"Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"'}


@dataclass(frozen=True)
class Call:
    """One request; `operation` is its name in our logs and errors. `repeats` says that it changes nothing."""

    method: str
    path: str
    operation: str
    body: Any = None
    headers: Mapping[str, str] | None = None
    params: Mapping[str, str] | None = None
    repeats: bool = False

    @property
    def writes(self) -> bool:
        """Say whether a lost answer leaves us not knowing what was done."""
        return self.method != "GET" and not self.repeats


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

    def send(self, call: Call) -> dict[str, Any]:
        """Return the answer's JSON. Raises OutsideError; a refused token is renewed once."""
        response = self._once(call)
        if response.status_code == 401:
            self._tokens.forget(self._org_id, SERVICE, self._credentials.client_id)
            response = self._once(call)
        return _read(call, response)

    def _once(self, call: Call) -> requests.Response:
        headers = {**HEADERS, **(call.headers or {}), "Authorization": f"Bearer {self.token()}"}
        try:
            return self._session.request(
                call.method,
                BASE + call.path,
                json=call.body,
                params=call.params,
                headers=headers,
            )
        except requests.RequestException as error:
            raise unreachable(call.operation, error, writes=call.writes) from error

    def token(self) -> str:
        """Return the app's token. Raises OutsideError."""
        subject = self._credentials.client_id
        return self._tokens.fetch(self._org_id, SERVICE, subject, self._new_token)

    def _new_token(self) -> Token:
        try:
            answer = self._asked_for_token()
        except (requests.RequestException, MsalError) as error:
            raise unreachable("token", error, writes=False) from error
        except JSONDecodeError as error:
            raise unreadable(SERVICE, "token", writes=False) from error
        except ValueError as error:
            # So msal says that the tenant is unknown.
            raise refused_sign_in("tenant") from error
        if "error" in answer:
            said = str(answer.get("error_description") or "")
            raise refused_sign_in(str(answer["error"]), said)
        try:
            lasts = timedelta(seconds=int(answer["expires_in"]))
            return Token(str(answer["access_token"]), machine_now() + lasts)
        except (KeyError, TypeError, ValueError) as error:
            raise unreadable(SERVICE, "token", writes=False) from error

    def _asked_for_token(self) -> Mapping[str, Any]:
        app = msal.ConfidentialClientApplication(
            self._credentials.client_id,
            client_credential=self._credentials.client_secret,
            authority=f"{LOGIN}/{self._credentials.tenant_id}",
            http_client=self._session,
            instance_discovery=False,
        )
        answer: Mapping[str, Any] = app.acquire_token_for_client([SCOPE])
        return answer


def _read(call: Call, response: requests.Response) -> dict[str, Any]:
    try:
        body = response.json() if response.content else {}
    except ValueError:
        body = None
    if response.ok and response.status_code < 300:
        if isinstance(body, dict):
            return body
        raise unreadable(SERVICE, call.operation, writes=call.writes)
    raise failure(
        response.status_code,
        body,
        response.headers,
        operation=call.operation,
        writes=call.writes,
    )
