"""What takes a host's time: busy and unknown stretches, own bookings and others' holds."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from handoff.availability.values import Booking, Hold, HostProblem, Problem, Why
from handoff.intervals import Interval, merge


class Claim(NamedTuple):
    """A stretch of a host's time that is spoken for, and the wider one that it protects."""

    why: Why
    start: int
    end: int
    protected_start: int
    protected_end: int

    @property
    def takes_time(self) -> bool:
        """Say whether anything is protected at all."""
        return self.protected_start < self.protected_end


def own_claims(host: HostProblem) -> Iterator[Claim]:
    """Yield what calendars and bookings say about the host, with its label."""
    for start, end in host.busy:
        yield Claim(Why.BUSY, start, end, start, end)
    for one in host.unknown:
        yield Claim(Why.UNKNOWN, one.start, one.end, one.start, one.end)
    for booking in host.bookings:
        yield _with_buffers(Why.BOOKING, booking)


def held(problem: Problem) -> dict[int, list[Claim]]:
    """Return what others hold, by the position of the host in the problem."""
    found: dict[int, list[Claim]] = {}
    if problem.holds:
        positions = {host.id: index for index, host in enumerate(problem.hosts)}
        for hold in problem.live_holds:
            if hold.host in positions:
                claim = _with_buffers(Why.HOLD, hold)
                found.setdefault(positions[hold.host], []).append(claim)
    return found


def own_protected(host: HostProblem) -> Sequence[Interval]:
    """Return the spans of the host's own claims in order; an empty one takes nothing."""
    if host.unknown or host.bookings:
        return protected(own_claims(host))
    return host.busy


def protected(claims: Iterable[Claim]) -> list[Interval]:
    """Return the spans that claims protect, in order."""
    return sorted(
        (claim.protected_start, claim.protected_end) for claim in claims if claim.takes_time
    )


def blocked(taken: Iterable[Interval], before: int, after: int) -> list[Interval]:
    """Return where a meeting may not lie, given the buffers that it brings itself."""
    return merge((start - after, end + before) for start, end in taken)


def _with_buffers(why: Why, one: Booking | Hold) -> Claim:
    first, last = one.start - one.buffer_before, one.end + one.buffer_after
    return Claim(why, one.start, one.end, first, last)
