"""Say which required hosts keep a pool from being offered at times when a member of it is free."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handoff.actions.choose_hosts import ChosenHosts
from handoff.actions.frame_problem import frame_problem, instant
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.slots import offerable
from handoff.availability.together import free_together
from handoff.availability.values import Problem
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
    without = offerable(_problem(offered, organizer, replace(chosen, required=(), optional=())))
    pool = offered.shown(without.starts)
    free = {host.id: _free(offered, organizer, host, pool) for host in chosen.required}
    blocked = ((start, tuple(one for one in free if start not in free[one])) for start in pool)
    return [
        BlockedStart(Span(instant(start), instant(start) + offered.meeting_type.duration), hosts)
        for start, hosts in blocked
        if hosts
    ]


def _free(
    offered: OfferedTimes, organizer: Organizer, host: Host, starts: Sequence[int]
) -> set[int]:
    alone = ChosenHosts((host,), None, (), ())
    return free_together(_problem(offered, organizer, alone), starts)


def _problem(offered: OfferedTimes, organizer: Organizer, chosen: ChosenHosts) -> Problem:
    """Return a question about the same span as the offer's, of which hosts remember when they are free."""
    return frame_problem(
        chosen,
        offered.meeting_type,
        organizer,
        known=offered.known,
        span=offered.reach,
        now=offered.now,
    )
