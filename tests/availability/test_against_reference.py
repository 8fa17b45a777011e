"""Random problems, answered by the engine and by a slow reading of the rules minute by minute."""

from random import Random

import pytest

from handoff.availability.clock_grid import frame_for
from handoff.availability.explain import explain
from handoff.availability.hours import host_closed, host_open
from handoff.availability.problem import read_problem
from handoff.availability.sequences import MARGIN, by_sequences
from handoff.availability.slots import (
    allowed_starts,
    clear_caches,
    free_hosts,
    is_free,
    offerable,
)
from handoff.intervals import merge, subtract
from tests.availability import chance, reference

CHUNK = 20
SEEDS = range(0, 240, CHUNK)


@pytest.mark.parametrize("first", SEEDS)
def test_the_offer_is_that_of_the_reference(first):
    for seed in range(first, first + CHUNK):
        document = chance.problem(seed)
        problem = read_problem(document)

        expected = reference.offered(document)

        assert dict(offerable(problem)) == expected, seed
        assert dict(offerable(problem)) == expected, f"{seed}, with what was kept"
        _explanations_agree(document, problem, expected, Random(seed))


def _explanations_agree(document, problem, expected, chosen):
    span = problem.start - 60, problem.end + 60
    tried = chosen.sample(sorted(expected), min(3, len(expected)))
    tried += [chosen.randrange(*span) for _ in range(2)]
    tried += [chosen.randrange(*span) // 15 * 15 for _ in range(2)]
    ids = [host["id"] for host in document["hosts"]]
    for start in tried:
        reasons = explain(problem, start)
        free = [index for index, name in enumerate(ids) if not reasons[name]]
        listed = expected.get(start, [])
        assert free_hosts(problem, start) == listed
        assert [name for name in ids if is_free(problem, name, start)] == listed
        if start in expected:
            assert [ids[index] for index in free] == listed
        else:
            assert not reference.has_enough(document, free)


def test_the_quick_way_and_the_rules_themselves_agree():
    for seed in range(1000, 1300):
        problem = read_problem(chance.problem(seed))
        span = (problem.start - MARGIN, problem.end)

        offer = by_sequences(problem, allowed_starts(problem), span)

        assert dict(offerable(problem)) == dict(offer), seed


@pytest.mark.parametrize("size", [9, 64, 65, 130])
def test_the_two_ways_agree_on_a_crowd(size):
    document = chance.crowd(size)
    problem = read_problem(document)
    span = (problem.start - MARGIN, problem.end)

    offer = by_sequences(problem, allowed_starts(problem), span)

    assert frame_for(problem, span)
    assert offer.starts
    assert offerable(problem) == offer


def test_open_and_closed_minutes_make_up_the_whole_span():
    for seed in range(2000, 2100):
        problem = read_problem(chance.problem(seed))
        span, weekly = (problem.start, problem.end), problem.rules.weekly
        for host in problem.hosts:
            closed = merge((start, end) for _, start, end in host_closed(host, weekly, span))

            assert subtract([span], closed) == host_open(host, weekly, span), seed


def test_nothing_is_answered_from_memory():
    problem = read_problem(chance.problem(4))
    before = dict(offerable(problem))

    clear_caches()

    assert dict(offerable(problem)) == before
