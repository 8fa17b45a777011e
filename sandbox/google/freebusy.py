"""Google's free/busy query.

https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from flask import jsonify, request

from sandbox.google import schema
from sandbox.google.answers import invalid, refuse, required
from sandbox.google.tokens import Grant, current_grant
from sandbox.people import Calendar
from sandbox.wire import lost_hosts, remote_call, the_world

MOST_CALENDARS = 50
LONGEST = timedelta(days=90)
NOT_FOUND = {"domain": "global", "reason": "notFound"}
TOO_MANY = {"domain": "global", "reason": "tooManyCalendarsRequested"}


def asked_calendars() -> list[str]:
    body = request.get_json(silent=True) or {}
    items = body.get("items") if isinstance(body, dict) else None
    return [str(item.get("id", "")) for item in items or [] if isinstance(item, dict)]


@remote_call("google", "freebusy", host=asked_calendars)
def query() -> Any:
    grant = current_grant("freebusy.query")
    schema.check_query("freebusy.query")
    body = schema.check_body("freebusy.query")
    starts_at, ends_at = _span(body)
    zone = _zone(body.get("timeZone", "UTC"))
    limit = min(body.get("calendarExpansionMax", MOST_CALENDARS), MOST_CALENDARS)
    answers: dict[str, Any] = {}
    with the_world().lock:
        for number, calendar_id in enumerate(asked_calendars()):
            if number >= limit:
                answers[calendar_id] = {"errors": [TOO_MANY], "busy": []}
                continue
            calendar = _readable(calendar_id, grant)
            answers[calendar_id] = (
                {"busy": _busy(calendar, starts_at, ends_at, zone)}
                if calendar
                else {"errors": [NOT_FOUND], "busy": []}
            )
    return jsonify(
        kind="calendar#freeBusy",
        timeMin=_write(starts_at, UTC, ".000"),
        timeMax=_write(ends_at, UTC, ".000"),
        calendars=answers,
    )


def merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Spans without overlaps, touching ones joined, earliest first."""
    kept: list[tuple[datetime, datetime]] = []
    for starts_at, ends_at in sorted(spans):
        if kept and starts_at <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], ends_at))
        else:
            kept.append((starts_at, ends_at))
    return kept


def _busy(
    calendar: Calendar, starts_at: datetime, ends_at: datetime, zone: tzinfo
) -> list[dict[str, str]]:
    spans = merged(
        (max(event.starts_at, starts_at), min(event.ends_at, ends_at))
        for event in calendar.between(starts_at, ends_at)
        if event.is_busy(calendar.email)
    )
    return [{"start": _write(a, zone), "end": _write(b, zone)} for a, b in spans]


def _readable(calendar_id: str, grant: Grant) -> Calendar | None:
    """The calendar, unless it is unknown, not Google's, of another company, or lost."""
    address = calendar_id.lower()
    calendar = the_world().calendars.get(address)
    lost = lost_hosts()
    if calendar is None or calendar.lost or address in lost or "*" in lost:
        return None
    is_shared = calendar.provider == "google" and calendar.org_id == grant.org_id
    return calendar if is_shared and not grant.is_service_account else None


def _span(body: dict[str, Any]) -> tuple[datetime, datetime]:
    for key in ("timeMin", "timeMax"):
        if not body.get(key):
            raise required(f"Missing {key} parameter.", key)
    starts_at = datetime.fromisoformat(body["timeMin"]).astimezone(UTC)
    ends_at = datetime.fromisoformat(body["timeMax"]).astimezone(UTC)
    if ends_at <= starts_at:
        message = "The specified time range is empty."
        raise refuse(400, "timeRangeEmpty", message, domain="calendar", location="timeMax")
    if ends_at - starts_at > LONGEST:
        message = "The requested time range is too long."
        raise refuse(400, "timeRangeTooLong", message, domain="calendar", location="timeMax")
    return starts_at, ends_at


def _zone(name: str) -> tzinfo:
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as failure:
        raise invalid("Invalid time zone definition.", "timeZone") from failure


def _write(instant: datetime, zone: tzinfo, fraction: str = "") -> str:
    local = instant.astimezone(zone).isoformat(timespec="seconds")
    moment, offset = local[:19], local[19:]
    return f"{moment}{fraction}{'Z' if zone is UTC else offset}"
