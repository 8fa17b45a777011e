"""Starts by the letter of the rules: a sequence in every free stretch, afresh at each midnight."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate
from operator import xor

from handoff.availability.claims import blocked, held, protected
from handoff.availability.hours import Span
from handoff.availability.limits import closed_for_type
from handoff.availability.offer import Lineup, Offer, ids_of, lineup
from handoff.availability.terms import own_free, terms_of
from handoff.availability.values import Problem, TypeRules
from handoff.availability.zones import DAY, Stretch, clock, midnights
from handoff.intervals import Interval, intersect, subtract

MARGIN = 2 * DAY  # no sequence in the window began earlier: a local day is never as long
UNITS = (60, 30, 20, 15, 10, 5)
PACKED_UNIT = 5


def by_sequences(problem: Problem, allowed: Sequence[Interval], span: Span) -> Offer:
    """Return the offer among the allowed starts; `span` begins MARGIN before the first."""
    free, needed = free_stretches(problem, span), lineup(problem)
    starts = sorted(
        {
            start
            for index, stretches in leading(free, needed)
            for run in sequences(problem, stretches, problem.hosts[index].zone, span)
            for start in _inside(run, allowed)
        }
    )
    masks = _masks(free, starts, problem.rules.duration)
    kept = [index for index, mask in enumerate(masks) if _is_enough(mask, needed)]
    return Offer(
        ids_of(problem.hosts), [starts[index] for index in kept], [masks[index] for index in kept]
    )


def free_stretches(problem: Problem, span: Span) -> list[list[Interval]]:
    """Return each host's free stretches, without holds and what the type's limits close."""
    rules, terms = problem.rules, terms_of(problem.rules, span)
    free = [own_free(host, terms) for host in problem.hosts]
    for index, claims in held(problem).items():
        taken = blocked(protected(claims), rules.buffer_before, rules.buffer_after)
        free[index] = subtract(free[index], taken)
    if rules.limits:
        closed = closed_for_type(problem, span)
        free = [subtract(stretches, closed) for stretches in free]
    return free


def sequences(
    problem: Problem, stretches: Sequence[Interval], zone: str, span: Span
) -> Iterator[range]:
    """Yield the sequences of starts in the stretches, whose midnights are those of `zone`."""
    rules = problem.rules
    marks, unit = clock(problem.organizer_zone, *span), unit_of(rules)
    cuts = midnights(zone, *span)
    for begin, end in stretches:
        inside = cuts[bisect_right(cuts, begin) : bisect_left(cuts, end)]
        for first, after in zip((begin, *inside), (*inside, end), strict=True):
            start = _next_mark(marks, first, unit) + rules.offset_start
            yield range(start, min(after, end - rules.duration + 1), rules.step)


def unit_of(rules: TypeRules) -> int:
    """Return the minutes of the clock by which a sequence's first start is divisible."""
    if rules.is_packed:
        return PACKED_UNIT
    return next((unit for unit in UNITS if rules.step % unit == 0), 1)


def leading(free: list[list[Interval]], needed: Lineup) -> Iterator[tuple[int, Sequence[Interval]]]:
    """Yield the stretches that sequences run in, each with the host whose midnights count."""
    common = [free[index] for index in needed.required]
    if not needed.groups:
        yield 0, reduce(intersect, common)
    for group in needed.groups:
        for index in group:
            yield index, reduce(intersect, common, free[index])


def _next_mark(marks: Sequence[Stretch], minute: int, unit: int) -> int:
    """Return the first minute from here on that is divisible on that clock."""
    for begin, end, offset in marks:
        if minute < end:
            at = max(minute, begin)
            mark = at + -(at + offset) % unit
            if mark < end:
                return mark
    return marks[-1].end


def _inside(run: range, allowed: Sequence[Interval]) -> Iterator[int]:
    for first, after in allowed:
        skipped = max(0, -(-(first - run.start) // run.step))
        yield from range(run.start + skipped * run.step, min(run.stop, after), run.step)


def _masks(free: list[list[Interval]], starts: list[int], duration: int) -> list[int]:
    """Return, for each start, the hosts in one of whose stretches the whole meeting lies."""
    toggles = [0] * (len(starts) + 1)
    for index, stretches in enumerate(free):
        for begin, end in stretches:
            first = bisect_left(starts, begin)
            after = bisect_right(starts, end - duration)
            if first < after:
                toggles[first] ^= 1 << index
                toggles[after] ^= 1 << index
    return list(accumulate(toggles, xor))[:-1]


def _is_enough(mask: int, needed: Lineup) -> bool:
    return all(mask >> index & 1 for index in needed.required) and all(
        any(mask >> index & 1 for index in group) for group in needed.groups
    )
