"""A host at a calendar, with hands to make its provider difficult: the same for every provider."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, Protocol

import requests

from handoff.calendars.google import GoogleCalendar
from handoff.calendars.microsoft import MicrosoftCalendar
from handoff.calendars.protocol import Attendee, BusyBlock, BusyKind, Calendar, EventDraft, EventRef
from handoff.people import Host, HostId, Provider
from handoff.spans import Span
from handoff.tokens import MemoryTokens
from sandbox.copies import SHOWN_AS
from sandbox.people import Attendee as Attending
from sandbox.people import CalendarEvent
from sandbox.server import Sandbox
from tests.paper_calendar import PaperCalendar
from tests.support.inside import settings_for

MARCH_20 = datetime(2026, 3, 20, 23, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
TIMEOUT = (1.0, 5.0)
"""What is slow on purpose is waited for as long; what is not answers sooner on any machine."""

Answer = Literal["", "needsAction", "accepted", "declined", "tentative"]


@dataclass(frozen=True)
class Seen:
    """An event as it stands in a host's calendar."""

    title: str
    span: Span
    attendees: tuple[tuple[str, bool], ...]
    is_cancelled: bool = False


class Desk(Protocol):
    """What a contract test needs of a provider."""

    calendar: Calendar
    host: Host
    colleagues: list[Host]

    def seen(self, ref: EventRef) -> Seen | None: ...
    def count(self, key: str) -> int: ...
    def lose_next_answer(self, verb: str) -> None: ...
    def lose_access(self, host: Host) -> None: ...
    def delay_next_link(self) -> None: ...
    def change_by_hand(self, ref: EventRef, title: str) -> None: ...
    def enter(
        self, span: Span, title: str, *, is_private: bool = False, answer: Answer = ""
    ) -> str: ...


def draft(**changes: Any) -> EventDraft:
    """A meeting of its own, late on a Friday when nobody of the cast has anything."""
    given: dict[str, Any] = {
        "key": f"deployment:{uuid.uuid4()}:1",
        "booking_id": str(uuid.uuid4()),
        "title": "Discovery Call with Gus Grant",
        "description": "What Northwind needs",
        "location": "Online",
        "span": Span(MARCH_20, MARCH_20 + HALF_AN_HOUR),
        "attendees": (
            Attendee("gus@northwind.example", "Gus Grant"),
            Attendee("pia@northwind.example", is_optional=True),
        ),
    }
    return EventDraft(**given | changes)


def host_of(person: Any) -> Host:
    provider = Provider(person.provider)
    return Host(
        HostId(person.user_id), person.name, person.email, person.zone, provider, person.email
    )


class PaperDesk:
    """The fake that other tests use is held to the same promises."""

    def __init__(self) -> None:
        self.calendar = PaperCalendar()
        self.host, *self.colleagues = (
            Host(HostId(f"005PAPER{n}"), name, f"{name}@x.example", "UTC", Provider.GOOGLE, name)
            for n, name in enumerate(["Hana", "Maya", "Luis"])
        )

    def seen(self, ref: EventRef) -> Seen | None:
        written = self.calendar.events.get((self.host.calendar, ref.event_id))
        if written is None:
            return None
        one = written.draft
        attendees = tuple((who.email, who.is_optional) for who in one.attendees)
        return Seen(one.title, one.span, attendees, written.is_removed)

    def count(self, key: str) -> int:
        return sum(1 for one in self.calendar.events.values() if one.draft.key == key)

    def lose_next_answer(self, verb: str) -> None:
        self.calendar.answers_to_lose = 1

    def lose_access(self, host: Host) -> None:
        self.calendar.lost.add(host.calendar)

    def delay_next_link(self) -> None:
        self.calendar.links_pending = 1

    def change_by_hand(self, ref: EventRef, title: str) -> None:
        self.calendar.change_by_hand(self.host, ref, title)

    def enter(
        self, span: Span, title: str, *, is_private: bool = False, answer: Answer = ""
    ) -> str:
        kind = BusyKind.TENTATIVE if answer in ("tentative", "needsAction") else BusyKind.BUSY
        title, ref = "" if is_private else title, f"entered-{uuid.uuid4()}"
        is_unanswered = answer == "needsAction"
        block = BusyBlock(span, kind, title, ref, f"uid-{ref}", is_unanswered=is_unanswered)
        if answer != "declined":
            self.calendar.enter_by_hand(self.host, block)
        return ref


class SandboxDesk:
    """A provider over sockets; what it is told to do wrong is cleared after the test."""

    service = ""
    door: Any = None
    key = ""
    calls: Mapping[str, str] = MappingProxyType({})

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        orgs = settings_for(box, "sqlite://").orgs.values()
        self.org = next(org for org in orgs if org.name == "Larkspur")
        self.tokens = MemoryTokens()
        self.calendar = self.connected()
        self.host = self.named(self.key)
        self.colleagues = [
            host_of(one)
            for one in box.world.people.values()
            if one.org_id == self.org.org_id and one.active and one.is_host and one.key != self.key
            if one.provider == self.service and one.has_calendar and not one.calendar_lost
        ]

    def connected(self, **changes: Any) -> Any:
        """A calendar door of its own; `changes` replace parts of the credentials."""
        return self.door(
            replace(getattr(self.org, self.service), **changes),
            org_id=self.org.org_id,
            tokens=MemoryTokens() if changes else self.tokens,
            sandbox_url=self.box.url,
            timeout=TIMEOUT,
        )

    def named(self, key: str) -> Host:
        return host_of(self.box.world.people[key])

    def fault(self, call: str | None, kind: str, **more: Any) -> None:
        wish = {"service": self.service, "call": call, "kind": kind, **more}
        self.tell("/faults", wish)

    def tell(self, path: str, wish: dict[str, Any]) -> None:
        answer = requests.post(f"{self.box.url}{path}", json=wish, timeout=30)
        assert answer.status_code == 201, answer.text

    def clear(self) -> None:
        requests.delete(f"{self.box.url}/faults", timeout=30)

    def counted(self, call: str) -> int:
        with self.box.world.lock:
            return self.box.world.calls[self.service][call]

    def event(self, ref: EventRef) -> CalendarEvent | None:
        return self.box.world.calendars[self.host.calendar].events.get(ref.event_id)

    def seen(self, ref: EventRef) -> Seen | None:
        with self.box.world.lock:
            found = self.event(ref)
            if found is None:
                return None
            attendees = tuple(
                (one.email, one.optional)
                for one in found.attendees
                if one.email != self.host.calendar
            )
            span = Span(found.starts_at, found.ends_at)
            return Seen(found.subject, span, attendees, found.status == "cancelled")

    def count(self, key: str) -> int:
        with self.box.world.lock:
            events = self.box.world.calendars[self.host.calendar].events.values()
            return sum(1 for one in events if key in one.private.values())

    def lose_next_answer(self, verb: str) -> None:
        self.fault(self.calls[verb], "drop_after")

    def lose_access(self, host: Host) -> None:
        self.fault(None, "lose_access", host=host.calendar, times=None)

    def enter(
        self, span: Span, title: str, *, is_private: bool = False, answer: Answer = ""
    ) -> str:
        """Enter an event of the host's own, or with an answer an invitation by a colleague."""
        own = self.host.calendar
        event = CalendarEvent(
            id=f"entered{uuid.uuid4().hex}",
            subject=title,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            organizer=self.colleagues[0].calendar if answer else own,
            attendees=[Attending(own, status=answer)] if answer else [],
            show_as=SHOWN_AS.get(answer, "busy"),
            is_private=is_private,
        )
        with self.box.world.lock:
            self.box.world.calendars[own].events[event.id] = event
        return event.id

    def change_by_hand(self, ref: EventRef, title: str) -> None:
        with self.box.world.lock:
            found = self.event(ref)
            assert found is not None
            found.subject = title
            found.vendor.get("resource", {})["summary"] = title
            found.version += 1


class GoogleDesk(SandboxDesk):
    """Hana and her colleagues at Google."""

    service = "google"
    door = GoogleCalendar
    key = "hana"
    calls = MappingProxyType(
        {"put": "events.insert", "move": "events.patch", "remove": "events.delete"}
    )

    def delay_next_link(self) -> None:
        self.tell("/google/conference", {"pending": 1})


class MicrosoftDesk(SandboxDesk):
    """Hugo and his colleagues at Microsoft."""

    service = "microsoft"
    door = MicrosoftCalendar
    key = "hugo"
    calls = MappingProxyType(
        {"put": "events.create", "move": "events.patch", "remove": "events.cancel"}
    )

    def delay_next_link(self) -> None:
        self.tell("/microsoft/meeting-links", {"pending": 1})

    def answers_duplicates(self, status: int, *, names_event: bool = False) -> None:
        self.tell("/microsoft/duplicates", {"status": status, "names_event": names_event})
