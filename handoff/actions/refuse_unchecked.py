"""Refuse to take the time of somebody whose calendar could not be read: unknown is never free."""

from collections.abc import Mapping

from handoff.actions.choose_hosts import ChosenHosts
from handoff.calendars.protocol import HostBusy
from handoff.errors import TryLater
from handoff.people import HostId


def refuse_unchecked(
    chosen: ChosenHosts, busy: Mapping[HostId, HostBusy], *, kept: str = ""
) -> None:
    """Raise TryLater if a named host, or everybody of the pool, is unknown; `kept` says what is not lost."""
    named = chosen.required if chosen.pool else (*chosen.candidates, *chosen.required)
    for host in named:
        reason = busy[host.id].unknown
        if reason:
            raise _unchecked(f"{host.name}'s calendar", reason, kept, service=host.provider)
    reasons = [busy[host.id].unknown for host in chosen.candidates]
    if chosen.pool and all(reasons):
        raise _unchecked(
            f"any calendar of pool {chosen.pool.name}", reasons[0], kept, service="calendars"
        )


def _unchecked(what: str, reason: str, kept: str, *, service: str) -> TryLater:
    sentences = (
        f"Could not check {what} ({reason.rstrip('.')}).",
        kept,
        "Try again, or choose another host.",
    )
    return TryLater(" ".join(filter(None, sentences)), service=service, operation="busy")
