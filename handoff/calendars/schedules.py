"""Graph's getSchedule: 20 mailboxes a question, several questions in one $batch.

https://learn.microsoft.com/graph/api/calendar-getschedule and https://learn.microsoft.com/graph/json-batching
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from handoff.calendars.chunks import groups, pieces
from handoff.calendars.graph import HEADERS, Graph, failure
from handoff.calendars.protocol import BusyBlock, BusyKind, HostBusy
from handoff.errors import AccessLost, OutsideError
from handoff.people import Host, HostId
from handoff.spans import Span

MOST_MAILBOXES = 20
MOST_PARTS = 20
TOO_MANY_ENTRIES = "5006"
KINDS = {
    "busy": BusyKind.BUSY,
    "tentative": BusyKind.TENTATIVE,
    "oof": BusyKind.OUT_OF_OFFICE,
    "unknown": BusyKind.BUSY,
}
"""Free and working elsewhere are not in it: they take no time."""
LOST = {
    "ErrorNoFreeBusyAccess",
    "ErrorAccessDenied",
    "ErrorMailRecipientNotFound",
    "ErrorMailboxNotFound",
}

Answer = dict[HostId, HostBusy]


@dataclass(frozen=True)
class _Question:
    hosts: Sequence[Host]
    span: Span

    @property
    def path(self) -> str:
        return f"/users/{quote(self.hosts[0].calendar, safe='@')}/calendar/getSchedule"

    @property
    def body(self) -> dict[str, Any]:
        return {
            "schedules": [host.calendar for host in self.hosts],
            "startTime": _written(self.span.starts_at),
            "endTime": _written(self.span.ends_at),
            "availabilityViewInterval": 60,
        }

    def unknown(self, error: OutsideError) -> Answer:
        lost = isinstance(error, AccessLost)
        return {
            host.id: HostBusy(unknown=error.message, is_access_lost=lost) for host in self.hosts
        }


def busy_of_schedules(graph: Graph, hosts: Sequence[Host], span: Span) -> Answer:
    """Return every host's answer; subject and place of what takes the time are dropped at once."""
    questions = [
        _Question(group, piece) for group in groups(hosts, MOST_MAILBOXES) for piece in pieces(span)
    ]
    found: Answer = {}
    for some in groups(questions, MOST_PARTS):
        for answer in _ask(graph, some):
            for host_id, one in answer.items():
                found[host_id] = _joined(found.get(host_id), one)
    return found


def _ask(graph: Graph, questions: Sequence[_Question]) -> list[Answer]:
    if len(questions) == 1:
        return [_ask_one(graph, questions[0])]
    try:
        batch = graph.send("POST", "/$batch", operation="busy", body=_batch(questions))
    except OutsideError as error:
        return [question.unknown(error) for question in questions]
    parts = {str(part.get("id")): part for part in batch.get("responses", [])}
    return [_part(graph, question, parts.get(str(n), {})) for n, question in enumerate(questions)]


def _batch(questions: Sequence[_Question]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", **HEADERS}
    return {
        "requests": [
            {"id": str(n), "method": "POST", "url": one.path, "headers": headers, "body": one.body}
            for n, one in enumerate(questions)
        ]
    }


def _part(graph: Graph, question: _Question, part: Mapping[str, Any]) -> Answer:
    status, body = int(part.get("status", 500)), part.get("body") or {}
    if status >= 400:
        headers = part.get("headers") or {}
        return question.unknown(failure(status, body, headers, operation="busy", writes=False))
    return _read(graph, question, body)


def _ask_one(graph: Graph, question: _Question) -> Answer:
    try:
        body = graph.send("POST", question.path, operation="busy", body=question.body)
    except OutsideError as error:
        return question.unknown(error)
    return _read(graph, question, body)


def _read(graph: Graph, question: _Question, body: Mapping[str, Any]) -> Answer:
    schedules = {str(one.get("scheduleId", "")).lower(): one for one in body.get("value", [])}
    found = {}
    for host in question.hosts:
        schedule = schedules.get(host.calendar.lower())
        if _code(schedule) == TOO_MANY_ENTRIES:
            found[host.id] = _in_halves(graph, host, question.span)
        else:
            found[host.id] = _schedule(schedule)
    return found


def _in_halves(graph: Graph, host: Host, span: Span) -> HostBusy:
    """Ask again for half the time and half the time, as the reference page advises."""
    middle = span.starts_at + (span.ends_at - span.starts_at) / 2
    middle = middle.replace(second=0, microsecond=0)
    if middle <= span.starts_at:
        return HostBusy(unknown="this calendar has too many entries")
    halves = (Span(span.starts_at, middle), Span(middle, span.ends_at))
    first, second = (_ask_one(graph, _Question([host], half))[host.id] for half in halves)
    return _joined(first, second)


def _schedule(schedule: Mapping[str, Any] | None) -> HostBusy:
    if schedule is None:
        return HostBusy(unknown="Microsoft 365 did not answer for this calendar")
    code = _code(schedule)
    if code:
        lost = code in LOST
        words = "calendar access lost" if lost else "Microsoft 365 could not read this calendar"
        return HostBusy(unknown=words, is_access_lost=lost)
    blocks = []
    for item in schedule.get("scheduleItems", []):
        kind = KINDS.get(str(item.get("status", "")).lower())
        if kind is not None:
            blocks.append(BusyBlock(Span(_instant(item["start"]), _instant(item["end"])), kind))
    return HostBusy(tuple(blocks))


def _code(schedule: Mapping[str, Any] | None) -> str:
    return str(((schedule or {}).get("error") or {}).get("responseCode", ""))


def _instant(given: Mapping[str, str]) -> datetime:
    # We ask for UTC; seven digits of a second are cut by fromisoformat.
    return datetime.fromisoformat(given["dateTime"]).replace(tzinfo=UTC)


def _written(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def _joined(first: HostBusy | None, second: HostBusy) -> HostBusy:
    if first is None:
        return second
    return HostBusy(
        (*first.blocks, *second.blocks),
        first.unknown or second.unknown,
        first.is_access_lost or second.is_access_lost,
    )
