"""Find out what is known of the chosen hosts' time: from the copy, from calendars, from our own database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from handoff.actions.frame_problem import NO_ANSWER, Known
from handoff.actions.lost_access import lost_access, lost_words
from handoff.actions.own_event import moved_event
from handoff.actions.read_known import AROUND, Question, read_known
from handoff.actions.remember_busy import (
    Asking,
    Remembered,
    ask_closely,
    ask_the_rest,
    copied_span,
    from_copies,
)
from handoff.calendars.gather import Reading
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.spans import Span
from handoff.storage import busy_copy, taken_times
from handoff.storage.pages import Page
from handoff.wiring import Parts

AHEAD = timedelta(days=28)
"""How far beyond the dates that are shown, and beyond now, times are looked for."""
FURTHEST = timedelta(days=90)
"""The first free time is looked for no further ahead than this, whatever types allow."""
A_DAY = timedelta(days=1)
LONGEST = timedelta(days=120)
"""A view further away than this is looked at by itself."""


@dataclass(frozen=True)
class Learned:
    """What is known, and what there is to say about it: who is late, since when calendars are out of reach, who holds."""

    known: Known
    remembered: Remembered
    lost: Mapping[str, str] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)

    def unknown(self, host: Host) -> str:
        """Return why nothing is known of the host's time, or nothing if it is known."""
        return self.lost.get(host.id) or self.known.busy.get(host.id, NO_ANSWER).unknown


def learn_times(
    parts: Parts,
    page: Page,
    question: Question,
    *,
    is_fresh: bool = False,
    titled: Sequence[Host] = (),
) -> Learned:
    """Ask only those calendars that did not answer lately, or all of them for a fresh answer.

    A calendar that has not answered within the display budget is coming; nobody waits for it here. Events, which
    are not remembered, are read for the `titled` hosts and for those of a meeting that is to be moved.
    """
    hosts, now = question.chosen.everyone, question.now
    wide = question.span.widened(AROUND, AROUND)
    ids = [host.id for host in hosts]

    def read(session: Session) -> Learned:
        copies = [] if is_fresh else busy_copy.read(session, page.org_id, ids, wide)
        known = read_known(session, page, question, {})
        held = [one.hold_id for one in known.taken if one.hold_id]
        return Learned(
            known,
            from_copies(parts, hosts, copies, now),
            lost_access(session, page.org_id, ids, now),
            taken_times.holders(session, page.org_id, held),
        )

    found = parts.database.run(read)
    own = moved_event(parts, page, question.moving)
    near = {host.id for host in titled} | (own.host_ids if own else frozenset())
    asking = Asking(
        page.org_id,
        copied_span(wide),
        now,
        Reading(frozenset(near), frees_unanswered=question.switches.frees_unanswered),
    )
    closely = [host for host in hosts if host.id in near]
    remembered = ask_closely(parts, asking, closely, kept=found.remembered)
    remembered = ask_the_rest(parts, asking, hosts, kept=remembered)
    if own:
        remembered = replace(remembered, busy=own.left_out(remembered.busy))
    lost = {
        str(host.id): found.lost.get(host.id) or lost_words(now, now)
        for host in hosts
        if host.has_calendar and remembered.busy[host.id].is_access_lost
    }
    known = replace(found.known, busy=remembered.busy, framed={})
    return Learned(known, remembered, lost, found.holders)


def reach_of(view: Span, now: datetime, *, ahead: timedelta = AHEAD) -> Span:
    """Return the span to look at for some dates: what comes after them too, and from today on if that is near."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    near = Span(
        min(today, view.starts_at),
        max(view.ends_at, view.starts_at + AHEAD, today + ahead + A_DAY),
    )
    if near.ends_at - near.starts_at <= LONGEST:
        return near
    return view if view.ends_at <= now else Span(view.starts_at, view.ends_at + AHEAD)


def horizon(settings: OrgSettings, now: datetime) -> timedelta:
    """Return how far ahead the org books at all: the same for every type, so that changing it asks no calendar."""
    days = [
        (one.bookable_until - now.date()).days if one.bookable_until else one.horizon_days
        for one in settings.meeting_types
        if one.is_offered
    ]
    return min(max([AHEAD, *(timedelta(days=one) for one in days)]), FURTHEST)
