"""The command line of the slot rules: problems in on one stream, answers out on another, as JSON."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any, BinaryIO, TextIO

from handoff.availability.checked import Checked, WrongProblem
from handoff.availability.explain import explain
from handoff.availability.problem import read_problem
from handoff.availability.slots import clear_caches, offerable
from handoff.availability.values import Id, Mode, Problem
from handoff.availability.zones import FIRST, LAST, instant_of, minute_of

WRONG = 2


def main(arguments: Sequence[str], asked: BinaryIO, answers: TextIO, refusals: TextIO) -> int:
    """Answer what a stream asks; return the exit status."""
    options = _options().parse_args(arguments)
    try:
        document = _document(asked.read())
        if isinstance(document, list):
            answer: Any = [
                _answer(read_problem(one, f"[{index}]"), options)
                for index, one in enumerate(document)
            ]
        else:
            answer = _answer(read_problem(document), options)
    except WrongProblem as wrong:
        refusals.write(f"{wrong}.\n")
        return WRONG
    json.dump(answer, answers)
    answers.write("\n")
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m handoff.availability", description=__doc__)
    parser.add_argument("--explain", metavar="START", help="say why this start is closed, per host")
    parser.add_argument("--repeat", metavar="N", type=_count, help="add the median ms of N runs")
    parser.add_argument("--cold", action="store_true", help="forget everything before each run")
    parser.add_argument("--touch", metavar="ID", help="change a busy block of a host before each")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def _document(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WrongProblem(f"standard input is no JSON ({error})") from error


def _answer(problem: Problem, options: argparse.Namespace) -> dict[str, Any]:
    answer = _explained(problem, options.explain) if options.explain else _offered(problem)
    if options.repeat:
        answer["ms"] = _measured(problem, options)
    return answer


def _offered(problem: Problem) -> dict[str, Any]:
    offer = offerable(problem)
    answer: dict[str, Any] = {"slots": [_iso(start) for start in offer.starts]}
    if problem.rules.mode is Mode.POOL:
        answer["hosts"] = {_iso(start): sorted(ids, key=_order) for start, ids in offer}
    return answer


def _explained(problem: Problem, text: str) -> dict[str, Any]:
    at = Checked(text, "--explain").instant()
    start = minute_of(at)
    if instant_of(start) != at or not FIRST <= start < LAST:
        raise WrongProblem("--explain must be a whole minute of the years 2 to 9997")
    return {
        "start": _iso(start),
        "hosts": {
            str(name): [
                {"reason": why, "from": _iso(begins), "to": _iso(ends)}
                for why, begins, ends in dict.fromkeys(
                    (one.why, one.start, one.end) for one in reasons
                )
            ]
            for name, reasons in explain(problem, start).items()
        },
    }


def _measured(problem: Problem, options: argparse.Namespace) -> float:
    """Return the median milliseconds from numbers to starts with their hosts."""
    touched = None if options.touch is None else _position(problem, options.touch)
    offerable(problem)
    times = []
    for turn in range(options.repeat):
        asked = problem if touched is None else _touched(problem, touched, turn)
        if options.cold:
            clear_caches()
        began = perf_counter()
        offerable(asked)
        times.append((perf_counter() - began) * 1000)
    return round(median(times), 4)


def _position(problem: Problem, name: str) -> int:
    for index, host in enumerate(problem.hosts):
        if str(host.id) == name:
            return index
    raise WrongProblem(f"--touch names no host: {name}")


def _touched(problem: Problem, position: int, turn: int) -> Problem:
    """Return the problem with one busy block of that host five minutes or more longer."""
    host = problem.hosts[position]
    busy = list(host.busy) or [(problem.start, problem.start)]
    changed = turn % len(busy)
    start, end = busy[changed]
    busy[changed] = (start, end + 5 * (1 + turn % 3))
    hosts = list(problem.hosts)
    hosts[position] = replace(host, busy=tuple(busy))
    return replace(problem, hosts=tuple(hosts))


def _order(name: Id) -> tuple[bool, Id]:
    return isinstance(name, str), name


def _iso(minute: int) -> str:
    return instant_of(minute).replace(tzinfo=None).isoformat() + "Z"
