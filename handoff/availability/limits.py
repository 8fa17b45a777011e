"""Which days, weeks and months are closed because enough is booked in them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from handoff.availability.hours import Span
from handoff.availability.values import Booking, HostProblem, Limits, Per, Problem
from handoff.availability.zones import DAY, EPOCH_DAY, dates, day_of
from handoff.intervals import Interval, merge

REACH = 35 * DAY  # a booking counts for a date of its own month, so never for one further away


def closed_for_type(problem: Problem, span: Span) -> list[Interval]:
    """Return the minutes that the type's own limits close for every host."""
    same_type = [one for host in problem.hosts for one in host.bookings if one.same_type]
    same_type += problem.counted
    zone, rules = problem.hosts[0].zone, problem.rules
    return merge(_closed(rules.limits, same_type, zone=zone, duration=rules.duration, span=span))


def closed_for_host(host: HostProblem, duration: int, span: Span) -> list[Interval]:
    """Return the minutes that the host's limits close for them alone."""
    counts = [(host.limits, host.bookings), *((one.limits, one.counted) for one in host.quotas)]
    return merge(
        closed
        for limits, bookings in counts
        for closed in _closed(limits, bookings, zone=host.zone, duration=duration, span=span)
    )


def _closed(
    limits: Limits, bookings: Iterable[Booking], *, zone: str, duration: int, span: Span
) -> list[Interval]:
    """Return the full periods as intervals, not yet merged."""
    if any(most <= 0 for _, most in limits.bookings) or any(
        duration > most for _, most in limits.minutes
    ):
        return [span]  # not even one meeting fits, whatever is booked
    if not limits:
        return []
    started = [(day_of(zone, one.start), one) for one in bookings if _is_near(one.start, span)]
    full: list[Interval] = []
    for per, most in limits.bookings:
        count = Counter(_period(per, day) for day, _ in started)
        full.extend(period for period, n in count.items() if n >= most)
    for per, most in limits.minutes:
        minutes: Counter[Interval] = Counter()
        for day, one in started:
            minutes[_period(per, day)] += one.end - one.start
        full.extend(period for period, n in minutes.items() if n + duration > most)
    return [part for period in full for part in dates(zone, period, span)]


def _is_near(start: int, span: Span) -> bool:
    return span[0] - REACH <= start < span[1] + REACH


def _period(per: Per, day: int) -> Interval:
    """Return the first day of the period that the day lies in, and the first one after it."""
    if per is Per.DAY:
        return day, day + 1
    if per is Per.WEEK:
        monday = day - (day + 3) % 7  # 1 January 1970 was a Thursday
        return monday, monday + 7
    on = date.fromordinal(day + EPOCH_DAY)
    first = on.replace(day=1).toordinal() - EPOCH_DAY
    after = date(on.year + on.month // 12, on.month % 12 + 1, 1).toordinal() - EPOCH_DAY
    return first, after
