"""Google's event resource: drafts written into it, references and free/busy read out of it.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

import hashlib
from base64 import b32hexencode
from datetime import UTC, datetime
from html import escape
from typing import Any

from handoff.calendars.protocol import BusyBlock, EventDraft, EventRef, HostBusy, LinkState
from handoff.meeting_types import Platform
from handoff.spans import Span
from handoff.wording import say

KEY = "handoffKey"
BOOKING = "handoffBooking"
STATES = {"pending": LinkState.PENDING, "failure": LinkState.FAILED}


def event_id(key: str) -> str:
    """Return Google's id for a key: base32hex in lower case, the only alphabet it takes."""
    return b32hexencode(hashlib.sha256(key.encode()).digest()[:20]).decode().lower()


def body_of(draft: EventDraft) -> dict[str, Any]:
    """Return what may change when a meeting moves."""
    return {
        "summary": draft.title,
        # "Can contain HTML", says the reference: what people typed must stay text.
        "description": escape(draft.description, quote=False),
        "location": draft.location,
        "start": {"dateTime": draft.span.starts_at.isoformat(), "timeZone": "UTC"},
        "end": {"dateTime": draft.span.ends_at.isoformat(), "timeZone": "UTC"},
        "attendees": [
            {"email": one.email, "displayName": one.name, "optional": one.is_optional}
            for one in draft.attendees
        ],
    }


def new_body_of(draft: EventDraft, *, with_link: bool) -> dict[str, Any]:
    """Return a whole new event, marked as ours, with a request for a Meet link if it is to have one."""
    body = body_of(draft) | {
        "id": event_id(draft.key),
        "extendedProperties": {"private": {KEY: draft.key, BOOKING: draft.booking_id}},
    }
    if with_link:
        body["conferenceData"] = {
            "createRequest": {
                "requestId": event_id(draft.key),
                "conferenceSolutionKey": {"type": "hangoutsMeet"},
            }
        }
    return body


def wants_link(draft: EventDraft) -> bool:
    """Say whether Google is to make the meeting's link."""
    return draft.platform in (Platform.HOST_DEFAULT, Platform.GOOGLE_MEET)


def is_cancelled(found: dict[str, Any]) -> bool:
    """Say whether the event was deleted; Google keeps its id for ever."""
    return found.get("status") == "cancelled"


def is_ours(found: dict[str, Any], draft: EventDraft) -> bool:
    """Say whether the event was written under the draft's key."""
    private = (found.get("extendedProperties") or {}).get("private") or {}
    return bool(private.get(KEY) == draft.key)


def says(found: dict[str, Any], draft: EventDraft) -> bool:
    """Say whether the event has the draft's time and title already."""
    times = [instant((found.get(end) or {})["dateTime"]) for end in ("start", "end")]
    return found.get("summary") == draft.title and Span(*times) == draft.span


def ref_of(found: dict[str, Any]) -> EventRef:
    """Return the event's name, version and link."""
    conference = found.get("conferenceData") or {}
    status = ((conference.get("createRequest") or {}).get("status") or {}).get("statusCode", "")
    entries = conference.get("entryPoints") or []
    video = next((one["uri"] for one in entries if one.get("entryPointType") == "video"), "")
    link = str(video or found.get("hangoutLink") or "")
    state = LinkState.READY if link else STATES.get(status, LinkState.NONE)
    return EventRef(str(found["id"]), str(found.get("etag") or ""), link, state)


def busy_of_calendar(calendar: dict[str, Any] | None) -> HostBusy:
    """Return one calendar's part of a free/busy answer; one with errors is unknown, whatever else it says."""
    if calendar is None:
        return HostBusy(unknown=say("Google did not answer for this calendar"))
    errors = calendar.get("errors")
    if errors:
        is_lost = errors[0].get("reason") == "notFound"
        words = say("calendar access lost" if is_lost else "Google could not read this calendar")
        return HostBusy(unknown=words, is_access_lost=is_lost)
    spans = (Span(instant(one["start"]), instant(one["end"])) for one in calendar["busy"])
    return HostBusy(tuple(BusyBlock(span) for span in spans))


def instant(text: str) -> datetime:
    """Read one of Google's instants."""
    return datetime.fromisoformat(text).astimezone(UTC)
