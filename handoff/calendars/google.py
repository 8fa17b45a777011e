"""Google Calendar through the org's service account with domain-wide delegation.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

import hashlib
from base64 import b32hexencode
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from handoff.calendars.chunks import groups, pieces
from handoff.calendars.google_client import GoogleClient
from handoff.calendars.google_failures import SERVICE, translated
from handoff.calendars.protocol import BusyBlock, EventDraft, EventRef, HostBusy, LinkState
from handoff.calendars.threads import Threads
from handoff.config import GoogleCredentials
from handoff.errors import AccessLost, OutsideError, TurnedDown
from handoff.meeting_types import Platform
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.tokens import TokenStore

MOST_CALENDARS = 50
AT_ONCE = 8
KEY = "handoffKey"
BOOKING = "handoffBooking"

Question = tuple[str, Sequence[Host], Span]
Answer = dict[HostId, HostBusy]


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

    def busy(self, hosts: Sequence[Host], span: Span) -> Mapping[HostId, HostBusy]:
        """Ask as the org's subject for up to 50 calendars at once, then as those hosts it may not see."""
        if not self._subject:
            return self._busy_as_themselves(hosts, span)
        known = self._answers(
            [
                (self._subject, group, piece)
                for group in groups(hosts, MOST_CALENDARS)
                for piece in pieces(span)
            ]
        )
        unseen = [host for host in hosts if known[host.id].is_access_lost]
        return known | self._busy_as_themselves(unseen, span)

    def _busy_as_themselves(self, hosts: Sequence[Host], span: Span) -> Answer:
        return self._answers(
            [(host.calendar, [host], piece) for host in hosts for piece in pieces(span)]
        )

    def _answers(self, questions: list[Question]) -> Answer:
        if not questions:
            return {}
        found: Answer = {}
        for answer in self._threads.ask(self._query, questions):
            for host_id, one in (answer or {}).items():
                found[host_id] = _joined(found.get(host_id), one)
        return found

    def _query(self, question: Question) -> Answer:
        subject, hosts, span = question
        body = {
            "timeMin": span.starts_at.isoformat(),
            "timeMax": span.ends_at.isoformat(),
            "timeZone": "UTC",
            "items": [{"id": host.calendar} for host in hosts],
        }
        try:
            with translated("freebusy"):
                request = self._client.api.freebusy().query(body=body)
                calendars = self._client.execute(request, subject=subject)["calendars"]
        except AccessLost as error:
            return {host.id: HostBusy(unknown=error.message, is_access_lost=True) for host in hosts}
        except OutsideError as error:
            return {host.id: HostBusy(unknown=error.message) for host in hosts}
        return {host.id: _read(calendars.get(host.calendar)) for host in hosts}

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Insert under an id of our own choice, which Google refuses to have twice."""
        if draft.may_exist:
            existing = self._get(host, draft)
            if existing is not None:
                return _adopted(existing, draft)
        try:
            with translated("put_event", writes=True):
                return _ref(self._client.execute(self._insert(host, draft), subject=host.calendar))
        except TurnedDown as error:
            if error.code != "duplicate":
                raise
        existing = self._get(host, draft)
        if existing is None:
            raise _deleted("put_event")
        return _adopted(existing, draft)

    def _insert(self, host: Host, draft: EventDraft) -> Any:
        body = _body(draft) | {
            "id": event_id(draft.key),
            "extendedProperties": {"private": {KEY: draft.key, BOOKING: draft.booking_id}},
        }
        if draft.platform in (Platform.HOST_DEFAULT, Platform.GOOGLE_MEET):
            body["conferenceData"] = {
                "createRequest": {
                    "requestId": event_id(draft.key),
                    "conferenceSolutionKey": {"type": "hangoutsMeet"},
                }
            }
        return self._client.api.events().insert(
            calendarId=host.calendar,
            body=body,
            conferenceDataVersion=1,
            sendUpdates=_updates(draft),
        )

    def _get(self, host: Host, draft: EventDraft) -> dict[str, Any] | None:
        request = self._client.api.events().get(
            calendarId=host.calendar, eventId=event_id(draft.key)
        )
        try:
            with translated("read_event"):
                found: dict[str, Any] = self._client.execute(request, subject=host.calendar)
                return found
        except TurnedDown as error:
            if error.code in ("notFound", "404"):
                return None
            raise

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Patch time, texts and attendees; refuses if somebody changed the event since `ref` was read."""
        request = self._client.api.events().patch(
            calendarId=host.calendar,
            eventId=ref.event_id,
            body=_body(draft),
            conferenceDataVersion=1,
            sendUpdates=_updates(draft),
        )
        headers = {"If-Match": ref.etag} if ref.etag else {}
        with translated("move_event", writes=True):
            return _ref(self._client.execute(request, subject=host.calendar, headers=headers))

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Delete the event and tell its attendees; Google has no place for the reason."""
        request = self._client.api.events().delete(
            calendarId=host.calendar, eventId=ref.event_id, sendUpdates="all"
        )
        try:
            with translated("remove_event", writes=True):
                self._client.execute(request, subject=host.calendar)
        except TurnedDown as error:
            if error.code not in ("deleted", "notFound", "404", "410"):
                raise


def event_id(key: str) -> str:
    """Return Google's id for a key: base32hex in lower case, the only alphabet it takes."""
    return b32hexencode(hashlib.sha256(key.encode()).digest()[:20]).decode().lower()


def _body(draft: EventDraft) -> dict[str, Any]:
    return {
        "summary": draft.title,
        "description": draft.description,
        "location": draft.location,
        "start": {"dateTime": draft.span.starts_at.isoformat(), "timeZone": "UTC"},
        "end": {"dateTime": draft.span.ends_at.isoformat(), "timeZone": "UTC"},
        "attendees": [
            {"email": one.email, "displayName": one.name, "optional": one.is_optional}
            for one in draft.attendees
        ],
    }


def _updates(draft: EventDraft) -> str:
    return "all" if draft.sends_invitations else "none"


def _adopted(found: dict[str, Any], draft: EventDraft) -> EventRef:
    private = found.get("extendedProperties", {}).get("private", {})
    if found.get("status") == "cancelled" or private.get(KEY) != draft.key:
        raise _deleted("put_event")
    return _ref(found)


def _deleted(operation: str) -> TurnedDown:
    return TurnedDown(
        "Somebody has removed this event from the calendar.",
        service=SERVICE,
        operation=operation,
        code="deleted",
    )


def _ref(found: dict[str, Any]) -> EventRef:
    conference = found.get("conferenceData", {})
    status = conference.get("createRequest", {}).get("status", {}).get("statusCode", "")
    entries = conference.get("entryPoints", [])
    video = next((one["uri"] for one in entries if one.get("entryPointType") == "video"), "")
    link = video or found.get("hangoutLink", "")
    if link:
        state = LinkState.READY
    else:
        state = {"pending": LinkState.PENDING, "failure": LinkState.FAILED}.get(
            status, LinkState.NONE
        )
    return EventRef(found["id"], found.get("etag", ""), link, state)


def _read(calendar: dict[str, Any] | None) -> HostBusy:
    if calendar is None:
        return HostBusy(unknown="Google did not answer for this calendar")
    errors = calendar.get("errors")
    if errors:
        is_lost = errors[0].get("reason") == "notFound"
        words = "calendar access lost" if is_lost else "Google could not read this calendar"
        return HostBusy(unknown=words, is_access_lost=is_lost)
    blocks = (
        Span(_instant(one["start"]), _instant(one["end"])) for one in calendar.get("busy", [])
    )
    return HostBusy(tuple(BusyBlock(span) for span in blocks))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _joined(first: HostBusy | None, second: HostBusy) -> HostBusy:
    if first is None:
        return second
    return HostBusy(
        (*first.blocks, *second.blocks),
        first.unknown or second.unknown,
        first.is_access_lost or second.is_access_lost,
    )
