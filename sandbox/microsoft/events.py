"""Graph's events: create, get, update, cancel, delete.

https://learn.microsoft.com/graph/api/resources/event#methods
"""

import copy
from typing import Any

from flask import Response, jsonify, request

from sandbox import copies
from sandbox.microsoft import duplicates, meetings, resource, schemas
from sandbox.microsoft.answers import access_denied, bad_request, item_not_found, refuse
from sandbox.microsoft.mailboxes import find_mailbox, grant_lost, mailbox_of
from sandbox.microsoft.query import check_parameters, shaped
from sandbox.people import Attendee, Calendar, CalendarEvent
from sandbox.wire import remote_call, the_world


@remote_call("microsoft", "events.create", host=mailbox_of, lose_access=grant_lost)
def create(user: str) -> Any:
    world = the_world()
    with world.lock:
        calendar = find_mailbox(user)
        check_parameters()
        wanted = schemas.check("event", schemas.json_body())
        transaction = wanted.get("transactionId")
        if known := duplicates.find(calendar, transaction):
            return duplicates.answer(calendar, known)
        now = world.clock.now()
        event = CalendarEvent(
            id=resource.new_id(), subject="", starts_at=now, ends_at=now, organizer=calendar.email
        )
        event.created_at, event.uid = now, resource.ical_uid(event.id)
        if transaction:
            event.vendor["transactionId"] = transaction
        resource.apply(event, wanted)
        meetings.start(event, wanted)
        calendar.events[event.id] = event
        _tell(calendar, event, before=[])
        response = _answer(calendar, event)
        response.status_code = 201
        response.headers["Location"] = f"{request.base_url}/{resource.shown_id(event)}"
        return response


@remote_call("microsoft", "events.get", host=mailbox_of, lose_access=grant_lost)
def get(user: str, event_id: str) -> Any:
    with the_world().lock:
        calendar = find_mailbox(user)
        check_parameters("$select", "$expand")
        event = _find(calendar, event_id)
        meetings.note_read(event)
        return _answer(calendar, event)


@remote_call("microsoft", "events.patch", host=mailbox_of, lose_access=grant_lost)
def patch(user: str, event_id: str) -> Any:
    with the_world().lock:
        calendar = find_mailbox(user)
        check_parameters()
        wanted = schemas.check("event update", schemas.json_body())
        known = _find(calendar, event_id)
        _check_match(known)
        if known.organizer != calendar.email:
            raise access_denied()
        event, before = copy.deepcopy(known), list(known.attendees)
        resource.apply(event, wanted)
        meetings.start(event, wanted)
        event.version += 1
        calendar.events[event.id] = event
        _tell(calendar, event, before=before)
        return _answer(calendar, event)


@remote_call("microsoft", "events.cancel", host=mailbox_of, lose_access=grant_lost)
def cancel(user: str, event_id: str) -> Any:
    with the_world().lock:
        calendar = find_mailbox(user)
        given = schemas.check("cancel", schemas.json_body(may_be_empty=True))
        event = _find(calendar, event_id)
        if event.organizer != calendar.email or not event.attendees:
            message = (
                "Your request can't be completed. You need to be an organizer to cancel a meeting."
            )
            raise bad_request(message, "ErrorInvalidRequest")
        _remove(calendar, event, comment=given.get("comment", ""))
        return Response(status=202)


@remote_call("microsoft", "events.delete", host=mailbox_of, lose_access=grant_lost)
def delete(user: str, event_id: str) -> Any:
    with the_world().lock:
        calendar = find_mailbox(user)
        event = _find(calendar, event_id)
        _check_match(event)
        _remove(calendar, event)
        return Response(status=204)


def _find(calendar: Calendar, event_id: str) -> CalendarEvent:
    event = calendar.events.get(resource.internal_id(event_id))
    if event is None or event.status == "cancelled":
        raise item_not_found()
    return event


def _remove(calendar: Calendar, event: CalendarEvent, *, comment: str = "") -> None:
    """Deleted events stay in the world as cancelled ones, out of Graph's sight."""
    event.status = "cancelled"
    event.version += 1
    event.updated_at = the_world().clock.now()
    _tell(calendar, event, before=list(event.attendees), comment=comment)


def _tell(
    calendar: Calendar, event: CalendarEvent, *, before: list[Attendee], comment: str = ""
) -> None:
    """Exchange always mails attendees; there is no switch."""
    world = the_world()
    own = calendar.email
    earlier = [a.email for a in before if a.email.lower() != own]
    later = [a.email for a in event.attendees if a.email.lower() != own]
    if event.status == "cancelled":
        later = []
    world.invite(calendar, event, to=[a for a in later if a not in earlier], kind="request")
    world.invite(calendar, event, to=[a for a in later if a in earlier], kind="update")
    gone = [a for a in earlier if a not in later]
    world.invite(calendar, event, to=gone, kind="cancel", comment=comment)
    copies.spread(world, calendar, event)


def _check_match(event: CalendarEvent) -> None:
    expected = request.headers.get("If-Match")
    if expected not in (None, "*", resource.etag(event)):
        message = (
            "The send or update operation could not be performed because the change key passed "
            "in the request does not match the current change key for the item."
        )
        raise refuse(412, "ErrorIrresolvableConflict", message)


def _answer(calendar: Calendar, event: CalendarEvent) -> Response:
    drawn = shaped(calendar, event)
    context = f"https://graph.microsoft.com/v1.0/$metadata#users('{calendar.email}')/events/$entity"
    response = jsonify({"@odata.context": context, **drawn})
    response.headers["ETag"] = drawn["@odata.etag"]
    return response
