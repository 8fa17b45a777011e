"""Offer the times when the chosen hosts can meet, with what closes the rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts, HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.frame_problem import Known, frame_problem, instant, minutes
from handoff.actions.sync_settings import current_settings
from handoff.availability.explain import explain
from handoff.availability.slots import offerable
from handoff.availability.values import Id, Reason
from handoff.calendars.gather import busy_of
from handoff.calendars.protocol import HostBusy
from handoff.errors import Unacceptable
from handoff.meeting_types import MeetingType
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.storage import holds, host_time
from handoff.storage.pages import Page
from handoff.wiring import Parts

LONGEST = 62
"""Days at most in one question: what one request to either provider covers."""
AROUND = timedelta(hours=4)
"""How far outside the span calendars are read, so that buffers of meetings there are seen."""
FURTHEST = timedelta(days=1000)
"""Nobody plans further; beyond it a date is a slip, and calendars refuse it anyway."""
A_DAY = timedelta(days=1)
"""How far around one start calendars are read: sequences of starts begin afresh each local midnight."""


@dataclass(frozen=True)
class TimesQuestion:
    """Which hosts, what kind of meeting, and which of the organizer's local dates."""

    meeting_type_id: str
    choice: HostChoice
    first_on: date
    days: int


@dataclass(frozen=True)
class OfferedSlot:
    """A start that can be offered, with who could be the main host then."""

    span: Span
    host_ids: tuple[str, ...]
    all_optional_free: bool


@dataclass(frozen=True)
class OfferedTimes:
    """The answer for the grid."""

    slots: tuple[OfferedSlot, ...]
    chosen: ChosenHosts
    known: Known
    meeting_type: MeetingType
    span: Span
    now: datetime
    next_free: datetime | None


def offer_times(parts: Parts, page: Page, question: TimesQuestion) -> OfferedTimes:
    """Answer with live free/busy. Raises Unacceptable; a calendar that fails makes its host unknown."""
    settings = current_settings(parts, page.org_id)
    meeting_type = choose_meeting_type(settings, question.meeting_type_id, page.record)
    chosen = choose_hosts(settings, question.choice, meeting_type, page.record)
    now = parts.clock.now()
    span = _local_days(page, question, now)
    reach = Span(span.starts_at, max(span.ends_at, span.starts_at + timedelta(days=28)))
    budget = parts.settings.display_budget
    known = know(parts, page, hosts=chosen.everyone, span=reach, now=now, budget=budget)
    problem = frame_problem(chosen, meeting_type, page.organizer, known=known, span=reach, now=now)
    offer = offerable(problem)
    ends = minutes(span.ends_at)
    slots = _slots(takewhile(lambda one: one[0] < ends, offer), chosen, meeting_type, known)
    later = next((instant(start) for start in offer.starts if start >= ends), None)
    return OfferedTimes(slots, chosen, known, meeting_type, span, now, later)


def explain_time(
    parts: Parts, page: Page, *, meeting_type_id: str, choice: HostChoice, starts_at: datetime
) -> tuple[ChosenHosts, dict[str, Sequence[Reason]]]:
    """Say per host why a start is closed; nobody's list is empty unless that host is free."""
    settings = current_settings(parts, page.org_id)
    meeting_type = choose_meeting_type(settings, meeting_type_id, page.record)
    chosen = choose_hosts(settings, choice, meeting_type, page.record)
    now = parts.clock.now()
    refuse_far(starts_at, now)
    span = Span(starts_at, starts_at + meeting_type.duration).widened(A_DAY, A_DAY)
    hosts = (*chosen.candidates, *chosen.required)
    budget = parts.settings.display_budget
    known = know(parts, page, hosts=hosts, span=span, now=now, budget=budget)
    problem = frame_problem(chosen, meeting_type, page.organizer, known=known, span=span, now=now)
    reasons = explain(problem, minutes(starts_at))
    return chosen, {str(host): tuple(why) for host, why in reasons.items()}


def know(
    parts: Parts,
    page: Page,
    *,
    hosts: Sequence[Host],
    span: Span,
    now: datetime,
    budget: float,
) -> Known:
    """Ask every calendar at once, for `budget` seconds at most, and our own database what is taken."""
    busy = ask_calendars(parts, page, hosts=hosts, span=span, budget=budget)
    reach = span.widened(AROUND, AROUND)
    ids = [host.id for host in hosts]

    def read(session: Session) -> Known:
        own = holds.of_window(session, page.org_id, page.window_id)
        return Known(
            busy,
            host_time.taken(session, page.org_id, ids, reach, now),
            frozenset(hold.id for hold in own),
        )

    return parts.database.run(read)


def ask_calendars(
    parts: Parts, page: Page, *, hosts: Sequence[Host], span: Span, budget: float
) -> Mapping[HostId, HostBusy]:
    """Ask every calendar at once, for `budget` seconds at most; one that fails makes its host unknown."""
    reach = span.widened(AROUND, AROUND)
    return busy_of(parts.calendars.get(page.org_id, {}), hosts, reach, budget=budget)


def _local_days(page: Page, question: TimesQuestion, now: datetime) -> Span:
    """Return the span of some of the organizer's local dates. Raises Unacceptable."""
    if not 1 <= question.days <= LONGEST:
        raise Unacceptable(f"Ask for 1 to {LONGEST} days at a time.", field="days")
    if abs(question.first_on - now.date()) > FURTHEST:
        raise Unacceptable("This date is out of reach.", field="from")
    zone = ZoneInfo(page.organizer.zone)
    begins = datetime.combine(question.first_on, time(), zone)
    ends = datetime.combine(question.first_on + timedelta(days=question.days), time(), zone)
    return Span(begins.astimezone(UTC), ends.astimezone(UTC))


def refuse_far(starts_at: datetime, now: datetime) -> None:
    """Raise Unacceptable for an instant that no calendar can be asked about."""
    if abs(starts_at - now) > FURTHEST:
        raise Unacceptable("This time is out of reach.", field="starts_at")


def _slots(
    starts: Iterable[tuple[int, Sequence[Id]]],
    chosen: ChosenHosts,
    meeting_type: MeetingType,
    known: Known,
) -> tuple[OfferedSlot, ...]:
    main_ids = {host.id for host in chosen.candidates}
    slots = []
    for start, free in starts:
        begins = instant(start)
        meeting = Span(begins, begins + meeting_type.duration)
        slots.append(
            OfferedSlot(
                meeting,
                tuple(str(one) for one in free if one in main_ids),
                all(_is_clear(host, meeting, known) for host in chosen.optional),
            )
        )
    return tuple(slots)


def _is_clear(host: Host, meeting: Span, known: Known) -> bool:
    answer = known.busy.get(host.id, HostBusy(unknown="no answer"))
    return (
        not answer.unknown
        and not any(block.span.overlaps(meeting) for block in answer.blocks)
        and not any(one.host_id == host.id and one.span.overlaps(meeting) for one in known.taken)
    )


def fresh_slots(
    parts: Parts, page: Page, question: TimesQuestion, *, near: datetime, most: int = 6
) -> list[OfferedSlot]:
    """Return the offered slots nearest to a start that is gone, in order of time."""
    slots = offer_times(parts, page, question).slots
    nearest = sorted(slots, key=lambda slot: abs(slot.span.starts_at - near))[:most]
    return sorted(nearest, key=lambda slot: slot.span.starts_at)
