"""Half-open intervals of whole numbers as sorted lists of pairs: merge, subtract, intersect."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Interval: TypeAlias = tuple[int, int]


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Sort, drop what is empty, and join what overlaps or touches."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            if end > merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def subtract(merged: Iterable[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """Return what is left of `merged` without `taken`; both come from `merge`."""
    left: list[Interval] = []
    position = 0
    for begin, end in merged:
        start = begin
        while position < len(taken) and taken[position][1] <= start:
            position += 1
        index = position
        while index < len(taken) and taken[index][0] < end:
            if taken[index][0] > start:
                left.append((start, taken[index][0]))
            start = taken[index][1]
            index += 1
        if start < end:
            left.append((start, end))
    return left


def intersect(first: Sequence[Interval], second: Sequence[Interval]) -> list[Interval]:
    """Return what lies in both; both come from `merge`."""
    common: list[Interval] = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        end = min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def clip(intervals: Iterable[Interval], start: int, end: int) -> list[Interval]:
    """Return the parts that lie inside [start, end)."""
    return [
        (a if a > start else start, b if b < end else end)
        for a, b in intervals
        if a < end and b > start
    ]
