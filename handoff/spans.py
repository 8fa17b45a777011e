"""A stretch of time between two instants, half-open."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Span:
    """From `starts_at` up to but not including `ends_at`; both aware, UTC."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share any time; touching is not overlapping."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def widened(self, before: timedelta, after: timedelta) -> "Span":
        """Return the span with time added at both ends."""
        return Span(self.starts_at - before, self.ends_at + after)
