"""What Salesforce does to calendar events beyond storing them: times, relations, invitees' copies.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_event.htm
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_eventrelation.htm
"""

from collections.abc import Callable
from datetime import timedelta

from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.rules import missing_fields
from sandbox.salesforce.schema import ObjectType

LONGEST = timedelta(days=14)
_NOT_COPIED = frozenset({"Id", "OwnerId", "IsChild", "CreatedDate", "CreatedById"})
_PARENT = "_ParentEventId"


def complete(org: Org, *, record: Record, changed: Record) -> None:
    """Make times and derived fields of an event agree. Raises when the client's don't."""
    _times(record, changed)
    _relations(org, record)
    record.setdefault("ShowAs", "Busy")
    record.setdefault("EventSubtype", "Event")
    record.setdefault("GroupEventType", "0")


def check_relation(org: Org, record: Record) -> None:
    event = org.row(record.get("EventId"))
    if event is not None and event.get("IsChild"):
        raise _bad(
            "EventId", "Event ID: invitees can't be added to an invitee's own copy of an event"
        )
    for other in org.rows("EventRelation").values():
        same = all(other.get(name) == record.get(name) for name in ("EventId", "RelationId"))
        if same and other["Id"] != record.get("Id"):
            raise SalesforceError(
                "DUPLICATE_VALUE",
                f"duplicate value found: RelationId duplicates value on record with id: {other['Id'][:15]}",
            )
    record.setdefault("Status", "New")
    record.update(IsWhat=False, IsParent=False, IsInvitee=True)


def invite(org: Org, relation: Record, *, new_id: Callable[[ObjectType], str]) -> None:
    """A new invitee makes the event a group event; a user gets a child event of their own."""
    event = org.row(relation["EventId"])
    kind = org.kind("Event")
    if event is None or kind is None:
        return
    invitees = _relations_of(org, event["Id"])
    org.put("Event", event["Id"], {**event, "IsGroupEvent": True, "GroupEventType": "1"})
    if relation["RelationId"].startswith("005"):
        copied = {name: value for name, value in event.items() if name not in _NOT_COPIED}
        own = {
            "Id": new_id(kind),
            "OwnerId": relation["RelationId"],
            "IsChild": True,
            _PARENT: event["Id"],
        }
        made = {name: relation[name] for name in ("CreatedDate", "CreatedById")}
        child = {**copied, **made, **own, "IsGroupEvent": True, "GroupEventType": "1"}
        org.put("Event", child["Id"], child)
    people = sum(1 for row in invitees if not row["RelationId"].startswith("005"))
    parent = org.rows("Event")[event["Id"]]
    org.put("Event", event["Id"], {**parent, "WhoCount": people + (1 if event.get("WhoId") else 0)})


def follow(org: Org, event: Record) -> None:
    """A changed event changes its invitees' copies."""
    for child in _children(org, event["Id"]):
        kept = {name: child.get(name) for name in (*_NOT_COPIED, _PARENT)}
        org.put("Event", child["Id"], {**event, **kept})


def cascade(org: Org, *, kind: str, record: Record) -> None:
    """Deleting an event takes its relations and copies along; deleting a relation, that user's copy."""
    if kind == "EventRelation":
        for child in _children(org, record["EventId"]):
            if child["OwnerId"] == record["RelationId"]:
                org.put("Event", child["Id"], None)
        return
    for child in _children(org, record["Id"]):
        org.put("Event", child["Id"], None)
    for relation in _relations_of(org, record["Id"]):
        org.put("EventRelation", relation["Id"], None)


def _times(record: Record, changed: Record) -> None:
    if "ActivityDateTime" in changed and "StartDateTime" not in changed:
        record["StartDateTime"] = changed["ActivityDateTime"]
    starts_at = record.get("StartDateTime")
    minutes = changed.get("DurationInMinutes")
    ends_at = changed.get("EndDateTime")
    if starts_at is None:
        raise missing_fields(["StartDateTime"])
    if ends_at is None and minutes is None:
        moved = "StartDateTime" in changed or "ActivityDateTime" in changed
        minutes = record.get("DurationInMinutes") if moved else None
        ends_at = None if moved else record.get("EndDateTime")
    if ends_at is None and minutes is None:
        raise missing_fields(["EndDateTime"])
    length = ends_at - starts_at if ends_at is not None else timedelta(minutes=minutes)
    if minutes is not None and length != timedelta(minutes=minutes):
        raise _bad(
            "DurationInMinutes",
            "Event duration does not match the difference between start and end",
        )
    if length < timedelta(0):
        raise _bad("EndDateTime", "The end of an event can't be before its start")
    if length > LONGEST:
        raise _bad("EndDateTime", "Event duration can't be longer than 14 days")
    record["EndDateTime"] = starts_at + length
    record["DurationInMinutes"] = int(length.total_seconds() // 60)
    record["ActivityDateTime"] = starts_at
    record["ActivityDate"] = starts_at.date()


def _relations(org: Org, record: Record) -> None:
    who, what = record.get("WhoId"), record.get("WhatId")
    if who and what and who.startswith("00Q"):
        raise _bad(
            "WhatId", "Related To ID: a lead can't be combined with a record that it relates to"
        )
    record["WhoCount"], record["WhatCount"] = int(bool(who)), int(bool(what))
    target = org.row(what) or org.row(who)
    if target is not None:
        is_account = target["Id"].startswith("001")
        record["AccountId"] = target["Id"] if is_account else target.get("AccountId")


def _children(org: Org, event_id: str) -> list[Record]:
    return [row for row in org.rows("Event").values() if row.get(_PARENT) == event_id]


def _relations_of(org: Org, event_id: str) -> list[Record]:
    return [row for row in org.rows("EventRelation").values() if row["EventId"] == event_id]


def _bad(field: str, message: str) -> SalesforceError:
    return SalesforceError("FIELD_INTEGRITY_EXCEPTION", message, fields=(field,))
