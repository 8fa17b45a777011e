"""What every calendar door promises: four verbs, none optional.

All of them raise TryLater, AccessLost or TurnedDown and nothing else of the provider's, and none may be
called while a database transaction is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from handoff.meeting_types import Platform
from handoff.people import Host, HostId
from handoff.spans import Span


class BusyKind(StrEnum):
    """Why a calendar says that time is taken."""

    BUSY = "busy"
    TENTATIVE = "tentative"
    OUT_OF_OFFICE = "out_of_office"


class Detail(StrEnum):
    """How much is asked for: from when to when somebody is taken, or the events that take them."""

    TIMES = "times"
    EVENTS = "events"


@dataclass(frozen=True)
class BusyBlock:
    """A taken stretch. What follows its kind is known with EVENTS only, and there every event is a block of its own.

    `ref` is the provider's id of the event in this calendar, `uid` the one that it has in everybody's. A private
    event has no title. `is_unanswered`: somebody else's invitation that the host has said nothing to.
    """

    span: Span
    kind: BusyKind = BusyKind.BUSY
    title: str = ""
    ref: str = ""
    uid: str = ""
    is_unanswered: bool = False


@dataclass(frozen=True)
class HostBusy:
    """One host's answer: blocks, or the reason in words why nothing is known. Unknown is never free."""

    blocks: tuple[BusyBlock, ...] = ()
    unknown: str = ""
    is_access_lost: bool = False

    @cached_property
    def minutes(self) -> tuple[tuple[int, int], ...]:
        """The blocks in minutes since 1970; a part of a minute takes the minute."""
        return tuple([_minutes(block.span) for block in self.blocks])


def _minutes(span: Span) -> tuple[int, int]:
    return int(span.starts_at.timestamp() // 60), -int(-span.ends_at.timestamp() // 60)


@dataclass(frozen=True)
class Attendee:
    """Somebody to invite; the main host is the event's organizer and no attendee."""

    email: str
    name: str = ""
    is_optional: bool = False


@dataclass(frozen=True)
class EventDraft:
    """A meeting to be written. `key` names its event for ever: deployment, booking and number of the event.

    `may_exist` says that an earlier try may have written it, so look before writing.
    `sends_invitations` False asks the provider to mail nobody, where the provider can.
    """

    key: str
    booking_id: str
    title: str
    description: str
    location: str
    span: Span
    attendees: tuple[Attendee, ...] = ()
    platform: Platform = Platform.HOST_DEFAULT
    sends_invitations: bool = True
    may_exist: bool = False


class LinkState(StrEnum):
    """Whether the meeting link is there."""

    READY = "ready"
    PENDING = "pending"
    FAILED = "failed"
    NONE = "none"


@dataclass(frozen=True)
class EventRef:
    """An event as the provider has it now; one without an id is named by the key that it was written under."""

    event_id: str
    etag: str = ""
    link: str = ""
    link_state: LinkState = LinkState.NONE
    key: str = ""


class Calendar(Protocol):
    """One provider's calendars, reached with one org's credentials. Safe to use from several threads."""

    def busy(
        self,
        hosts: Sequence[Host],
        span: Span,
        *,
        budget: float | None = None,
        detail: Detail = Detail.TIMES,
    ) -> Mapping[HostId, HostBusy]:
        """Say when each host is taken. Never raises for one host: that host is unknown. May be repeated.

        Both details mean the same times; TIMES may join events that touch, and costs far less. After `budget` seconds it answers with what it knows by then, and the other hosts are unknown.
        """
        ...

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Write the event on the host's calendar, or return the one already there under this key.

        The same key twice leaves one event and returns its present state, so it may be repeated to see
        whether a pending link is ready. Raises TurnedDown with code "deleted" if somebody removed it.
        """
        ...

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Change the event to the draft's time, title, place and attendees. May be repeated: with `may_exist` an
        event that has the draft's time and title already is left alone.

        Raises TurnedDown with code "deleted" if somebody removed the event, "changed" if somebody else
        changed it since `ref` was read.
        """
        ...

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Cancel the event and tell its attendees; one that is gone, or never was, is no error. May be repeated.

        The attendees may read the reason.
        """
        ...
