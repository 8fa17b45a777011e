"""Who is free right now, in words."""

from collections.abc import Sequence
from typing import Any

from handoff.actions.frame_problem import minutes
from handoff.actions.look_now import SeenNow
from handoff.actions.meet_now import MeetNow, this_minute, why_not_now
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.values import Reason, Why
from handoff.people import Host, Organizer
from handoff.web.closed_words import Asked, in_words
from handoff.wording import say

OFF = {Why.HOURS, Why.TYPE_HOURS, Why.OVERRIDE, Why.HOLIDAY, Why.AWAY, Why.PERIOD, Why.LIMIT}
"""What keeps somebody who is not busy from meeting now."""


def meet_now_summary(offered: OfferedTimes, organizer: Organizer) -> dict[str, Any] | None:
    """Return what the window's Meet Now button shows; None if the org has none."""
    found = offered.meet_now
    if found is None:
        return None
    return {
        "enabled": found.is_enabled,
        "reason": _why_not(found, offered, organizer),
        "busy_optional": [host.name for host in found.busy_optional],
        "free": sorted(found.free_ids),
    }


def _why_not(found: MeetNow, offered: OfferedTimes, organizer: Organizer) -> str:
    if found.blocking:
        return _of_host(found.blocking[0], offered, organizer)
    if found.pools:
        return say("Nobody in pool {pool} is free now.", pool=found.pools[0].name)
    if found.is_nobody:
        return say("Nobody is free now.")
    return ""


def _of_host(host: Host, offered: OfferedTimes, organizer: Organizer) -> str:
    kind, now = offered.meeting_type, offered.now
    reasons = why_not_now([host], kind, organizer, known=offered.known, now=now)[host.id]
    asked = Asked(minutes(this_minute(now)), kind, organizer, offered.learned)
    return say("{name}: {reason}.", name=host.name, reason=_first(reasons, host, asked))


def state_now(seen: SeenNow, organizer: Organizer) -> dict[str, dict[str, str]]:
    """Return each user's state and, unless they are free, the reason."""
    found = {
        host_id: {"state": "unknown", "reason": reason}
        for host_id, reason in seen.unbookable.items()
    }
    if seen.learned is None:
        return found
    start = minutes(this_minute(seen.now))
    asked = Asked(start, seen.meeting_type, organizer, seen.learned)
    for host in seen.hosts:
        reasons = seen.reasons.get(host.id, ())
        found[host.id] = {
            "state": "free" if host.id in seen.free_ids else _state(reasons),
            "reason": "" if host.id in seen.free_ids else _first(reasons, host, asked),
        }
    return found


def _state(reasons: Sequence[Reason]) -> str:
    found = {one.why for one in reasons}
    if Why.UNKNOWN in found:
        return "unknown"
    return "off" if found & OFF else "busy"


def _first(reasons: Sequence[Reason], host: Host, asked: Asked) -> str:
    """Return the reason that matters most: what is unknown, then what is outside of hours, then what is busy."""
    first: Reason | None = min(reasons, key=_weight, default=None)
    return in_words(first, host, asked) if first else ""


def _weight(reason: Reason) -> int:
    if reason.why is Why.UNKNOWN:
        return 0
    return 1 if reason.why in OFF else 2
