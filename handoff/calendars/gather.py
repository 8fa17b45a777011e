"""Ask every provider at once when their hosts are taken."""

from collections.abc import Mapping, Sequence

from handoff.calendars.protocol import Calendar, HostBusy
from handoff.calendars.threads import Threads
from handoff.people import Host, HostId, Provider
from handoff.spans import Span

Question = tuple[Provider, Sequence[Host]]
_threads: Threads[Question, Mapping[HostId, HostBusy]] = Threads(32)


def busy_of(
    calendars: Mapping[Provider, Calendar],
    hosts: Sequence[Host],
    span: Span,
    *,
    budget: float | None = None,
) -> dict[HostId, HostBusy]:
    """Return every host's answer; a host whose provider took longer than the budget (seconds) is unknown."""
    by_provider: dict[Provider, list[Host]] = {}
    for host in {host.id: host for host in hosts}.values():
        by_provider.setdefault(host.provider, []).append(host)
    questions = [
        (provider, asked) for provider, asked in by_provider.items() if provider in calendars
    ]
    answers = _threads.ask(
        lambda question: calendars[question[0]].busy(question[1], span), questions, budget=budget
    )
    found: dict[HostId, HostBusy] = {}
    for (_, asked), answer in zip(questions, answers, strict=True):
        late = {host.id: HostBusy(unknown="the calendar did not answer in time") for host in asked}
        found |= late if answer is None else answer
    missing = HostBusy(unknown="no calendar connected", is_access_lost=True)
    return {host.id: found.get(host.id, missing) for host in hosts}
