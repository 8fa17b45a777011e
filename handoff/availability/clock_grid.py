"""The quick way to the same starts where all sequences fall on one grid of the organizer's clock.

Every possible start is one byte of a large number: a host's starts are a number, hosts are joined
by `|` and `&` of whole numbers, and eight hosts share a byte, each with a bit of its own.
"""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, reduce
from itertools import chain, cycle, repeat
from operator import and_, or_
from struct import Struct
from typing import Any

from handoff.availability.claims import held, own_protected, protected
from handoff.availability.hours import Span, weekly_open
from handoff.availability.limits import closed_for_type
from handoff.availability.offer import Lineup, Offer, ids_of, lineup
from handoff.availability.sequences import unit_of
from handoff.availability.terms import Terms, open_for, remember, terms_of
from handoff.availability.values import HostProblem, Problem, Rule
from handoff.availability.zones import clock
from handoff.intervals import Interval

BITS = 8  # hosts that share a byte
ANY_BIT = bytes([0]) + bytes([1]) * 255
WORD = 8  # bytes that are read at once where all hosts fit into them


@dataclass(frozen=True, eq=False)
class Lane:
    """The bit of every byte that one of eight hosts owns; a host remembers its starts by it."""

    pattern: int


@dataclass(frozen=True, eq=False)
class Frame:
    """A grid of `count` starts from `first`, every `step` minutes, under certain terms."""

    terms: Terms
    first: int
    step: int
    count: int
    lanes: tuple[Lane, ...]
    starts: tuple[int, ...]
    weekly: dict[tuple[str, tuple[Rule, ...], frozenset[int]], int] = field(default_factory=dict)


def frame_for(problem: Problem, span: Span) -> Frame | None:
    """Return the grid of a problem, or None where sequences have rhythms of their own."""
    rules = problem.rules
    if rules.offset_start or unit_of(rules) != rules.step:
        return None
    phases = {stretch.offset % rules.step for stretch in clock(problem.organizer_zone, *span)}
    if len(phases) > 1:
        return None
    terms = terms_of(rules, (problem.start, problem.end))
    return _frame(terms, phases.pop(), rules.step)


@lru_cache(maxsize=64)
def _frame(terms: Terms, phase: int, step: int) -> Frame:
    start, end = terms.span
    first = start + -(start + phase) % step
    count = max(0, (end - terms.duration - first) // step + 1)
    lanes = tuple(Lane(int.from_bytes(bytes([1 << bit]) * count, "little")) for bit in range(BITS))
    return Frame(terms, first, step, count, lanes, tuple(range(first, first + count * step, step)))


def on_clock_grid(problem: Problem, frame: Frame, allowed: Sequence[Interval]) -> Offer:
    """Return the offer among the allowed starts."""
    needed = lineup(problem)
    planes = [
        _plane(host, frame, lane)
        for host, lane in zip(problem.hosts, cycle(frame.lanes), strict=False)
    ]
    for index, claims in held(problem).items():
        planes[index] ^= planes[index] & _blocked(protected(claims), frame)
    rows = [reduce(or_, planes[index : index + BITS]) for index in range(0, len(planes), BITS)]
    offered = reduce(or_, rows) if needed.is_any_of_one_group else _offered(planes, needed)
    if problem.rules.limits:
        closed = closed_for_type(problem, frame.terms.span)
        offered ^= offered & _runs(closed, frame, *_overlap(frame, 0, 0))
    chosen = _chosen(offered, frame, allowed)
    if not chosen:
        return Offer(ids_of(problem.hosts), [], [])
    starts: list[int] = []
    for first, after in chosen:
        starts += frame.starts[first:after]
    return Offer(ids_of(problem.hosts), starts, _masks(rows, frame.count, chosen))


def _plane(host: HostProblem, frame: Frame, lane: Lane) -> int:
    """Return the starts at which the host is free, a bit in a byte for each."""
    plane: int | None = host.kept.get(lane)
    if plane is None:
        plane = _open(host, frame) & lane.pattern
        plane ^= plane & _blocked(own_protected(host), frame)
        remember(host, lane, plane)
    return plane


def _open(host: HostProblem, frame: Frame) -> int:
    """Return the starts whose meeting lies within open minutes; shared by hosts of equal hours."""
    terms = frame.terms
    if not host.is_plain:
        return _fitting(open_for(host, terms), frame)
    key = (host.zone, host.weekly, host.holidays)
    if key not in frame.weekly:
        found = weekly_open(*key, terms.weekly, terms.span)
        frame.weekly[key] = _fitting(found, frame)
    return frame.weekly[key]


def _fitting(spans: Iterable[Interval], frame: Frame) -> int:
    """Return the starts from which a whole meeting lies inside one of the spans."""
    step = frame.step
    return _runs(spans, frame, step - 1 - frame.first, step - frame.terms.duration - frame.first)


def _blocked(spans: Iterable[Interval], frame: Frame) -> int:
    """Return the starts whose meeting, with its buffers, would overlap one of the spans."""
    terms = frame.terms
    return _runs(spans, frame, *_overlap(frame, terms.buffer_before, terms.buffer_after))


def _overlap(frame: Frame, before: int, after: int) -> tuple[int, int]:
    step = frame.step
    return step - frame.terms.duration - after - frame.first, step - 1 + before - frame.first


def _runs(spans: Iterable[Interval], frame: Frame, at_start: int, at_end: int) -> int:
    """Return runs of full bytes: from slot (start + at_start) // step up to (end + at_end) // step.

    A run of bytes 0xFF from slot a up to slot b is 256^b - 256^a, so all of them take one
    subtraction. The spans come in order of their start.
    """
    step, count = frame.step, frame.count
    begins, ends = bytearray(count + 1), bytearray(count + 1)
    reach = 0
    for start, end in spans:
        after = (end + at_end) // step
        if after > reach:
            first = (start + at_start) // step
            if first < reach:
                first = reach
            if after > count:
                after = count
            if first < after:
                begins[first] = ends[after] = 1
                reach = after
    return int.from_bytes(ends, "little") - int.from_bytes(begins, "little")


def _offered(planes: list[int], needed: Lineup) -> int:
    """Return the starts at which every required host and one of each group is free."""
    alone = [plane >> index % BITS for index, plane in enumerate(planes)]
    required = [alone[index] for index in needed.required]
    groups = [reduce(or_, [alone[index] for index in group]) for group in needed.groups]
    return reduce(and_, required + groups)


def _chosen(offered: int, frame: Frame, allowed: Sequence[Interval]) -> list[Interval]:
    """Return the runs of slots whose starts are both offered and allowed."""
    flags = offered.to_bytes(frame.count, "little").translate(ANY_BIT)
    marks = bytearray(frame.count + 1)
    for first, after in allowed:
        low = max(0, -(-(first - frame.first) // frame.step))
        high = max(low, min(frame.count, -(-(after - frame.first) // frame.step)))
        marks[low:high] = flags[low:high]
    runs = []
    start = marks.find(1)
    while start >= 0:
        end = marks.find(0, start)
        runs.append((start, end))
        start = marks.find(1, end)
    return runs


def _masks(rows: list[int], count: int, chosen: list[Interval]) -> list[int]:
    """Turn rows of eight hosts each into one mask for each chosen slot."""
    width = WORD if len(rows) <= WORD else len(rows)
    table = bytearray(count * width)
    for index, row in enumerate(rows):
        table[index::width] = row.to_bytes(count, "little")
    if width == WORD and sys.byteorder == "little":
        words = memoryview(table).cast("Q")
        masks: list[int] = []
        for first, after in chosen:
            masks += words[first:after].tolist()
        return masks
    cells = _reader(width, count).unpack(table)
    picked = chain.from_iterable([cells[a:b] for a, b in chosen])
    read: Any = int.from_bytes  # its stub takes two literal byte orders only
    return list(map(read, picked, repeat("little")))


@lru_cache(maxsize=16)
def _reader(width: int, count: int) -> Struct:
    return Struct(f"{width}s" * count)


def forget_grids() -> None:
    """Forget every grid, and with it what hosts remember by its lanes."""
    for kept in (_frame, _reader):
        kept.cache_clear()
