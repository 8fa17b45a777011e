"""Why a start is closed, host by host, from the same parts that decide whether it is offered."""

from collections.abc import Iterator

from handoff.availability.claims import Claim, held, own_claims
from handoff.availability.hours import Span, host_closed
from handoff.availability.limits import closed_for_host, closed_for_type
from handoff.availability.offer import lineup
from handoff.availability.sequences import MARGIN, free_stretches, leading, sequences
from handoff.availability.slots import bookable_dates
from handoff.availability.values import HostProblem, Id, Problem, Reason, TypeRules, Why
from handoff.availability.zones import DAY
from handoff.intervals import subtract

AROUND = 8 * DAY  # how far a reason's beginning and end are followed


def explain(problem: Problem, start: int) -> dict[Id, list[Reason]]:
    """Return what closes a start for each host; a free host has no reason.

    A start is offered exactly if every required host, and one host of each group, has none.
    """
    meeting = (start, start + problem.rules.duration)
    around = (meeting[0] - AROUND, meeting[1] + AROUND)
    outside = list(_outside(problem, meeting))
    shut = [Reason(Why.LIMIT, *one, is_of_type=True) for one in closed_for_type(problem, around)]
    others = held(problem)
    reasons = {}
    off_grid = [Reason(Why.GRID, *meeting)] if _is_off_grid(problem, meeting) else []
    for index, host in enumerate(problem.hosts):
        claims = [*own_claims(host), *others.get(index, ())]
        own = [
            *_hours(host, problem.rules, around),
            *(_of_claim(claim, problem.rules, meeting) for claim in claims if claim.takes_time),
            *shut,
            *_limits(host, problem.rules, around),
        ]
        closing = [one for one in own if one.start < meeting[1] and one.end > meeting[0]]
        reasons[host.id] = list(dict.fromkeys([*outside, *(closing or off_grid)]))
    return reasons


def _outside(problem: Problem, meeting: Span) -> Iterator[Reason]:
    """Yield what closes the start for everyone, whatever their calendars say."""
    start, end = meeting
    if start < problem.start:
        yield Reason(Why.WINDOW, start, problem.start)
    if end > problem.end:
        yield Reason(Why.WINDOW, problem.end, end)
    if start < problem.earliest:
        now = int(problem.now_seconds // 60)
        yield Reason(Why.NOTICE, min(start, now), problem.earliest)
    if not bookable_dates(problem, (start, start + 1)):
        around = (start - AROUND, end + AROUND)
        for closed in subtract([around], bookable_dates(problem, around)):
            if closed[0] <= start < closed[1]:
                yield Reason(Why.PERIOD, *closed)


def _hours(host: HostProblem, rules: TypeRules, around: Span) -> Iterator[Reason]:
    for why, start, end in host_closed(host, rules.weekly, around):
        yield Reason(why, start, end)


def _limits(host: HostProblem, rules: TypeRules, around: Span) -> Iterator[Reason]:
    for closed in closed_for_host(host, rules.duration, around):
        yield Reason(Why.LIMIT, *closed)


def _of_claim(claim: Claim, rules: TypeRules, meeting: Span) -> Reason:
    """Return the claim itself where the meeting overlaps it, else the buffer that it comes into."""
    start, end = claim.start, claim.end
    if start < meeting[1] and end > meeting[0]:
        return Reason(claim.why, start, end)
    first = claim.protected_start - rules.buffer_after
    last = claim.protected_end + rules.buffer_before
    if meeting[1] <= start:
        return Reason(Why.BUFFER, first, start)
    return Reason(Why.BUFFER, end, last)


def _is_off_grid(problem: Problem, meeting: Span) -> bool:
    """Say whether the meeting fits into free stretches, but no sequence comes by its start."""
    start, end = meeting
    span = (start - MARGIN, end)
    fits = False
    for index, stretches in leading(free_stretches(problem, span), lineup(problem)):
        around = [one for one in stretches if one[0] <= start and end <= one[1]]
        runs = sequences(problem, around, problem.hosts[index].zone, span)
        if any(start in run for run in runs):
            return False
        fits = fits or bool(around)
    return fits
