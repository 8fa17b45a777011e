"""The slot problems that speed is measured on, the same on every machine.

Busy blocks lie on a 5-minute grid in UTC, working hours are wall time of the host's zone, and clock
changes of America, Europe and Australia fall inside the horizon.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

Document = dict[str, Any]
Block = tuple[datetime, datetime]

NOW = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)  # a Monday; clocks change on 8 and 29 March, 5 April
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
SIZES = (1, 10, 50, 200)
WEEKS = (1, 4, 12)
VARIANTS = {"s15b0": (15, 0, 0), "s30b10": (30, 10, 10)}  # step, buffer before, buffer after
LENGTHS = (15, 20, 25, 30, 30, 30, 45, 50, 60, 60, 90, 120)
WORLD = (
    "America/New_York America/Los_Angeles America/Chicago America/Sao_Paulo Europe/London"
    " Europe/Berlin Europe/Helsinki Africa/Lagos Asia/Dubai Asia/Kolkata Asia/Kathmandu"
    " Asia/Tokyo Australia/Sydney Pacific/Auckland"
).split()
TEAM = (
    "Europe/London Europe/Berlin Europe/Lisbon Europe/Warsaw Africa/Lagos America/New_York"
).split()


def problems() -> Iterator[tuple[str, Document]]:
    """Yield every problem with its name, such as pool_h50_w4.s15b0."""
    for mode in ("collective", "pool"):
        for size in SIZES:
            for weeks in WEEKS:
                yield from variants(mode, size, weeks)


def variants(mode: str, size: int, weeks: int) -> Iterator[tuple[str, Document]]:
    """Yield one set of hosts with each step and its buffers."""
    chance = Random(f"slotbench/{mode}/{size}/{weeks}")
    shared = list(_shared_blocks(chance, weeks))
    hosts = [
        _host(chance, name, mode=mode, shared=shared, size=size, weeks=weeks)
        for name in range(1, size + 1)
    ]
    for variant, (step, before, after) in VARIANTS.items():
        rules = {"mode": mode, "duration": 30, "step": step}
        rules |= {"buffer_before": before, "buffer_after": after, "min_notice": 240}
        yield (
            f"{mode}_h{size}_w{weeks}.{variant}",
            {
                "now": _iso(NOW),
                "window": {"from": _iso(MONDAY), "to": _iso(MONDAY + timedelta(weeks=weeks))},
                "organizer_tz": "Europe/London",
                "meeting_type": rules,
                "hosts": hosts,
            },
        )


def _shared_blocks(chance: Random, weeks: int) -> Iterator[tuple[datetime, int]]:
    """Yield fifteen blocks a week in which a whole team is busy, else it would never be free."""
    for week in range(weeks):
        for day in range(5):
            for _ in range(3):
                minute = 5 * chance.randrange(7 * 12, 18 * 12)
                at = MONDAY + timedelta(weeks=week, days=day, minutes=minute)
                yield at, 5 * chance.randrange(6, 19)


def _host(
    chance: Random,
    name: int,
    *,
    mode: str,
    shared: list[tuple[datetime, int]],
    size: int,
    weeks: int,
) -> Document:
    is_team = mode == "collective"
    zone = chance.choice(TEAM if is_team else WORLD)
    a_week = chance.randint(5, 40)
    with_the_team = 1.0 if size >= 50 else 0.93
    busy: list[Block] = []
    for week in range(weeks):
        for _ in range(a_week):
            if is_team and chance.random() < with_the_team:
                busy.append(_part_of(chance, shared[week * 15 : week * 15 + 15]))
            else:
                busy.append(_alone(chance, week, zone))
        if not is_team and chance.random() < 0.05:
            busy.append(_whole_day(chance, week, zone))
    weekly = _team_hours(zone) if is_team else _pool_hours(chance)
    blocks = [[_iso(start), _iso(end)] for start, end in sorted(busy)]
    return {"id": name, "tz": zone, "weekly": weekly, "busy": blocks}


def _part_of(chance: Random, shared: list[tuple[datetime, int]]) -> Block:
    begins, length = chance.choice(shared)
    start = begins + timedelta(minutes=5 * chance.randrange(max(1, length // 5)))
    left = begins + timedelta(minutes=length) - start
    return start, start + max(left, timedelta(minutes=5))


def _alone(chance: Random, week: int, zone: str) -> Block:
    day = chance.choices(range(7), [10, 10, 10, 10, 10, 1, 1])[0]
    minute = 5 * chance.randrange(7 * 12, 19 * 12)
    start = _wall(zone, timedelta(weeks=week, days=day, minutes=minute))
    return start, start + timedelta(minutes=chance.choice(LENGTHS))


def _whole_day(chance: Random, week: int, zone: str) -> Block:
    start = _wall(zone, timedelta(weeks=week, days=chance.randrange(5)))
    return start, start + timedelta(days=1)


def _wall(zone: str, since_monday: timedelta) -> datetime:
    there = MONDAY.replace(tzinfo=None) + since_monday
    return there.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _pool_hours(chance: Random) -> list[Document]:
    kind = chance.random()
    if kind < 0.6:
        return [_hours([1, 2, 3, 4, 5], "09:00", "17:00")]
    if kind < 0.75:
        weekdays = [1, 2, 3, 4, 5]
        return [_hours(weekdays, "08:30", "12:00"), _hours(weekdays, "13:15", "18:00")]
    if kind < 0.9:
        return [_hours([1, 2, 4], "10:00", "19:30"), _hours([3], "07:00", "13:00")]
    return [_hours([1, 2, 3, 4, 5, 6], "08:00", "16:20")]


def _team_hours(zone: str) -> list[Document]:
    if zone.startswith("America"):
        return [_hours([1, 2, 3, 4, 5], "07:00", "17:00")]
    return [_hours([1, 2, 3, 4, 5], "08:00", "19:00")]


def _hours(days: list[int], start: str, end: str) -> Document:
    return {"days": days, "start": start, "end": end}


def _iso(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def main(folder: Path) -> None:
    """Write every problem to a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, problem in problems():
        (folder / f"{name}.json").write_text(json.dumps(problem, separators=(",", ":")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
