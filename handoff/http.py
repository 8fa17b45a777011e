"""The one way out over HTTP: time-outs, logging, the transaction guard, and the way to the sandbox."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import SplitResult, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from handoff.clock import monotonic
from handoff.observability import remote_call

log = logging.getLogger(__name__)

_open_transactions: ContextVar[int] = ContextVar("open_transactions", default=0)


class CallInsideTransaction(RuntimeError):
    """A remote call was about to be made while a database transaction was open."""


@contextmanager
def transaction_is_open() -> Iterator[None]:
    """Mark the block as holding a transaction; storage wraps every one of its own in this."""
    token = _open_transactions.set(_open_transactions.get() + 1)
    try:
        yield
    finally:
        _open_transactions.reset(token)


def refuse_inside_transaction() -> None:
    """Raise CallInsideTransaction if one is open: a slow service must never hold our locks."""
    if _open_transactions.get():
        raise CallInsideTransaction("remote call inside a database transaction")


class Outbound(HTTPAdapter):
    """Sends every request with a time-out, logs it without secrets, and re-addresses it to a sandbox if told to.

    Only the socket goes elsewhere: the Host header and the path stay the vendor's, so one sandbox can be many.
    """

    def __init__(
        self, service: str, *, timeout: tuple[float, float], sandbox_url: str = ""
    ) -> None:
        """Keep connect and read time-outs in seconds."""
        self._service = service
        self._timeout = timeout
        self._sandbox = urlsplit(sandbox_url) if sandbox_url else None
        super().__init__(pool_connections=8, pool_maxsize=16)

    def send(  # type: ignore[override]
        self, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        """Send once; redirects are never followed."""
        refuse_inside_transaction()
        wanted = urlsplit(request.url or "")
        if self._sandbox:
            request = _readdressed(request, self._sandbox)
        # Libraries bring longer ones of their own; a lease must outlast ours.
        options["timeout"] = self._timeout
        began = monotonic()
        status = 0
        try:
            with remote_call():
                response = super().send(request, **options)
                status = response.status_code
                # The body is part of the call: its time counts, and its connection is free again.
                _ = response.content
            return response
        finally:
            log.info(
                "remote call",
                extra={
                    "service": self._service,
                    "method": request.method,
                    "host": wanted.hostname,
                    "status": status,
                    "ms": round((monotonic() - began) * 1000),
                },
            )


def _readdressed(
    request: requests.PreparedRequest, sandbox: SplitResult
) -> requests.PreparedRequest:
    wanted = urlsplit(request.url or "")
    copy = request.copy()
    copy.headers["Host"] = wanted.netloc
    copy.url = urlunsplit((sandbox.scheme, sandbox.netloc, *wanted[2:]))
    return copy


class Session(requests.Session):
    """A requests session that follows no redirect and reads nothing from the environment."""

    def request(
        self, method: str | bytes, url: str | bytes, *args: Any, **options: Any
    ) -> requests.Response:
        """Send; a redirect comes back as it is, since its target may be anybody."""
        options["allow_redirects"] = False
        return super().request(method, url, *args, **options)


def was_never_sent(error: BaseException) -> bool:
    """Say whether a failed request cannot have reached the service, since no connection came about."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def open_session(
    service: str,
    *,
    timeout: tuple[float, float] = (3.0, 15.0),
    sandbox_url: str = "",
    headers: Mapping[str, str] | None = None,
) -> Session:
    """Return a session for one service. Sessions are shared between threads for sending only."""
    session = Session()
    session.trust_env = False
    # One session speaks for many people: what a service tells one of them to remember is not said for the next.
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    adapter = Outbound(service, timeout=timeout, sandbox_url=sandbox_url)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.headers.update(headers or {})
    return session
