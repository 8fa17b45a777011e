"""A calendar on paper: keeps the protocol's promises in memory and can be told to be difficult."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from handoff.calendars.protocol import BusyBlock, Detail, EventDraft, EventRef, HostBusy, LinkState
from handoff.errors import AccessLost, TryLater, TurnedDown
from handoff.http import refuse_inside_transaction
from handoff.meeting_types import Platform
from handoff.people import Host, HostId
from handoff.spans import Span

LINK = "https://meet.paper.example/{}"


@dataclass
class Written:
    """One event on the paper."""

    draft: EventDraft
    version: int = 1
    is_removed: bool = False
    looks_until_link: int = 0


class PaperCalendar:
    """Implements handoff.calendars.protocol.Calendar."""

    def __init__(self) -> None:
        """Begin with empty sheets."""
        self.events: dict[tuple[str, str], Written] = {}
        self.entered: dict[str, list[BusyBlock]] = {}
        self.lost: set[str] = set()
        self.answers_to_lose = 0
        self.links_pending = 0
        self._numbers = count(1)
        self._ids: dict[str, str] = {}

    def busy(
        self,
        hosts: Sequence[Host],
        span: Span,
        *,
        budget: float | None = None,
        detail: Detail = Detail.TIMES,
    ) -> Mapping[HostId, HostBusy]:
        """Answer from the paper; there is nothing to wait for."""
        refuse_inside_transaction()
        answers = {host.id: self._busy(host, span) for host in hosts}
        if detail is Detail.EVENTS:
            return answers
        return {
            host_id: replace(one, blocks=tuple(BusyBlock(b.span, b.kind) for b in one.blocks))
            for host_id, one in answers.items()
        }

    def _busy(self, host: Host, span: Span) -> HostBusy:
        if host.calendar in self.lost:
            return HostBusy(unknown="calendar access lost", is_access_lost=True)
        written = [
            BusyBlock(one.draft.span, title=one.draft.title, ref=name, uid=f"uid-{name}")
            for (calendar, name), one in self.events.items()
            if calendar == host.calendar and not one.is_removed
        ]
        blocks = [*written, *self.entered.get(host.calendar, ())]
        seen = [one for one in blocks if one.span.overlaps(span)]
        return HostBusy(tuple(sorted(seen, key=lambda one: one.span)))

    def enter_by_hand(self, host: Host, block: BusyBlock) -> None:
        """Enter an event as its owner would, or accept an invitation."""
        self.entered.setdefault(host.calendar, []).append(block)

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Write the event unless its key is there already."""
        self._reach(host, "put_event")
        name = self._ids.setdefault(draft.key, f"paper-{next(self._numbers)}")
        written = self.events.get((host.calendar, name))
        if written is None:
            looks = 1 if self.links_pending else 0
            self.links_pending = max(0, self.links_pending - 1)
            written = Written(draft, looks_until_link=looks)
            self.events[host.calendar, name] = written
            self._maybe_lose_answer("put_event")
        elif written.is_removed:
            raise _deleted("put_event")
        else:
            written.looks_until_link = max(0, written.looks_until_link - 1)
        return self._ref(name, written)

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Write the new time over the old one."""
        written = self._written(host, ref, "move_event")
        if ref.etag not in ("", str(written.version)) and written.draft != draft:
            raise TurnedDown("Changed.", service="paper", operation="move_event", code="changed")
        if written.draft != draft:
            written.draft = draft
            written.version += 1
            self._maybe_lose_answer("move_event")
        return self._ref(ref.event_id, written)

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Cross the event out."""
        self._reach(host, "remove_event")
        name = ref.event_id or self._ids.get(ref.key, "")
        written = self.events.get((host.calendar, name))
        if written is not None:
            written.is_removed = True
            self._maybe_lose_answer("remove_event")

    def change_by_hand(self, host: Host, ref: EventRef, title: str) -> None:
        """Change an event as its owner would."""
        written = self.events[host.calendar, ref.event_id]
        written.draft = replace(written.draft, title=title)
        written.version += 1

    def _written(self, host: Host, ref: EventRef, operation: str) -> Written:
        self._reach(host, operation)
        written = self.events.get((host.calendar, ref.event_id))
        if written is None or written.is_removed:
            raise _deleted(operation)
        return written

    def _reach(self, host: Host, operation: str) -> None:
        refuse_inside_transaction()
        if host.calendar in self.lost:
            raise AccessLost("Lost.", service="paper", operation=operation)

    def _maybe_lose_answer(self, operation: str) -> None:
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise TryLater("Lost.", service="paper", operation=operation, ambiguous=True)

    def _ref(self, name: str, written: Written) -> EventRef:
        if written.draft.platform in (Platform.NONE, Platform.PERSONAL_LINK):
            return EventRef(name, str(written.version))
        if written.looks_until_link:
            return EventRef(name, str(written.version), "", LinkState.PENDING)
        return EventRef(name, str(written.version), LINK.format(name), LinkState.READY)


def _deleted(operation: str) -> TurnedDown:
    return TurnedDown("Removed.", service="paper", operation=operation, code="deleted")
