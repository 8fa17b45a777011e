"""What a record page shows of a record, as its viewer may see it: fields, activities, bookings."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.lightning.layouts import Layout, layout_of
from sandbox.salesforce import access
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import Field, ObjectType

_PAGES = frozenset({"Lead", "Contact", "Account", "Opportunity", "Case", "Project__c"})


@dataclass(frozen=True)
class Viewer:
    """The person at the screen."""

    key: str
    org: Org
    user: Record

    @property
    def user_id(self) -> str:
        return str(self.user["Id"])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.user.get("TimeZoneSidKey") or "UTC")

    @property
    def initials(self) -> str:
        return "".join(part[:1] for part in self.user["Name"].split()[:2]).upper()


@dataclass(frozen=True)
class Cell:
    """One field on the page; `href` when its value is another record."""

    label: str
    name: str
    text: str
    href: str = ""


@dataclass(frozen=True)
class Activity:
    subject: str
    when: str
    day: str
    upcoming: bool
    owner: str
    who: str
    facts: tuple[tuple[str, str], ...]
    sort_key: datetime


def title_of(record: Record) -> str:
    return str(
        record.get("Subject") or record.get("Name") or record.get("CaseNumber") or record["Id"]
    )


def cells(
    viewer: Viewer, kind: ObjectType, *, record: Record, names: tuple[str, ...]
) -> list[Cell]:
    """The named fields that exist and that the viewer may see."""
    found = []
    for name in names:
        field = kind.field(name)
        if field and access.sees_field(viewer.org, viewer.user_id, kind=kind, field=field):
            found.append(_cell(viewer, field, kind=kind, value=record.get(field.name)))
    return found


def details(viewer: Viewer, kind: ObjectType, record: Record) -> dict[str, Any]:
    """All that the record page's template needs."""
    layout = layout_of(kind)
    return {
        "kind": kind,
        "icon": layout.icon,
        "record": record,
        "title": title_of(record),
        "highlights": cells(viewer, kind, record=record, names=layout.highlights),
        "sections": _sections(viewer, kind, record=record, layout=layout),
        "action": viewer.org.schema.quick_actions.get(kind.name),
        **timeline(viewer, record),
        "bookings": bookings(viewer, record),
    }


def timeline(viewer: Viewer, record: Record) -> dict[str, list[Activity]]:
    """The record's events: what is to come first, then the past, newest first."""
    invited = {
        row["EventId"]
        for row in viewer.org.rows("EventRelation").values()
        if row["RelationId"] == record["Id"]
    }
    found = [
        _activity(viewer, event)
        for event in viewer.org.rows("Event").values()
        if not event.get("IsChild") and (event["Id"] in invited or _is_about(event, record))
    ]
    found.sort(key=lambda activity: activity.sort_key)
    return {
        "upcoming": [activity for activity in found if activity.upcoming],
        "past": [activity for activity in reversed(found) if not activity.upcoming],
    }


def bookings(viewer: Viewer, record: Record) -> list[dict[str, str]]:
    """The Handoff bookings of the record, if the org has that object."""
    listed = []
    for row in viewer.org.rows("Handoff_Booking__c").values():
        if str(row.get("Record_Id__c") or "")[:15] == record["Id"][:15]:
            listed.append(
                {
                    "name": str(row.get("Name") or ""),
                    "status": str(row.get("Status__c") or ""),
                    "type": str(row.get("Meeting_Type__c") or ""),
                    "host": _name(viewer.org, row.get("Host__c")),
                    "organizer": _name(viewer.org, row.get("Organizer__c")),
                    "starts": _moment(viewer, row.get("Starts_At__c")),
                    "link": str(row.get("Meeting_Link__c") or ""),
                }
            )
    return listed


def path_of(kind: ObjectType, record_id: str) -> str:
    return f"/lightning/r/{kind.name}/{record_id}/view"


def _sections(
    viewer: Viewer, kind: ObjectType, *, record: Record, layout: Layout
) -> list[tuple[str, list[Cell]]]:
    shown = [
        (label, cells(viewer, kind, record=record, names=names)) for label, names in layout.sections
    ]
    return [(label, fields) for label, fields in shown if fields]


def _cell(viewer: Viewer, field: Field, *, kind: ObjectType, value: Any) -> Cell:
    label = field.label.removesuffix(" ID")
    if field.name == "OwnerId":
        label = f"{kind.label} Owner"
    if field.type == "reference":
        target = viewer.org.row(value)
        if target is None or not access.can_read(viewer.org, viewer.user_id, target):
            return Cell(label, field.name, "")
        target_kind = viewer.org.kind_of(target["Id"])
        has_page = target_kind is not None and target_kind.name in _PAGES
        href = path_of(target_kind, target["Id"]) if has_page and target_kind else ""
        return Cell(label, field.name, title_of(target), href)
    return Cell(label, field.name, _text(viewer, field, value))


def _text(viewer: Viewer, field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment(viewer, value)
    if isinstance(value, date):
        return f"{value.month}/{value.day}/{value.year}"
    if field.type == "currency":
        return f"${value:,.0f}"
    if field.type == "percent":
        return f"{value:g}%"
    if field.type in {"int", "double"}:
        return f"{value:,g}"
    return str(value)


def _activity(viewer: Viewer, event: Record) -> Activity:
    starts_at, ends_at = event["StartDateTime"], event["EndDateTime"]
    local = starts_at.astimezone(viewer.zone)
    names = (
        ("Meeting Type", "Handoff_Meeting_Type__c"),
        ("Host chosen by", "Handoff_Host_Source__c"),
        ("Pool", "Handoff_Pool__c"),
        ("Booked by", "Handoff_Booked_By__c"),
        ("Status", "Handoff_Status__c"),
        ("Location", "Location"),
    )
    end = ends_at.astimezone(viewer.zone)
    return Activity(
        subject=str(event.get("Subject") or "Event"),
        when=f"{_clock(local)} - {_clock(end)} {local.tzname()}",
        day=f"{local:%b} {local.day}",
        upcoming=ends_at > viewer.org.clock.now().astimezone(UTC),
        owner=_name(viewer.org, event.get("OwnerId")),
        who=_name(viewer.org, event.get("WhoId")) or _name(viewer.org, event.get("WhatId")),
        facts=tuple((label, str(event[name])) for label, name in names if event.get(name)),
        sort_key=starts_at,
    )


def _is_about(event: Record, record: Record) -> bool:
    return record["Id"] in {event.get("WhoId"), event.get("WhatId"), event.get("AccountId")}


def _moment(viewer: Viewer, value: datetime | None) -> str:
    if value is None:
        return ""
    local = value.astimezone(viewer.zone)
    return f"{local.month}/{local.day}/{local.year}, {_clock(local)} {local.tzname()}"


def _clock(local: datetime) -> str:
    return f"{local.hour % 12 or 12}:{local:%M %p}"


def _name(org: Org, record_id: str | None) -> str:
    row = org.row(record_id)
    return title_of(row) if row else ""
