"""Whether some hosts are all free at starts that were found without them."""

from bisect import bisect_right
from collections.abc import Iterable
from functools import reduce

from handoff.availability.sequences import MARGIN, free_stretches
from handoff.availability.values import Problem
from handoff.intervals import intersect


def free_together(problem: Problem, starts: Iterable[int]) -> set[int]:
    """Return those of the starts at which every host of the problem is free for the whole meeting.

    The starts need not be those that these hosts alone would be offered at.
    """
    span = (problem.start - MARGIN, problem.end)
    common = reduce(intersect, free_stretches(problem, span))
    begins = [begin for begin, _ in common]
    duration = problem.rules.duration
    found = set()
    for start in starts:
        position = bisect_right(begins, start) - 1
        if position >= 0 and start + duration <= common[position][1]:
            found.add(start)
    return found
