"""Read from our own database what of the hosts' time is taken, as far as it decides about a span."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.actions.choose_hosts import ChosenHosts
from handoff.actions.frame_problem import Known
from handoff.calendars.protocol import HostBusy
from handoff.meeting_types import MeetingType
from handoff.org_settings import Switches
from handoff.people import NO_CAPS, HostId
from handoff.spans import Span
from handoff.storage import holds, host_time, taken_times
from handoff.storage.pages import Page
from handoff.work_days import USUAL, WorkDays

AROUND = timedelta(hours=4)
"""How far outside a span what is taken matters, so that buffers of meetings there are seen."""
A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Question:
    """Whose time, for which kind of meeting and within which span; `moving` is the booking to be moved."""

    chosen: ChosenHosts
    meeting_type: MeetingType
    span: Span
    now: datetime
    moving: str = ""
    switches: Switches = field(default_factory=Switches)
    days: WorkDays = USUAL


def read_known(
    session: Session, page: Page, question: Question, busy: Mapping[HostId, HostBusy]
) -> Known:
    """Return what decides about the question: calendars' answers beside our own holds and bookings."""
    chosen, now = question.chosen, question.now
    own = holds.of_window(session, page.org_id, page.window_id)
    ids = [host.id for host in chosen.everyone]
    counted = counted_span(question.span)
    reach = counted if _has_limits(chosen) else question.span.widened(AROUND, AROUND)
    taken = host_time.taken(session, page.org_id, ids, reach, now)
    own_ids = frozenset(hold.id for hold in own)
    of_type: Sequence[Span] = ()
    if question.meeting_type.caps != NO_CAPS:
        of_type = taken_times.meetings_of_type(
            session,
            page.org_id,
            question.meeting_type.id,
            counted,
            without=question.moving,
        )
    moved = [one for one in taken if question.moving and one.booking_id == question.moving]
    left = [one for one in taken if one not in moved]
    return Known(busy, left, own_ids, of_type, moved, question.days)


def _has_limits(chosen: ChosenHosts) -> bool:
    pools = (chosen.pool, chosen.second_pool)
    members = (member.caps for pool in pools if pool for member in pool.members)
    return any(caps != NO_CAPS for caps in (*members, *(host.caps for host in chosen.needed)))


def counted_span(span: Span) -> Span:
    """Return the whole months and weeks around a span, whatever the zone: limits count in them."""
    first = (span.starts_at - timedelta(days=1)).replace(day=1)
    last = span.ends_at + timedelta(days=1)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    return Span(first, last).widened(A_WEEK, A_WEEK)
