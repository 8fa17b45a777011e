"""Times and days in a sentence, on the organizer's clock and as their locale writes them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time

from handoff.actions.frame_problem import instant
from handoff.languages import locale_of
from handoff.people import Organizer
from handoff.wording import say

A_DAY = 1440


def clock_words(at: datetime, organizer: Organizer) -> str:
    """Return a time of the day, such as 2:30 PM or 14:30."""
    local = at.astimezone(ZoneInfo(organizer.zone))
    return _plain(format_time(local, "short", locale=locale_of(organizer.locale)))


def day_words(on: date, organizer: Organizer) -> str:
    """Return a date without its year, such as Tue, Mar 3."""
    return _plain(format_skeleton("MMMEd", on, locale=locale_of(organizer.locale)))


def moment_words(minute: int, organizer: Organizer, *, beside: int) -> str:
    """Return a minute's time, with its day where that is another one than of the minute beside it."""
    at, other = (instant(one).astimezone(ZoneInfo(organizer.zone)) for one in (minute, beside))
    clock = clock_words(at, organizer)
    if at.date() == other.date():
        return clock
    return say("{day}, {time}", day=day_words(at, organizer), time=clock)


def span_words(start: int, end: int, organizer: Organizer, *, beside: int) -> str:
    """Return from when to when, with the days where they are others than of the minute beside it."""
    return say(
        "{start}–{end}",
        start=moment_words(start, organizer, beside=beside),
        end=moment_words(end, organizer, beside=start if end - start < A_DAY else beside),
    )


def _plain(text: str) -> str:
    # The narrow spaces of some locales are no spaces to those who search or compare.
    return text.replace("\u202f", " ").replace("\xa0", " ")
