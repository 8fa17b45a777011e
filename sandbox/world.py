"""The one truth of the pretend world: its people, their calendars, the letters that arrived."""

import secrets
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from sandbox.clock import Clock, write_instant
from sandbox.faults import Faults
from sandbox.people import Calendar, CalendarEvent, Person

if TYPE_CHECKING:
    from sandbox.credentials import Credentials

OnCall = Callable[[str, str, str], bool]
"""Told (service, call, "before" or "after") around the work of every remote call; true cuts the call off there."""

METADATA = Path(__file__).resolve().parents[1] / "sf_metadata"


class Org(Protocol):
    """What the rest of the sandbox needs to know of a Salesforce org."""

    def as_json(self) -> dict[str, Any]: ...

    def records_json(self) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Invitation:
    """Mail that a calendar provider itself sends to an attendee."""

    provider: str
    calendar: str
    event_id: str
    to: str
    kind: Literal["request", "update", "cancel"]
    at: datetime
    subject: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    link: str = ""
    comment: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "provider": self.provider,
            "calendar": self.calendar,
            "event_id": self.event_id,
            "to": self.to,
            "kind": self.kind,
            "at": write_instant(self.at),
            "subject": self.subject,
            "comment": self.comment,
        }


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as the mail server accepted it."""

    id: str
    to: tuple[str, ...]
    sender: str
    reply_to: str
    subject: str
    message_id: str
    text: str
    html: str
    headers: dict[str, str]
    received_at: datetime
    source: bytes = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "to": list(self.to),
            "from": self.sender,
            "reply_to": self.reply_to,
            "subject": self.subject,
            "message_id": self.message_id,
            "text": self.text,
            "html": self.html,
            "headers": self.headers,
            "received_at": write_instant(self.received_at),
        }


class World:
    """Everything that exists. Hold `lock` while reading or changing more than one thing."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        app_url: str = "",
        url: str = "",
        metadata: str | Path = METADATA,
    ) -> None:
        self.lock = threading.RLock()
        self.clock = clock or Clock()
        self.run_id = secrets.token_hex(8)
        self.app_url = app_url
        self.url = url
        self.smtp_port = 0
        self.metadata = metadata
        self.credentials: Credentials | None = None
        self.people: dict[str, Person] = {}
        self.calendars: dict[str, Calendar] = {}
        self.invitations: list[Invitation] = []
        self.letters: list[Letter] = []
        self.orgs: dict[str, Org] = {}
        self.faults = Faults()
        self.calls: dict[str, Counter[str]] = defaultdict(Counter)
        self.on_call: OnCall | None = None
        self.microsoft_roles = {"Calendars.ReadWrite"}
        self.microsoft_is_scoped = True

    def add_person(self, person: Person) -> Person:
        """Add somebody and, if they have one, their empty calendar."""
        with self.lock:
            self.people[person.key] = person
            if person.has_calendar and person.provider != "none":
                self.calendars[person.email.lower()] = Calendar(
                    email=person.email.lower(),
                    provider=person.provider,
                    org_id=person.org_id,
                    zone=person.zone,
                    lost=person.calendar_lost,
                    is_in_scope=person.is_host,
                )
            return person

    def person_by_email(self, email: str) -> Person | None:
        wanted = email.lower()
        return next((p for p in self.people.values() if p.email.lower() == wanted), None)

    def count(self, service: str, call: str) -> None:
        with self.lock:
            self.calls[service][call] += 1

    def is_cut_off(self, service: str, call: str, moment: Literal["before", "after"]) -> bool:
        """Tell the onlooker, who may be killing the caller; whether the connection ends here."""
        return self.on_call is not None and self.on_call(service, call, moment)

    def invite(
        self,
        calendar: Calendar,
        event: CalendarEvent,
        *,
        to: list[str],
        kind: Literal["request", "update", "cancel"],
        comment: str = "",
    ) -> None:
        """Note the mail that the calendar's provider sends to each address."""
        with self.lock:
            for address in to:
                self.invitations.append(
                    Invitation(
                        provider=calendar.provider,
                        calendar=calendar.email,
                        event_id=event.id,
                        to=address,
                        kind=kind,
                        at=self.clock.now(),
                        subject=event.subject,
                        starts_at=event.starts_at,
                        ends_at=event.ends_at,
                        link=event.link,
                        comment=comment,
                    )
                )

    def as_json(self, *, with_seed: bool = True) -> dict[str, Any]:
        """The whole world as plain JSON; without the seeded events it is a tenth as long."""
        with self.lock:
            return {
                "now": write_instant(self.clock.now()),
                "run_id": self.run_id,
                "people": [person.as_json() for person in self.people.values()],
                "records": [row for org in self.orgs.values() for row in org.records_json()],
                "calendars": {
                    email: calendar.as_json(with_seed=with_seed)
                    for email, calendar in self.calendars.items()
                },
                "invitations": [invitation.as_json() for invitation in self.invitations],
                "letters": [letter.as_json() for letter in self.letters],
                "salesforce": {org_id: org.as_json() for org_id, org in self.orgs.items()},
                "calls": {service: dict(counts) for service, counts in self.calls.items()},
            }
