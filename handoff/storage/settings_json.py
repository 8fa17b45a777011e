"""An org's settings to and from plain JSON values."""

from typing import Any

from pydantic import TypeAdapter

from handoff.org_settings import OrgSettings

_SETTINGS = TypeAdapter(OrgSettings)
FORMAT = 3
"""Raise it when a field changes its meaning: a copy in another format is read from Salesforce again."""


def settings_json(settings: OrgSettings) -> dict[str, Any]:
    """Return the settings as JSON values."""
    body: dict[str, Any] = _SETTINGS.dump_python(settings, mode="json")
    # A set has another order in every process; what is the same must also look the same.
    body["switches"]["counted_methods"].sort()
    for held in (*body["roles"].values(), *body["audiences"].values()):
        held.sort()
    return {"format": FORMAT, "settings": body}


def settings_of(body: dict[str, Any]) -> OrgSettings | None:
    """Return the settings that JSON values were made of; None for those of another release."""
    return _SETTINGS.validate_python(body["settings"]) if body.get("format") == FORMAT else None
