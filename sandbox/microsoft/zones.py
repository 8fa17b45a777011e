"""Exchange's time zones: it takes IANA names and speaks Windows ones.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import request

from sandbox.microsoft.answers import bad_request

WINDOWS = {
    "America/New_York": "Eastern Standard Time",
    "America/Chicago": "Central Standard Time",
    "America/Denver": "Mountain Standard Time",
    "America/Los_Angeles": "Pacific Standard Time",
    "America/Phoenix": "US Mountain Standard Time",
    "America/Toronto": "Eastern Standard Time",
    "America/Sao_Paulo": "E. South America Standard Time",
    "Europe/London": "GMT Standard Time",
    "Europe/Dublin": "GMT Standard Time",
    "Europe/Lisbon": "GMT Standard Time",
    "Europe/Berlin": "W. Europe Standard Time",
    "Europe/Amsterdam": "W. Europe Standard Time",
    "Europe/Stockholm": "W. Europe Standard Time",
    "Europe/Paris": "Romance Standard Time",
    "Europe/Madrid": "Romance Standard Time",
    "Europe/Warsaw": "Central European Standard Time",
    "Europe/Athens": "GTB Standard Time",
    "Asia/Dubai": "Arabian Standard Time",
    "Asia/Kolkata": "India Standard Time",
    "Asia/Singapore": "Singapore Standard Time",
    "Asia/Shanghai": "China Standard Time",
    "Asia/Tokyo": "Tokyo Standard Time",
    "Australia/Sydney": "AUS Eastern Standard Time",
    "Pacific/Auckland": "New Zealand Standard Time",
}
FROM_WINDOWS = {windows: iana for iana, windows in reversed(WINDOWS.items())}


def zone(name: str) -> tzinfo:
    if name.upper() in ("UTC", "TZONE://MICROSOFT/UTC"):
        return UTC
    try:
        return ZoneInfo(FROM_WINDOWS.get(name, name))
    except (ZoneInfoNotFoundError, ValueError) as failure:
        message = (
            "A valid TimeZone value must be specified. "
            f"The following TimeZone value is not supported: '{name}'."
        )
        raise bad_request(message, "TimeZoneNotSupportedException") from failure


def read(given: dict[str, str]) -> datetime:
    """An instant from a dateTimeTimeZone; Graph's seven fractional digits are fine."""
    try:
        instant = datetime.fromisoformat(given["dateTime"])
    except ValueError as failure:
        raise bad_request("Invalid DateTime format.", "ErrorInvalidRequest") from failure
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=zone(given.get("timeZone", "UTC")))
    return instant.astimezone(UTC).replace(microsecond=0)


def write(instant: datetime, name: str) -> dict[str, str]:
    local = instant.astimezone(zone(name))
    shown = local.replace(tzinfo=None).isoformat(timespec="seconds")
    return {"dateTime": f"{shown}.0000000", "timeZone": name}


def preferred() -> str:
    """The zone asked for with `Prefer: outlook.timezone="…"`, UTC otherwise."""
    return preference("outlook.timezone") or "UTC"


def preference(name: str) -> str | None:
    for header in request.headers.getlist("Prefer"):
        for wish in header.split(","):
            key, _, value = wish.strip().partition("=")
            if key.strip().lower() == name.lower():
                return value.strip().strip('"')
    return None


def windows_name(iana: str) -> dict[str, Any]:
    return {"name": WINDOWS.get(iana, "UTC")}
