"""What a host's free time depends on beside the host: lengths, buffers, type hours and the span."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from handoff.availability.claims import blocked, own_protected
from handoff.availability.hours import Span, host_open
from handoff.availability.limits import closed_for_host
from handoff.availability.values import HostProblem, Rule, TypeRules
from handoff.intervals import Interval, subtract

KEPT = 8  # spans or meeting types for which a host remembers its free time


@dataclass(frozen=True, eq=False)
class Terms:
    """Equal terms are the same object, so that a host can remember its free time by them."""

    duration: int
    buffer_before: int
    buffer_after: int
    weekly: tuple[Rule, ...]
    span: Span


def terms_of(rules: TypeRules, span: Span) -> Terms:
    """Return the terms of a meeting type over a span."""
    return shared_terms(rules.duration, rules.buffer_before, rules.buffer_after, rules.weekly, span)


@lru_cache(maxsize=256)
def shared_terms(
    duration: int, before: int, after: int, weekly: tuple[Rule, ...], span: Span
) -> Terms:
    """Make terms once; forgetting them forgets what hosts remember by them."""
    return Terms(duration, before, after, weekly, span)


def open_for(host: HostProblem, terms: Terms) -> list[Interval]:
    """Return the host's open minutes, without those that their own limits close."""
    found = host_open(host, terms.weekly, terms.span)
    if host.has_limits:
        return subtract(found, closed_for_host(host, terms.duration, terms.span))
    return found


def own_free(host: HostProblem, terms: Terms) -> list[Interval]:
    """Return the host's stretches of open minutes in which nothing of their own lies."""
    found: list[Interval] | None = host.kept.get(terms)
    if found is None:
        taken = blocked(own_protected(host), terms.buffer_before, terms.buffer_after)
        found = subtract(open_for(host, terms), taken)
        remember(host, terms, found)
    return found


def remember(host: HostProblem, key: object, value: Any) -> None:
    """Let the host keep something worked out, and forget all when it keeps too much."""
    if len(host.kept) >= KEPT:
        host.kept.clear()
    host.kept[key] = value
