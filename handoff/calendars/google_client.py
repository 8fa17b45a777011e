"""Google's own client library, one service a thread, with our time-outs, guard, log and tokens."""

import logging
import threading
from collections.abc import Mapping
from typing import Any

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from handoff.calendars.google_failures import SERVICE
from handoff.calendars.google_tokens import new_token
from handoff.clock import monotonic
from handoff.http import open_session, refuse_inside_transaction
from handoff.observability import remote_call
from handoff.tokens import TokenStore

log = logging.getLogger(__name__)


class Transport(httplib2.Http):  # type: ignore[misc]
    """Keeps connections open between requests, and closes them when its thread or its client ends."""

    def __init__(self, timeout: float) -> None:
        """Keep the time-out; no proxy of the environment's and no redirect is followed."""
        super().__init__(timeout=timeout, proxy_info=None)
        self.follow_redirects = False

    def __del__(self) -> None:
        """Close what is open; httplib2 leaves that to chance."""
        self.close()


class GoogleClient:
    """Sends requests as one subject or another, by domain-wide delegation."""

    def __init__(
        self,
        service_account: Mapping[str, Any],
        *,
        org_id: str,
        tokens: TokenStore,
        sandbox_url: str,
        timeout: tuple[float, float],
    ) -> None:
        """Keep the credentials; nothing is sent before the first request."""
        self._account = service_account
        self._org_id = org_id
        self._tokens = tokens
        self._sandbox_url = sandbox_url
        self._timeout = timeout
        self._session = open_session(SERVICE, timeout=timeout, sandbox_url=sandbox_url)
        self._own = threading.local()

    @property
    def api(self) -> Any:
        """This thread's service: its transport keeps connections open and must not be shared."""
        if not hasattr(self._own, "api"):
            endpoint = (
                {"api_endpoint": f"{self._sandbox_url}/calendar/v3/"} if self._sandbox_url else None
            )
            self._own.api = build(
                "calendar",
                "v3",
                http=Transport(self._timeout[1]),
                static_discovery=True,
                cache_discovery=False,
                client_options=endpoint,
            )
        return self._own.api

    def execute(
        self, request: Any, *, subject: str, headers: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """Send one request as `subject`; a refused token is renewed once.

        Raises OutsideError for the token, and the library's own errors for the request itself.
        """
        refuse_inside_transaction()
        request.headers.update(headers or {})
        try:
            return self._send(request, subject)
        except HttpError as error:
            if error.resp.status != 401:
                raise
            self._tokens.forget(self._org_id, SERVICE, subject)
            return self._send(request, subject)

    def _send(self, request: Any, subject: str) -> dict[str, Any]:
        token = self._tokens.fetch(
            self._org_id,
            SERVICE,
            subject,
            lambda: new_token(self._session, self._account, subject=subject),
        )
        request.headers["Authorization"] = f"Bearer {token}"
        began, status = monotonic(), 0
        try:
            with remote_call():
                answer = request.execute(num_retries=0)
            status = 200
        except HttpError as error:
            status = int(error.resp.status)
            raise
        finally:
            log.info(
                "remote call",
                extra={
                    "service": SERVICE,
                    "operation": request.methodId,
                    "method": request.method,
                    "status": status,
                    "ms": round((monotonic() - began) * 1000),
                },
            )
        if answer and not isinstance(answer, dict):
            raise ValueError("the answer is no JSON object")
        return answer or {}
