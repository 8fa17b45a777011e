"""A meeting's time as a reader's clock shows it, with the zone always named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from handoff.spans import Span

TWELVE_HOURS = (
    "America/Anchorage",
    "America/Boise",
    "America/Chicago",
    "America/Denver",
    "America/Detroit",
    "America/Edmonton",
    "America/Halifax",
    "America/Indiana/",
    "America/Juneau",
    "America/Kentucky/",
    "America/Los_Angeles",
    "America/Menominee",
    "America/New_York",
    "America/North_Dakota/",
    "America/Phoenix",
    "America/Regina",
    "America/St_Johns",
    "America/Toronto",
    "America/Vancouver",
    "America/Winnipeg",
    "Asia/Kolkata",
    "Asia/Manila",
    "Australia/",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "US/",
)
"""Zones, or beginnings of zone names, where people read a clock of twelve hours."""


@dataclass(frozen=True)
class Moment:
    """A meeting's time as one reader's clock shows it."""

    date: str
    clock: str
    zone: str


def known_zones(*names: str) -> tuple[str, ...]:
    """Return those names that are zones, each once; UTC if none is."""
    found = dict.fromkeys(name for name in names if name and _is_known(name))
    return tuple(found) or ("UTC",)


def has_12_hours(zone: str) -> bool:
    """Say whether people in this zone read AM and PM."""
    return zone.startswith(TWELVE_HOURS)


def moments(span: Span, zones: Sequence[str], *, in_12_hours: bool) -> list[Moment]:
    """Return the meeting's time in each of these zones."""
    return [moment(span, zone, in_12_hours) for zone in zones]


def moment(span: Span, zone: str, in_12_hours: bool) -> Moment:
    """Return the meeting's date and time on that zone's clock, with the zone named."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (span.starts_at, span.ends_at))
    date = f"{begins:%A} {begins.day} {begins:%B} {begins.year}"
    last = "" if begins.date() == ends.date() else f" ({ends:%A})"
    clock = f"{_clock(begins, in_12_hours)} – {_clock(ends, in_12_hours)}{last}"
    parts = dict.fromkeys((_place(zone), *_offset(begins)))
    return Moment(date, clock, ", ".join(parts))


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _clock(at: datetime, in_12_hours: bool) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {at:%p}" if in_12_hours else f"{at:%H:%M}"


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _offset(at: datetime) -> tuple[str, ...]:
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    utc = "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    name = at.tzname() or ""
    return (name, utc) if name.isalpha() else (utc,)
