"""Offerable starts: when the hosts of a problem can meet, and who is free at each."""

from dataclasses import replace

from handoff.availability import hours, terms, zones
from handoff.availability.clock_grid import forget_grids, frame_for, on_clock_grid
from handoff.availability.hours import Span
from handoff.availability.offer import Offer, ids_of
from handoff.availability.sequences import MARGIN, by_sequences
from handoff.availability.values import Id, Problem, RollingDays
from handoff.availability.zones import dates, day_of
from handoff.intervals import Interval, intersect

LONG_AGO = -(10**9)  # a day before all others


def offerable(problem: Problem) -> Offer:
    """Return every start that can be offered, with the hosts free for the whole meeting."""
    allowed = allowed_starts(problem)
    span = (problem.start - MARGIN, problem.end)
    if not allowed:
        return Offer(ids_of(problem.hosts), [], [])
    frame = frame_for(problem, span)
    if frame is None:
        return by_sequences(problem, allowed, span)
    return on_clock_grid(problem, frame, allowed)


def free_hosts(problem: Problem, start: int) -> list[Id]:
    """Return the hosts that the offer lists at a start; none if it is not offered."""
    end = start + problem.rules.duration
    if start < problem.start or end > problem.end:
        return []
    offer = offerable(replace(problem, start=start, end=end))
    return offer.named(offer.masks[0]) if offer.starts else []


def is_free(problem: Problem, host_id: Id, start: int) -> bool:
    """Say whether that start is offered with that host."""
    return host_id in free_hosts(problem, start)


def allowed_starts(problem: Problem) -> list[Interval]:
    """Return the minutes at which window, notice and period let a meeting start."""
    first = max(problem.start, problem.earliest)
    after = problem.end - problem.rules.duration + 1
    if first >= after:
        return []
    if problem.rules.period is None:
        return [(first, after)]
    return intersect([(first, after)], bookable_dates(problem, (first, after)))


def bookable_dates(problem: Problem, span: Span) -> list[Interval]:
    """Return the minutes of the span whose date lies in the type's period, if it has one."""
    period = problem.rules.period
    if period is None:
        return [span]
    if isinstance(period, RollingDays):
        zone = problem.organizer_zone
        today = day_of(zone, int(problem.now_seconds // 60))
        return dates(zone, (LONG_AGO, today + period.days + 1), span)
    zone = problem.hosts[0].zone
    return dates(zone, (day_of(zone, period.start), day_of(zone, period.end) + 1), span)


def clear_caches() -> None:
    """Forget zone tables and grids, and with them what hosts remember of their free time."""
    for kept in (zones.clock, zones.midnights, hours.weekly_open, terms.shared_terms):
        kept.cache_clear()
    forget_grids()
