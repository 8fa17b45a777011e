"""The best three times: early, in different half-days, and when the guest is awake and at work."""

from collections.abc import Iterable
from typing import NamedTuple

from handoff.availability.zones import day_of, local_minute

DAY_BEGINS, NOON, DAY_ENDS = 8 * 60, 12 * 60, 18 * 60
MOST = 3


class Acceptable(NamedTuple):
    """A start that can be offered; `is_full` says that the optional hosts are free then too."""

    start: int
    is_full: bool


def best_starts(offered: Iterable[Acceptable], *, duration: int, zone: str) -> list[Acceptable]:
    """Return up to three starts, in order of time, each in another half-day of the guest's zone.

    Times with every optional host come first, then the earliest; three half-days are always of two days at
    least. Where the guest's day and the offer have nothing in common, their hours do not count.
    """
    ranked = sorted(offered, key=lambda one: (not one.is_full, one.start))
    awake = (one for one in ranked if is_by_day(one.start, duration=duration, zone=zone))
    return sorted(_choose(awake, zone) or _choose(ranked, zone))


def is_by_day(start: int, *, duration: int, zone: str) -> bool:
    """Say whether the whole meeting lies between 8:00 and 18:00 on the guest's clock."""
    begins = local_minute(zone, start)
    return begins >= DAY_BEGINS and begins + duration <= DAY_ENDS


def _choose(ranked: Iterable[Acceptable], zone: str) -> list[Acceptable]:
    chosen: dict[tuple[int, bool], Acceptable] = {}
    for one in ranked:
        half_day = (day_of(zone, one.start), local_minute(zone, one.start) >= NOON)
        chosen.setdefault(half_day, one)
        if len(chosen) == MOST:
            break
    return list(chosen.values())
