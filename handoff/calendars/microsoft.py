"""Microsoft 365 calendars through Graph, with the app's own permissions.

https://learn.microsoft.com/graph/api/resources/calendar
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from handoff.calendars.answers import UNREADABLE, unreadable
from handoff.calendars.graph import Call, Graph
from handoff.calendars.graph_events import body_of, marked_as, new_body_of, ref_of, says
from handoff.calendars.graph_failures import GONE, SERVICE, GraphRefusal, deleted
from handoff.calendars.protocol import Detail, EventDraft, EventRef, HostBusy
from handoff.calendars.rounds import RoundThreads, ask_in_rounds
from handoff.calendars.schedules import questions_of_schedules
from handoff.calendars.threads import Budget, Threads
from handoff.calendars.views import questions_of_views
from handoff.config import MicrosoftCredentials
from handoff.errors import TurnedDown
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.tokens import TokenStore
from handoff.wording import say

DUPLICATE = "ErrorDuplicateTransactionId"
EXISTING = "@event.existingEventId"
CHANGED = ("ErrorIrresolvableConflict", "412")
AT_ONCE = 16

Event = dict[str, Any]


class MicrosoftCalendar:
    """The calendar protocol over Graph."""

    def __init__(
        self,
        credentials: MicrosoftCredentials,
        *,
        org_id: str,
        tokens: TokenStore,
        sandbox_url: str = "",
        timeout: tuple[float, float] = (3.0, 15.0),
    ) -> None:
        """Keep the credentials; nothing is sent before the first call."""
        self._graph = Graph(
            credentials, org_id=org_id, tokens=tokens, sandbox_url=sandbox_url, timeout=timeout
        )
        self._threads: RoundThreads = Threads(AT_ONCE)

    def busy(
        self,
        hosts: Sequence[Host],
        span: Span,
        *,
        budget: float | None = None,
        detail: Detail = Detail.TIMES,
    ) -> Mapping[HostId, HostBusy]:
        """Ask for 20 mailboxes a question, all questions in one request; for events mailbox by mailbox."""
        about = questions_of_views if detail is Detail.EVENTS else questions_of_schedules
        return ask_in_rounds(self._graph, self._threads, about(hosts, span), Budget(budget))

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Create under a transaction id, which Graph refuses to have twice."""
        if draft.may_exist:
            existing = self._find(host, draft.key)
            if existing is not None:
                return _standing(existing, draft, "put_event")
        call = Call(
            "POST", f"{mailbox_path(host.calendar)}/events", "put_event", body=new_body_of(draft)
        )
        try:
            created = self._graph.send(call)
        except GraphRefusal as error:
            if error.code != DUPLICATE:
                raise
            created = self._written_before(host, draft, error)
        return _standing(created, draft, "put_event")

    def _written_before(self, host: Host, draft: EventDraft, refusal: GraphRefusal) -> Event:
        """Return the event of an earlier try: the one that the refusal names, else the one with our mark."""
        named = str(refusal.said.get(EXISTING) or "")
        found = self._get(host, named) if named else None
        found = found or self._find(host, draft.key)
        if found is None:
            raise deleted("put_event") from refusal
        return found

    def _find(self, host: Host, key: str) -> Event | None:
        found = self._graph.send(
            Call(
                "GET",
                f"{mailbox_path(host.calendar)}/events",
                "find_event",
                params={"$filter": marked_as(key)},
            )
        )
        try:
            events = [one for one in found["value"] if not one.get("isCancelled")]
        except UNREADABLE as error:
            raise unreadable(SERVICE, "find_event", writes=False) from error
        return events[0] if events else None

    def _get(self, host: Host, event_id: str) -> Event | None:
        try:
            return self._graph.send(Call("GET", _event(host, event_id), "read_event"))
        except TurnedDown as error:
            if error.code in GONE:
                return None
            raise

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Patch time, title, place and attendees, unless somebody changed the event since `ref` was read."""
        if draft.may_exist:
            found = self._get(host, ref.event_id)
            if found is not None and _is_done(found, draft):
                return _standing(found, draft, "move_event")
        call = Call(
            "PATCH",
            _event(host, ref.event_id),
            "move_event",
            body=body_of(draft),
            headers={"If-Match": ref.etag} if ref.etag else None,
        )
        try:
            return _standing(self._graph.send(call), draft, "move_event")
        except TurnedDown as error:
            if error.code in GONE:
                raise deleted("move_event") from error
            if error.code not in CHANGED:
                raise
        return self._moved_already(host, ref, draft)

    def _moved_already(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Tell our own earlier try, whose answer was lost, from somebody else's change."""
        found = self._get(host, ref.event_id)
        if found is None:
            raise deleted("move_event")
        if _is_done(found, draft):
            return _standing(found, draft, "move_event")
        raise TurnedDown(
            say("Somebody has changed this event in the calendar."),
            service=SERVICE,
            operation="move_event",
            code="changed",
        )

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Cancel with the reason, or delete an event that has nobody to tell."""
        event_id = ref.event_id or self._id_of(host, ref.key)
        if not event_id:
            return
        path = _event(host, event_id)
        comment = {"comment": reason[:500]}
        try:
            self._graph.send(Call("POST", f"{path}/cancel", "remove_event", body=comment))
        except TurnedDown as error:
            if error.code not in GONE:
                self._delete(path)

    def _id_of(self, host: Host, key: str) -> str:
        found = self._find(host, key)
        return str(found.get("id") or "") if found else ""

    def _delete(self, path: str) -> None:
        try:
            self._graph.send(Call("DELETE", path, "remove_event"))
        except TurnedDown as error:
            if error.code not in GONE:
                raise


def mailbox_path(address: str) -> str:
    """Return where Graph keeps what belongs to a mailbox."""
    return f"/users/{quote(address, safe='@')}"


def _event(host: Host, event_id: str) -> str:
    return f"{mailbox_path(host.calendar)}/events/{quote(event_id, safe='')}"


def _is_done(found: Event, draft: EventDraft) -> bool:
    try:
        return not found.get("isCancelled") and says(found, draft)
    except UNREADABLE as error:
        raise unreadable(SERVICE, "move_event", writes=False) from error


def _standing(found: Event, draft: EventDraft, operation: str) -> EventRef:
    try:
        if found.get("isCancelled"):
            raise deleted(operation)
        return ref_of(found, draft)
    except UNREADABLE as error:
        raise unreadable(SERVICE, operation, writes=True) from error
