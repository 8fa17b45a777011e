"""Weekly hours as an admin writes them: one rule a line, such as "Mon-Fri 09:00-17:00"."""

import re
from typing import NamedTuple

from handoff.wording import Figure, Figures, say

DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LINE = re.compile(r"(?P<days>[a-z,\s-]+?)\s+(?P<start>\d{1,2}:\d\d)\s*-\s*(?P<end>\d{1,2}:\d\d)")


class HoursRule(NamedTuple):
    """Open on `days` (0 is Sunday) from `start` up to `end`, in minutes of the local day."""

    days: tuple[int, ...]
    start: int
    end: int


def parse_hours(text: str) -> tuple[HoursRule, ...]:
    """Return the rules in the order written; empty text has none. Raises ValueError in words."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_rule(line) for line in lines if line)


def _rule(line: str) -> HoursRule:
    # Texts are pasted from documents: their dashes are as good as a hyphen.
    match = _LINE.fullmatch(re.sub("[–—−]", "-", line.lower()))
    if match is None:
        raise ValueError(say("“{line}” does not read like “Mon-Fri 09:00-17:00”", line=line[:60]))
    start, end = _minutes(match["start"], line), _minutes(match["end"], line)
    if end <= start:
        raise ValueError(say("“{line}” ends before it starts", line=line[:60]))
    return HoursRule(_days(match["days"], line), start, end)


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
