"""Worked examples of the slot rules: each problem with the answer that a person found by hand."""

import json
from pathlib import Path

import pytest

from handoff.availability.problem import read_problem
from handoff.availability.slots import offerable
from handoff.availability.values import Mode
from handoff.availability.zones import instant_of

CASES = json.loads((Path(__file__).parent / "cases.json").read_text())


def iso(minute):
    return instant_of(minute).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_worked_example_comes_out(case):
    problem = read_problem(case["problem"])

    offer = offerable(problem)

    assert [iso(start) for start in offer.starts] == case["slots"], case["about"]
    if problem.rules.mode is Mode.POOL:
        assert {iso(start): ids for start, ids in offer} == case["hosts"]
