"""Clocks of the world's zones as stretches of constant offset, and instants as minutes."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = 1440
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = EPOCH.toordinal()
MINUTE = timedelta(minutes=1)
STRIDE = 3 * DAY  # of all zones since 1970, none has changed twice within a week
# Beyond these the calendar of `datetime` ends; an offset there is taken from the nearest day.
FIRST = -(EPOCH_DAY - 400) * DAY
LAST = (datetime(9998, 1, 1, tzinfo=UTC).toordinal() - EPOCH_DAY) * DAY
BEGINNING = (datetime.min.replace(tzinfo=UTC) - EPOCH) // MINUTE
ENDING = (datetime.max.replace(tzinfo=UTC) - EPOCH) // MINUTE


class Stretch(NamedTuple):
    """Minutes from `start` to `end` during which local time is UTC plus `offset`."""

    start: int
    end: int
    offset: int


def minute_of(instant: datetime) -> int:
    """Return the minute that an aware instant lies in."""
    return (instant - EPOCH) // MINUTE


def minute_from(instant: datetime) -> int:
    """Return the first minute that does not begin before an aware instant."""
    return -((EPOCH - instant) // MINUTE)


def minutes_taken(starts_at: datetime, ends_at: datetime) -> tuple[int, int]:
    """Return the minutes that a span touches: a part of a minute takes the minute."""
    start = minute_of(starts_at)
    return start, (start if starts_at == ends_at else minute_from(ends_at))


def instant_of(minute: int) -> datetime:
    """Return a minute as an aware instant, in UTC; the calendar's ends stand for what lies beyond."""
    return EPOCH + min(max(minute, BEGINNING), ENDING) * MINUTE


def is_zone(name: str) -> bool:
    """Say whether there is a zone of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=1024)
def clock(zone: str, start: int, end: int) -> tuple[Stretch, ...]:
    """Return the zone's offsets over [start, end), changes found to the minute."""
    place = ZoneInfo(zone)
    stretches = []
    begin, offset = start, _offset(place, start)
    at = start
    while at < end:
        after = min(at + STRIDE, end)
        changed = _offset(place, after)
        if changed != offset:
            change = _change(place, at, after)
            stretches.append(Stretch(begin, change, offset))
            begin, offset = change, changed
        at = after
    if begin < end:
        stretches.append(Stretch(begin, end, offset))
    return tuple(stretches)


def day_of(zone: str, minute: int) -> int:
    """Return the local date of a minute, as days since 1970."""
    return (minute + _offset(ZoneInfo(zone), minute)) // DAY


def local_minute(zone: str, minute: int) -> int:
    """Return what a minute reads on the zone's clocks, in minutes of the day."""
    return (minute + _offset(ZoneInfo(zone), minute)) % DAY


@lru_cache(maxsize=256)
def midnights(zone: str, start: int, end: int) -> tuple[int, ...]:
    """Return the minutes that read 00:00 or begin another date, from `start` up to `end`."""
    found: list[int] = []
    before = None
    for begin, until, offset in clock(zone, start, end):
        day = (begin + offset) // DAY
        if before is not None and day != before:
            found.append(begin)
        first = -(-(begin + offset) // DAY) * DAY - offset
        found.extend(at for at in range(first, until, DAY) if not found or found[-1] != at)
        before = (until - 1 + offset) // DAY
    return tuple(found)


def dates(zone: str, days: tuple[int, int], span: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the minutes of `span` whose local date lies in [days[0], days[1])."""
    found = []
    for begin, until, offset in clock(zone, *span):
        first = max(begin, days[0] * DAY - offset)
        last = min(until, days[1] * DAY - offset)
        if first < last:
            found.append((first, last))
    return found


def _offset(place: ZoneInfo, minute: int) -> int:
    at = EPOCH + min(max(minute, FIRST), LAST) * MINUTE
    offset = at.astimezone(place).utcoffset()
    return 0 if offset is None else offset // MINUTE


def _change(place: ZoneInfo, low: int, high: int) -> int:
    """Return the first minute after `low` whose offset is that of `high`."""
    wanted = _offset(place, high)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(place, middle) == wanted:
            high = middle
        else:
            low = middle
    return high
