"""Meet links, which Google makes at once or a little later.

https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from flask import current_app, jsonify, request

from sandbox.google.answers import invalid, required
from sandbox.people import CalendarEvent

SOLUTION = {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"}
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(slots=True)
class Delay:
    """How the next Meet links are made: pending for some reads, then `outcome`."""

    events: int = 0
    gets: int = 1
    outcome: str = "success"


def delay() -> Delay:
    found: Delay = current_app.config.setdefault("MEET_DELAY", Delay())
    return found


def switch() -> Any:
    """`POST /google/conference {"pending": n, "gets": m, "outcome": "success"|"failure"}`.

    The next n events with a conference answer pending, until they have been read m times.
    """
    wish = request.get_json()
    number = int(wish.get("pending", 0))
    setting = Delay(number, int(wish.get("gets", number or 1)), wish.get("outcome", "success"))
    current_app.config["MEET_DELAY"] = setting
    return jsonify(events=setting.events, gets=setting.gets, outcome=setting.outcome), 201


def start(event: CalendarEvent, resource: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Answer a createRequest; the same request id again changes nothing."""
    asked = wanted.get("createRequest")
    known = resource.get("conferenceData", {}).get("createRequest", {})
    if not asked or known.get("requestId") == asked.get("requestId"):
        return
    if not asked.get("requestId"):
        raise required("Missing conference request id.", "conferenceData.createRequest.requestId")
    kind = asked.get("conferenceSolutionKey", {}).get("type", "hangoutsMeet")
    if kind != "hangoutsMeet":
        raise invalid("Invalid conference type value.")
    resource["conferenceData"] = {
        "createRequest": {
            "requestId": asked["requestId"],
            "conferenceSolutionKey": {"type": kind},
            "status": {"statusCode": "pending"},
        }
    }
    setting = delay()
    if setting.events > 0:
        setting.events -= 1
        event.vendor["meet"] = {"gets": setting.gets, "outcome": setting.outcome}
    else:
        _finish(event, resource, "success")


def advance(event: CalendarEvent, resource: dict[str, Any]) -> bool:
    """Count one read of a pending conference; true when it has just been decided."""
    waiting = event.vendor.get("meet")
    if not waiting:
        return False
    if waiting["gets"] > 0:
        waiting["gets"] -= 1
    if waiting["gets"] > 0:
        return False
    del event.vendor["meet"]
    _finish(event, resource, waiting["outcome"])
    return True


def _finish(event: CalendarEvent, resource: dict[str, Any], outcome: str) -> None:
    conference = resource["conferenceData"]
    conference["createRequest"]["status"]["statusCode"] = outcome
    if outcome != "success":
        return
    code = _meeting_code(event.id)
    link = f"https://meet.google.com/{code}"
    entry = {"entryPointType": "video", "uri": link, "label": f"meet.google.com/{code}"}
    conference |= {
        "entryPoints": [entry],
        "conferenceSolution": SOLUTION,
        "conferenceId": code,
    }
    resource["hangoutLink"] = link
    event.link = link


def _meeting_code(event_id: str) -> str:
    digest = hashlib.sha256(event_id.encode()).digest()
    code = "".join(LETTERS[byte % 26] for byte in digest[:10])
    return f"{code[:3]}-{code[3:7]}-{code[7:]}"
