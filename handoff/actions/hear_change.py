"""Salesforce tells that one of an org's settings has changed: have them read again."""

from handoff.actions.ask_for_settings import ask_for_settings
from handoff.canvas.org_token import verify_token
from handoff.wiring import Parts


def hear_change(parts: Parts, raw: str) -> None:
    """Ask for the settings of the org that signed the token. Raises BadSignature; may be repeated."""
    _, org = verify_token(
        raw,
        parts.settings.orgs,
        audience=parts.settings.public_url,
        now=parts.clock.now(),
    )
    ask_for_settings(parts, org.org_id)
