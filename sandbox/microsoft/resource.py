"""An event as Graph's JSON resource; fields that only Graph knows live in `vendor["fields"]`.

https://learn.microsoft.com/graph/api/resources/event
https://learn.microsoft.com/graph/outlook-immutable-id
"""

import base64
import re
import secrets
import zlib
from datetime import datetime
from typing import Any

from sandbox.microsoft import zones
from sandbox.microsoft.answers import bad_request
from sandbox.people import Attendee, Calendar, CalendarEvent
from sandbox.wire import the_world

IMMUTABLE = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A"
CHANGING = "AAMkAGI1"
ANSWERS = {"needsAction": "none", "accepted": "accepted", "declined": "declined",
           "tentative": "tentativelyAccepted"}  # fmt: skip
NEVER = "0001-01-01T00:00:00Z"
DEFAULTS: dict[str, Any] = {
    "categories": [],
    "reminderMinutesBeforeStart": 15,
    "isReminderOn": True,
    "importance": "normal",
    "sensitivity": "normal",
    "responseRequested": True,
    "allowNewTimeProposals": True,
    "hideAttendees": False,
    "onlineMeetingProvider": "unknown",
}


def new_id() -> str:
    return f"{IMMUTABLE}{secrets.token_urlsafe(18)}AAA"


def shown_id(event: CalendarEvent) -> str:
    """The immutable id when the client prefers it, otherwise the kind that moving would change."""
    if (zones.preference("IdType") or "").lower() == "immutableid":
        return event.id
    return CHANGING + base64.urlsafe_b64encode(event.id.encode()).decode()


def internal_id(event_id: str) -> str:
    if not event_id.startswith(CHANGING):
        return event_id
    try:
        return base64.urlsafe_b64decode(event_id.removeprefix(CHANGING)).decode()
    except ValueError as failure:
        raise bad_request("Id is malformed.", "ErrorInvalidIdMalformed") from failure


def etag(event: CalendarEvent) -> str:
    return f'W/"{change_key(event)}"'


def change_key(event: CalendarEvent) -> str:
    seed = zlib.crc32(f"{the_world().run_id}{event.id}".encode())
    return base64.b64encode(f"{seed:08x}{event.version:06x}".encode()).decode()


def draw(calendar: Calendar, event: CalendarEvent) -> dict[str, Any]:
    """The event as Graph answers it, in the zone that the client prefers."""
    fields, zone = DEFAULTS | event.vendor.get("fields", {}), zones.preferred()
    shown = shown_id(event)
    drawn: dict[str, Any] = {
        "@odata.etag": etag(event),
        "id": shown,
        "createdDateTime": _stamp(event.created_at),
        "lastModifiedDateTime": _stamp(event.updated_at),
        "changeKey": change_key(event),
        "transactionId": event.vendor.get("transactionId"),
        "originalStartTimeZone": fields.get("startZone", "UTC"),
        "originalEndTimeZone": fields.get("endZone", "UTC"),
        "iCalUId": event.uid or ical_uid(event.id),
        "hasAttachments": False,
        "subject": event.subject,
        "bodyPreview": _plain(event.description)[:255],
        "isAllDay": event.all_day,
        "isCancelled": event.status == "cancelled",
        "isOrganizer": event.organizer == calendar.email,
        "seriesMasterId": None,
        "showAs": event.show_as,
        "type": "singleInstance",
        "webLink": f"https://outlook.office365.com/owa/?itemid={shown}&exvsurl=1&path=/calendar/item",
        "onlineMeetingUrl": None,
        "isOnlineMeeting": bool(fields.get("isOnlineMeeting")),
        "isDraft": False,
        "recurrence": None,
        "responseStatus": {"response": _own_answer(calendar, event), "time": NEVER},
        "body": {"contentType": fields.get("contentType", "html"), "content": event.description},
        "start": zones.write(event.starts_at, zone),
        "end": zones.write(event.ends_at, zone),
        "location": {"displayName": event.location, "locationType": "default"},
        "locations": [{"displayName": event.location}] if event.location else [],
        "attendees": [_draw_attendee(attendee) for attendee in event.attendees],
        "organizer": {"emailAddress": _who(event.organizer)},
        "onlineMeeting": {"joinUrl": event.link} if event.link else None,
    }
    if event.is_private:
        fields["sensitivity"] = "private"
    return drawn | {key: fields[key] for key in DEFAULTS}


def ical_uid(event_id: str) -> str:
    """The id that every attendee's copy has too."""
    return f"040000008200E00074C5B7101A82E008{zlib.crc32(event_id.encode()):08X}"


def _own_answer(calendar: Calendar, event: CalendarEvent) -> str:
    """What the calendar's owner said to the invitation; nothing yet is not the same as no invitation."""
    if event.organizer == calendar.email:
        return "organizer"
    own = (a.status for a in event.attendees if a.email.lower() == calendar.email)
    answer = ANSWERS[next(own, "needsAction")]
    return "notResponded" if answer == "none" else answer


def apply(event: CalendarEvent, wanted: dict[str, Any]) -> None:
    """Write the given fields of a body that has passed its schema."""
    _apply_times(event, wanted)
    if "subject" in wanted:
        event.subject = wanted["subject"]
    if "body" in wanted:
        event.description = wanted["body"]["content"]
        _fields(event)["contentType"] = wanted["body"].get("contentType", "text").lower()
    if "location" in wanted:
        event.location = wanted["location"].get("displayName", "")
    if "attendees" in wanted:
        event.attendees = [_read_attendee(given) for given in wanted["attendees"]]
    if "showAs" in wanted:
        event.show_as = wanted["showAs"] if wanted["showAs"] != "unknown" else "busy"
        event.status = "tentative" if event.show_as == "tentative" else "confirmed"
    _fields(event).update({key: wanted[key] for key in DEFAULTS if key in wanted})
    if "sensitivity" in wanted:
        event.is_private = wanted["sensitivity"] != "normal"
    for given in wanted.get("singleValueExtendedProperties", []):
        event.vendor.setdefault("extended", {})[given["id"]] = given["value"]
        event.private[given["id"].rpartition(" ")[2]] = given["value"]
    event.updated_at = the_world().clock.now()


def _apply_times(event: CalendarEvent, wanted: dict[str, Any]) -> None:
    starts_at = zones.read(wanted["start"]) if "start" in wanted else event.starts_at
    ends_at = zones.read(wanted["end"]) if "end" in wanted else event.ends_at
    if ends_at <= starts_at:
        message = "The start time must be earlier than the end time."
        raise bad_request(message, "ErrorCalendarEndDateIsEarlierThanStartDate")
    all_day = wanted.get("isAllDay", event.all_day)
    if all_day and any(
        "T00:00:00" not in wanted[key]["dateTime"] for key in ("start", "end") if key in wanted
    ):
        message = "The Event.Start and Event.End of an all-day event must be set to midnight."
        raise bad_request(message, "ErrorInvalidRequest")
    event.starts_at, event.ends_at, event.all_day = starts_at, ends_at, all_day
    for key, kept in (("start", "startZone"), ("end", "endZone")):
        if key in wanted:
            _fields(event)[kept] = wanted[key]["timeZone"]


def _fields(event: CalendarEvent) -> dict[str, Any]:
    fields: dict[str, Any] = event.vendor.setdefault("fields", {})
    return fields


def _read_attendee(given: dict[str, Any]) -> Attendee:
    address = given["emailAddress"]
    return Attendee(
        email=address["address"],
        name=address.get("name", ""),
        optional=given.get("type", "required") == "optional",
    )


def _draw_attendee(attendee: Attendee) -> dict[str, Any]:
    return {
        "type": "optional" if attendee.optional else "required",
        "status": {"response": ANSWERS[attendee.status], "time": NEVER},
        "emailAddress": {"name": attendee.name or attendee.email, "address": attendee.email},
    }


def _who(address: str) -> dict[str, str]:
    person = the_world().person_by_email(address)
    return {"name": person.name if person else address, "address": address}


def _plain(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html).strip()


def _stamp(instant: datetime | None) -> str:
    known = instant or the_world().clock.now()
    return known.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")
