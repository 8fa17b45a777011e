"""Google's events.list: filters and pages; sync tokens are not simulated.

https://developers.google.com/workspace/calendar/api/v3/reference/events/list
"""

from datetime import UTC, datetime
from typing import Any

from flask import jsonify, request

from sandbox.google import resource, schema
from sandbox.google.access import find_calendar, grant_lost, note_reads
from sandbox.google.answers import invalid, refuse
from sandbox.google.tokens import current_grant
from sandbox.people import Calendar, CalendarEvent
from sandbox.wire import Refusal, not_simulated, remote_call, the_world

MOST_PER_PAGE = 2500
NOT_SIMULATED = ("syncToken", "q", "sharedExtendedProperty")


def calendar_of(calendar_id: str) -> str:
    return calendar_id


@remote_call("google", "events.list", host=calendar_of, lose_access=grant_lost)
def list_events(calendar_id: str) -> Any:
    grant = current_grant("events.list")
    schema.check_query("events.list")
    for key in NOT_SIMULATED:
        if key in request.args:
            raise Refusal(not_simulated(key))
    with the_world().lock:
        calendar = find_calendar(calendar_id, grant, "reader")
        found = _ordered(_matching(calendar))
        start, size = _page()
        page = found[start : start + size]
        note_reads(calendar, page)
        answer: dict[str, Any] = {
            "kind": "calendar#events",
            "etag": f'"p{len(found)}"',
            "summary": calendar.email,
            "updated": the_world().clock.now().strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "timeZone": calendar.zone,
            "accessRole": "owner",
            "defaultReminders": [],
            "items": [resource.draw(calendar, event) for event in page],
        }
        if start + size < len(found):
            answer["nextPageToken"] = f"after{start + size}"
        return jsonify(answer)


def _matching(calendar: Calendar) -> list[CalendarEvent]:
    given = request.args
    starts_at, ends_at = _bound("timeMin"), _bound("timeMax")
    if starts_at and ends_at and ends_at <= starts_at:
        message = "The specified time range is empty."
        raise refuse(400, "timeRangeEmpty", message, domain="calendar", location="timeMax")
    events = [
        event
        for event in calendar.events.values()
        if (given.get("showDeleted") == "true" or event.status != "cancelled")
        and (starts_at is None or event.ends_at > starts_at)
        and (ends_at is None or event.starts_at < ends_at)
    ]
    for pair in given.getlist("privateExtendedProperty"):
        key, equals, value = pair.partition("=")
        if not equals:
            raise invalid("Invalid extended property constraint.", "privateExtendedProperty")
        events = [event for event in events if event.private.get(key) == value]
    return [event for event in events if _is_wanted(calendar, event)]


def _is_wanted(calendar: Calendar, event: CalendarEvent) -> bool:
    given, kept = request.args, resource.stored(calendar, event)
    kinds, uid, updated = given.getlist("eventTypes"), given.get("iCalUID"), _bound("updatedMin")
    return (
        (not kinds or kept.get("eventType") in kinds)
        and (uid is None or kept.get("iCalUID") == uid)
        and (updated is None or (event.updated_at is not None and event.updated_at >= updated))
    )


def _ordered(events: list[CalendarEvent]) -> list[CalendarEvent]:
    order = request.args.get("orderBy")
    if order == "startTime" and request.args.get("singleEvents") != "true":
        raise refuse(
            400, "badRequest", "The requested ordering is not available for the particular query."
        )
    if order == "updated":
        epoch = datetime(1970, 1, 1, tzinfo=UTC)
        return sorted(events, key=lambda event: (event.updated_at or epoch, event.id))
    return sorted(events, key=lambda event: (event.starts_at, event.id))


def _page() -> tuple[int, int]:
    size = int(request.args.get("maxResults", 250))
    if size < 1:
        raise invalid("Invalid value for: maxResults", "maxResults")
    token = request.args.get("pageToken", "after0")
    if not token.removeprefix("after").isdigit():
        raise invalid("Invalid page token value.", "pageToken")
    return int(token.removeprefix("after")), min(size, MOST_PER_PAGE)


def _bound(key: str) -> datetime | None:
    given = request.args.get(key)
    return datetime.fromisoformat(given).astimezone(UTC) if given else None
