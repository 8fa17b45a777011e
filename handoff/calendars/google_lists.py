"""Google's events.list: every event that takes a host's time, page by page.

https://developers.google.com/workspace/calendar/api/v3/reference/events/list
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handoff.calendars.chunks import LATE, Answer, join, nothing_of
from handoff.calendars.google_client import GoogleClient
from handoff.calendars.google_events import instant, is_cancelled
from handoff.calendars.google_failures import GONE, translated
from handoff.calendars.protocol import BusyBlock, BusyKind, HostBusy
from handoff.calendars.threads import Budget, Threads
from handoff.errors import OutsideError, TurnedDown
from handoff.people import Host
from handoff.spans import Span
from handoff.wording import say

FIELDS = (
    "nextPageToken,timeZone,items(id,iCalUID,status,summary,visibility,transparency,eventType,"
    "start,end,attendees(self,email,responseStatus))"
)
"""No description, no place, no link: what is not asked for cannot be kept by mistake."""
MOST_PER_PAGE = 250
MOST_PAGES = 40
PRIVATE = ("private", "confidential")

Event = dict[str, Any]
Question = tuple[Host, Span]
ListThreads = Threads[Question, Answer]


def events_of(
    client: GoogleClient, threads: ListThreads, hosts: Sequence[Host], span: Span, budget: Budget
) -> Answer:
    """Return every host's answer with an event in each block."""
    questions = [(host, span) for host in hosts]
    found: Answer = {}
    answers = threads.ask(lambda one: _listed(client, *one), questions, budget=budget.left)
    for (host, _), answer in zip(questions, answers, strict=True):
        join(found, nothing_of([host], LATE) if answer is None else answer)
    return found


def _listed(client: GoogleClient, host: Host, span: Span) -> Answer:
    blocks: list[BusyBlock] = []
    token = ""
    try:
        with translated("events"):
            for _ in range(MOST_PAGES):
                page = _page(client, host, span, token)
                zone = ZoneInfo(str(page.get("timeZone") or host.zone))
                blocks += [
                    block_of(one, host, zone) for one in page["items"] if _is_busy(one, host)
                ]
                token = str(page.get("nextPageToken") or "")
                if not token:
                    return {host.id: HostBusy(tuple(blocks))}
    except TurnedDown as error:
        if error.code not in GONE:
            return nothing_of([host], error)
        return {host.id: HostBusy(unknown=say("calendar access lost"), is_access_lost=True)}
    except OutsideError as error:
        return nothing_of([host], error)
    return {host.id: HostBusy(unknown=say("this calendar has too many entries"))}


def _page(client: GoogleClient, host: Host, span: Span, token: str) -> dict[str, Any]:
    request = client.api.events().list(
        calendarId=host.calendar,
        timeMin=span.starts_at.isoformat(),
        timeMax=span.ends_at.isoformat(),
        singleEvents=True,
        maxResults=MOST_PER_PAGE,
        fields=FIELDS,
        **({"pageToken": token} if token else {}),
    )
    return client.execute(request, subject=host.calendar)


def _is_busy(event: Event, host: Host) -> bool:
    return not (
        is_cancelled(event)
        or event.get("transparency") == "transparent"
        or event.get("eventType") == "workingLocation"
        or _own_answer(event, host) == "declined"
        or event["start"] == event["end"]
    )


def _own_answer(event: Event, host: Host) -> str:
    """Return what the host said to an invitation; nothing if it is their own event."""
    for one in event.get("attendees") or ():
        if one.get("self") or str(one.get("email")).lower() == host.calendar.lower():
            return str(one.get("responseStatus") or "")
    return ""


def block_of(event: Event, host: Host, zone: ZoneInfo) -> BusyBlock:
    """Return what is kept of an event: when, of which kind, whose invitation, and its title unless private."""
    answer = _own_answer(event, host)
    is_open = answer in ("needsAction", "tentative") or event.get("status") == "tentative"
    kind = BusyKind.TENTATIVE if is_open else BusyKind.BUSY
    return BusyBlock(
        Span(_at(event["start"], zone), _at(event["end"], zone)),
        BusyKind.OUT_OF_OFFICE if event.get("eventType") == "outOfOffice" else kind,
        title="" if event.get("visibility") in PRIVATE else str(event.get("summary") or ""),
        ref=str(event["id"]),
        uid=str(event.get("iCalUID") or ""),
        is_unanswered=answer == "needsAction",
    )


def _at(given: dict[str, str], zone: ZoneInfo) -> datetime:
    """Read a time; a whole day begins at midnight of the calendar's own zone."""
    if "dateTime" in given:
        return instant(given["dateTime"])
    return datetime.combine(date.fromisoformat(given["date"]), time(), zone).astimezone(UTC)
