"""People of the pretend world, their calendars, and the events in them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.clock import write_instant

Provider = Literal["google", "microsoft", "none"]
ShowAs = Literal["free", "tentative", "busy", "oof", "workingElsewhere"]


@dataclass(slots=True)
class Person:
    """Somebody in a pretend company; `calendar_lost`: the grant to read the calendar is gone."""

    key: str
    user_id: str
    name: str
    email: str
    zone: str
    provider: Provider
    org_id: str
    title: str = ""
    active: bool = True
    has_calendar: bool = True
    calendar_lost: bool = False
    is_host: bool = True
    username: str = ""
    starts_work: int = 9
    ends_work: int = 17

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "user_id": self.user_id,
            "name": self.name,
            "email": self.email,
            "username": self.username or self.email,
            "provider": self.provider,
            "zone": self.zone,
            "org_id": self.org_id,
            "title": self.title,
            "active": self.active,
            "has_calendar": self.has_calendar,
            "calendar_lost": self.calendar_lost,
        }


@dataclass(slots=True)
class Attendee:
    email: str
    name: str = ""
    optional: bool = False
    status: Literal["needsAction", "accepted", "declined", "tentative"] = "needsAction"

    def as_json(self) -> dict[str, Any]:
        return {
            "email": self.email,
            "name": self.name,
            "optional": self.optional,
            "status": self.status,
        }


@dataclass(slots=True)
class CalendarEvent:
    """One event as both vendors understand it; what only one of them knows is kept in `vendor`."""

    id: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    organizer: str
    attendees: list[Attendee] = field(default_factory=list)
    description: str = ""
    location: str = ""
    link: str = ""
    status: Literal["confirmed", "tentative", "cancelled"] = "confirmed"
    show_as: ShowAs = "busy"
    all_day: bool = False
    is_private: bool = False
    uid: str = ""
    private: dict[str, str] = field(default_factory=dict)
    seed: bool = False
    copy_of: str | None = None
    version: int = 1
    created_at: datetime | None = None
    updated_at: datetime | None = None
    vendor: dict[str, Any] = field(default_factory=dict)

    def owner_declined(self, owner: str) -> bool:
        return any(a.email == owner and a.status == "declined" for a in self.attendees)

    def is_busy(self, owner: str) -> bool:
        return (
            self.status != "cancelled"
            and self.show_as in ("busy", "tentative", "oof")
            and not self.owner_declined(owner)
        )

    def as_json(self, owner: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "subject": self.subject,
            "starts_at": write_instant(self.starts_at),
            "ends_at": write_instant(self.ends_at),
            "attendees": [attendee.as_json() for attendee in self.attendees],
            "organizer": self.organizer,
            "link": self.link,
            "location": self.location,
            "description": self.description,
            "status": self.status,
            "show_as": self.show_as,
            "busy": self.is_busy(owner),
            "all_day": self.all_day,
            "private": dict(self.private),
            "seed": self.seed,
            "copy_of": self.copy_of,
        }


@dataclass(slots=True)
class Calendar:
    """Somebody's calendar; `lost` is a grant that was withdrawn, `is_in_scope` whether the mailbox policy names it."""

    email: str
    provider: Provider
    org_id: str
    zone: str
    lost: bool = False
    is_in_scope: bool = True
    events: dict[str, CalendarEvent] = field(default_factory=dict)

    def between(self, starts_at: datetime, ends_at: datetime) -> list[CalendarEvent]:
        """Events that overlap the half-open span, earliest first, cancelled ones too."""
        found = [e for e in self.events.values() if e.starts_at < ends_at and e.ends_at > starts_at]
        return sorted(found, key=lambda event: (event.starts_at, event.id))

    def as_json(self, *, with_seed: bool = True) -> dict[str, Any]:
        wanted = (event for event in self.events.values() if with_seed or not event.seed)
        events = sorted(wanted, key=lambda event: (event.starts_at, event.id))
        return {
            "provider": self.provider,
            "zone": self.zone,
            "lost": self.lost,
            "events": [event.as_json(self.email) for event in events],
        }
