"""Ask every provider at once when their hosts are taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from handoff.calendars.chunks import LATE, Answer, groups, nothing_of
from handoff.calendars.protocol import Calendar, Detail, HostBusy
from handoff.calendars.threads import Threads
from handoff.errors import OutsideError
from handoff.people import Host, HostId, Provider
from handoff.spans import Span
from handoff.wording import say

Question = tuple[Calendar, Sequence[Host], Detail]
Heard = Callable[[Mapping[HostId, HostBusy]], None]

INNER_SHARE = 0.9
"""A provider gets a little less than the whole budget, so that what it knows by then is still heard."""
TOGETHER = 50
"""Hosts in one question: what either provider answers in one request, so that one late request hides no more."""


@dataclass(frozen=True)
class Reading:
    """Whose calendars are read event by event, and whether invitations that nobody answered leave time free.

    The latter needs everybody's events.
    """

    events: frozenset[HostId] = frozenset()
    frees_unanswered: bool = False

    def detail_of(self, host: Host) -> Detail:
        """Return how much is asked about one host."""
        return Detail.EVENTS if self.frees_unanswered or host.id in self.events else Detail.TIMES

    def told(self, answer: Mapping[HostId, HostBusy]) -> Mapping[HostId, HostBusy]:
        """Return the answer without what takes no time."""
        if not self.frees_unanswered:
            return answer
        return {
            host_id: replace(one, blocks=tuple(b for b in one.blocks if not b.is_unanswered))
            for host_id, one in answer.items()
        }


PLAIN = Reading()

_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)
_patient_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)
"""Apart from the others, so that questions which hang keep no live check waiting."""


def busy_of(
    calendars: Mapping[Provider, Calendar],
    hosts: Sequence[Host],
    span: Span,
    *,
    budget: float | None = None,
    reading: Reading = PLAIN,
) -> dict[HostId, HostBusy]:
    """Return every host's answer; a host whose calendar took longer than the budget (seconds) is unknown."""
    questions = _by_provider(calendars, hosts, reading)
    inner = None if budget is None else budget * INNER_SHARE
    ask = partial(_ask, span=span, budget=inner, reading=reading)
    found: Answer = {}
    answers = _threads.ask(ask, questions, budget=budget)
    for (_, asked, _), answer in zip(questions, answers, strict=True):
        found |= nothing_of(asked, LATE) if answer is None else answer
    missing = _unconnected()
    return {host.id: found.get(host.id, missing) for host in hosts}


@dataclass(frozen=True)
class SoFar:
    """Who has answered in time; the questions about those `under_way` go on, the rest was never asked."""

    answers: Mapping[HostId, HostBusy]
    under_way: Sequence[Host]


def busy_so_far(
    calendars: Mapping[Provider, Calendar],
    hosts: Sequence[Host],
    span: Span,
    *,
    patience: float,
    limit: float,
    heard: Heard,
    reading: Reading = PLAIN,
) -> SoFar:
    """Wait `patience` seconds; questions under way go on for `limit` seconds and tell `heard` themselves."""
    questions = [
        (calendar, some, detail)
        for calendar, theirs, detail in _by_provider(calendars, hosts, reading)
        for some in groups(theirs, TOGETHER)
    ]
    ask = partial(_ask_and_tell, span=span, budget=limit, reading=reading, heard=heard)
    asked = {host.id for _, some, _ in questions for host in some}
    found: Answer = {one.id: _unconnected() for one in hosts if one.id not in asked}
    under_way: list[Host] = []
    for (_, some, _), said in zip(
        questions, _patient_threads.ask_on(ask, questions, patience=patience), strict=True
    ):
        found |= said.answer or {}
        under_way += some if said.is_under_way else ()
    return SoFar(found, under_way)


def _unconnected() -> HostBusy:
    return HostBusy(unknown=say("no calendar connected"), is_access_lost=True)


def _by_provider(
    calendars: Mapping[Provider, Calendar], hosts: Sequence[Host], reading: Reading
) -> Sequence[Question]:
    asked: dict[tuple[Provider, Detail], list[Host]] = {}
    for host in {host.id: host for host in hosts if host.has_calendar}.values():
        asked.setdefault((host.provider, reading.detail_of(host)), []).append(host)
    return [
        (calendars[provider], theirs, detail)
        for (provider, detail), theirs in asked.items()
        if provider in calendars
    ]


def _ask(
    question: Question, *, span: Span, budget: float | None, reading: Reading
) -> Mapping[HostId, HostBusy]:
    calendar, hosts, detail = question
    try:
        return reading.told(calendar.busy(hosts, span, budget=budget, detail=detail))
    except OutsideError as error:
        return nothing_of(hosts, error)


def _ask_and_tell(
    question: Question, *, span: Span, budget: float, reading: Reading, heard: Heard
) -> Mapping[HostId, HostBusy]:
    answer = _ask(question, span=span, budget=budget, reading=reading)
    heard(answer)
    return answer
