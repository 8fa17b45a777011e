"""Google Calendar through the org's service account with domain-wide delegation.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handoff.calendars.chunks import LATE, Answer, groups, join, nothing_of, pieces
from handoff.calendars.google_client import GoogleClient
from handoff.calendars.google_events import (
    body_of,
    busy_of_calendar,
    event_id,
    is_cancelled,
    is_ours,
    new_body_of,
    ref_of,
    says,
    wants_link,
)
from handoff.calendars.google_failures import GONE, SERVICE, deleted, translated
from handoff.calendars.google_lists import ListThreads, events_of
from handoff.calendars.protocol import Detail, EventDraft, EventRef, HostBusy, LinkState
from handoff.calendars.threads import Budget, Threads
from handoff.config import GoogleCredentials
from handoff.errors import OutsideError, TryLater, TurnedDown
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.tokens import TokenStore
from handoff.wording import say

MOST_CALENDARS = 50
AT_ONCE = 16

Question = tuple[str, Sequence[Host], Span]


class GoogleCalendar:
    """The calendar protocol over Google's client library."""

    def __init__(
        self,
        credentials: GoogleCredentials,
        *,
        org_id: str,
        tokens: TokenStore,
        sandbox_url: str = "",
        timeout: tuple[float, float] = (3.0, 15.0),
    ) -> None:
        """Keep the credentials; nothing is sent before the first call."""
        self._subject = credentials.subject
        self._client = GoogleClient(
            credentials.service_account,
            org_id=org_id,
            tokens=tokens,
            sandbox_url=sandbox_url,
            timeout=timeout,
        )
        self._threads: Threads[Question, Answer] = Threads(AT_ONCE)
        self._event_threads: ListThreads = Threads(AT_ONCE)

    def busy(
        self,
        hosts: Sequence[Host],
        span: Span,
        *,
        budget: float | None = None,
        detail: Detail = Detail.TIMES,
    ) -> Mapping[HostId, HostBusy]:
        """Ask as the org's subject for up to 50 calendars at once, then as those hosts it may not see.

        Events are read calendar by calendar, each as its own host.
        """
        time = Budget(budget)
        if detail is Detail.EVENTS:
            return events_of(self._client, self._event_threads, hosts, span, time)
        found: Answer = {}
        if self._subject:
            found = self._answers([(self._subject, some) for some in _fifties(hosts)], span, time)
        unseen = [one for one in hosts if one.id not in found or found[one.id].is_access_lost]
        return found | self._answers([(one.calendar, [one]) for one in unseen], span, time)

    def _answers(
        self, asked: Sequence[tuple[str, Sequence[Host]]], span: Span, time: Budget
    ) -> Answer:
        questions = [(*one, piece) for one in asked for piece in pieces(span)]
        found: Answer = {}
        answers = self._threads.ask(self._query, questions, budget=time.left)
        for (_, hosts, _), answer in zip(questions, answers, strict=True):
            join(found, nothing_of(hosts, LATE) if answer is None else answer)
        return found

    def _query(self, question: Question) -> Answer:
        subject, hosts, span = question
        body = {
            "timeMin": span.starts_at.isoformat(),
            "timeMax": span.ends_at.isoformat(),
            "timeZone": "UTC",
            "items": [{"id": host.calendar} for host in hosts],
        }
        request = self._client.api.freebusy().query(body=body)
        try:
            with translated("freebusy"):
                found = self._client.execute(request, subject=subject)["calendars"]
                calendars = {str(name).lower(): one for name, one in found.items()}
                return {
                    host.id: busy_of_calendar(calendars.get(host.calendar.lower()))
                    for host in hosts
                }
        except OutsideError as error:
            return nothing_of(hosts, error)

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Insert under an id of our own choice, which Google refuses to have twice."""
        if draft.may_exist:
            existing = self._get(host, event_id(draft.key))
            if existing is not None:
                return _adopted(existing, draft)
        try:
            return self._insert(host, draft, with_link=wants_link(draft))
        except TurnedDown as error:
            if error.code != "duplicate":
                raise
        existing = self._get(host, event_id(draft.key))
        if existing is None:
            # There, and not yet to be seen: Google's own copies lag a little behind each other.
            raise _not_yet_visible()
        return _adopted(existing, draft)

    def _insert(self, host: Host, draft: EventDraft, *, with_link: bool) -> EventRef:
        request = self._client.api.events().insert(
            calendarId=host.calendar,
            body=new_body_of(draft, with_link=with_link),
            conferenceDataVersion=1,
            sendUpdates=_updates(draft),
        )
        try:
            with translated("put_event", writes=True):
                return ref_of(self._client.execute(request, subject=host.calendar))
        except TurnedDown as error:
            if not with_link or "conference" not in error.message.lower():
                raise
        # This calendar may not make Meet links; the meeting itself is worth more than its link.
        return replace(
            self._insert(host, draft, with_link=False), link="", link_state=LinkState.FAILED
        )

    def _get(self, host: Host, named: str) -> dict[str, Any] | None:
        request = self._client.api.events().get(calendarId=host.calendar, eventId=named)
        try:
            with translated("read_event"):
                return self._client.execute(request, subject=host.calendar)
        except TurnedDown as error:
            if error.code in GONE:
                return None
            raise

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Patch time, texts and attendees, unless somebody changed the event since `ref` was read."""
        if draft.may_exist:
            found = self._get(host, ref.event_id)
            if found is not None and _is_done(found, draft):
                return ref_of(found)
        request = self._client.api.events().patch(
            calendarId=host.calendar,
            eventId=ref.event_id,
            body=body_of(draft),
            conferenceDataVersion=1,
            sendUpdates=_updates(draft),
        )
        headers = {"If-Match": ref.etag} if ref.etag else {}
        try:
            with translated("move_event", writes=True):
                moved = self._client.execute(request, subject=host.calendar, headers=headers)
                return _standing(moved, "move_event")
        except TurnedDown as error:
            if error.code in GONE:
                raise deleted("move_event") from error
            if error.code not in ("conditionNotMet", "412"):
                raise
        return self._moved_already(host, ref, draft)

    def _moved_already(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Tell our own earlier try, whose answer was lost, from somebody else's change."""
        found = self._get(host, ref.event_id)
        if found is None or is_cancelled(found):
            raise deleted("move_event")
        if _is_done(found, draft):
            return ref_of(found)
        raise TurnedDown(
            say("Somebody has changed this event in the calendar."),
            service=SERVICE,
            operation="move_event",
            code="changed",
        )

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Delete the event and tell its attendees; Google has no place for the reason."""
        request = self._client.api.events().delete(
            calendarId=host.calendar,
            eventId=ref.event_id or event_id(ref.key),
            sendUpdates="all",
        )
        try:
            with translated("remove_event", writes=True):
                self._client.execute(request, subject=host.calendar)
        except TurnedDown as error:
            if error.code not in GONE:
                raise


def _fifties(hosts: Sequence[Host]) -> list[Sequence[Host]]:
    return groups(hosts, MOST_CALENDARS)


def _updates(draft: EventDraft) -> str:
    return "all" if draft.sends_invitations else "none"


def _adopted(found: dict[str, Any], draft: EventDraft) -> EventRef:
    with translated("put_event"):
        if not is_ours(found, draft) and not is_cancelled(found):
            raise TurnedDown(
                say("The calendar has another event under this meeting's id."),
                service=SERVICE,
                operation="put_event",
                code="duplicate",
            )
        return _standing(found, "put_event")


def _standing(found: dict[str, Any], operation: str) -> EventRef:
    if is_cancelled(found):
        raise deleted(operation)
    return ref_of(found)


def _is_done(found: dict[str, Any], draft: EventDraft) -> bool:
    with translated("move_event"):
        return not is_cancelled(found) and says(found, draft)


def _not_yet_visible() -> TryLater:
    return TryLater(
        say("Google Calendar has this event and does not show it yet."),
        service=SERVICE,
        operation="put_event",
        code="duplicate",
        ambiguous=True,
    )
