"""Graph's getSchedule.

https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from datetime import datetime, timedelta
from typing import Any

from flask import jsonify, request

from sandbox.microsoft import schemas, zones
from sandbox.microsoft.answers import bad_request
from sandbox.microsoft.mailboxes import find_mailbox
from sandbox.microsoft.tokens import current_grant
from sandbox.people import Calendar, CalendarEvent
from sandbox.wire import lost_hosts, remote_call, the_world

MOST_SCHEDULES = 100
MOST_ENTRIES = 1000
LONGEST_DAYS = 62
DIGITS = {"free": 0, "workingElsewhere": 0, "tentative": 1, "busy": 2, "oof": 3}
WORK_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def named_hosts(user: str) -> list[str]:
    body = request.get_json(silent=True)
    asked = _lowered(body).get("schedules", []) if isinstance(body, dict) else []
    return [user, *(str(name) for name in asked)]


@remote_call("microsoft", "getSchedule", host=named_hosts)
def get_schedule(user: str) -> Any:
    grant = current_grant()
    body = schemas.check("getSchedule", _lowered(schemas.json_body()))
    starts_at, ends_at = _span(body)
    if len(body["schedules"]) > MOST_SCHEDULES:
        message = (
            "There are too many target users in the EmailAddress array. The allowed size = "
            f"{MOST_SCHEDULES}; the actual size = {len(body['schedules'])}."
        )
        raise bad_request(message, "ErrorMailboxDataArrayTooBig")
    step = timedelta(minutes=body.get("availabilityviewinterval", 30))
    with the_world().lock:
        find_mailbox(user)
        answers = [
            _answer(name, grant.org_id, (starts_at, ends_at), step) for name in body["schedules"]
        ]
    context = (
        "https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.scheduleInformation)"
    )
    return jsonify({"@odata.context": context, "value": answers})


def _answer(
    name: str, org_id: str, span: tuple[datetime, datetime], step: timedelta
) -> dict[str, Any]:
    calendar = the_world().calendars.get(name.lower())
    if calendar is None or calendar.org_id != org_id or calendar.provider != "microsoft":
        message = f"Unable to resolve e-mail address {name} to an Active Directory object."
        return _failure(name, "ErrorMailRecipientNotFound", message)
    if calendar.lost or name.lower() in lost_hosts() or "*" in lost_hosts():
        message = "The caller does not have access to free/busy data."
        return _failure(name, "ErrorNoFreeBusyAccess", message)
    zone = zones.preferred()
    found = [event for event in calendar.between(*span) if _is_listed(calendar, event)]
    if len(found) > MOST_ENTRIES:
        message = (
            "The result set contains too many calendar entries. The allowed size is "
            f"{MOST_ENTRIES}; the actual size is {len(found)}."
        )
        return _failure(name, "5006", message)
    return {
        "scheduleId": name,
        "availabilityView": _view(found, span, step),
        "scheduleItems": [_item(event, zone) for event in found],
        "workingHours": _working_hours(calendar),
    }


def _failure(name: str, code: str, message: str) -> dict[str, Any]:
    return {
        "scheduleId": name,
        "availabilityView": "",
        "error": {"message": message, "responseCode": code},
    }


def _is_listed(calendar: Calendar, event: CalendarEvent) -> bool:
    return event.status != "cancelled" and not event.owner_declined(calendar.email)


def _item(event: CalendarEvent, zone: str) -> dict[str, Any]:
    is_private = (
        event.is_private or event.vendor.get("fields", {}).get("sensitivity", "normal") != "normal"
    )
    item: dict[str, Any] = {
        "isPrivate": is_private,
        "status": event.show_as,
        "start": zones.write(event.starts_at, zone),
        "end": zones.write(event.ends_at, zone),
    }
    if not is_private:
        item |= {"subject": event.subject, "location": event.location}
    return item


def _view(events: list[CalendarEvent], span: tuple[datetime, datetime], step: timedelta) -> str:
    """One digit per interval, the worst that overlaps it; the last interval may be shorter."""
    starts_at, ends_at = span
    digits = [0] * -((starts_at - ends_at) // step)
    for event in events:
        first = max(0, (event.starts_at - starts_at) // step)
        last = min(len(digits), -((starts_at - event.ends_at) // step))
        for number in range(first, last):
            digits[number] = max(digits[number], DIGITS[event.show_as])
    return "".join(map(str, digits))


def _working_hours(calendar: Calendar) -> dict[str, Any]:
    person = the_world().person_by_email(calendar.email)
    starts, ends = (person.starts_work, person.ends_work) if person else (9, 17)
    return {
        "daysOfWeek": WORK_DAYS,
        "startTime": f"{starts:02d}:00:00.0000000",
        "endTime": f"{ends:02d}:00:00.0000000",
        "timeZone": zones.windows_name(calendar.zone),
    }


def _span(body: dict[str, Any]) -> tuple[datetime, datetime]:
    starts_at, ends_at = zones.read(body["starttime"]), zones.read(body["endtime"])
    if ends_at <= starts_at:
        message = "The start time must be earlier than the end time."
        raise bad_request(message, "ErrorInvalidTimeInterval")
    if ends_at - starts_at > timedelta(days=LONGEST_DAYS):
        message = (
            "The requested time duration specified for FreeBusyViewOptions.TimeWindow is too long. "
            f"The allowed limit = {LONGEST_DAYS} days; the actual limit = "
            f"{(ends_at - starts_at).days} days."
        )
        raise bad_request(message, "ErrorTimeIntervalTooBig")
    return starts_at, ends_at


def _lowered(body: dict[str, Any]) -> dict[str, Any]:
    """Clients send camelCase and PascalCase alike, and Graph takes both."""
    return {key if key.startswith("@") else key.lower(): value for key, value in body.items()}
