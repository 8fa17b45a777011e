"""The only place that asks what time it is."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the current instant."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the current instant in UTC."""
        return datetime.now(UTC)


class StartedClock:
    """A clock that ticks on from a chosen instant: for demonstrations and tests, never production."""

    def __init__(self, starts_at: datetime) -> None:
        """Begin at `starts_at`, which must be aware."""
        self._starts_at = starts_at.astimezone(UTC)
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the chosen instant plus the time that has passed since."""
        return self._starts_at + timedelta(seconds=time.monotonic() - self._began)


def monotonic() -> float:
    """Return seconds from an arbitrary origin, for measuring how long something took."""
    return time.monotonic()


def machine_now() -> datetime:
    """Return the machine's own instant in UTC, for token lifetimes that another service judges."""
    return datetime.now(UTC)
