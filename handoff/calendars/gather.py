"""Ask every provider at once when their hosts are taken."""

from collections.abc import Mapping, Sequence
from functools import partial

from handoff.calendars.chunks import LATE, Answer, nothing_of
from handoff.calendars.protocol import Calendar, HostBusy
from handoff.calendars.threads import Threads
from handoff.errors import OutsideError
from handoff.people import Host, HostId, Provider
from handoff.spans import Span

Question = tuple[Calendar, Sequence[Host]]

INNER_SHARE = 0.9
"""A provider gets a little less than the whole budget, so that what it knows by then is still heard."""

_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)


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
    missing = HostBusy(unknown="no calendar connected", is_access_lost=True)
    return {host.id: found.get(host.id, missing) for host in hosts}


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
