"""Google's events: insert, get, patch, delete.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

import copy
import re
import secrets
from typing import Any

from flask import Response, jsonify, request

from sandbox import copies
from sandbox.google import conference, resource, schema
from sandbox.google.access import find_calendar, find_event, grant_lost, note_reads
from sandbox.google.answers import invalid, refuse
from sandbox.google.invitations import send
from sandbox.google.tokens import current_grant
from sandbox.people import Calendar, CalendarEvent
from sandbox.wire import Refusal, not_simulated, remote_call, the_world

CHOSEN_ID = re.compile(r"[a-v0-9]{5,1024}")
NOT_SIMULATED = ("recurrence", "attachments", "gadget", "birthdayProperties")
TIMING = ("start", "end", "location", "recurrence")


def calendar_of(calendar_id: str, **_arguments: str) -> str:
    return calendar_id


@remote_call("google", "events.insert", host=calendar_of, lose_access=grant_lost)
def insert(calendar_id: str) -> Any:
    grant = current_grant("events.insert")
    schema.check_query("events.insert")
    wanted = schema.check_body("events.insert")
    _refuse_unsimulated(wanted)
    world = the_world()
    with world.lock:
        calendar = find_calendar(calendar_id, grant, "writer")
        if grant.is_service_account and wanted.get("attendees"):
            message = "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
            raise refuse(403, "forbiddenForServiceAccounts", message, domain="calendar")
        event = _blank(calendar, _event_id(calendar, wanted))
        ical_uid = wanted.get("iCalUID", f"{event.id}@google.com")
        made = resource.fresh(event, calendar, grant.subject, ical_uid) | _writable(wanted)
        _set_conference(event, made, wanted)
        resource.write(event, made, calendar)
        event.version = 1
        calendar.events[event.id] = event
        send(calendar, event, before=[])
        copies.spread(world, calendar, event)
        return _answer(calendar, event)


@remote_call("google", "events.get", host=calendar_of, lose_access=grant_lost)
def get(calendar_id: str, event_id: str) -> Any:
    grant = current_grant("events.get")
    schema.check_query("events.get")
    with the_world().lock:
        calendar = find_calendar(calendar_id, grant, "reader")
        event = find_event(calendar, event_id)
        note_reads(calendar, [event])
        return _answer(calendar, event)


@remote_call("google", "events.patch", host=calendar_of, lose_access=grant_lost)
def patch(calendar_id: str, event_id: str) -> Any:
    grant = current_grant("events.patch")
    schema.check_query("events.patch")
    wanted = schema.check_body("events.patch")
    _refuse_unsimulated(wanted)
    world = the_world()
    with world.lock:
        calendar = find_calendar(calendar_id, grant, "writer")
        known = find_event(calendar, event_id)
        _check_match(known)
        _check_organizer(calendar, known)
        changed = copy.deepcopy(resource.stored(calendar, known))
        event, before = copy.deepcopy(known), list(known.attendees)
        moved = any(key in wanted and wanted[key] != changed.get(key) for key in TIMING)
        merge(changed, _writable(wanted))
        _set_conference(event, changed, wanted)
        changed["sequence"] = changed.get("sequence", 0) + (1 if moved else 0)
        resource.write(event, changed, calendar)
        event.version += 1
        calendar.events[event.id] = event
        send(calendar, event, before=before)
        copies.spread(world, calendar, event)
        return _answer(calendar, event)


@remote_call("google", "events.delete", host=calendar_of, lose_access=grant_lost)
def delete(calendar_id: str, event_id: str) -> Any:
    grant = current_grant("events.delete")
    schema.check_query("events.delete")
    world = the_world()
    with world.lock:
        calendar = find_calendar(calendar_id, grant, "writer")
        event = find_event(calendar, event_id)
        if event.status == "cancelled":
            raise refuse(410, "deleted", "Resource has been deleted")
        _check_match(event)
        event.status = "cancelled"
        resource.stored(calendar, event)["status"] = "cancelled"
        event.version += 1
        event.updated_at = world.clock.now()
        send(calendar, event, before=list(event.attendees))
        copies.spread(world, calendar, event)
        return Response(status=204)


def merge(target: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Google's patch semantics: objects merge, null removes, arrays are replaced whole."""
    for key, value in wanted.items():
        if value is None:
            target.pop(key, None)
        elif isinstance(value, dict) and isinstance(target.get(key), dict) and key not in TIMING:
            merge(target[key], value)
        else:
            target[key] = value


def _answer(calendar: Calendar, event: CalendarEvent) -> Response:
    drawn = resource.draw(calendar, event)
    response = jsonify(drawn)
    response.headers["ETag"] = drawn["etag"]
    return response


def _blank(calendar: Calendar, event_id: str) -> CalendarEvent:
    now = the_world().clock.now()
    event = CalendarEvent(
        id=event_id, subject="", starts_at=now, ends_at=now, organizer=calendar.email
    )
    event.created_at = now
    return event


def _event_id(calendar: Calendar, wanted: dict[str, Any]) -> str:
    chosen = wanted.get("id")
    if chosen is None:
        return secrets.token_hex(13)
    if not CHOSEN_ID.fullmatch(chosen):
        raise invalid("Invalid resource id value.")
    if "iCalUID" in wanted:
        raise invalid("The id and iCalUID fields cannot both be given.")
    if chosen in calendar.events:
        raise refuse(409, "duplicate", "The requested identifier already exists.")
    return str(chosen)


def _writable(wanted: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in wanted.items() if key not in resource.READ_ONLY}
    return {key: value for key, value in kept.items() if key not in ("id", "sequence")}


def _set_conference(event: CalendarEvent, made: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Without conferenceDataVersion=1 conference data is ignored, as the reference says."""
    if request.args.get("conferenceDataVersion") == "1" and wanted.get("conferenceData"):
        conference.start(event, made, wanted["conferenceData"])


def _check_match(event: CalendarEvent) -> None:
    expected = request.headers.get("If-Match")
    if expected not in (None, "*", resource.etag(event)):
        raise refuse(
            412,
            "conditionNotMet",
            "Precondition Failed",
            location="If-Match",
            location_type="header",
        )


def _check_organizer(calendar: Calendar, event: CalendarEvent) -> None:
    if event.copy_of and event.copy_of != calendar.email:
        message = "Shared properties can only be changed by the organizer of the event."
        raise refuse(403, "forbiddenForNonOrganizer", message, domain="calendar")


def _refuse_unsimulated(wanted: dict[str, Any]) -> None:
    if request.args.get("supportsAttachments") == "true":
        raise Refusal(not_simulated("attachments"))
    for key in NOT_SIMULATED:
        if wanted.get(key):
            raise Refusal(not_simulated(key))
    if wanted.get("eventType", "default") != "default":
        raise Refusal(not_simulated(f"eventType {wanted['eventType']}"))
