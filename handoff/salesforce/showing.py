"""Field values as people read them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any


def shown(value: Any, kind: str) -> str:
    """Return a value of a describe type as text; empty if there is nothing to show."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
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
    return f"{digits}%" if kind == "percent" else digits


def _moment(text: str, kind: str) -> str:
    try:
        if kind == "date":
            day = date.fromisoformat(text)
            return f"{day.day} {day:%b %Y}"
        at = datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return text
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def _address(parts: Mapping[str, Any]) -> str:
    names = ("street", "city", "state", "postalCode", "country")
    return ", ".join(str(parts[name]) for name in names if parts.get(name))
