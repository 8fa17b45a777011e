"""What leaves a host no time at all within a span, looked at rule by rule."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from handoff.availability.claims import blocked, held, own_protected, protected
from handoff.availability.hours import Span, host_open
from handoff.availability.limits import closed_for_host, closed_for_type
from handoff.availability.slots import bookable_dates
from handoff.availability.values import HostProblem, Problem, Why
from handoff.intervals import Interval, clip, intersect, subtract


class Verdict(NamedTuple):
    """The rule after which no time is left; a limit may be the meeting type's."""

    why: Why
    is_of_type: bool = False


def verdict(problem: Problem, host: HostProblem, span: Span) -> Verdict | None:
    """Return the first rule that leaves the host no room for a meeting within the span; None if there is room."""
    duration = problem.rules.duration
    for decided, left in _stages(problem, host, span):
        if not any(end - start >= duration for start, end in left):
            return decided
    return None


def _stages(
    problem: Problem, host: HostProblem, span: Span
) -> Iterator[tuple[Verdict, Sequence[Interval]]]:
    rules, there = problem.rules, replace(host, away=())
    at_home = replace(there, holidays=frozenset())
    yield Verdict(Why.HOURS), clip(host_open(at_home, (), span), *span)
    left: Sequence[Interval] = clip(host_open(at_home, rules.weekly, span), *span)
    yield Verdict(Why.TYPE_HOURS), left
    left = clip(left, max(span[0], problem.earliest), span[1])
    yield Verdict(Why.NOTICE), left
    left = intersect(left, bookable_dates(problem, span))
    yield Verdict(Why.PERIOD), left
    left = intersect(left, host_open(there, rules.weekly, span))
    yield Verdict(Why.HOLIDAY), left
    left = intersect(left, host_open(host, rules.weekly, span))
    yield Verdict(Why.AWAY), left
    left = subtract(left, closed_for_type(problem, span))
    yield Verdict(Why.LIMIT, is_of_type=True), left
    left = subtract(left, closed_for_host(host, rules.duration, span))
    yield Verdict(Why.LIMIT), left
    taken = blocked(own_protected(host), rules.buffer_before, rules.buffer_after)
    left = subtract(left, taken)
    yield Verdict(Why.BUSY), left
    claims = held(problem).get(problem.hosts.index(host), ())
    taken = blocked(protected(claims), rules.buffer_before, rules.buffer_after)
    yield Verdict(Why.HOLD), subtract(left, taken)
