"""Find out where a user can allow the canvas app to act for them."""

import secrets
from dataclasses import dataclass

from handoff.canvas.approval import approval_url, is_login_host_of
from handoff.wiring import Parts

CALLBACK_PATH = "/oauth/callback"


@dataclass(frozen=True)
class Approval:
    """Where the pop-up goes, and the mark by which its answer is known."""

    url: str
    state: str


def ask_approval(parts: Parts, login_url: str) -> Approval | None:
    """Return it for a registered org's own login address; None for any other, or without a client id."""
    settings = parts.settings
    org = next((one for one in settings.orgs.values() if is_login_host_of(one, login_url)), None)
    if org is None or not org.canvas_client_id:
        return None
    state = secrets.token_urlsafe(24)
    url = approval_url(
        org,
        # A browser cannot be re-addressed behind its back: it goes to the pretend Salesforce by name.
        base_url=settings.sandbox_url or org.instance_url,
        redirect_uri=f"{settings.public_url}{CALLBACK_PATH}",
        state=state,
    )
    return Approval(url, state)
