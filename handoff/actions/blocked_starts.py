"""Say which required hosts keep a pool from being offered at times when a member of it is free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoff.actions.frame_problem import frame_problem, instant
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.slots import offerable
from handoff.people import Host, HostId, Organizer
from handoff.spans import Span


@dataclass(frozen=True)
class BlockedStart:
    """A start at which the pool could meet, but these required hosts cannot."""

    span: Span
    host_ids: tuple[HostId, ...]


def blocked_starts(offered: OfferedTimes, organizer: Organizer) -> Sequence[BlockedStart]:
    """Return them in order of time; none unless a pool and required hosts meet."""
    chosen = offered.chosen
    if not chosen.is_any_of_several or not chosen.required:
        return []
    pool = _starts(offered, organizer, ())
    alone = {host.id: set(_starts(offered, organizer, (host,))) for host in chosen.required}
    blocked = ((start, tuple(one for one in alone if start not in alone[one])) for start in pool)
    return [
        BlockedStart(Span(instant(start), instant(start) + offered.meeting_type.duration), hosts)
        for start, hosts in blocked
        if hosts
    ]


def _starts(offered: OfferedTimes, organizer: Organizer, required: tuple[Host, ...]) -> list[int]:
    problem = frame_problem(
        replace(offered.chosen, required=required, optional=()),
        offered.meeting_type,
        organizer,
        known=offered.known,
        span=offered.span,
        now=offered.now,
    )
    return [start for start, _ in offerable(problem)]
