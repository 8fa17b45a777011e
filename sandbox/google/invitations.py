"""The mail that Google sends to attendees, as `sendUpdates` asks for.

https://developers.google.com/workspace/calendar/api/v3/reference/events/insert (sendUpdates)
"""

from flask import request

from sandbox.people import Attendee, Calendar, CalendarEvent
from sandbox.wire import the_world


def send(calendar: Calendar, event: CalendarEvent, *, before: list[Attendee]) -> None:
    """Request to the newly invited, update to those who stay, cancel to those who go."""
    earlier = _addresses(calendar, before)
    later = [] if event.status == "cancelled" else _addresses(calendar, event.attendees)
    world = the_world()
    world.invite(calendar, event, to=[a for a in later if a not in earlier], kind="request")
    world.invite(calendar, event, to=[a for a in later if a in earlier], kind="update")
    world.invite(calendar, event, to=[a for a in earlier if a not in later], kind="cancel")


def _addresses(calendar: Calendar, attendees: list[Attendee]) -> list[str]:
    wish = request.args.get("sendUpdates")
    if wish is None and request.args.get("sendNotifications") == "true":
        wish = "all"
    if wish not in ("all", "externalOnly"):
        return []
    others = [a.email for a in attendees if a.email.lower() != calendar.email]
    return others if wish == "all" else [a for a in others if not _uses_google(a)]


def _uses_google(address: str) -> bool:
    calendar = the_world().calendars.get(address.lower())
    return calendar is not None and calendar.provider == "google"
