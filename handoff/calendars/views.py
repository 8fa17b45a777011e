"""Graph's calendarView: every event that takes a host's time, mailbox by mailbox and page by page.

https://learn.microsoft.com/graph/api/user-list-calendarview
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from handoff.calendars.chunks import Answer
from handoff.calendars.graph import BASE, Call
from handoff.calendars.protocol import BusyBlock, BusyKind, HostBusy
from handoff.people import Host
from handoff.spans import Span
from handoff.wording import say

SELECTED = (
    "id,iCalUId,subject,start,end,showAs,isCancelled,isAllDay,isOrganizer,sensitivity,"
    "responseStatus"
)
"""No text, no place, no link: what is not asked for cannot be kept by mistake."""
MOST_PER_PAGE = 500
MOST_PAGES = 40
KINDS = {
    "busy": BusyKind.BUSY,
    "tentative": BusyKind.TENTATIVE,
    "oof": BusyKind.OUT_OF_OFFICE,
    "unknown": BusyKind.BUSY,
}
"""Free and working elsewhere are not in it: they take no time."""

Event = Mapping[str, Any]


@dataclass(frozen=True)
class ViewQuestion:
    """One page of one mailbox's events; `page` is its path, as the page before it named it, and how many went before."""

    host: Host
    span: Span
    page: tuple[str, int] = ("", 0)

    @property
    def hosts(self) -> Sequence[Host]:
        """The one host asked about."""
        return (self.host,)

    @property
    def call(self) -> Call:
        """Return the request."""
        if self.page[0]:
            return Call("GET", self.page[0], "busy")
        params = {
            "startDateTime": _written(self.span.starts_at),
            "endDateTime": _written(self.span.ends_at),
            "$select": SELECTED,
            "$top": str(MOST_PER_PAGE),
        }
        path = f"/users/{quote(self.host.calendar, safe='@')}/calendarView"
        return Call("GET", path, "busy", params=params)

    def one_by_one(self) -> "list[ViewQuestion]":
        """Return the question itself: it is about one host only."""
        return [self]

    def read(self, body: Mapping[str, Any]) -> "tuple[Answer, list[ViewQuestion]]":
        """Return the page's events, and the question for the next page if there is one."""
        zone = ZoneInfo(self.host.zone or "UTC")
        blocks = [block_of(one, zone) for one in body["value"] if _is_busy(one)]
        answer = {self.host.id: HostBusy(tuple(blocks))}
        further = str(body.get("@odata.nextLink") or "")
        if not further:
            return answer, []
        if self.page[1] >= MOST_PAGES:
            return {self.host.id: HostBusy(unknown=say("this calendar has too many entries"))}, []
        return answer, [ViewQuestion(self.host, self.span, (_path(further), self.page[1] + 1))]


def questions_of_views(hosts: Sequence[Host], span: Span) -> list[ViewQuestion]:
    """Return what is to be asked to know all events of these hosts."""
    return [ViewQuestion(host, span) for host in hosts]


def block_of(event: Event, zone: ZoneInfo) -> BusyBlock:
    """Return what is kept of an event: when, of which kind, whose invitation, and its title unless private."""
    kind = KINDS[_shown(event)]
    is_private = str(event.get("sensitivity") or "normal").lower() != "normal"
    is_open = _answer(event) in ("none", "notresponded") and not event.get("isOrganizer")
    return BusyBlock(
        _span(event, zone),
        kind,
        title="" if is_private else str(event.get("subject") or ""),
        ref=str(event["id"]),
        uid=str(event.get("iCalUId") or ""),
        is_unanswered=is_open and kind is BusyKind.TENTATIVE,
    )


def _is_busy(event: Event) -> bool:
    return not (
        event.get("isCancelled")
        or _shown(event) not in KINDS
        or _answer(event) == "declined"
        or event["start"] == event["end"]
    )


def _shown(event: Event) -> str:
    return str(event.get("showAs")).lower()


def _answer(event: Event) -> str:
    return str((event.get("responseStatus") or {}).get("response") or "none").lower()


def _span(event: Event, zone: ZoneInfo) -> Span:
    begins, ends = (_instant(event[which]) for which in ("start", "end"))
    # A whole day is midnight to midnight; told in UTC it is meant in the zone of whoever's calendar it is.
    if event.get("isAllDay") and begins.time() == ends.time() == time():
        begins, ends = (at.replace(tzinfo=zone).astimezone(UTC) for at in (begins, ends))
    return Span(begins, ends)


def _instant(given: Mapping[str, str]) -> datetime:
    # We ask for UTC; seven digits of a second are cut by fromisoformat.
    return datetime.fromisoformat(given["dateTime"]).replace(tzinfo=UTC)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _path(link: str) -> str:
    """Return a link to the next page as a path below Graph's base: nothing is ever asked of another host."""
    parts = urlsplit(link)
    path = parts.path.removeprefix(urlsplit(BASE).path)
    return f"{path}?{parts.query}"
