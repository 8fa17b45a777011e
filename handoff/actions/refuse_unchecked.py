"""Refuse to take the time of somebody whose calendar could not be read: unknown is never free."""

from collections.abc import Mapping, Sequence

from handoff.actions.choose_hosts import ChosenHosts
from handoff.calendars.protocol import HostBusy
from handoff.errors import TryLater
from handoff.people import Host, HostId
from handoff.wording import bare, say


def refuse_unchecked(
    chosen: ChosenHosts, busy: Mapping[HostId, HostBusy], *, kept: str = ""
) -> None:
    """Raise TryLater if a named host, or everybody of a pool, is unknown; `kept` says what is not lost."""
    is_open = chosen.is_any_of_several
    for host in chosen.named:
        reason = busy[host.id].unknown
        if reason:
            what = say("{name}'s calendar", name=host.name)
            raise _unchecked(what, reason, kept, service=host.provider)
    if is_open:
        pool = chosen.pool.name if chosen.pool else ""
        _refuse_all(chosen.candidates, busy, pool=pool, kept=kept)
    if chosen.second_pool:
        _refuse_all(chosen.second, busy, pool=chosen.second_pool.name, kept=kept)


def _refuse_all(
    hosts: Sequence[Host], busy: Mapping[HostId, HostBusy], *, pool: str, kept: str
) -> None:
    reasons = [busy[host.id].unknown for host in hosts]
    if all(reasons):
        what = say("any calendar of pool {pool}", pool=pool) if pool else say("any calendar")
        raise _unchecked(what, reasons[0], kept, service="calendars")


def _unchecked(what: str, reason: str, kept: str, *, service: str) -> TryLater:
    reason = bare(reason)
    if kept:
        sentence = say(
            "Could not check {what} ({reason}). {kept} Try again, or choose another host.",
            what=what,
            reason=reason,
            kept=kept,
        )
    else:
        sentence = say(
            "Could not check {what} ({reason}). Try again, or choose another host.",
            what=what,
            reason=reason,
        )
    return TryLater(sentence, service=service, operation="busy")
