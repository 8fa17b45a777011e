"""The headers of every answer: who may frame it, what may run in it, and that nobody keeps a copy."""

import secrets
from collections.abc import Sequence

from flask import Flask, Response, g, request

from handoff.config import FRAME_HOSTS
from handoff.web.requests import parts


def register(app: Flask) -> None:
    """Set the headers, and offer the templates a nonce."""
    app.before_request(_make_nonce)
    app.after_request(_add_headers)
    app.context_processor(lambda: {"nonce": g.nonce})


def allow_frames_of(*origins: str) -> None:
    """Let only these origins frame this answer: those of the org whose request was verified."""
    g.ancestors = [origin for origin in origins if origin]


def _make_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _add_headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _policy(_ancestors())
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _ancestors() -> Sequence[str]:
    extra = parts().settings.extra_frame_origins
    if "ancestors" in g:
        return [*g.ancestors, *extra]
    if request.endpoint and request.endpoint.startswith(("canvas.", "launch.")):
        return [*FRAME_HOSTS, *extra]
    return ["'none'"]


def _policy(ancestors: Sequence[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{g.get('nonce', '')}'",
            f"style-src 'self' 'nonce-{g.get('nonce', '')}'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            f"frame-ancestors {' '.join(dict.fromkeys(ancestors))}",
        )
    )
