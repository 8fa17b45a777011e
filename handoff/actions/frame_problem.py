"""Put hosts, busy time, holds and bookings into the availability engine's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from handoff.actions.choose_hosts import ChosenHosts
from handoff.availability.values import (
    Away,
    Booking,
    DateRange,
    Hold,
    HostProblem,
    Limits,
    Mode,
    Override,
    Per,
    Problem,
    Quota,
    RollingDays,
    Rule,
    TypeRules,
    Unknown,
)
from handoff.calendars.protocol import HostBusy
from handoff.hours_text import parse_dated_hours, parse_hours
from handoff.meeting_types import MeetingType, Pool
from handoff.people import NO_CAPS, Caps, Host, HostId, Organizer
from handoff.spans import Span
from handoff.storage.host_time import Taken
from handoff.wording import say
from handoff.work_days import USUAL, WorkDays

POOL, SECOND = "pool", "second"
"""The engine's names of the two groups of which one host each is needed."""
ALWAYS = (0, 10**8)
"""Minutes from 1970 to the year 2160."""
NO_ANSWER = HostBusy(unknown=say("the calendar did not answer"))


@dataclass(frozen=True)
class Known:
    """What is known of the hosts' time: calendars' answers and our own holds and bookings.

    `of_type` are the meetings that count in the type's own limits, whoever hosts them. `moved` is the time of a
    booking that is to be moved and so stands in nobody's way; calendars' answers come without its event. `days`
    are the org's hours and holidays. `framed` keeps hosts in the engine's terms, so that several questions about them cost little more than one.
    """

    busy: Mapping[HostId, HostBusy]
    taken: Sequence[Taken]
    own_hold_ids: frozenset[str] = frozenset()
    of_type: Sequence[Span] = ()
    moved: Sequence[Taken] = ()
    days: WorkDays = USUAL
    framed: dict[object, HostProblem] = field(default_factory=dict, compare=False, repr=False)

    def of(self, host_id: HostId) -> HostBusy:
        """Return what that host's calendar said."""
        return self.busy.get(host_id, NO_ANSWER)

    def is_own(self, taken: Taken) -> bool:
        """Say whether the asking window itself holds this."""
        return taken.hold_id is not None and taken.hold_id in self.own_hold_ids


def frame_problem(
    chosen: ChosenHosts,
    meeting_type: MeetingType,
    organizer: Organizer,
    *,
    known: Known,
    span: Span,
    now: datetime,
) -> Problem:
    """Return the question whether these hosts can meet within the span. Optional hosts do not matter to it."""
    is_pool = chosen.is_any_of_several
    framed = _Frames(known)
    hosts = [
        *(
            framed.host(one, group=POOL if is_pool else None, pool=chosen.pool)
            for one in chosen.candidates
        ),
        *(framed.host(one, group=SECOND, pool=chosen.second_pool) for one in chosen.second),
        *(framed.host(one, required=is_pool) for one in chosen.required),
    ]
    return Problem(
        now_seconds=now.timestamp(),
        start=minutes(span.starts_at),
        end=minutes(span.ends_at),
        organizer_zone=organizer.zone,
        rules=_rules(meeting_type, is_pool=is_pool, zone=hosts[0].zone),
        hosts=tuple(hosts),
        holds=tuple(_hold(one, known) for one in known.taken if one.hold_id),
        counted=tuple(map(_meeting, known.of_type)),
    )


def minutes(instant: datetime) -> int:
    """Return whole minutes since 1970; a part of a minute is dropped."""
    return int(instant.timestamp() // 60)


def instant(minute: int) -> datetime:
    """Return the instant that a minute since 1970 begins."""
    return datetime.fromtimestamp(minute * 60, UTC)


def limits_of(caps: Caps) -> Limits:
    """Return how many meetings there may be, in the engine's terms."""
    counts = ((Per.DAY, caps.day), (Per.WEEK, caps.week), (Per.MONTH, caps.month))
    return Limits(bookings=tuple((per, most) for per, most in counts if most is not None))


def _rules(meeting_type: MeetingType, *, is_pool: bool, zone: str) -> TypeRules:
    return TypeRules(
        mode=Mode.POOL if is_pool else Mode.COLLECTIVE,
        duration=int(meeting_type.duration.total_seconds() // 60),
        step=int(meeting_type.step.total_seconds() // 60),
        is_packed=meeting_type.is_packed,
        buffer_before=int(meeting_type.buffer_before.total_seconds() // 60),
        buffer_after=int(meeting_type.buffer_after.total_seconds() // 60),
        min_notice=int(meeting_type.minimum_notice.total_seconds() // 60),
        weekly=weekly_rules(meeting_type.weekly_hours),
        limits=limits_of(meeting_type.caps),
        period=_period(meeting_type, zone),
    )


def _period(meeting_type: MeetingType, zone: str) -> RollingDays | DateRange:
    """Return the bookable dates: the type's range, read in the first host's zone, or the rolling days."""
    first_on, last_on = meeting_type.bookable_from, meeting_type.bookable_until
    if first_on is None or last_on is None:
        return RollingDays(meeting_type.horizon_days)
    return DateRange(_noon(first_on, zone), _noon(last_on, zone))


def _noon(on: date, zone: str) -> int:
    return minutes(datetime.combine(on, time(12), ZoneInfo(zone)))


class _Frames:
    """Hosts in the engine's terms, each made once for all questions about what is known."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._picked = [one for one in known.taken if one.pool_id and not known.is_own(one)]
        self._bookings: dict[str, list[Booking]] = {}
        for one in known.taken:
            if one.booking_id:
                self._bookings.setdefault(one.host_id, []).append(_booking(one))

    def host(
        self,
        host: Host,
        *,
        required: bool = False,
        group: str | None = None,
        pool: Pool | None = None,
    ) -> HostProblem:
        kept, key = self._known.framed, (host.id, required, group, pool.id if pool else "")
        if key not in kept:
            quotas = self._quotas(host, pool) if pool else ()
            kept[key] = self._framed(host, required=required, group=group, quotas=quotas)
        return kept[key]

    def _quotas(self, host: Host, pool: Pool) -> tuple[Quota, ...]:
        """Return how many meetings a pool allows this member, with those that it gave them."""
        caps = next((one.caps for one in pool.members if one.host_id == host.id), NO_CAPS)
        if caps == NO_CAPS:
            return ()
        meetings = {
            one.meeting for one in self._picked if one.host_id == host.id and one.pool_id == pool.id
        }
        return (Quota(limits_of(caps), tuple(map(_meeting, sorted(meetings)))),)

    def _framed(
        self, host: Host, *, required: bool, group: str | None, quotas: tuple[Quota, ...]
    ) -> HostProblem:
        answer = self._known.of(host.id)
        return HostProblem(
            id=host.id,
            zone=host.zone,
            weekly=weekly_rules(host.weekly_hours or self._known.days.weekly_hours),
            overrides=dated_rules(host.dated_hours),
            holidays=self._known.days.days_off(host),
            away=tuple(Away(one.first_on, one.last_on) for one in host.leave),
            busy=answer.minutes,
            unknown=(Unknown(*ALWAYS, answer.unknown),) if answer.unknown else (),
            bookings=tuple(self._bookings.get(host.id, ())),
            limits=limits_of(host.caps),
            quotas=quotas,
            required=required,
            group=group,
        )


@lru_cache(maxsize=1024)
def weekly_rules(hours: str) -> tuple[Rule, ...]:
    """Return the engine's rules for hours as an admin writes them."""
    return tuple(Rule(tuple(days), start, end) for days, start, end in parse_hours(hours))


@lru_cache(maxsize=1024)
def dated_rules(hours: str) -> tuple[Override, ...]:
    """Return the engine's hours of single dates for what an admin wrote."""
    return tuple(Override(on, ranges) for on, ranges in parse_dated_hours(hours))


def _up(at: datetime) -> int:
    return -int(-at.timestamp() // 60)


def _meeting(span: Span) -> Booking:
    return Booking(minutes(span.starts_at), _up(span.ends_at))


def _booking(taken: Taken) -> Booking:
    return Booking(
        minutes(taken.meeting.starts_at),
        _up(taken.meeting.ends_at),
        buffer_before=minutes(taken.meeting.starts_at) - minutes(taken.span.starts_at),
        buffer_after=_up(taken.span.ends_at) - _up(taken.meeting.ends_at),
    )


def _hold(taken: Taken, known: Known) -> Hold:
    return Hold(
        taken.host_id,
        minutes(taken.meeting.starts_at),
        _up(taken.meeting.ends_at),
        buffer_before=minutes(taken.meeting.starts_at) - minutes(taken.span.starts_at),
        buffer_after=_up(taken.span.ends_at) - _up(taken.meeting.ends_at),
        owner="self" if known.is_own(taken) else "other",
        expires_at_seconds=taken.expires_at.timestamp() if taken.expires_at else None,
    )
