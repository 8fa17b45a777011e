"""Put hosts, busy time, holds and bookings into the availability engine's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from handoff.actions.choose_hosts import ChosenHosts
from handoff.availability.values import (
    Booking,
    Hold,
    HostProblem,
    Mode,
    Problem,
    RollingDays,
    Rule,
    TypeRules,
    Unknown,
)
from handoff.calendars.protocol import HostBusy
from handoff.hours_text import parse_hours
from handoff.meeting_types import MeetingType
from handoff.people import Host, HostId, Organizer
from handoff.spans import Span
from handoff.storage.host_time import Taken

DEFAULT_HOURS = "Mon-Fri 09:00-17:00"


@dataclass(frozen=True)
class Known:
    """What is known of the hosts' time: calendars' answers and our own holds and bookings."""

    busy: Mapping[HostId, HostBusy]
    taken: Sequence[Taken]
    own_hold_ids: frozenset[str] = frozenset()


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
    is_pool = chosen.pool is not None
    hosts = [
        _host_problem(host, meeting_type, known, span, required=False) for host in chosen.candidates
    ]
    hosts += [
        _host_problem(host, meeting_type, known, span, required=is_pool) for host in chosen.required
    ]
    return Problem(
        now_seconds=now.timestamp(),
        start=minutes(span.starts_at),
        end=minutes(span.ends_at),
        organizer_zone=organizer.zone,
        rules=_rules(meeting_type, is_pool=is_pool),
        hosts=tuple(hosts),
        holds=tuple(_hold(one, known) for one in known.taken if one.hold_id),
    )


def minutes(instant: datetime) -> int:
    """Return whole minutes since 1970; a part of a minute is dropped."""
    return int(instant.timestamp() // 60)


def instant(minute: int) -> datetime:
    """Return the instant that a minute since 1970 begins."""
    return datetime.fromtimestamp(minute * 60, UTC)


def _rules(meeting_type: MeetingType, *, is_pool: bool) -> TypeRules:
    return TypeRules(
        mode=Mode.POOL if is_pool else Mode.COLLECTIVE,
        duration=int(meeting_type.duration.total_seconds() // 60),
        step=int(meeting_type.step.total_seconds() // 60),
        buffer_before=int(meeting_type.buffer_before.total_seconds() // 60),
        buffer_after=int(meeting_type.buffer_after.total_seconds() // 60),
        min_notice=int(meeting_type.minimum_notice.total_seconds() // 60),
        weekly=weekly_rules(meeting_type.weekly_hours),
        period=RollingDays(meeting_type.horizon_days),
    )


def _host_problem(
    host: Host, meeting_type: MeetingType, known: Known, span: Span, *, required: bool
) -> HostProblem:
    answer = known.busy.get(host.id, HostBusy(unknown="the calendar did not answer"))
    unknown = (
        (Unknown(minutes(span.starts_at), _up(span.ends_at), answer.unknown),)
        if answer.unknown
        else ()
    )
    return HostProblem(
        id=host.id,
        zone=host.zone,
        weekly=weekly_rules(host.weekly_hours or DEFAULT_HOURS),
        busy=tuple(
            sorted((minutes(one.span.starts_at), _up(one.span.ends_at)) for one in answer.blocks)
        ),
        unknown=unknown,
        bookings=tuple(
            _booking(one, meeting_type)
            for one in known.taken
            if one.booking_id and one.host_id == host.id
        ),
        required=required,
    )


def weekly_rules(hours: str) -> tuple[Rule, ...]:
    """Return the engine's rules for hours as an admin writes them."""
    return tuple(Rule(tuple(days), start, end) for days, start, end in parse_hours(hours))


def _up(at: datetime) -> int:
    return -int(-at.timestamp() // 60)


def _booking(taken: Taken, meeting_type: MeetingType) -> Booking:
    return Booking(
        minutes(taken.meeting.starts_at),
        _up(taken.meeting.ends_at),
        buffer_before=minutes(taken.meeting.starts_at) - minutes(taken.span.starts_at),
        buffer_after=_up(taken.span.ends_at) - _up(taken.meeting.ends_at),
        same_type=taken.meeting_type_id == meeting_type.id,
    )


def _hold(taken: Taken, known: Known) -> Hold:
    return Hold(
        taken.host_id,
        minutes(taken.meeting.starts_at),
        _up(taken.meeting.ends_at),
        buffer_before=minutes(taken.meeting.starts_at) - minutes(taken.span.starts_at),
        buffer_after=_up(taken.span.ends_at) - _up(taken.meeting.ends_at),
        owner="self" if taken.hold_id in known.own_hold_ids else "other",
        expires_at_seconds=taken.expires_at.timestamp() if taken.expires_at else None,
    )
