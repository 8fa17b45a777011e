"""The pretend world's clock: it may start at any instant and then ticks like a real one."""

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the pretend world the time; thread-safe because it only ever replaces one value."""

    def __init__(self, starts_at: datetime | None = None) -> None:
        self._reference = (starts_at or datetime.now(UTC), time.monotonic())

    def now(self) -> datetime:
        instant, seen = self._reference
        return instant + timedelta(seconds=time.monotonic() - seen)

    def set(self, instant: datetime) -> None:
        self._reference = (instant, time.monotonic())

    def advance(self, by: timedelta) -> None:
        self.set(self.now() + by)


def wall_now() -> datetime:
    """The machine's own time, which token lifetimes follow: the client libraries know no other."""
    return datetime.now(UTC)


def read_instant(text: str) -> datetime:
    """An instant from ISO 8601 text; without an offset it is taken as UTC."""
    instant = datetime.fromisoformat(text)
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def write_instant(instant: datetime) -> str:
    """An instant as ISO 8601 text in UTC, to the second."""
    plain = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{plain.isoformat(timespec='seconds')}Z"
