"""What the availability rules work on: hosts, meeting rules, holds and the question itself.

Every time is a whole number of minutes since 1970 in UTC, except where a name says seconds;
minutes of a day count from its local midnight.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from handoff.intervals import Interval

Id: TypeAlias = int | str


class Mode(StrEnum):
    """Whether every host is needed, or any of a pool."""

    SOLO = "solo"
    COLLECTIVE = "collective"
    POOL = "pool"


class Per(StrEnum):
    """The stretch of calendar dates that a limit counts in."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Why(StrEnum):
    """Why a start time is closed for a host."""

    HOURS = "hours"
    TYPE_HOURS = "type_hours"
    OVERRIDE = "override"
    HOLIDAY = "holiday"
    AWAY = "away"
    BUSY = "busy"
    BOOKING = "booking"
    BUFFER = "buffer"
    HOLD = "hold"
    LIMIT = "limit"
    UNKNOWN = "unknown"
    NOTICE = "notice"
    PERIOD = "period"
    WINDOW = "window"
    GRID = "grid"


@dataclass(frozen=True)
class Reason:
    """One thing that closes a start time, and from when to when it does; a limit may be the meeting type's."""

    why: Why
    start: int
    end: int
    is_of_type: bool = False


@dataclass(frozen=True)
class Rule:
    """Open from `start` to `end` (minutes of the day) on some days; 0 is Sunday."""

    days: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Override:
    """Hours that replace the weekly ones on one local date; none means closed."""

    on: date
    ranges: tuple[Interval, ...] = ()


@dataclass(frozen=True)
class Away:
    """Local dates without any hours, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Trip:
    """Minutes spent in another zone, half-open; an open end is None."""

    start: int
    end: int | None
    zone: str


@dataclass(frozen=True)
class Unknown:
    """A stretch of which nobody could say whether the host is free, and the reason in words."""

    start: int
    end: int
    words: str = ""


@dataclass(frozen=True)
class Booking:
    """A meeting of ours that takes the host's time with its own buffers."""

    start: int
    end: int
    buffer_before: int = 0
    buffer_after: int = 0
    same_type: bool = False


@dataclass(frozen=True)
class Hold:
    """Time kept for a window that has not booked yet; `owner` "self" is the asking one."""

    host: Id
    start: int
    end: int
    buffer_before: int = 0
    buffer_after: int = 0
    owner: str = ""
    expires_at_seconds: float | None = None


@dataclass(frozen=True)
class Limits:
    """How many bookings, and how many booked minutes, a day, week or month may have."""

    bookings: tuple[tuple[Per, int], ...] = ()
    minutes: tuple[tuple[Per, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.bookings or self.minutes)


@dataclass(frozen=True)
class Quota:
    """Further limits of one host, and the bookings that count in them; these take no time of their own."""

    limits: Limits
    counted: tuple[Booking, ...] = ()


@dataclass(frozen=True)
class RollingDays:
    """Bookable up to so many dates after today, in the organizer's zone."""

    days: int


@dataclass(frozen=True)
class DateRange:
    """Bookable on the dates of two instants and between, in the first host's zone."""

    start: int
    end: int


@dataclass(frozen=True)
class TypeRules:
    """What a meeting type demands of a start time."""

    mode: Mode
    duration: int
    step: int
    is_packed: bool = False
    offset_start: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    min_notice: int = 0
    weekly: tuple[Rule, ...] = ()
    limits: Limits = Limits()
    period: RollingDays | DateRange | None = None


@dataclass(frozen=True, eq=False)
class HostProblem:
    """A host's hours and everything that takes their time.

    `holidays` are local dates, as days since 1970, without any hours but those that an override names.
    `kept` remembers what was worked out for this very value, so that it need not be again.
    """

    id: Id
    zone: str
    weekly: tuple[Rule, ...] = ()
    overrides: tuple[Override, ...] = ()
    away: tuple[Away, ...] = ()
    holidays: frozenset[int] = frozenset()
    busy: tuple[Interval, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    bookings: tuple[Booking, ...] = ()
    limits: Limits = Limits()
    quotas: tuple[Quota, ...] = ()
    travel: tuple[Trip, ...] = ()
    required: bool = False
    group: Id | None = None
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        # In order and without empty blocks once, here, rather than at every question.
        busy = sorted([block for block in self.busy if block[0] < block[1]])
        object.__setattr__(self, "busy", tuple(busy))

    @property
    def is_plain(self) -> bool:
        """Say whether only weekly hours and holidays decide when the host works."""
        return not (self.overrides or self.away or self.travel or self.has_limits)

    @property
    def has_limits(self) -> bool:
        """Say whether so many bookings may close days of this host."""
        return bool(self.limits or self.quotas)


@dataclass(frozen=True)
class Problem:
    """Which starts between `start` and `end` can be offered, seen from one instant.

    `counted` are bookings that count in the type's limits and take nobody's time here.
    """

    now_seconds: float
    start: int
    end: int
    organizer_zone: str
    rules: TypeRules
    hosts: tuple[HostProblem, ...]
    holds: tuple[Hold, ...] = ()
    counted: tuple[Booking, ...] = ()

    @property
    def earliest(self) -> int:
        """The first minute that keeps the notice."""
        return -int(-self.now_seconds // 60) + self.rules.min_notice

    @property
    def live_holds(self) -> tuple[Hold, ...]:
        """The holds of others that have not lapsed."""
        now = self.now_seconds
        return tuple(
            hold
            for hold in self.holds
            if hold.owner != "self"
            and (hold.expires_at_seconds is None or hold.expires_at_seconds > now)
        )
