"""Single values out of a settings row, each checked; what cannot work is said in words."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from handoff.conditions import PATH, Condition, parse_conditions
from handoff.hours_text import parse_hours
from handoff.ids import to_18
from handoff.org_settings import UNKNOWN_AUDIENCE
from handoff.people import Caps
from handoff.salesforce.client import Row
from handoff.salesforce.paths import text, value
from handoff.wording import say

T = TypeVar("T")
_MOST_SHOWN = 40


class Unusable(ValueError):
    """A row that cannot work; its words tell an admin which and why."""

    def __init__(self, words: str) -> None:
        """Keep the sentence as it was made."""
        super().__init__(words)
        self.words = words


def whole(row: Row, name: str, *, of: str, least: int = 0, otherwise: int = 0) -> int:
    """Return a whole number, or the other one if there is none. Raises Unusable."""
    found: Any = value(row, name)
    number = otherwise if found is None else found
    if not isinstance(number, int | float) or number != int(number) or number < least:
        raise Unusable(
            say(
                "{of}: {field} must be a whole number of at least {least}.",
                of=of,
                field=spoken(name),
                least=least,
            )
        )
    return int(number)


def minutes(row: Row, name: str, *, of: str, least: int = 0, otherwise: int = 0) -> timedelta:
    """Return a length. Raises Unusable."""
    return timedelta(minutes=whole(row, name, of=of, least=least, otherwise=otherwise))


def caps(row: Row, names: tuple[str, str, str], *, of: str) -> Caps:
    """Return the limits per day, week and month; an empty one is none. Raises Unusable."""
    day, week, month = (
        None if value(row, name) is None else whole(row, name, of=of) for name in names
    )
    return Caps(day=day, week=week, month=month)


def flag(row: Row, name: str) -> bool:
    """Say whether a box is checked."""
    return bool(value(row, name))


def hours(row: Row, name: str, *, of: str) -> str:
    """Return weekly hours that can be read. Raises Unusable."""
    rules = text(row, name)
    try:
        parse_hours(rules)
    except ValueError as error:
        reason = say("the weekly hours cannot be read: {reason}.", reason=error.args[0])
        raise Unusable(say("{of}: {reason}", of=of, reason=reason)) from None
    return rules


def conditions(row: Row, name: str, *, of: str) -> tuple[Condition, ...]:
    """Return the conditions. Raises Unusable."""
    try:
        return parse_conditions(text(row, name))
    except ValueError as error:
        reason = say("the conditions cannot be read: {reason}.", reason=error.args[0])
        raise Unusable(say("{of}: {reason}", of=of, reason=reason)) from None


def path(row: Row, name: str, *, of: str) -> str:
    """Return a field path, or an empty text. Raises Unusable."""
    found = text(row, name)
    if found and not PATH.fullmatch(found):
        raise Unusable(say("{of}: “{path}” is no field path.", of=of, path=found[:_MOST_SHOWN]))
    return found


def zone(name: str, *, of: str) -> str:
    """Return the IANA name. Raises Unusable."""
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        raise Unusable(
            say("{of}: there is no time zone “{zone}”.", of=of, zone=name[:64])
        ) from None


def link(row: Row, name: str, *, of: str) -> str:
    """Return a web address, or an empty text. Raises Unusable."""
    found = text(row, name)
    if found and not found.lower().startswith(("https://", "http://")):
        raise Unusable(say("{of}: the personal link must begin with https://.", of=of))
    return found


def choice(row: Row, name: str, choices: Mapping[str, T], *, of: str, otherwise: T) -> T:
    """Return what a picklist's value stands for. Raises Unusable for one that this release does not know."""
    chosen = text(row, name)
    if chosen and chosen not in choices:
        raise Unusable(
            say(
                "{of}: “{chosen}” is no {field} that this release knows.",
                of=of,
                chosen=chosen[:_MOST_SHOWN],
                field=spoken(name),
            )
        )
    return choices.get(chosen, otherwise)


def day(row: Row, name: str) -> date | None:
    """Return a date, or None."""
    found = text(row, name)
    return date.fromisoformat(found) if found else None


def instant(row: Row, name: str) -> datetime | None:
    """Return an instant, or None."""
    found = text(row, name)
    return datetime.fromisoformat(found) if found else None


def record_id(row: Row, name: str) -> str:
    """Return an id in its 18-character form, or an empty text."""
    found = text(row, name)
    return to_18(found) if found else ""


def listed(lines: str) -> tuple[str, ...]:
    """Return the filled lines, each once."""
    return tuple(dict.fromkeys(line.strip() for line in lines.splitlines() if line.strip()))


def audience(row: Row, name: str) -> tuple[str, ...]:
    """Return who may book, one name a line; where the field itself cannot be read, that nobody knows."""
    return listed(text(row, name)) if name in row else UNKNOWN_AUDIENCE


def spoken(name: str) -> str:
    """Return what people call a field: its API name in words."""
    return name.removesuffix("__c").replace("_", " ").lower()
