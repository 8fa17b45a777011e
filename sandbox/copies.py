"""Puts an organizer's event into the calendars of attendees who live in the pretend world too.

`copy_of` names the organizer's calendar; like the vendors' copies they have no private properties.
"""

from dataclasses import replace

from sandbox.people import Calendar, CalendarEvent, ShowAs
from sandbox.world import World

SHOWN_AS: dict[str, ShowAs] = {
    "accepted": "busy",
    "tentative": "tentative",
    "needsAction": "tentative",
}


def spread(world: World, calendar: Calendar, event: CalendarEvent) -> None:
    """Make each attendee's copy equal to the event, and remove the copies of people left out."""
    with world.lock:
        invited = (
            {a.email.lower() for a in event.attendees} if event.status != "cancelled" else set()
        )
        for other in world.calendars.values():
            if other is calendar:
                continue
            if other.email.lower() in invited:
                _put_copy(other, calendar, event)
            elif (copy := other.events.get(_copy_id(event))) and copy.copy_of == calendar.email:
                del other.events[copy.id]


def _put_copy(other: Calendar, calendar: Calendar, event: CalendarEvent) -> None:
    known = other.events.get(_copy_id(event))
    answer = next(a.status for a in event.attendees if a.email.lower() == other.email.lower())
    other.events[_copy_id(event)] = replace(
        event,
        id=_copy_id(event),
        private={},
        vendor={},
        copy_of=calendar.email,
        show_as="free" if event.show_as == "free" else SHOWN_AS.get(answer, "busy"),
        version=known.version + 1 if known else 1,
    )


def _copy_id(event: CalendarEvent) -> str:
    return f"{event.id}copy"
