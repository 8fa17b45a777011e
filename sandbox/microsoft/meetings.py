"""Teams links, ready in the first answer or after some reads.

https://learn.microsoft.com/graph/outlook-calendar-online-meetings
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import current_app, jsonify, request

from sandbox.microsoft.answers import bad_request
from sandbox.people import CalendarEvent

JOIN_BLOCK = (
    '<div class="me-email-text"><hr><a href="{0}">Join the meeting now</a>'
    "<p>Microsoft Teams meeting</p></div>"
)


@dataclass(slots=True)
class Delay:
    """How many of the next online meetings lack their link until they were read `gets` times."""

    events: int = 0
    gets: int = 1


def switch() -> Any:
    """`POST /microsoft/meeting-links {"pending": n, "gets": m}`."""
    wish = request.get_json()
    number = int(wish.get("pending", 0))
    setting = Delay(number, int(wish.get("gets", number or 1)))
    current_app.config["LINK_DELAY"] = setting
    return jsonify(events=setting.events, gets=setting.gets), 201


def start(event: CalendarEvent, wanted: dict[str, Any]) -> None:
    """Give an event its meeting; once it has one it keeps it."""
    fields = event.vendor.setdefault("fields", {})
    if "isOnlineMeeting" not in wanted:
        return
    if fields.get("isOnlineMeeting"):
        if not wanted["isOnlineMeeting"]:
            message = "An online meeting can't be turned off once it is created."
            raise bad_request(message, "ErrorInvalidRequest")
        return
    if not wanted["isOnlineMeeting"]:
        return
    provider = wanted.get("onlineMeetingProvider", "teamsForBusiness")
    if provider not in ("teamsForBusiness", "unknown"):
        message = f"The online meeting provider {provider} is not allowed for this calendar."
        raise bad_request(message, "ErrorInvalidRequest")
    fields |= {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    setting: Delay = current_app.config.setdefault("LINK_DELAY", Delay())
    if setting.events > 0:
        setting.events -= 1
        event.vendor["link_after"] = setting.gets
    else:
        _finish(event)


def note_read(event: CalendarEvent) -> None:
    """Count one read of a meeting whose link is still being made."""
    waiting = event.vendor.get("link_after")
    if waiting is None:
        return
    event.vendor["link_after"] = waiting - 1
    if waiting <= 1:
        del event.vendor["link_after"]
        _finish(event)
        event.version += 1


def _finish(event: CalendarEvent) -> None:
    thread = hashlib.sha256(event.id.encode()).hexdigest()[:32]
    event.link = f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0"
    event.description += JOIN_BLOCK.format(event.link)
