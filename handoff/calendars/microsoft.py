"""Microsoft 365 calendars through Graph, with the app's own permissions.

https://learn.microsoft.com/graph/api/resources/calendar
"""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from handoff.calendars.graph import SERVICE, Graph
from handoff.calendars.protocol import EventDraft, EventRef, HostBusy, LinkState
from handoff.calendars.schedules import busy_of_schedules
from handoff.config import MicrosoftCredentials
from handoff.errors import TurnedDown
from handoff.meeting_types import Platform
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.tokens import TokenStore

KEY_PROPERTY = "String {6f1d1a7e-3f0b-4f0e-9d3c-0a4c5b1c7e21} Name handoffKey"
NAMESPACE = uuid.UUID("6f1d1a7e-3f0b-4f0e-9d3c-0a4c5b1c7e21")
DUPLICATE = "ErrorDuplicateTransactionId"
GONE = ("ErrorItemNotFound", "404")


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

    def busy(self, hosts: Sequence[Host], span: Span) -> Mapping[HostId, HostBusy]:
        """Ask for 20 mailboxes a question, all questions in one request."""
        return busy_of_schedules(self._graph, hosts, span)

    def put_event(self, host: Host, draft: EventDraft) -> EventRef:
        """Create under a transaction id, which Graph refuses to have twice."""
        if draft.may_exist:
            existing = self._find(host, draft)
            if existing is not None:
                return _ref(existing, draft)
        try:
            created = self._graph.send(
                "POST",
                f"{_mailbox(host)}/events",
                operation="put_event",
                body=_body(draft) | _once(draft) | _meeting(draft),
            )
        except TurnedDown as error:
            if error.code != DUPLICATE:
                raise
            created = self._find(host, draft) or {}
            if not created:
                raise TurnedDown(
                    "Somebody has removed this event from the calendar.",
                    service=SERVICE,
                    operation="put_event",
                    code="deleted",
                ) from error
        return _ref(created, draft)

    def _find(self, host: Host, draft: EventDraft) -> dict[str, Any] | None:
        wanted = f"ep/id eq '{KEY_PROPERTY}' and ep/value eq '{draft.key}'"
        found = self._graph.send(
            "GET",
            f"{_mailbox(host)}/events",
            operation="find_event",
            params={"$filter": f"singleValueExtendedProperties/any(ep: {wanted})"},
        )
        events: list[dict[str, Any]] = found.get("value", [])
        return next((one for one in events if not one.get("isCancelled")), None)

    def move_event(self, host: Host, ref: EventRef, draft: EventDraft) -> EventRef:
        """Patch time and attendees; the body stays, since replacing it loses the join block of Teams."""
        body = {key: value for key, value in _body(draft).items() if key != "body"}
        moved = self._graph.send(
            "PATCH",
            f"{_mailbox(host)}/events/{quote(ref.event_id, safe='')}",
            operation="move_event",
            body=body,
            headers={"If-Match": ref.etag} if ref.etag else None,
        )
        return _ref(moved, draft)

    def remove_event(self, host: Host, ref: EventRef, *, reason: str) -> None:
        """Cancel with the reason, or delete an event that has nobody to tell."""
        path = f"{_mailbox(host)}/events/{quote(ref.event_id, safe='')}"
        try:
            self._graph.send(
                "POST", f"{path}/cancel", operation="remove_event", body={"comment": reason[:500]}
            )
        except TurnedDown as error:
            if error.code in GONE:
                return
            self._delete(path)

    def _delete(self, path: str) -> None:
        try:
            self._graph.send("DELETE", path, operation="remove_event")
        except TurnedDown as error:
            if error.code not in GONE:
                raise


def _mailbox(host: Host) -> str:
    return f"/users/{quote(host.calendar, safe='@')}"


def _body(draft: EventDraft) -> dict[str, Any]:
    return {
        "subject": draft.title,
        "body": {"contentType": "text", "content": draft.description},
        "location": {"displayName": draft.location},
        "start": _instant(draft.span.starts_at),
        "end": _instant(draft.span.ends_at),
        "attendees": [
            {
                "emailAddress": {"address": one.email, "name": one.name or one.email},
                "type": "optional" if one.is_optional else "required",
            }
            for one in draft.attendees
        ],
    }


def _instant(at: Any) -> dict[str, str]:
    return {"dateTime": at.strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _once(draft: EventDraft) -> dict[str, Any]:
    return {
        "transactionId": str(uuid.uuid5(NAMESPACE, draft.key)),
        "singleValueExtendedProperties": [{"id": KEY_PROPERTY, "value": draft.key}],
    }


def _meeting(draft: EventDraft) -> dict[str, Any]:
    if draft.platform not in (Platform.HOST_DEFAULT, Platform.TEAMS):
        return {}
    return {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}


def _ref(found: dict[str, Any], draft: EventDraft) -> EventRef:
    link = str((found.get("onlineMeeting") or {}).get("joinUrl") or "")
    missing = LinkState.PENDING if _meeting(draft) else LinkState.NONE
    state = LinkState.READY if link else missing
    return EventRef(found["id"], found.get("@odata.etag", ""), link, state)
