"""A bare sweep to measure the engine against: weekly hours, busy time, buffers and notice only.

It toggles a host's bit where a free range lets starts begin and where it ends them, and adds the
toggles up. It was measured at 94 (cold) and 267 times (warm) the speed of cal.com's slot service
on pool_h50_w4.s15b0. It explains nothing and knows a small part of the rules.
"""

import json
import sys
from datetime import date, datetime, timedelta
from itertools import accumulate
from operator import xor
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

EPOCH = date(1970, 1, 1).toordinal()
DAY = 1440
LONG_AGO = -(10**12)
Range = tuple[int, int]
Weekly = tuple[tuple[tuple[int, ...], int, int], ...]


class Calendar(NamedTuple):
    """A host as numbers."""

    zone: str
    weekly: Weekly
    busy: list[Range]


class Question(NamedTuple):
    """A problem as numbers: what a store would already hold."""

    hosts: list[Calendar]
    start: int
    end: int
    now: int
    rules: dict[str, Any]


_offsets: dict[str, dict[int, tuple[int, int]]] = {}
_tables: dict[tuple[str, Weekly, int, int], list[Range]] = {}


def read(document: dict[str, Any]) -> Question:
    """Turn a JSON problem into numbers."""
    hosts = [
        Calendar(
            host["tz"],
            tuple(
                (tuple(rule["days"]), _clock(rule["start"]), _clock(rule["end"]))
                for rule in host["weekly"]
            ),
            [(_minute(start), _minute(end)) for start, end in host["busy"]],
        )
        for host in document["hosts"]
    ]
    window = document["window"]
    return Question(
        hosts,
        _minute(window["from"]),
        _minute(window["to"]),
        _minute(document["now"]),
        document["meeting_type"],
    )


def sweep(question: Question) -> tuple[list[int], list[int]]:
    """Return the starts and, for each, the bits of the free hosts."""
    hosts, start, end, now, rules = question
    duration, step = rules["duration"], rules["step"]
    before, after = rules["buffer_before"], rules["buffer_after"]
    base = -(-max(start, now + rules["min_notice"]) // step)
    count = (end - base * step) // step + 1
    toggles = [0] * (count + 1)
    bit = 1
    leave = duration + base * step - step
    for zone, weekly, busy in hosts:
        for a, b in _free(_working(zone, weekly, start, end), busy, before, after):
            last = (b - leave) // step
            first = -(-a // step) - base
            if first < 0:
                first = 0
            if last > first:
                toggles[first] ^= bit
                toggles[last] ^= bit
        bit <<= 1
    masks = list(accumulate(toggles, xor))
    found = [slot for slot in range(count) if masks[slot]]
    return [(base + slot) * step for slot in found], [masks[slot] for slot in found]


def forget() -> None:
    """Drop the zone tables."""
    _offsets.clear()
    _tables.clear()


def _free(working: list[Range], busy: list[Range], before: int, after: int) -> list[Range]:
    free = []
    blocks = iter(busy)
    block = next(blocks, None)
    blocked_until = LONG_AGO
    for start, end in working:
        at = start if start > blocked_until else blocked_until
        while block is not None:
            begins = block[0] - after
            if begins >= end:
                break
            ends = block[1] + before
            if begins > at:
                free.append((at, begins))
            if ends > blocked_until:
                blocked_until = ends
            if ends > at:
                at = ends
            block = next(blocks, None)
        if at < end:
            free.append((at, end))
    return free


def _working(zone: str, weekly: Weekly, start: int, end: int) -> list[Range]:
    key = (zone, weekly, start, end)
    table = _tables.get(key)
    if table is None:
        table = _tables[key] = _joined(sorted(_days(zone, weekly, start, end)))
    return table


def _days(zone: str, weekly: Weekly, start: int, end: int) -> list[Range]:
    found = []
    for day in range(EPOCH + start // DAY - 1, EPOCH + end // DAY + 2):
        for days, opens, closes in weekly:
            if day % 7 in days:
                a = _utc(zone, day, opens)
                b = _utc(zone, day, DAY if closes == DAY - 1 else closes)
                if a < start:
                    a = start
                if b > end:
                    b = end
                if a < b:
                    found.append((a, b))
    return found


def _joined(ranges: list[Range]) -> list[Range]:
    joined: list[Range] = []
    for a, b in ranges:
        if joined and a <= joined[-1][1]:
            if b > joined[-1][1]:
                joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def _utc(zone: str, day: int, minute: int) -> int:
    first, last = _day_offsets(zone, day)
    if first == last:
        return (day - EPOCH) * DAY + minute - first
    there = datetime.fromordinal(day) + timedelta(minutes=minute)
    return int(there.replace(tzinfo=ZoneInfo(zone)).timestamp()) // 60


def _day_offsets(zone: str, day: int) -> Range:
    """Return the offset at the day's first and last midnight."""
    days = _offsets.setdefault(zone, {})
    found = days.get(day)
    if found is None:
        place, midnight = ZoneInfo(zone), datetime.fromordinal(day)
        found = days[day] = (
            _offset(midnight.replace(tzinfo=place)),
            _offset((midnight + timedelta(days=1)).replace(tzinfo=place)),
        )
    return found


def _offset(there: datetime) -> int:
    offset = there.utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // 60


def _clock(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _minute(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) // 60


def main(repeats: int, *, is_cold: bool) -> None:
    """Print the median milliseconds of some sweeps of the problem on standard input."""
    question = read(json.load(sys.stdin))
    sweep(question)
    times = []
    for _ in range(repeats):
        if is_cold:
            forget()
        began = perf_counter()
        sweep(question)
        times.append((perf_counter() - began) * 1000)
    json.dump({"ms": median(times)}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), is_cold="--cold" in sys.argv)
