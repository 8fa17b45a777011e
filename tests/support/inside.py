"""The product inside the test's own process: its settings, and a doorbell that only remembers."""

from collections.abc import Mapping, Sequence
from typing import Any

from handoff.config import Settings
from sandbox.environment import environment, new_key
from tests.cast import NOW_TEXT

APP_URL = "http://127.0.0.1:8000"
NOBODY_LISTENS = "redis://127.0.0.1:1/0"
PATIENT = {"HANDOFF_DISPLAY_SECONDS": "8", "HANDOFF_CHECK_SECONDS": "10"}
"""However busy the machine is, a calendar that answers at all has answered by then."""


def settings_for(
    box: Any,
    database_url: str,
    *,
    redis_url: str = NOBODY_LISTENS,
    now: str = NOW_TEXT,
    extra: Mapping[str, str] | None = None,
) -> Settings:
    """Return the settings of a product that works against this outside world."""
    variables = environment(
        box.credentials,
        app_url=APP_URL,
        sandbox_url=box.url,
        database_url=database_url,
        redis_url=redis_url,
        secret_key=new_key(),
        now=now,
    )
    return Settings.from_env({**variables, **PATIENT, **(extra or {})})


class QuietDoorbell:
    """Remembers who was rung for; nobody comes."""

    def __init__(self) -> None:
        """Begin with silence."""
        self.rung: list[tuple[str, str]] = []
        self.rung_now: list[tuple[str, str]] = []
        self.settings_asked: list[str] = []
        self.mirrors_asked: list[str] = []

    def ring(self, effects: Sequence[tuple[str, str]], *, is_now: bool = False) -> bool:
        """Remember the effects, and which of them go first."""
        self.rung.extend(effects)
        self.rung_now.extend(effects if is_now else ())
        return True

    def ask_for_settings(self, org_id: str) -> bool:
        """Remember the org."""
        self.settings_asked.append(org_id)
        return True

    def ask_to_mirror(self, org_id: str) -> bool:
        """Remember the org."""
        self.mirrors_asked.append(org_id)
        return True
