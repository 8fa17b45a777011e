"""The OData query parameters that the sandbox takes; any other is refused.

https://learn.microsoft.com/graph/query-parameters
https://learn.microsoft.com/graph/api/singlevaluelegacyextendedproperty-get
"""

import re
from datetime import UTC, datetime
from typing import Any

from flask import jsonify, request

from sandbox.microsoft import meetings, resource
from sandbox.microsoft.answers import bad_request, refuse
from sandbox.microsoft.mailboxes import find_mailbox, grant_lost, mailbox_of
from sandbox.people import Calendar, CalendarEvent
from sandbox.wire import remote_call, the_world

LITERAL = r"'((?:[^']|'')*)'"
BY_PROPERTY = re.compile(
    rf"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq {LITERAL}"
    rf" and \1/value eq {LITERAL}\s*\)",
    re.IGNORECASE,
)
EXPAND = re.compile(
    rf"singleValueExtendedProperties\(\s*\$filter=\s*id eq {LITERAL}\s*\)", re.IGNORECASE
)
ALWAYS_SELECTED = ("@odata.etag", "id")
MOST_PER_PAGE = 1000


@remote_call("microsoft", "events.list", host=mailbox_of, lose_access=grant_lost)
def list_events(user: str) -> Any:
    with the_world().lock:
        calendar = find_mailbox(user)
        check_parameters("$select", "$expand", "$filter", "$top", "$skip")
        found = [e for e in calendar.events.values() if e.status != "cancelled" and _matches(e)]
        found.sort(key=lambda event: (event.starts_at, event.id))
        return jsonify(_page(calendar, found, "events"))


@remote_call("microsoft", "calendarView", host=mailbox_of, lose_access=grant_lost)
def calendar_view(user: str, calendar_id: str = "") -> Any:
    """Events of a span, series spread out; https://learn.microsoft.com/graph/api/user-list-calendarview."""
    with the_world().lock:
        calendar = find_mailbox(user)
        if calendar_id:
            raise refuse(
                404, "ErrorItemNotFound", "The specified object was not found in the store."
            )
        check_parameters("startDateTime", "endDateTime", "$select", "$top", "$skip")
        starts_at, ends_at = _bound("startDateTime"), _bound("endDateTime")
        if ends_at <= starts_at:
            raise bad_request("The start time must be earlier than the end time.")
        found = [
            event for event in calendar.between(starts_at, ends_at) if event.status != "cancelled"
        ]
        return jsonify(_page(calendar, found, "calendarView"))


def _bound(key: str) -> datetime:
    given = request.args.get(key)
    if not given:
        raise bad_request("This request requires a time window specified by the query string "
                          "parameters StartDateTime and EndDateTime.")  # fmt: skip
    at = datetime.fromisoformat(given)
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _page(calendar: Calendar, found: list[CalendarEvent], name: str) -> dict[str, Any]:
    top, skip = _number("$top", 10), _number("$skip", 0)
    page = found[skip : skip + min(top, MOST_PER_PAGE)]
    for event in page:
        meetings.note_read(event)
    answer: dict[str, Any] = {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#users('{calendar.email}')/{name}",
        "value": [shaped(calendar, event) for event in page],
    }
    if skip + len(page) < len(found):
        answer["@odata.nextLink"] = _next_link(skip + len(page))
    return answer


def check_parameters(*known: str) -> None:
    """Refuse query parameters that the call does not take."""
    for key in request.args:
        if key not in known:
            raise bad_request(f"The query parameter '{key}' is not supported here.")


def shaped(calendar: Calendar, event: CalendarEvent) -> dict[str, Any]:
    """The event with what `$expand` adds and without what `$select` leaves out."""
    drawn = resource.draw(calendar, event)
    if selected := request.args.get("$select"):
        wanted = [name.strip() for name in selected.split(",")]
        if unknown := [name for name in wanted if name not in drawn]:
            message = (
                f"Could not find a property named '{unknown[0]}' on type 'microsoft.graph.event'."
            )
            raise bad_request(message, "RequestBroker--ParseUri")
        drawn = {key: drawn[key] for key in (*ALWAYS_SELECTED, *wanted)}
    if expand := request.args.get("$expand"):
        drawn |= _expanded(event, expand)
    return drawn


def _expanded(event: CalendarEvent, expand: str) -> dict[str, Any]:
    match = EXPAND.fullmatch(expand.strip())
    if match is None:
        raise bad_request(f"The $expand '{expand}' is not supported.", "RequestBroker--ParseUri")
    asked = _unquote(match[1])
    kept = event.vendor.get("extended", {})
    found = [{"id": key, "value": kept[key]} for key in kept if _same(key, asked)]
    return {"singleValueExtendedProperties": found} if found else {}


def _matches(event: CalendarEvent) -> bool:
    given = request.args.get("$filter")
    if given is None:
        return True
    match = BY_PROPERTY.fullmatch(given.strip())
    if match is None:
        message = (
            f"Invalid filter clause: the sandbox takes only extended properties, not '{given}'."
        )
        raise bad_request(message)
    asked, value = _unquote(match[2]), _unquote(match[3])
    kept = event.vendor.get("extended", {})
    return any(_same(key, asked) and kept[key] == value for key in kept)


def _same(one: str, other: str) -> bool:
    """Extended property ids differ by case only in their GUID, which means nothing."""
    return one.casefold() == other.casefold()


def _unquote(literal: str) -> str:
    return literal.replace("''", "'")


def _number(key: str, default: int) -> int:
    given = request.args.get(key, str(default))
    if not given.isdigit():
        raise bad_request(f"Invalid value '{given}' for {key} query option found.")
    return int(given)


def _next_link(skip: int) -> str:
    kept = [f"{key}={value}" for key, value in request.args.items() if key != "$skip"]
    return f"https://graph.microsoft.com{request.path}?{'&'.join([*kept, f'$skip={skip}'])}"
