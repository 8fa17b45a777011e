"""Half-open intervals: tables of examples and a comparison minute by minute."""

from random import Random

import pytest

from handoff.intervals import clip, intersect, merge, subtract


@pytest.mark.parametrize(
    "given,expected",
    [
        ([], []),
        ([(3, 3)], []),
        ([(5, 2)], []),
        ([(1, 2), (2, 3)], [(1, 3)]),
        ([(4, 6), (1, 9), (2, 3)], [(1, 9)]),
        ([(1, 5), (3, 8), (10, 11)], [(1, 8), (10, 11)]),
    ],
)
def test_merging_joins_what_overlaps_or_touches(given, expected):
    assert merge(given) == expected


@pytest.mark.parametrize(
    "given,taken,expected",
    [
        ([(0, 10)], [], [(0, 10)]),
        ([(0, 10)], [(0, 10)], []),
        ([(0, 10)], [(3, 5)], [(0, 3), (5, 10)]),
        ([(0, 10)], [(-5, 2), (8, 20)], [(2, 8)]),
        ([(0, 4), (6, 9)], [(3, 7)], [(0, 3), (7, 9)]),
    ],
)
def test_subtracting_leaves_the_rest(given, taken, expected):
    assert subtract(given, taken) == expected


def test_what_touches_has_nothing_in_common():
    assert intersect([(0, 5)], [(5, 9)]) == []


def test_clipping_keeps_what_lies_inside():
    assert clip([(0, 5), (4, 8), (9, 12)], 4, 10) == [(4, 5), (4, 8), (9, 10)]


def test_intervals_agree_with_sets_of_minutes():
    chosen = Random(7)
    for _ in range(500):
        first, second = (merge(_some(chosen)) for _ in range(2))
        one, other = _minutes(first), _minutes(second)

        assert _minutes(subtract(first, second)) == one - other
        assert _minutes(intersect(first, second)) == one & other
        assert subtract(first, second) == merge(subtract(first, second))
        assert intersect(first, second) == merge(intersect(first, second))


def _some(chosen):
    starts = [chosen.randrange(60) for _ in range(chosen.randint(0, 8))]
    return [(start, start + chosen.randrange(12)) for start in starts]


def _minutes(intervals):
    return {minute for start, end in intervals for minute in range(start, end)}
