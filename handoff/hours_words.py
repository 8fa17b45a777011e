"""Weekly hours as their reader writes days and clock times."""

from datetime import time

from babel import Locale
from babel.dates import format_time, get_day_names

from handoff.hours_text import HoursRule, parse_hours

A_WEEK = 7
MIDNIGHT = 24 * 60
PAIR = 2


def hours_words(text: str, locale: Locale) -> str:
    """Return the rules on one line, such as Mo–Fr 09:00–17:00."""
    return "; ".join(_rule(rule, locale) for rule in parse_hours(text))


def _rule(rule: HoursRule, locale: Locale) -> str:
    names = get_day_names("abbreviated", locale=locale)
    # Babel's weeks begin on Monday, ours on Sunday.
    days = [
        (names[(first - 1) % A_WEEK], names[(last - 1) % A_WEEK]) for first, last in _runs(rule)
    ]
    told = ", ".join(first if first == last else f"{first}–{last}" for first, last in days)
    return f"{told} {_clock(rule.start, locale)}–{_clock(rule.end, locale)}"


def _runs(rule: HoursRule) -> list[tuple[int, int]]:
    """Return the days as runs from first to last, the week's own from Monday on."""
    runs: list[tuple[int, int]] = []
    for day in sorted(rule.days, key=lambda one: (one - 1) % A_WEEK):
        if runs and (day - runs[-1][1]) % A_WEEK == 1:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [one for first, last in runs for one in _apart(first, last)]


def _apart(first: int, last: int) -> list[tuple[int, int]]:
    """Two days in a row are named one by one."""
    is_pair = (last - first) % A_WEEK == PAIR - 1
    return [(first, first), (last, last)] if is_pair else [(first, last)]


def _clock(minute: int, locale: Locale) -> str:
    at = time(minute % MIDNIGHT // 60, minute % 60)
    return format_time(at, "short", locale=locale).replace("\u202f", " ").replace("\xa0", " ")
