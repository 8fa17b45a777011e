"""What a changed booking changes in Salesforce: the Event stays as history, with its status and the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from simple_salesforce.format import format_soql

from handoff.records import MeetingRecord
from handoff.salesforce.booking_records import (
    HostRow,
    booking_part,
    host_parts,
    main_gone,
    main_host,
    main_part,
)
from handoff.salesforce.client import Answer, Client, Part, codes, query_part
from handoff.salesforce.fields import (
    USER_PREFIX,
    ActivityFields,
    Booking,
    BookingHost,
    Event,
    EventRelation,
)
from handoff.salesforce.writing import (
    EVENT_ID,
    EVENT_PART,
    GONE,
    OPERATION,
    cause_of,
    create_part,
    event_fields,
    relation_part,
    relations,
    write_meeting,
)

FOUND_PART, EVENTS_PART, RELATIONS_PART, HOSTS_PART = "found", "events", "relations", "hosts"
MOST_CHANGES = 18
"""Relations changed in one composite, which takes 25 parts."""

_KEPT = frozenset({Event.WHO, Event.WHAT, ActivityFields.BOOKING_ID, ActivityFields.BOOKED_BY})
"""Said once: Salesforce itself changes whom an Event is about when a lead is converted."""


@dataclass(frozen=True)
class _Found:
    """What of the booking is in Salesforce; an Event whose Booking record somebody deleted is one of it too."""

    has_record: bool
    event_id: str
    relations: Mapping[str, str]
    hosts: tuple[HostRow, ...]

    def main_row(self, meeting: MeetingRecord) -> HostRow | None:
        """Return the main host's row, which says that the meeting has been written."""
        key = main_host(meeting).key
        return next((one for one in self.hosts if one.key == key), None)


def write_if_missing(client: Client, meeting: MeetingRecord) -> str:
    """Write the meeting unless it has been written; return the Event's id. Raises OutsideError; may be repeated.

    What is there stays as it is: people may have changed it since.
    """
    found = _find(client, meeting)
    return found.event_id if found.main_row(meeting) else _rewrite(client, meeting, found)


def rewrite_meeting(client: Client, meeting: MeetingRecord) -> str:
    """Bring Event, relations, Booking record and its hosts to what the booking is now; return the Event's id.

    What is not there yet is written, but a cancelled meeting gets no new Event. Raises OutsideError; may be
    repeated.
    """
    return _rewrite(client, meeting, _find(client, meeting))


def _rewrite(client: Client, meeting: MeetingRecord, found: _Found) -> str:
    if found.event_id:
        return _change(client, meeting, found)
    if found.main_row(meeting):
        return _send(client, [_booking(meeting, found), *_host_changes(meeting, found)])
    return write_meeting(client, _lasting(meeting), is_there=found.has_record)


def _booking(meeting: MeetingRecord, found: _Found, event_id: str = "") -> Part:
    return booking_part(meeting, event_id=event_id, is_there=found.has_record)


def _change(client: Client, meeting: MeetingRecord, found: _Found) -> str:
    answers = client.composite(_parts(meeting, found), operation=OPERATION, is_write=True)
    if all(answer.is_good for answer in answers.values()):
        return found.event_id
    if not codes(answers[EVENT_PART]) & GONE:
        raise cause_of(answers)
    return _without_event(client, meeting, found)


def _lasting(meeting: MeetingRecord) -> MeetingRecord:
    return replace(meeting, writes_event=meeting.writes_event and not meeting.is_cancelled)


def _find(client: Client, meeting: MeetingRecord) -> _Found:
    key = meeting.booking_key
    questions = {
        FOUND_PART: "SELECT Event_Id__c FROM Handoff_Booking__c WHERE Booking_Key__c = {}",
        EVENTS_PART: "SELECT Id FROM Event WHERE Handoff_Booking_Id__c = {} AND IsChild = false",
        RELATIONS_PART: "SELECT Id, RelationId FROM EventRelation "
        "WHERE Event.Handoff_Booking_Id__c = {} AND Event.IsChild = false",
        HOSTS_PART: "SELECT Id, Key__c, User__c, Kind__c FROM Handoff_Booking_Host__c "
        "WHERE Booking__r.Booking_Key__c = {}",
    }
    answers = client.composite(
        [query_part(name, format_soql(question, key)) for name, question in questions.items()],
        operation=OPERATION,
    )
    rows = {name: client.rows(answers[name], operation=OPERATION) for name in questions}
    known = [str(one.get(Booking.EVENT_ID) or "") for one in rows[FOUND_PART]]
    there = [str(one["Id"]) for one in rows[EVENTS_PART]]
    return _Found(
        has_record=bool(rows[FOUND_PART]),
        event_id=next((one for one in (*known, *there) if one), ""),
        relations={
            str(one[EventRelation.RELATION]): str(one["Id"]) for one in rows[RELATIONS_PART]
        },
        hosts=tuple(
            HostRow(
                key=str(one[BookingHost.KEY]),
                user_id=str(one.get(BookingHost.USER) or ""),
                kind=str(one.get(BookingHost.KIND) or ""),
                id=str(one["Id"]),
            )
            for one in rows[HOSTS_PART]
        ),
    )


def _parts(meeting: MeetingRecord, found: _Found) -> list[Part]:
    body = {key: value or None for key, value in event_fields(meeting).items() if key not in _KEPT}
    if meeting.is_cancelled:
        body[Event.SHOW_AS] = "Free"
    return [
        Part(EVENT_PART, "PATCH", f"sobjects/{Event.OBJECT}/{found.event_id}", body),
        *_changed_relations(meeting, found),
        _booking(meeting, found, found.event_id),
        *([] if found.main_row(meeting) else [main_part(meeting)]),
        *_host_changes(meeting, found),
    ]


def _host_changes(meeting: MeetingRecord, found: _Found) -> list[Part]:
    """Return what changes in the hosts' rows; a cancelled meeting keeps those it had."""
    return [] if meeting.is_cancelled else host_parts(meeting, found.hosts)


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


def _without_event(client: Client, meeting: MeetingRecord, found: _Found) -> str:
    """Somebody deleted the Event: a meeting that takes place gets another, a cancelled one needs none."""
    if meeting.is_cancelled or not meeting.writes_event:
        return _send(client, [_booking(meeting, found), *_host_changes(meeting, found)])
    row = found.main_row(meeting)
    # Its main host's row is made anew beside it: who deletes the old one second makes no second Event.
    others = [one for one in found.hosts if one != row]
    return _send(
        client,
        [
            *([main_gone(row)] if row else []),
            create_part(EVENT_PART, Event.OBJECT, event_fields(meeting)),
            *relations(meeting),
            _booking(meeting, found, EVENT_ID),
            main_part(meeting),
            *host_parts(meeting, others),
        ],
    )


def _send(client: Client, parts: list[Part]) -> str:
    answers = client.composite(parts, operation=OPERATION, is_write=True)
    if not all(answer.is_good for answer in answers.values()):
        raise cause_of(answers)
    return _new_event_id(answers.get(EVENT_PART))


def _new_event_id(answer: Answer | None) -> str:
    body = answer.body if answer else None
    return str(body.get("id") or "") if isinstance(body, Mapping) else ""
