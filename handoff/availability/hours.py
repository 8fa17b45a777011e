"""A host's open minutes: weekly hours, holidays, overrides, days away and travel, by local date."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TypeAlias

from handoff.availability.values import HostProblem, Rule, Why
from handoff.availability.zones import DAY, EPOCH_DAY, Stretch, clock
from handoff.intervals import Interval, clip, intersect, merge, subtract

Span: TypeAlias = tuple[int, int]
Ranges: TypeAlias = Sequence[Interval]
LAST_MINUTE = DAY - 1  # 23:59 as an end is how calendars without 24:00 say midnight


@lru_cache(maxsize=1024)
def weekly_open(
    zone: str,
    weekly: tuple[Rule, ...],
    holidays: frozenset[int],
    type_weekly: tuple[Rule, ...],
    span: Span,
) -> list[Interval]:
    """Return when weekly hours are open in a zone, holidays aside; shared by all hosts that keep them."""
    usual = _by_weekday(weekly)
    ranges = _except_on(holidays, usual) if holidays else usual
    return _open(clock(zone, *span), ranges, type_weekly)


def _except_on(holidays: frozenset[int], usual: Callable[[int], Ranges]) -> Callable[[int], Ranges]:
    return lambda day: () if day in holidays else usual(day)


def host_open(host: HostProblem, type_weekly: tuple[Rule, ...], span: Span) -> list[Interval]:
    """Return when the host works and the meeting type is bookable."""
    if not (host.overrides or host.away or host.travel):
        return weekly_open(host.zone, host.weekly, host.holidays, type_weekly, span)
    rules = day_hours(host)
    return _open(host_clock(host, span), lambda day: rules(day)[1], type_weekly)


def host_closed(
    host: HostProblem, type_weekly: tuple[Rule, ...], span: Span
) -> Iterator[tuple[Why, int, int]]:
    """Yield what keeps the host's minutes from being open, the complement of `host_open`."""
    rules, hours = day_hours(host), host_clock(host, span)
    for why in (Why.HOURS, Why.HOLIDAY, Why.OVERRIDE, Why.AWAY):
        for start, end in _laid_out(hours, partial(_shut, rules, why)):
            yield why, start, end
    if type_weekly:
        for start, end in subtract([span], _laid_out(hours, _by_weekday(type_weekly))):
            yield Why.TYPE_HOURS, start, end


def host_clock(host: HostProblem, span: Span) -> Sequence[Stretch]:
    """Return the clock the host lives by: home's, or that of the zone travelled to."""
    stretches: Sequence[Stretch] = clock(host.zone, *span)
    for trip in reversed(host.travel):
        start = max(trip.start, span[0])
        end = span[1] if trip.end is None else min(trip.end, span[1])
        if start < end:
            abroad = clock(trip.zone, start, end)
            home = [Stretch(a, b, s.offset) for s in stretches for a, b in _around(s, start, end)]
            stretches = sorted([*home, *abroad])
    return stretches


def day_hours(host: HostProblem) -> Callable[[int], tuple[Why, Ranges]]:
    """Return a function from a local date to its hours and to what closes the rest of it."""
    usual = _by_weekday(host.weekly)
    away = [(one.first.toordinal(), one.last.toordinal()) for one in host.away]
    special: dict[int, list[Interval]] = {}
    for override in host.overrides:
        ranges = special.setdefault(override.on.toordinal() - EPOCH_DAY, [])
        ranges.extend((start, _closing(end)) for start, end in override.ranges)
    overrides = {day: merge(ranges) for day, ranges in special.items()}

    def hours_of(day: int) -> tuple[Why, Ranges]:
        if any(first <= day + EPOCH_DAY <= last for first, last in away):
            return Why.AWAY, ()
        if day in overrides:
            return Why.OVERRIDE, overrides[day]
        if day in host.holidays:
            return Why.HOLIDAY, ()
        return Why.HOURS, usual(day)

    return hours_of


def _open(
    hours: Sequence[Stretch], ranges: Callable[[int], Ranges], type_weekly: tuple[Rule, ...]
) -> list[Interval]:
    found = _laid_out(hours, ranges)
    if type_weekly:
        return intersect(found, _laid_out(hours, _by_weekday(type_weekly)))
    return found


def _laid_out(hours: Sequence[Stretch], ranges: Callable[[int], Ranges]) -> list[Interval]:
    """Lay each local date's ranges along the clock: skipped minutes vanish, repeated ones return."""
    found: list[Interval] = []
    for begin, until, offset in hours:
        inside: list[Interval] = []
        for day in range((begin + offset) // DAY, (until - 1 + offset) // DAY + 1):
            midnight = day * DAY - offset
            for start, end in ranges(day):
                inside.append((midnight + start, midnight + end))
        found += clip(inside, begin, until)
    return merge(found)


def _by_weekday(weekly: tuple[Rule, ...]) -> Callable[[int], Ranges]:
    week = [
        merge((rule.start, _closing(rule.end)) for rule in weekly if weekday in rule.days)
        for weekday in range(7)
    ]
    return lambda day: week[(day + 4) % 7]  # 1 January 1970 was a Thursday


def _closing(end: int) -> int:
    return DAY if end == LAST_MINUTE else end


def _shut(rules: Callable[[int], tuple[Why, Ranges]], why: Why, day: int) -> Ranges:
    decides, ranges = rules(day)
    return subtract([(0, DAY)], ranges) if decides is why else ()


def _around(stretch: Stretch, start: int, end: int) -> list[Interval]:
    return subtract([(stretch.start, stretch.end)], [(start, end)])
