"""Turn a verified press of the button into an open window: the signed request that Canvas posts."""

from handoff.actions.open_window import OpenedWindow, open_window, renew_window, window_to_renew
from handoff.canvas.context import CanvasContext, read_context
from handoff.canvas.signed_request import verify_for
from handoff.storage.pages import Page
from handoff.wiring import Parts


def open_handoff(parts: Parts, raw: str) -> OpenedWindow:
    """Open a window for a signed request. Raises Refused or OutsideError; a request opens one window only."""
    return open_window(parts, _verified(parts, raw))


def renew_page(parts: Parts, raw: str, token: str) -> tuple[str, Page]:
    """Exchange a page token for a new one, given a signed request for the same window.

    A request already seen, or too old, will do beside a token that lately lived, of the same org, user,
    record and nonce; one with a new nonce must be fresh. Either way the Salesforce token inside must still
    work. Raises BadSignature.
    """
    context = _verified(parts, raw, is_fresh=False)
    old = window_to_renew(parts, token, context)
    if context.nonce != old.nonce:
        context = _verified(parts, raw)
    return renew_window(parts, old, token, context)


def _verified(parts: Parts, raw: str, *, is_fresh: bool = True) -> CanvasContext:
    envelope, org = verify_for(raw, parts.settings.orgs)
    return read_context(
        envelope,
        org,
        parts.clock.now(),
        instance_host=parts.settings.instance_host,
        extra_origins=parts.settings.extra_frame_origins,
        checks_age=is_fresh,
    )
