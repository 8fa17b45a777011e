"""Field values as people read them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from handoff.wording import Figure, Figures, say


def shown(value: Any, kind: str) -> str:
    """Return a value of a describe type as text; empty if there is nothing to show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("Yes") if value else say("No")
    if isinstance(value, int | float):
        return _number(value, kind)
    if isinstance(value, Mapping):
        return _address(value)
    if kind in ("date", "datetime"):
        return _moment(str(value), kind)
    if kind == "multipicklist":
        return str(value).replace(";", ", ")
    return str(value).strip()


def _number(value: float, kind: str) -> str:
    digits = f"{value:,.2f}".rstrip("0").rstrip(".")
    if kind == "percent":
        return Figure(f"{digits}%", Figures.PERCENT, value)
    return Figure(digits, Figures.NUMBER, value)


def _moment(text: str, kind: str) -> str:
    try:
        if kind == "date":
            day = date.fromisoformat(text)
            return Figure(f"{day.day} {day:%b %Y}", Figures.DATE, day)
        at = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return Figure(f"{at.day} {at:%b %Y, %H:%M} UTC", Figures.MOMENT, at)


def _address(parts: Mapping[str, Any]) -> str:
    names = ("street", "city", "state", "postalCode", "country")
    return ", ".join(str(parts[name]) for name in names if parts.get(name))
