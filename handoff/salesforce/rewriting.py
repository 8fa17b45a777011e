"""What a changed booking changes in Salesforce: the Event stays as history, with its status and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from simple_salesforce.format import format_soql

from handoff.records import MeetingRecord
from handoff.salesforce.client import Answer, Client, Part, codes, query_part, real_cause
from handoff.salesforce.fields import USER_PREFIX, ActivityFields, Booking, Event, EventRelation
from handoff.salesforce.writing import (
    BOOKING_PART,
    EVENT_PART,
    OPERATION,
    booking_fields,
    create_part,
    event_fields,
    relation_part,
    write_meeting,
)

FOUND_PART, RELATIONS_PART = "found", "relations"
GONE = frozenset({"ENTITY_IS_DELETED", "NOT_FOUND", "INVALID_CROSS_REFERENCE_KEY"})
MOST_CHANGES = 20
"""Relations changed in one composite, which takes 25 parts."""

_NEW_EVENT = f"@{{{EVENT_PART}.id}}"
_KEPT = frozenset({Event.WHO, Event.WHAT, ActivityFields.BOOKING_ID, ActivityFields.BOOKED_BY})
"""Said once: Salesforce itself changes whom an Event is about when a lead is converted."""


@dataclass(frozen=True)
class _Found:
    booking_id: str
    event_id: str
    relations: Mapping[str, str]


def rewrite_meeting(client: Client, meeting: MeetingRecord) -> str:
    """Bring Event, relations and Booking record to what the booking is now; return the Event's id.

    What is not there yet is written, but a cancelled meeting gets no new Event. Raises OutsideError; may be
    repeated.
    """
    found = _find(client, meeting)
    if found is None:
        return write_meeting(client, _lasting(meeting))
    if not found.event_id:
        return _send(client, [_booking_part(meeting, found.booking_id)])
    answers = client.composite(_parts(meeting, found), operation=OPERATION, is_write=True)
    if all(answer.is_good for answer in answers.values()):
        return found.event_id
    if not codes(answers[EVENT_PART]) & GONE:
        raise real_cause(answers, operation=OPERATION)
    return _without_event(client, meeting, found)


def _lasting(meeting: MeetingRecord) -> MeetingRecord:
    return replace(meeting, writes_event=meeting.writes_event and not meeting.is_cancelled)


def _find(client: Client, meeting: MeetingRecord) -> _Found | None:
    key = meeting.booking_key
    booking = format_soql(
        "SELECT Id, Event_Id__c FROM Handoff_Booking__c WHERE Booking_Key__c = {}", key
    )
    relations = format_soql(
        "SELECT Id, RelationId FROM EventRelation WHERE Event.Handoff_Booking_Id__c = {} "
        "AND Event.IsChild = false",
        key,
    )
    answers = client.composite(
        [query_part(FOUND_PART, booking), query_part(RELATIONS_PART, relations)],
        operation=OPERATION,
    )
    rows = client.rows(answers[FOUND_PART], operation=OPERATION)
    if not rows:
        return None
    invited = client.rows(answers[RELATIONS_PART], operation=OPERATION)
    return _Found(
        booking_id=str(rows[0]["Id"]),
        event_id=str(rows[0].get(Booking.EVENT_ID) or ""),
        relations={str(one[EventRelation.RELATION]): str(one["Id"]) for one in invited},
    )


def _parts(meeting: MeetingRecord, found: _Found) -> list[Part]:
    body = {key: value or None for key, value in event_fields(meeting).items() if key not in _KEPT}
    if meeting.is_cancelled:
        body[Event.SHOW_AS] = "Free"
    return [
        Part(EVENT_PART, "PATCH", f"sobjects/{Event.OBJECT}/{found.event_id}", body),
        *_changed_relations(meeting, found),
        _booking_part(meeting, found.booking_id),
    ]


def _changed_relations(meeting: MeetingRecord, found: _Found) -> list[Part]:
    if meeting.is_cancelled:
        return []
    wanted = {one for one in meeting.other_host_ids if one != meeting.owner_id}
    gone = [
        Part(f"gone{number}", "DELETE", f"sobjects/{EventRelation.OBJECT}/{relation_id}")
        for number, (user_id, relation_id) in enumerate(sorted(found.relations.items()))
        if user_id.startswith(USER_PREFIX) and user_id not in wanted
    ]
    missing = sorted(wanted - set(found.relations))
    new = [
        relation_part(f"new{number}", found.event_id, user_id)
        for number, user_id in enumerate(missing)
    ]
    return [*gone, *new][:MOST_CHANGES]


def _booking_part(meeting: MeetingRecord, booking_id: str, *, event_id: str = "") -> Part:
    fields = booking_fields(meeting, event_id=event_id)
    body: dict[str, Any] = {key: value or None for key, value in fields.items()}
    del body[Booking.KEY]
    if not event_id:
        del body[Booking.EVENT_ID]
    return Part(BOOKING_PART, "PATCH", f"sobjects/{Booking.OBJECT}/{booking_id}", body)


def _without_event(client: Client, meeting: MeetingRecord, found: _Found) -> str:
    """Somebody deleted the Event: a meeting that takes place gets another, a cancelled one needs none."""
    if meeting.is_cancelled or not meeting.writes_event:
        return _send(client, [_booking_part(meeting, found.booking_id)])
    others = dict.fromkeys(one for one in meeting.other_host_ids if one != meeting.owner_id)
    return _send(
        client,
        [
            create_part(EVENT_PART, Event.OBJECT, event_fields(meeting)),
            *(
                relation_part(f"host{number}", _NEW_EVENT, user_id)
                for number, user_id in enumerate(list(others)[:MOST_CHANGES])
            ),
            _booking_part(meeting, found.booking_id, event_id=_NEW_EVENT),
        ],
    )


def _send(client: Client, parts: list[Part]) -> str:
    answers = client.composite(parts, operation=OPERATION, is_write=True)
    if not all(answer.is_good for answer in answers.values()):
        raise real_cause(answers, operation=OPERATION)
    return _new_event_id(answers.get(EVENT_PART))


def _new_event_id(answer: Answer | None) -> str:
    body = answer.body if answer else None
    return str(body.get("id") or "") if isinstance(body, Mapping) else ""
