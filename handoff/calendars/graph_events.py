"""Graph's event resource: drafts written into it and references read out of it.

https://learn.microsoft.com/graph/api/resources/event
"""

import uuid
from datetime import UTC, datetime
from typing import Any

from handoff.calendars.protocol import EventDraft, EventRef, LinkState
from handoff.meeting_types import Platform
from handoff.spans import Span

NAMESPACE = uuid.UUID("6f1d1a7e-3f0b-4f0e-9d3c-0a4c5b1c7e21")
KEY_PROPERTY = f"String {{{NAMESPACE}}} Name handoffKey"


def body_of(draft: EventDraft) -> dict[str, Any]:
    """Return what may change when a meeting moves; not its text, which holds the join block of Teams."""
    return {
        "subject": draft.title,
        "location": {"displayName": draft.location},
        "start": _written(draft.span.starts_at),
        "end": _written(draft.span.ends_at),
        "attendees": [
            {
                "emailAddress": {"address": one.email, "name": one.name or one.email},
                "type": "optional" if one.is_optional else "required",
            }
            for one in draft.attendees
        ],
    }


def new_body_of(draft: EventDraft) -> dict[str, Any]:
    """Return a whole new event, under a transaction id and marked as ours."""
    body = body_of(draft) | {
        "body": {"contentType": "text", "content": draft.description},
        "transactionId": str(uuid.uuid5(NAMESPACE, draft.key)),
        "singleValueExtendedProperties": [{"id": KEY_PROPERTY, "value": draft.key}],
    }
    if wants_link(draft):
        body |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    return body


def marked_as(key: str) -> str:
    """Return the filter that finds the event written under this key."""
    value = key.replace("'", "''")
    marks = f"ep/id eq '{KEY_PROPERTY}' and ep/value eq '{value}'"
    return f"singleValueExtendedProperties/any(ep: {marks})"


def wants_link(draft: EventDraft) -> bool:
    """Say whether Microsoft is to make the meeting's link."""
    return draft.platform in (Platform.HOST_DEFAULT, Platform.TEAMS)


def says(found: dict[str, Any], draft: EventDraft) -> bool:
    """Say whether the event has the draft's time and title already."""
    times = [_instant((found.get(end) or {})["dateTime"]) for end in ("start", "end")]
    return found.get("subject") == draft.title and Span(*times) == draft.span


def ref_of(found: dict[str, Any], draft: EventDraft) -> EventRef:
    """Return the event's name, version and link."""
    link = str((found.get("onlineMeeting") or {}).get("joinUrl") or "")
    missing = LinkState.PENDING if wants_link(draft) else LinkState.NONE
    state = LinkState.READY if link else missing
    return EventRef(str(found["id"]), str(found.get("@odata.etag") or ""), link, state)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _written(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
