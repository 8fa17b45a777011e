"""Questions cut to the size that a provider answers, and their answers put together again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import TypeVar

from handoff.calendars.protocol import HostBusy
from handoff.errors import AccessLost, OutsideError
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.wording import say

T = TypeVar("T")
Answer = dict[HostId, HostBusy]

LONGEST = timedelta(days=60)
"""Google refuses more than about 90 days, Graph 62."""
LATE = say("the calendar did not answer in time")


def groups(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Return the items in groups of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def pieces(span: Span) -> Iterator[Span]:
    """Cut a span into pieces that either provider answers."""
    begins, until = span.starts_at.astimezone(UTC), span.ends_at.astimezone(UTC)
    while begins < until:
        ends = min(begins + LONGEST, until)
        yield Span(begins, ends)
        begins = ends


def join(found: Answer, answer: Mapping[HostId, HostBusy]) -> None:
    """Add an answer to what is known; a host with one unknown piece stays unknown."""
    for host_id, second in answer.items():
        first = found.get(host_id, HostBusy())
        found[host_id] = HostBusy(
            (*first.blocks, *second.blocks),
            first.unknown or second.unknown,
            first.is_access_lost or second.is_access_lost,
        )


def nothing_of(hosts: Sequence[Host], why: str | OutsideError) -> Answer:
    """Return the answer that nothing is known of any of these hosts."""
    if isinstance(why, str):
        return {host.id: HostBusy(unknown=why) for host in hosts}
    is_lost = isinstance(why, AccessLost)
    return {host.id: HostBusy(unknown=why.message, is_access_lost=is_lost) for host in hosts}
