"""Questions cut to the size that a provider answers."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TypeVar

from handoff.spans import Span

T = TypeVar("T")

LONGEST = timedelta(days=60)
"""Google refuses more than about 90 days, Graph 62."""


def groups(items: Sequence[T], size: int) -> list[Sequence[T]]:
    """Return the items in groups of at most `size`."""
    return [items[start : start + size] for start in range(0, len(items), size)]


def pieces(span: Span) -> Iterator[Span]:
    """Cut a span into pieces that either provider answers."""
    begins = span.starts_at
    while begins < span.ends_at:
        ends = min(begins + LONGEST, span.ends_at)
        yield Span(begins, ends)
        begins = ends
