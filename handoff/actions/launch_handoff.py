"""Open a window for a launch token: the door of orgs that open Handoff without Canvas."""

from handoff.actions.open_window import (
    SEEN_BEFORE,
    OpenedWindow,
    open_window,
    renew_window,
    window_to_renew,
)
from handoff.canvas.context import CanvasContext
from handoff.canvas.launch import read_launch
from handoff.canvas.org_token import verify_token
from handoff.errors import BadSignature
from handoff.storage.pages import Page
from handoff.wiring import Parts


def launch_handoff(parts: Parts, raw: str) -> OpenedWindow:
    """Open a window for a launch token. Raises Refused or OutsideError; a token opens one window only."""
    return open_window(parts, _verified(parts, raw))


def renew_launch(parts: Parts, raw: str, token: str) -> tuple[str, Page]:
    """Exchange a page token for a new one, given a new launch token for the same window. Raises BadSignature."""
    context = _verified(parts, raw)
    old = window_to_renew(parts, token, context)
    if context.nonce == old.nonce:
        raise BadSignature(SEEN_BEFORE)
    return renew_window(parts, old, token, context)


def _verified(parts: Parts, raw: str) -> CanvasContext:
    claims, org = verify_token(
        raw,
        parts.settings.orgs,
        audience=parts.settings.public_url,
        now=parts.clock.now(),
    )
    return read_launch(claims, org, extra_origins=parts.settings.extra_frame_origins)
