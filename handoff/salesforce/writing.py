"""What a booking leaves in Salesforce: Event, relations, Booking record and its hosts, all or none, and once."""

import re
from collections.abc import Mapping
from typing import Any

from simple_salesforce.format import format_soql

from handoff.errors import OutsideError, TryLater, TurnedDown
from handoff.ids import is_id
from handoff.records import MeetingRecord
from handoff.salesforce.booking_records import (
    KNOWN_ROWS,
    MAIN_PART,
    booking_part,
    host_parts,
    instant,
    main_part,
    plain,
)
from handoff.salesforce.client import (
    Answer,
    Client,
    Part,
    codes,
    query_part,
    real_cause,
)
from handoff.salesforce.failures import SERVICE, unreadable
from handoff.salesforce.fields import (
    CONTACT_PREFIX,
    LEAD_PREFIX,
    USER_PREFIX,
    ActivityFields,
    Booking,
    Event,
    EventRelation,
)
from handoff.wording import say

OPERATION = "write_meeting"
OWNER_OPERATION = "write_owner_field"
FIELDS_OPERATION = "write_record_fields"
EVENT_PART, FOUND_PART = "event", "found"
DUPLICATE = "DUPLICATE_VALUE"
GONE = frozenset({"ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"})
MAX_RELATIONS = 18
"""A composite takes 25 parts; the Event, the Booking record and its hosts take up to six."""

_API_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)
EVENT_ID = f"@{{{EVENT_PART}.id}}"


def write_meeting(client: Client, meeting: MeetingRecord, *, is_there: bool = False) -> str:
    """Return the Event's id, or an empty text if none is wanted. Raises OutsideError.

    May be repeated, and the Booking record may be there already: the unique key of the main host's row, which is
    made together with the Event and never without it, rolls a second try back; the first one's Event is returned.
    The status of a Booking record that `is_there` stays.
    """
    parts = _meeting_parts(meeting, is_there=is_there)
    answers = client.composite(parts, operation=OPERATION, is_write=True)
    if all(answer.is_good for answer in answers.values()):
        return _new_id(answers[EVENT_PART]) if meeting.writes_event else ""
    if DUPLICATE in codes(answers[MAIN_PART]):
        found = find_event(client, meeting.booking_key)
        if found is not None:
            return found
    raise cause_of(answers)


def cause_of(answers: Mapping[str, Answer]) -> OutsideError:
    """Return the error that stopped the writing; somebody who was at the same records at once is worth another try."""
    error = real_cause(answers, operation=OPERATION)
    gone = [codes(answers[name]) & GONE for name in KNOWN_ROWS if name in answers]
    if error.code != DUPLICATE and not any(gone):
        return error
    return TryLater(error.message, service=SERVICE, operation=OPERATION, code=error.code)


def find_event(client: Client, booking_key: str) -> str | None:
    """Return the Event's id that the booking with this key has, or None if there is no such booking."""
    soql = format_soql(
        "SELECT Event_Id__c FROM Handoff_Booking__c WHERE Booking_Key__c = {}", booking_key
    )
    answers = client.composite([query_part(FOUND_PART, soql)], operation=OPERATION)
    rows = client.rows(answers[FOUND_PART], operation=OPERATION)
    return str(rows[0].get(Booking.EVENT_ID) or "") if rows else None


def write_owner_field(
    client: Client,
    *,
    object_name: str,
    record_id: str,
    field: str,
    user_id: str,
    only_if_empty: bool,
    replaces: str = "",
) -> bool:
    """Put the user into the record's field; say whether they stand there now. Raises OutsideError.

    May be repeated: a field that already holds the user is left alone. A queue counts as empty, and so does the
    host whom this one replaces.
    """
    path = _record_path(object_name, record_id, field)
    found = client.call("GET", f"{path}?fields={field}", operation=OWNER_OPERATION)
    if not isinstance(found, Mapping):
        raise unreadable(OWNER_OPERATION)
    holder = str(next((v for k, v in found.items() if k.lower() == field.lower()), "") or "")
    if holder == user_id:
        return True
    if only_if_empty and holder.startswith(USER_PREFIX) and holder != replaces:
        return False
    client.call("PATCH", path, body={field: user_id}, operation=OWNER_OPERATION)
    return True


def write_fields(
    client: Client, *, object_name: str, record_id: str, values: Mapping[str, Any]
) -> None:
    """Put values into the record's own fields, all or none. Raises OutsideError; may be repeated."""
    paths = {_record_path(object_name, record_id, field) for field in values}
    for path in paths:
        client.call("PATCH", path, body=dict(values), operation=FIELDS_OPERATION)


def _meeting_parts(meeting: MeetingRecord, *, is_there: bool) -> list[Part]:
    if not meeting.writes_event:
        booking = booking_part(meeting, is_there=is_there)
        return [booking, main_part(meeting), *host_parts(meeting)]
    return [
        create_part(EVENT_PART, Event.OBJECT, event_fields(meeting)),
        *relations(meeting),
        booking_part(meeting, event_id=EVENT_ID, is_there=is_there),
        main_part(meeting),
        *host_parts(meeting),
    ]


def event_fields(meeting: MeetingRecord) -> dict[str, str]:
    """Return the Event's fields."""
    return _about(meeting) | {
        Event.SUBJECT: plain(meeting.subject, 255),
        Event.DESCRIPTION: plain(meeting.description, 32000),
        Event.LOCATION: plain(meeting.location, 255),
        Event.OWNER: meeting.owner_id,
        Event.STARTS_AT: instant(meeting.span.starts_at),
        Event.ENDS_AT: instant(meeting.span.ends_at),
        Event.SHOW_AS: "Busy",
        ActivityFields.BOOKING_ID: meeting.booking_key,
        ActivityFields.BOOKED_BY: plain(meeting.organizer_name, 80),
        ActivityFields.MEETING_TYPE: plain(meeting.meeting_type, 80),
        ActivityFields.HOST_SOURCE: plain(meeting.host_source, 255),
        ActivityFields.POOL: plain(meeting.pool, 80),
        ActivityFields.STATUS: meeting.status,
        ActivityFields.REASON: plain(meeting.reason, 255),
    }


def _about(meeting: MeetingRecord) -> dict[str, str]:
    """Say whom and what the Event is about; an Event with a Lead can be about nothing else."""
    if meeting.record_id.startswith((LEAD_PREFIX, CONTACT_PREFIX)):
        return {Event.WHO: meeting.record_id}
    about: dict[str, str] = {Event.WHAT: meeting.record_id}
    if meeting.guest_record_id.startswith(CONTACT_PREFIX):
        about[Event.WHO] = meeting.guest_record_id
    return about


def relations(meeting: MeetingRecord) -> list[Part]:
    """Return parts that add the further hosts to the Event made beside them."""
    others = dict.fromkeys(one for one in meeting.other_host_ids if one != meeting.owner_id)
    return [
        relation_part(f"host{number}", EVENT_ID, user_id)
        for number, user_id in enumerate(list(others)[:MAX_RELATIONS])
    ]


def relation_part(name: str, event_id: str, user_id: str) -> Part:
    """Return a part that adds a further host to an Event."""
    return create_part(
        name,
        EventRelation.OBJECT,
        {
            EventRelation.EVENT: event_id,
            EventRelation.RELATION: user_id,
            EventRelation.STATUS: "New",
        },
    )


def create_part(name: str, object_name: str, body: Mapping[str, str]) -> Part:
    """Return a part that makes a new record."""
    # An empty text and a missing member mean the same to Salesforce; a missing one needs no access to the field.
    return Part(name, "POST", f"sobjects/{object_name}", {k: v for k, v in body.items() if v})


def _new_id(answer: Answer) -> str:
    body: Any = answer.body
    event_id = body.get("id") if isinstance(body, Mapping) else None
    if not isinstance(event_id, str) or not is_id(event_id):
        raise unreadable(OPERATION, is_write=True)
    return event_id


def _record_path(object_name: str, record_id: str, field: str) -> str:
    if not (is_id(record_id) and _API_NAME.fullmatch(object_name) and _API_NAME.fullmatch(field)):
        raise TurnedDown(
            say(
                "“{field}” on {object} cannot be written: it is no field of that object.",
                field=field[:80],
                object=object_name[:80],
            ),
            service=SERVICE,
            operation=OWNER_OPERATION,
            code="INVALID_FIELD",
        )
    return f"sobjects/{object_name}/{record_id}"
