"""Ask every provider at once when their hosts are taken."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from handoff.calendars.chunks import LATE, Answer, groups, nothing_of
from handoff.calendars.protocol import Calendar, HostBusy
from handoff.calendars.threads import Threads
from handoff.errors import OutsideError
from handoff.people import Host, HostId, Provider
from handoff.spans import Span
from handoff.wording import say

Question = tuple[Calendar, Sequence[Host]]
Heard = Callable[[Mapping[HostId, HostBusy]], None]

INNER_SHARE = 0.9
"""A provider gets a little less than the whole budget, so that what it knows by then is still heard."""
TOGETHER = 50
"""Hosts in one question: what either provider answers in one request, so that one late request hides no more."""

_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)
_patient_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)
"""Apart from the others, so that questions which hang keep no live check waiting."""


def busy_of(
    calendars: Mapping[Provider, Calendar],
    hosts: Sequence[Host],
    span: Span,
    *,
    budget: float | None = None,
) -> dict[HostId, HostBusy]:
    """Return every host's answer; a host whose calendar took longer than the budget (seconds) is unknown."""
    questions = _by_provider(calendars, hosts)
    ask = partial(_ask, span=span, budget=None if budget is None else budget * INNER_SHARE)
    found: Answer = {}
    answers = _threads.ask(ask, questions, budget=budget)
    for (_, asked), answer in zip(questions, answers, strict=True):
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
) -> SoFar:
    """Wait `patience` seconds; questions under way go on for `limit` seconds and tell `heard` themselves."""
    questions = [
        (calendar, some)
        for calendar, theirs in _by_provider(calendars, hosts)
        for some in groups(theirs, TOGETHER)
    ]
    ask = partial(_ask_and_tell, span=span, budget=limit, heard=heard)
    asked = {host.id for _, some in questions for host in some}
    found: Answer = {one.id: _unconnected() for one in hosts if one.id not in asked}
    under_way: list[Host] = []
    for (_, some), said in zip(
        questions, _patient_threads.ask_on(ask, questions, patience=patience), strict=True
    ):
        found |= said.answer or {}
        under_way += some if said.is_under_way else ()
    return SoFar(found, under_way)


def _unconnected() -> HostBusy:
    return HostBusy(unknown=say("no calendar connected"), is_access_lost=True)


def _by_provider(
    calendars: Mapping[Provider, Calendar], hosts: Sequence[Host]
) -> Sequence[Question]:
    asked: dict[Provider, list[Host]] = {}
    for host in {host.id: host for host in hosts if host.has_calendar}.values():
        asked.setdefault(host.provider, []).append(host)
    return [(calendars[one], theirs) for one, theirs in asked.items() if one in calendars]


def _ask(question: Question, *, span: Span, budget: float | None) -> Mapping[HostId, HostBusy]:
    calendar, hosts = question
    try:
        return calendar.busy(hosts, span, budget=budget)
    except OutsideError as error:
        return nothing_of(hosts, error)


def _ask_and_tell(
    question: Question, *, span: Span, budget: float, heard: Heard
) -> Mapping[HostId, HostBusy]:
    answer = _ask(question, span=span, budget=budget)
    heard(answer)
    return answer
