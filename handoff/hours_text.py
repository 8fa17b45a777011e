"""Hours as an admin writes them: weekly ones such as "Mon-Fri 09:00-17:00", or those of single dates, a line each."""

import re
from datetime import date
from typing import NamedTuple

from handoff.wording import Figure, Figures, say

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
CLOSED = "closed"
_RANGE = r"(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d)"
_LINE = re.compile(r"(?P<days>[a-z,\s-]+?)\s+" + _RANGE)
_HOURS = re.compile(_RANGE)
_DATED = re.compile(r"(?P<on>\d{4}-\d\d-\d\d)\s*:?\s+(?P<hours>.+)")


class HoursRule(NamedTuple):
    """Open on `days` (0 is Sunday) from `start` up to `end`, in minutes of the local day."""

    days: tuple[int, ...]
    start: int
    end: int


class DatedHours(NamedTuple):
    """Open on one date in these ranges, in minutes of the local day; in none of them is closed."""

    on: date
    ranges: tuple[tuple[int, int], ...]


def parse_hours(text: str) -> tuple[HoursRule, ...]:
    """Return the rules in the order written; empty text has none. Raises ValueError in words."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_rule(line) for line in lines if line)


def parse_dated_hours(text: str) -> tuple[DatedHours, ...]:
    """Return the hours of each date in the order written: "2026-03-09 10:00-12:00, 13:00-15:00", "2026-03-10 closed".

    Raises ValueError in words.
    """
    lines = (line.strip() for line in text.splitlines())
    found = [(_dated(line), line) for line in lines if line]
    seen: set[date] = set()
    for one, line in found:
        if one.on in seen:
            raise ValueError(
                say("“{line}” is the second line for its date: write one", line=line[:60])
            )
        seen.add(one.on)
    return tuple(one for one, _line in found)


def _rule(line: str) -> HoursRule:
    match = _LINE.fullmatch(_plain(line))
    if match is None:
        raise ValueError(say("“{line}” does not read like “Mon-Fri 09:00-17:00”", line=line[:60]))
    return HoursRule(_days(match["days"], line), *_range(match, line))


def _dated(line: str) -> DatedHours:
    match = _DATED.fullmatch(_plain(line))
    if match is None:
        raise ValueError(_unlike(line))
    try:
        on = date.fromisoformat(match["on"])
    except ValueError as error:
        raise ValueError(
            say("“{day}” in “{line}” is no date", day=match["on"], line=line[:60])
        ) from error
    hours = match["hours"].strip()
    if hours == CLOSED:
        return DatedHours(on, ())
    parts = [_HOURS.fullmatch(part.strip()) for part in hours.split(",")]
    return DatedHours(on, tuple(_range(part, line) for part in parts))


def _range(match: re.Match[str] | None, line: str) -> tuple[int, int]:
    if match is None:
        raise ValueError(_unlike(line))
    start, end = _minutes(match["start"], line), _minutes(match["end"], line)
    if end <= start:
        raise ValueError(say("“{line}” ends before it starts", line=line[:60]))
    return start, end


def _unlike(line: str) -> str:
    return say(
        "“{line}” does not read like “2026-03-09 10:00-12:00, 13:00-15:00” or “2026-03-10 closed”",
        line=line[:60],
    )


def _plain(line: str) -> str:
    # Texts are pasted from documents: their dashes are as good as a hyphen.
    return re.sub("[–—−]", "-", line.lower())


def _days(text: str, line: str) -> tuple[int, ...]:
    days: list[int] = []
    for part in text.split(","):
        first, dash, last = (one.strip() for one in part.partition("-"))
        begin = _day(first, line)
        until = _day(last, line) if dash else begin
        # Sat-Mon is a range too: it runs over the end of the week.
        days += [(begin + step) % 7 for step in range((until - begin) % 7 + 1)]
    return tuple(sorted(set(days)))


def _day(name: str, line: str) -> int:
    short = name[:3]
    if short not in DAYS or not _FULL_DAYS[short].startswith(name):
        raise ValueError(
            say("“{name}” in “{line}” is no day of the week", name=name[:20], line=line[:60])
        )
    return DAYS.index(short)


def _minutes(clock: str, line: str) -> int:
    hour, minute = (int(part) for part in clock.split(":"))
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise ValueError(
            say("“{clock}” in “{line}” is no time of day", clock=clock, line=line[:60])
        )
    # 23:59 is how many people write midnight.
    return 24 * 60 if (hour, minute) == (23, 59) else hour * 60 + minute


_FULL_DAYS = {
    "sun": "sunday",
    "mon": "monday",
    "tue": "tuesday",
    "wed": "wednesday",
    "thu": "thursday",
    "fri": "friday",
    "sat": "saturday",
}


def described_hours(text: str) -> str:
    """Return the rules on one line, as a person reads them; empty if there are none."""
    lines = (line.strip().replace("-", "–") for line in text.splitlines() if line.strip())
    return Figure("; ".join(lines), Figures.HOURS, text) if text.strip() else ""
