"""Hand-written schemas of the Graph bodies that the sandbox takes.

https://learn.microsoft.com/graph/api/resources/event
https://learn.microsoft.com/graph/api/calendar-getschedule
"""

import functools
from typing import Any

from flask import request
from jsonschema import Draft202012Validator

from sandbox.microsoft.answers import bad_request

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}


def _closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    """An object with these properties and no others, apart from its OData type."""
    return {
        "type": "object",
        "properties": properties | {"@odata.type": TEXT},
        "required": list(required),
        "additionalProperties": False,
    }


def _one_of(*values: str) -> dict[str, Any]:
    return {"enum": list(values)}


EMAIL_ADDRESS = _closed(
    {"address": {"type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$"}, "name": TEXT}, "address"
)
DATE_TIME_ZONE = _closed({"dateTime": TEXT, "timeZone": TEXT}, "dateTime", "timeZone")
BODY = _closed(
    {"contentType": {"enum": ["html", "text", "HTML", "Text"]}, "content": TEXT}, "content"
)
LOCATION = _closed(
    {
        "displayName": TEXT,
        "locationType": TEXT,
        "locationUri": TEXT,
        "uniqueId": TEXT,
        "uniqueIdType": TEXT,
    }
)
ATTENDEE = _closed(
    {
        "emailAddress": EMAIL_ADDRESS,
        "type": _one_of("required", "optional", "resource"),
        "status": _closed({"response": TEXT, "time": TEXT}),
    },
    "emailAddress",
)
EXTENDED_PROPERTY = _closed(
    {
        "id": {
            "type": "string",
            "pattern": "^(String|Integer|Boolean|SystemTime) \\{[0-9a-fA-F-]{36}\\} (Name .+|Id 0x[0-9a-fA-F]+)$",
        },
        "value": TEXT,
    },
    "id",
    "value",
)
EVENT_PROPERTIES: dict[str, Any] = {
    "subject": {"type": "string", "maxLength": 255},
    "body": BODY,
    "start": DATE_TIME_ZONE,
    "end": DATE_TIME_ZONE,
    "location": LOCATION,
    "locations": {"type": "array", "items": LOCATION},
    "attendees": {"type": "array", "items": ATTENDEE, "maxItems": 500},
    "isAllDay": FLAG,
    "isOnlineMeeting": FLAG,
    "onlineMeetingProvider": _one_of(
        "unknown", "teamsForBusiness", "skypeForBusiness", "skypeForConsumer"
    ),
    "allowNewTimeProposals": FLAG,
    "hideAttendees": FLAG,
    "responseRequested": FLAG,
    "showAs": _one_of("free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
    "sensitivity": _one_of("normal", "personal", "private", "confidential"),
    "importance": _one_of("low", "normal", "high"),
    "isReminderOn": FLAG,
    "reminderMinutesBeforeStart": {"type": "integer"},
    "categories": {"type": "array", "items": TEXT},
    "recurrence": {"type": "null"},
    "singleValueExtendedProperties": {"type": "array", "items": EXTENDED_PROPERTY},
}
SCHEMAS: dict[str, dict[str, Any]] = {
    "event": _closed(
        EVENT_PROPERTIES | {"transactionId": {"type": ["string", "null"]}}, "start", "end"
    ),
    "event update": _closed(EVENT_PROPERTIES),
    "cancel": _closed({"comment": TEXT}),
    "getSchedule": _closed(
        {
            "schedules": {"type": "array", "items": TEXT, "minItems": 1},
            "starttime": DATE_TIME_ZONE,
            "endtime": DATE_TIME_ZONE,
            "availabilityviewinterval": {"type": "integer", "minimum": 5, "maximum": 1440},
        },
        "schedules",
        "starttime",
        "endtime",
    ),
    "batch": _closed(
        {
            "requests": {
                "type": "array",
                "minItems": 1,
                "items": _closed(
                    {
                        "id": {"type": "string", "minLength": 1},
                        "method": _one_of("GET", "POST", "PATCH", "DELETE"),
                        "url": TEXT,
                        "headers": {"type": "object", "additionalProperties": TEXT},
                        "body": {},
                        "dependsOn": {"type": "array", "items": TEXT},
                    },
                    "id",
                    "method",
                    "url",
                ),
            }
        },
        "requests",
    ),
}


def json_body(*, may_be_empty: bool = False) -> dict[str, Any]:
    body = request.get_json(silent=True)
    if body is None and may_be_empty and not request.get_data():
        return {}
    if not isinstance(body, dict):
        raise bad_request("Unable to read JSON request payload.")
    return body


def check(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body, refused with the reason when Graph would not take it."""
    problem = next(_validator(name).iter_errors(body), None)
    if problem is None:
        return body
    where = "/".join(str(step) for step in problem.absolute_path) or "the body"
    raise bad_request(f"Invalid request: {where}: {problem.message}", _code(problem.validator))


def _code(rule: str) -> str:
    return "RequestBodyRead" if rule in ("additionalProperties", "type") else "ErrorInvalidRequest"


@functools.cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name])
