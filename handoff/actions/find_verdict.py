"""Find the one thing to say about dates on which nothing is offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from handoff.actions.frame_problem import frame_problem
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.values import Why
from handoff.availability.verdict import Verdict, verdict
from handoff.people import Host, Organizer

FOR_EVERYBODY = (Why.NOTICE, Why.PERIOD)
OFF = (Why.HOURS, Why.TYPE_HOURS)


class Matter(StrEnum):
    """What it is about."""

    PAST = "past"
    COMING = "coming"
    UNKNOWN = "unknown"
    ALL = "all"
    HOST = "host"
    POOL = "pool"
    TOGETHER = "together"


@dataclass(frozen=True)
class Finding:
    """What keeps these dates empty: a rule for everybody, or for one host, or that the hosts are not free together."""

    matter: Matter
    hosts: Sequence[Host] = ()
    verdict: Verdict | None = None


def find_verdict(offered: OfferedTimes, organizer: Organizer) -> Finding | None:
    """Return the finding, or None where something is offered."""
    if offered.slots:
        return None
    if offered.span.ends_at <= offered.now:
        return Finding(Matter.PAST)
    return _unread(offered) or _closed(offered, organizer)


def _unread(offered: OfferedTimes) -> Finding | None:
    """Tell of calendars that are late or cannot be read, if no time can be offered without them."""
    chosen, learned = offered.chosen, offered.learned
    named = chosen.required if chosen.is_any_of_several else (*chosen.candidates, *chosen.required)
    groups = (chosen.candidates, chosen.second) if chosen.is_any_of_several else ()
    lacking = [host for host in named if learned.unknown(host)]
    for group in groups:
        unread = [host for host in group if learned.unknown(host)]
        lacking += unread if len(unread) == len(group) else []
    if not lacking:
        return None
    coming = [host for host in lacking if host.id in learned.remembered.coming]
    return Finding(Matter.COMING if coming else Matter.UNKNOWN, coming or lacking)


def _closed(offered: OfferedTimes, organizer: Organizer) -> Finding:
    chosen, span = offered.chosen, offered.span
    problem = frame_problem(
        chosen,
        offered.meeting_type,
        organizer,
        known=offered.known,
        span=span,
        now=offered.now,
    )
    whole = (problem.start, problem.end)
    verdicts = [verdict(problem, host, whole) for host in problem.hosts]
    shared = _shared(verdicts) or _holiday(verdicts)
    if shared:
        return Finding(Matter.ALL, verdict=shared)
    named = chosen.required if chosen.is_any_of_several else (*chosen.candidates, *chosen.required)
    framed = {host.id: host for host in problem.hosts}
    for host in named:
        alone = verdict(problem, framed[host.id], whole)
        if alone is not None:
            return Finding(Matter.HOST, (host,), alone)
    return Finding(Matter.POOL if chosen.is_any_of_several else Matter.TOGETHER)


def _holiday(verdicts: Sequence[Verdict | None]) -> Verdict | None:
    """Return what closes these dates to several hosts, each of whom works on no other of them, if it is holidays."""
    if len(verdicts) == 1 or not all(one and one.why in (*OFF, Why.HOLIDAY) for one in verdicts):
        return None
    return next((one for one in verdicts if one and one.why is Why.HOLIDAY), None)


def _shared(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """Return the one rule for everybody that closes these dates to all who work on them."""
    found = None
    for one in verdicts:
        if one is not None and (one.why in FOR_EVERYBODY or one.is_of_type):
            found = one
        elif one is None or one.why not in OFF:
            return None
    return found
