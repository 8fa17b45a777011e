"""A meeting's time as a reader's clock shows it, with the zone always named."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_location

from handoff.spans import Span

_SPACES = str.maketrans("\u202f\xa0", "  ")


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


def moments(span: Span, zones: Sequence[str], *, locale: Locale) -> list[Moment]:
    """Return the meeting's time in each of these zones."""
    return [moment(span, zone, locale) for zone in zones]


def moment(span: Span, zone: str, locale: Locale) -> Moment:
    """Return the meeting's date and time on that zone's clock, as the locale writes them, with the zone named."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (span.starts_at, span.ends_at))
    is_one_day = begins.date() == ends.date()
    last = "" if is_one_day else f" ({format_date(ends, 'EEEE', locale=locale)})"
    clock = f"{_clock(begins, locale)} – {_clock(ends, locale)}{last}"
    parts = dict.fromkeys((_place(zone, locale), *_offset(begins)))
    return Moment(format_date(begins, "full", locale=locale), clock, ", ".join(parts))


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _clock(at: datetime, locale: Locale) -> str:
    # The narrow spaces of some locales are no spaces to those who search, and odd letters to old mail programs.
    return format_time(at.time(), "short", locale=locale).translate(_SPACES)


def _place(zone: str, locale: Locale) -> str:
    place = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
    return place.rpartition("/")[2].replace("_", " ")


def _offset(at: datetime) -> tuple[str, ...]:
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    utc = "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    name = at.tzname() or ""
    return (name, utc) if name.isalpha() else (utc,)
