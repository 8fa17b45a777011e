"""Whether a meeting could begin right now, and who of the hosts asked is free for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handoff.actions.choose_hosts import ChosenHosts
from handoff.actions.frame_problem import Known, frame_problem, minutes
from handoff.availability.explain import explain
from handoff.availability.slots import free_hosts
from handoff.availability.values import Problem, Reason
from handoff.meeting_types import MeetingType, Pool
from handoff.people import Host, Organizer
from handoff.spans import Span

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class MeetNow:
    """Who is free now; `blocking` are the required hosts, and `pools` those of which one is needed, who are not."""

    free_ids: frozenset[str]
    blocking: tuple[Host, ...]
    pools: tuple[Pool, ...]
    is_nobody: bool
    busy_optional: tuple[Host, ...]

    @property
    def is_enabled(self) -> bool:
        """Say whether everybody who has to be there is free."""
        return not (self.blocking or self.pools or self.is_nobody)


def this_minute(now: datetime) -> datetime:
    """Return the minute that has begun: hosts are held from it."""
    return now.replace(second=0, microsecond=0)


def now_span(meeting_type: MeetingType, now: datetime) -> Span:
    """Return the time that a meeting now takes: from this minute, as it begins with the next whole one."""
    begins = this_minute(now)
    return Span(begins, begins + MINUTE + meeting_type.duration)


def now_terms(meeting_type: MeetingType) -> MeetingType:
    """Return the type as it is for a meeting now: no notice, no buffer before, any minute will do."""
    return replace(
        meeting_type,
        duration=meeting_type.duration + MINUTE,
        step=MINUTE,
        is_packed=False,
        minimum_notice=timedelta(),
        buffer_before=timedelta(),
    )


def frame_now(
    chosen: ChosenHosts,
    meeting_type: MeetingType,
    organizer: Organizer,
    *,
    known: Known,
    now: datetime,
) -> Problem:
    """Return the question who is free now; ask it about `this_minute`."""
    return frame_problem(
        chosen,
        now_terms(meeting_type),
        organizer,
        known=known,
        span=now_span(meeting_type, now),
        now=this_minute(now),
    )


def meet_now(
    chosen: ChosenHosts,
    meeting_type: MeetingType,
    organizer: Organizer,
    *,
    known: Known,
    now: datetime,
) -> MeetNow:
    """Say who is free now, and whether that is enough."""
    free = free_now(
        chosen.everyone, meeting_type, organizer, known=known, now=now, zone_of=chosen.candidates
    )
    named = (*chosen.required, *(() if chosen.is_any_of_several else chosen.candidates))
    groups = ((chosen.pool, chosen.candidates), (chosen.second_pool, chosen.second))
    return MeetNow(
        free_ids=free,
        blocking=tuple(host for host in named if host.id not in free),
        pools=tuple(
            pool for pool, members in groups if pool and not any(one.id in free for one in members)
        ),
        is_nobody=chosen.anyone and not any(one.id in free for one in chosen.candidates),
        busy_optional=tuple(host for host in chosen.optional if host.id not in free),
    )


def free_now(
    hosts: Sequence[Host],
    meeting_type: MeetingType,
    organizer: Organizer,
    *,
    known: Known,
    now: datetime,
    zone_of: Sequence[Host] = (),
) -> frozenset[str]:
    """Return which of the hosts are free now, each by themselves."""
    ordered = tuple({host.id: host for host in (*zone_of, *hosts)}.values())
    alone = ChosenHosts(ordered, None, (), (), anyone=True)
    problem = frame_now(alone, meeting_type, organizer, known=known, now=now)
    return frozenset(str(one) for one in free_hosts(problem, minutes(this_minute(now))))


def why_not_now(
    hosts: Sequence[Host],
    meeting_type: MeetingType,
    organizer: Organizer,
    *,
    known: Known,
    now: datetime,
) -> dict[str, Sequence[Reason]]:
    """Return what keeps each host from meeting now; nothing for who is free."""
    if not hosts:
        return {}
    alone = ChosenHosts(tuple(hosts), None, (), (), anyone=True)
    problem = frame_now(alone, meeting_type, organizer, known=known, now=now)
    reasons = explain(problem, minutes(this_minute(now)))
    return {str(host): tuple(why) for host, why in reasons.items()}
