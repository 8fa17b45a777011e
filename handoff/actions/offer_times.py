"""Offer the times when the chosen hosts can meet, with what closes the rest."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from handoff.actions.choose_hosts import ChosenHosts, HostChoice, choose_hosts, choose_meeting_type
from handoff.actions.frame_problem import Known, frame_problem, instant
from handoff.actions.learn_times import Learned, horizon, learn_times, reach_of
from handoff.actions.local_days import FURTHEST, local_days
from handoff.actions.meet_now import MeetNow, meet_now
from handoff.actions.own_settings import own_settings
from handoff.actions.read_known import Question
from handoff.availability.best import Acceptable, best_starts
from handoff.availability.offer import Offer
from handoff.availability.slots import offerable
from handoff.availability.together import free_together
from handoff.errors import Unacceptable
from handoff.meeting_types import MeetingType
from handoff.org_settings import OrgSettings
from handoff.people import Organizer
from handoff.spans import Span
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say
from handoff.work_days import work_days

A_DAY = timedelta(days=1)
"""How far around one start calendars are read: sequences of starts begin afresh each local midnight."""


@dataclass(frozen=True)
class TimesQuestion:
    """Which hosts, what kind of meeting, and which of the organizer's local dates.

    A fresh answer asks every calendar anew. The best times suit the guest's zone, the organizer's if unknown.
    """

    meeting_type_id: str
    choice: HostChoice
    first_on: date
    days: int
    is_fresh: bool = False
    guest_zone: str = ""


@dataclass(frozen=True)
class OfferedSlot:
    """A start that can be offered, with who could be the main host then, and who of the second pool could join."""

    span: Span
    host_ids: tuple[str, ...]
    all_optional_free: bool
    second_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedTimes:
    """The answer for the grid: what is shown of the span, out of all that was looked through, its reach."""

    slots: tuple[OfferedSlot, ...]
    best: tuple[OfferedSlot, ...]
    chosen: ChosenHosts
    learned: Learned
    meeting_type: MeetingType
    span: Span
    reach: Span
    now: datetime
    next_free: datetime | None
    meet_now: MeetNow | None
    shows_titles: bool = False

    @property
    def known(self) -> Known:
        """What is known of the hosts' time."""
        return self.learned.known

    def shown(self, starts: Sequence[int]) -> Sequence[int]:
        """Return those of the ordered starts that lie in the span."""
        first, end = _bounds(starts, self.span)
        return starts[first:end]


def offer_times(parts: Parts, page: Page, question: TimesQuestion) -> OfferedTimes:
    """Answer from what calendars said within the minute, asking the others. Raises Unacceptable.

    A calendar that fails, or has not answered yet, makes its host unknown.
    """
    settings = own_settings(parts, page)
    now = parts.clock.now()
    wanted = chosen_question(settings, page, question.meeting_type_id, question.choice, now)
    view = local_days(page.organizer, question.first_on, question.days, now)
    wanted = replace(wanted, span=reach_of(view, now, ahead=horizon(settings, now)))
    learned = learn_times(
        parts,
        page,
        wanted,
        is_fresh=question.is_fresh,
        titled=wanted.chosen.named if settings.switches.shows_titles else (),
    )
    found = _found(wanted, page.organizer, learned.known)
    first, end = _bounds(found.starts, view)
    return OfferedTimes(
        slots=tuple(found.slots(found.starts[first:end])),
        best=tuple(found.slots(_best(found, question.guest_zone or page.organizer.zone))),
        chosen=wanted.chosen,
        learned=learned,
        meeting_type=wanted.meeting_type,
        span=view,
        reach=wanted.span,
        now=now,
        next_free=instant(found.starts[end]) if end < len(found.starts) else None,
        meet_now=_meet_now(settings, wanted, page.organizer, learned.known),
        shows_titles=settings.switches.shows_titles,
    )


def _bounds(starts: Sequence[int], span: Span) -> tuple[int, int]:
    """Return the places of the first start in the span and of the first one after it."""
    first, end = (
        bisect_left(starts, -(-at.timestamp() // 60)) for at in (span.starts_at, span.ends_at)
    )
    return first, end


def chosen_question(
    settings: OrgSettings, page: Page, meeting_type_id: str, choice: HostChoice, now: datetime
) -> Question:
    """Return what was chosen, checked, at this very minute. Raises Unacceptable."""
    meeting_type = choose_meeting_type(settings, meeting_type_id, page.record)
    chosen = choose_hosts(settings, choice, meeting_type, page.record)
    return Question(
        chosen,
        meeting_type,
        Span(now, now),
        now,
        choice.moving,
        settings.switches,
        work_days(settings, now),
    )


@dataclass(frozen=True)
class _Found:
    """Everything that can be offered; only for the few starts that are shown is it said who is free."""

    question: Question
    offer: Offer
    full: Container[int] | None

    @property
    def starts(self) -> Sequence[int]:
        return self.offer.starts

    def is_full(self, start: int) -> bool:
        """Say whether every optional host is free too."""
        return self.full is None or start in self.full

    def slots(self, starts: Iterable[int]) -> Iterator[OfferedSlot]:
        """Return some of the starts, with who is free then."""
        chosen, duration = self.question.chosen, self.question.meeting_type.duration
        main = (1 << len(chosen.candidates)) - 1
        second = ((1 << len(chosen.second)) - 1) << len(chosen.candidates)
        for start in starts:
            begins, mask = instant(start), self.offer.masks[bisect_left(self.starts, start)]
            yield OfferedSlot(
                span=Span(begins, begins + duration),
                host_ids=self._named(mask & main),
                all_optional_free=self.is_full(start),
                second_ids=self._named(mask & second) if second else (),
            )

    def _named(self, mask: int) -> tuple[str, ...]:
        return tuple([str(one) for one in self.offer.named(mask)])


def _found(wanted: Question, organizer: Organizer, known: Known) -> _Found:
    """Look through the question's whole span."""
    problem = frame_problem(
        wanted.chosen,
        wanted.meeting_type,
        organizer,
        known=known,
        span=wanted.span,
        now=wanted.now,
    )
    offer = offerable(problem)
    return _Found(wanted, offer, _with_optional(wanted, organizer, known, offer))


def _with_optional(
    wanted: Question, organizer: Organizer, known: Known, offer: Offer
) -> set[int] | None:
    """Return the starts at which every optional host is free too; None if there is no optional host."""
    optional = wanted.chosen.optional
    if not optional:
        return None
    alone = ChosenHosts(optional, None, (), ())
    problem = frame_problem(
        alone, wanted.meeting_type, organizer, known=known, span=wanted.span, now=wanted.now
    )
    return free_together(problem, offer.starts)


def _best(found: _Found, zone: str) -> list[int]:
    best = best_starts(
        [Acceptable(start, found.is_full(start)) for start in found.starts],
        duration=int(found.question.meeting_type.duration.total_seconds() // 60),
        zone=zone,
    )
    return [one.start for one in best]


def _meet_now(
    settings: OrgSettings, wanted: Question, organizer: Organizer, known: Known
) -> MeetNow | None:
    if not settings.switches.instant_handoff or not wanted.span.starts_at <= wanted.now:
        return None
    return meet_now(wanted.chosen, wanted.meeting_type, organizer, known=known, now=wanted.now)


def refuse_far(starts_at: datetime, now: datetime) -> None:
    """Raise Unacceptable for an instant that no calendar can be asked about."""
    if abs(starts_at - now) > FURTHEST:
        raise Unacceptable(say("This time is out of reach."), field="starts_at")


def fresh_slots(
    parts: Parts, page: Page, question: TimesQuestion, *, near: datetime, most: int = 6
) -> list[OfferedSlot]:
    """Return the offered slots nearest to a start that is gone, in order of time; calendars are asked anew."""
    slots = offer_times(parts, page, replace(question, is_fresh=True)).slots
    nearest = sorted(slots, key=lambda slot: abs(slot.span.starts_at - near))[:most]
    return sorted(nearest, key=lambda slot: slot.span.starts_at)
