"""A JSON value that knows its place, so that a wrong one can be named."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from handoff.availability.zones import DAY, is_zone

T = TypeVar("T")
FAR = 10**9  # no length in minutes may be longer: about 1,900 years


class WrongProblem(ValueError):
    """A problem that cannot be answered; the message names the member."""


@dataclass(frozen=True)
class Checked:
    """One value of the document and the path that leads to it."""

    value: Any
    path: str

    def wrong(self, what: str) -> WrongProblem:
        """Return the error that names this member."""
        return WrongProblem(f"{self.path} {what}")

    def __getitem__(self, name: str) -> "Checked":
        if not isinstance(self.value, dict):
            raise self.wrong("must be an object")
        return Checked(self.value.get(name), f"{self.path}.{name}" if self.path else name)

    def each(self) -> "Iterator[Checked]":
        """Yield the elements of a list; an absent one has none."""
        if self.value is None:
            return
        if not isinstance(self.value, list):
            raise self.wrong("must be a list")
        for index, one in enumerate(self.value):
            yield Checked(one, f"{self.path}[{index}]")

    def several(self, read: "Callable[[Checked], T]") -> tuple[T, ...]:
        """Read every element of a list."""
        return tuple(read(one) for one in self.each())

    def parts(self, least: int) -> "list[Checked]":
        """Return the elements of a list that has at least so many."""
        found = list(self.each())
        if len(found) < least:
            raise self.wrong(f"must be a list of {least}")
        return found

    def whole(self, least: int = 0, default: int | None = None) -> int:
        """Return a whole number, within reason."""
        if self.value is None and default is not None:
            return default
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong("must be a whole number")
        if not least <= self.value <= FAR:
            raise self.wrong(f"must be at least {least} and at most {FAR}")
        return self.value

    def flag(self) -> bool:
        """Return true or false; absent is false."""
        if self.value is None:
            return False
        if not isinstance(self.value, bool):
            raise self.wrong("must be true or false")
        return self.value

    def text(self, default: str | None = None) -> str:
        """Return a string."""
        if self.value is None and default is not None:
            return default
        if not isinstance(self.value, str):
            raise self.wrong("must be a string")
        return self.value

    def identity(self) -> int | str:
        """Return what hosts and groups are named by: a whole number or a string."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | str):
            raise self.wrong("must be a whole number or a string")
        return self.value

    def zone(self) -> str:
        """Return the name of a zone that exists."""
        if not is_zone(self.text()):
            raise self.wrong("is no known time zone")
        return self.text()

    def instant(self) -> datetime:
        """Return an ISO 8601 instant, in UTC."""
        try:
            found = datetime.fromisoformat(self.text())
            if found.tzinfo is None:
                raise self.wrong("must say its offset from UTC, such as Z")
            return found.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            if isinstance(error, WrongProblem):
                raise
            raise self.wrong("is no ISO 8601 instant") from error

    def day(self) -> date:
        """Return an ISO 8601 date."""
        try:
            return date.fromisoformat(self.text())
        except ValueError as error:
            if isinstance(error, WrongProblem):
                raise
            raise self.wrong("is no ISO 8601 date") from error

    def minute_of_day(self) -> int:
        """Return a wall-clock time such as 09:30 as minutes; 24:00 is the last."""
        hours, colon, minutes = self.text().partition(":")
        if not (colon and _is_number(hours) and _is_number(minutes)):
            raise self.wrong("must be a time such as 09:30")
        found = int(hours) * 60 + int(minutes)
        if int(minutes) > 59 or found > DAY:
            raise self.wrong("must be a time from 00:00 to 24:00")
        return found


def _is_number(text: str) -> bool:
    return 1 <= len(text) <= 2 and text.isascii() and text.isdigit()
