"""One getSchedule question and what its answer says of one mailbox; titles and places are dropped at once.

https://learn.microsoft.com/graph/api/resources/scheduleinformation
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import quote

from handoff.calendars.chunks import Answer
from handoff.calendars.graph import Call
from handoff.calendars.protocol import BusyBlock, BusyKind, HostBusy
from handoff.people import Host
from handoff.spans import Span
from handoff.wording import say

TOO_MANY_ENTRIES = "5006"
MOST_HALVINGS = 5
SHORTEST = timedelta(hours=12)
KINDS = {
    "busy": BusyKind.BUSY,
    "tentative": BusyKind.TENTATIVE,
    "oof": BusyKind.OUT_OF_OFFICE,
    "unknown": BusyKind.BUSY,
}
"""Free and working elsewhere are not in it: they take no time."""
LOST = {
    "ErrorAccessDenied",
    "ErrorMailRecipientNotFound",
    "ErrorMailboxNotFound",
    "ErrorNoFreeBusyAccess",
}

_turns = count()


@dataclass(frozen=True)
class Question:
    """Some mailboxes and a span; `halvings` is how often it was cut already."""

    hosts: Sequence[Host]
    span: Span
    halvings: int = 0

    @property
    def call(self) -> Call:
        """Address each of the mailboxes in turn: one bears only four calls at once."""
        asked = self.hosts[next(_turns) % len(self.hosts)]
        path = f"/users/{quote(asked.calendar, safe='@')}/calendar/getSchedule"
        return Call("POST", path, "busy", body=self._body, repeats=True)

    @property
    def _body(self) -> dict[str, Any]:
        return {
            "schedules": [host.calendar for host in self.hosts],
            "startTime": _written(self.span.starts_at),
            "endTime": _written(self.span.ends_at),
            "availabilityViewInterval": 60,
        }

    def one_by_one(self) -> "list[Question]":
        """Return the same question for each host alone."""
        return [Question([host], self.span, self.halvings) for host in self.hosts]

    def read(self, body: Mapping[str, Any]) -> "tuple[Answer, list[Question]]":
        """Return what the answer says of each host, and smaller questions about who has too many entries."""
        answer: Answer = {}
        again: list[Question] = []
        schedules = {str(one.get("scheduleId")).lower(): one for one in body["value"]}
        for host in self.hosts:
            schedule = schedules.get(host.calendar.lower())
            halves = self.halves(host) if has_too_many_entries(schedule) else ()
            again += halves
            if not halves:
                answer[host.id] = host_busy(schedule)
        return answer, again

    def halves(self, host: Host) -> "tuple[Question, ...]":
        """Return the question for one host's half time and half time, or nothing if it is short enough."""
        whole = self.span.ends_at - self.span.starts_at
        if self.halvings >= MOST_HALVINGS or whole <= SHORTEST:
            return ()
        middle = (self.span.starts_at + whole / 2).replace(second=0, microsecond=0)
        spans = (Span(self.span.starts_at, middle), Span(middle, self.span.ends_at))
        return tuple(Question([host], half, self.halvings + 1) for half in spans)


def has_too_many_entries(schedule: Mapping[str, Any] | None) -> bool:
    """Say whether a shorter span would be answered."""
    return _code(schedule) == TOO_MANY_ENTRIES


def host_busy(schedule: Mapping[str, Any] | None) -> HostBusy:
    """Return one mailbox's answer; one with an error is unknown, whatever else it says."""
    if schedule is None:
        return HostBusy(unknown=say("Microsoft 365 did not answer for this calendar"))
    if has_too_many_entries(schedule):
        return HostBusy(unknown=say("this calendar has too many entries"))
    code = _code(schedule)
    if code:
        is_lost = code in LOST
        words = say(
            "calendar access lost" if is_lost else "Microsoft 365 could not read this calendar"
        )
        return HostBusy(unknown=words, is_access_lost=is_lost)
    blocks = []
    for item in schedule["scheduleItems"]:
        kind = KINDS.get(str(item.get("status")).lower())
        if kind is not None:
            blocks.append(BusyBlock(Span(_instant(item["start"]), _instant(item["end"])), kind))
    return HostBusy(tuple(blocks))


def _code(schedule: Mapping[str, Any] | None) -> str:
    error = (schedule or {}).get("error")
    # An error without a code is an error all the same.
    return str(error.get("responseCode") or "error") if error else ""


def _instant(given: Mapping[str, str]) -> datetime:
    # We ask for UTC; seven digits of a second are cut by fromisoformat.
    return datetime.fromisoformat(given["dateTime"]).replace(tzinfo=UTC)


def _written(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}
