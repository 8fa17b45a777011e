"""Who may reach which calendar: each subject writes its own, nobody reads a colleague's details."""

from collections.abc import Iterable

from flask import Response

from sandbox.google import conference, resource
from sandbox.google.answers import auth_error, not_found, refuse
from sandbox.google.tokens import Grant
from sandbox.people import Calendar, CalendarEvent
from sandbox.wire import the_world


def grant_lost() -> Response:
    """What any call answers once the grant behind its token was withdrawn."""
    return auth_error().response


def find_calendar(calendar_id: str, grant: Grant, needed: str) -> Calendar:
    """The calendar, refused as Google does when it is unknown, foreign, lost or somebody else's."""
    address = grant.subject if calendar_id == "primary" else calendar_id.lower()
    calendar = the_world().calendars.get(address)
    if calendar is None or calendar.provider != "google" or calendar.org_id != grant.org_id:
        raise not_found()
    if calendar.lost:
        raise auth_error() if grant.subject == address else not_found()
    if grant.subject != address:
        if grant.is_service_account:
            raise not_found()
        message = f"You need to have {needed} access to this calendar."
        raise refuse(403, "requiredAccessLevel", message, domain="calendar")
    return calendar


def find_event(calendar: Calendar, event_id: str) -> CalendarEvent:
    event = calendar.events.get(event_id)
    if event is None:
        raise not_found()
    return event


def note_reads(calendar: Calendar, events: Iterable[CalendarEvent]) -> None:
    """Reading is what lets a pending conference become ready."""
    for event in events:
        if event.vendor.get("meet") and conference.advance(event, resource.stored(calendar, event)):
            event.version += 1
            event.updated_at = the_world().clock.now()
