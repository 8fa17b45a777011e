"""An event as Google's JSON resource, kept whole in `vendor`, with the neutral event as its mirror.

https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
"""

import copy
import zlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.google.answers import invalid, refuse, required
from sandbox.people import Attendee, Calendar, CalendarEvent
from sandbox.wire import the_world

READ_ONLY = {
    "kind", "etag", "htmlLink", "created", "updated", "creator", "organizer", "hangoutLink",
    "recurringEventId", "originalStartTime", "privateCopy", "locked", "conferenceData",
}  # fmt: skip
SEED_TYPES = {"oof": "outOfOffice", "workingElsewhere": "workingLocation"}


def draw(calendar: Calendar, event: CalendarEvent) -> dict[str, Any]:
    """The event as Google answers it."""
    kept = stored(calendar, event)
    drawn: dict[str, Any] = {"kind": "calendar#event", "etag": etag(event), **copy.deepcopy(kept)}
    drawn["updated"] = _stamp(event.updated_at)
    for attendee in drawn.get("attendees", []):
        if attendee["email"].lower() == calendar.email:
            attendee["self"] = True
    if not event.all_day:
        zone = ZoneInfo(calendar.zone)
        for key, instant in (("start", event.starts_at), ("end", event.ends_at)):
            local = instant.astimezone(zone).isoformat(timespec="seconds")
            drawn[key] = {"timeZone": calendar.zone} | drawn[key] | {"dateTime": local}
    return drawn


def etag(event: CalendarEvent) -> str:
    """A quoted number that grows with every change, as Google's do."""
    seed = zlib.crc32(f"{the_world().run_id}{event.id}".encode())
    return f'"3{seed:010d}{event.version * 2:05d}"'


def stored(calendar: Calendar, event: CalendarEvent) -> dict[str, Any]:
    """The resource behind the event; one that was seeded or copied gets its resource now."""
    if "resource" not in event.vendor:
        event.vendor["resource"] = _from_neutral(calendar, event)
    found: dict[str, Any] = event.vendor["resource"]
    return found


def write(event: CalendarEvent, resource: dict[str, Any], calendar: Calendar) -> None:
    """Check a resource and make it the event's; the neutral fields follow it."""
    starts_at, ends_at, all_day = span(resource, calendar)
    attendees = read_attendees(resource)
    check_properties(resource.get("extendedProperties", {}))
    event.vendor["resource"] = resource
    event.starts_at, event.ends_at, event.all_day = starts_at, ends_at, all_day
    event.subject = resource.get("summary", "")
    event.description = resource.get("description", "")
    event.location = resource.get("location", "")
    event.link = resource.get("hangoutLink", "")
    event.status = resource.get("status", "confirmed")
    event.show_as = "free" if resource.get("transparency") == "transparent" else "busy"
    if event.status == "tentative" and event.show_as == "busy":
        event.show_as = "tentative"
    event.attendees = attendees
    event.private = dict(resource.get("extendedProperties", {}).get("private", {}))
    event.is_private = resource.get("visibility", "default") in ("private", "confidential")
    event.uid = resource.get("iCalUID", "")
    event.updated_at = the_world().clock.now()


def span(resource: dict[str, Any], calendar: Calendar) -> tuple[datetime, datetime, bool]:
    start, end = resource.get("start"), resource.get("end")
    if not start:
        raise required("Missing start time.")
    if not end:
        raise required("Missing end time.")
    if ("date" in start) != ("date" in end):
        raise invalid("Start and end times must either both be date or both be dateTime.")
    starts_at, ends_at = _instant(start, calendar, "start"), _instant(end, calendar, "end")
    if ends_at <= starts_at:
        message = "The specified time range is empty."
        raise refuse(400, "timeRangeEmpty", message, domain="calendar")
    return starts_at, ends_at, "date" in start


def read_attendees(resource: dict[str, Any]) -> list[Attendee]:
    found = []
    for number, given in enumerate(resource.get("attendees", [])):
        address = given.get("email", "")
        if not address:
            raise required("Missing attendee email.", f"attendees[{number}].email")
        if (
            address.count("@") != 1
            or any(c.isspace() for c in address)
            or not all(address.split("@"))
        ):
            raise invalid("Invalid attendee email.", f"attendees[{number}].email")
        answer = given.setdefault("responseStatus", "needsAction")
        found.append(
            Attendee(address, given.get("displayName", ""), given.get("optional", False), answer)
        )
    return found


def check_properties(properties: dict[str, Any]) -> None:
    """Google's guide: keys up to 44 characters, values up to 1024, 300 of them, 32 kB together."""
    every = [item for part in properties.values() for item in part.items()]
    if any(len(key) > 44 for key, _ in every) or any(len(value) > 1024 for _, value in every):
        raise invalid("The extended property key or value is too long.", "extendedProperties")
    if len(every) > 300 or sum(len(key) + len(value) for key, value in every) > 32 * 1024:
        raise invalid("The extended properties are too large.", "extendedProperties")


def fresh(event: CalendarEvent, calendar: Calendar, subject: str, ical_uid: str) -> dict[str, Any]:
    """What Google itself adds to a new event."""
    return {
        "id": event.id,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={event.id}",
        "created": _stamp(event.created_at),
        "creator": _who(subject, calendar),
        "organizer": _who(calendar.email, calendar),
        "iCalUID": ical_uid,
        "sequence": 0,
        "reminders": {"useDefault": True},
        "eventType": "default",
    }


def _who(address: str, calendar: Calendar) -> dict[str, Any]:
    return {"email": address, "self": True} if address == calendar.email else {"email": address}


def _instant(given: dict[str, Any], calendar: Calendar, which: str) -> datetime:
    if "date" in given:
        day = date.fromisoformat(given["date"])
        return datetime.combine(day, time(), ZoneInfo(calendar.zone)).astimezone(UTC)
    if not given.get("dateTime"):
        raise required(f"Missing {which} time.")
    named = given.get("timeZone")
    try:
        zone = ZoneInfo(named) if named else None
    except (ZoneInfoNotFoundError, ValueError) as failure:
        message = f"Invalid time zone definition for {which} time."
        raise invalid(message, f"{which}.timeZone") from failure
    instant = datetime.fromisoformat(given["dateTime"])
    if instant.tzinfo is None:
        if zone is None:
            raise required(f"Missing time zone definition for {which} time.")
        instant = instant.replace(tzinfo=zone)
    return instant.astimezone(UTC).replace(microsecond=0)


def _from_neutral(calendar: Calendar, event: CalendarEvent) -> dict[str, Any]:
    uid = event.uid or f"{event.id}@google.com"
    made: dict[str, Any] = fresh(event, calendar, event.organizer, uid)
    made |= {"organizer": _who(event.organizer, calendar), "summary": event.subject}
    made |= {"status": event.status, "start": _when(event, event.starts_at, calendar)}
    made["end"] = _when(event, event.ends_at, calendar)
    made["eventType"] = SEED_TYPES.get(event.show_as, "default")
    if event.show_as in ("free", "workingElsewhere"):
        made["transparency"] = "transparent"
    if event.is_private:
        made["visibility"] = "private"
    for key, value in (("description", event.description), ("location", event.location)):
        if value:
            made[key] = value
    if event.attendees:
        made["attendees"] = [
            {"email": a.email, "displayName": a.name, "optional": a.optional,
             "responseStatus": a.status} for a in event.attendees
        ]  # fmt: skip
    if event.link:
        made["hangoutLink"] = event.link
    return made


def _when(event: CalendarEvent, instant: datetime, calendar: Calendar) -> dict[str, str]:
    local = instant.astimezone(ZoneInfo(calendar.zone))
    if event.all_day:
        return {"date": local.date().isoformat()}
    return {"dateTime": local.isoformat(timespec="seconds"), "timeZone": calendar.zone}


def _stamp(instant: datetime | None) -> str:
    known = instant or the_world().clock.now() - timedelta(days=7)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
