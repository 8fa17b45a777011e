"""Why a time is closed, in words that do not give away what a colleague is doing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from handoff.actions.frame_problem import instant
from handoff.actions.learn_times import Learned
from handoff.availability.explain import AROUND
from handoff.availability.values import Reason, Why
from handoff.meeting_types import MeetingType
from handoff.people import Host, Organizer
from handoff.spans import Span
from handoff.web.clock_words import clock_words, day_words, moment_words, span_words
from handoff.wording import bare, say


@dataclass(frozen=True)
class Asked:
    """The start that is explained, of which kind of meeting, and to whom."""

    start: int
    meeting_type: MeetingType
    organizer: Organizer
    learned: Learned


def in_words(reason: Reason, host: Host, asked: Asked) -> str:
    """Return the reason for this person, on the organizer's clock."""
    return _WORDS[reason.why](reason, host, asked)


def _span(reason: Reason, asked: Asked) -> str:
    return span_words(reason.start, reason.end, asked.organizer, beside=asked.start)


def _holiday(reason: Reason, host: Host, asked: Asked) -> str:
    # A meeting may begin the evening before: what counts is the first minute that is closed.
    on = _date(max(reason.start, asked.start), host)
    known = asked.learned.known.days
    name = next(known.holiday_names(host, on, asked.organizer.language), "")
    return say("holiday: {name}", name=name) if name else say("holiday")


def _date(minute: int, host: Host) -> date:
    return instant(minute).astimezone(ZoneInfo(host.zone)).date()


def _away(reason: Reason, host: Host, asked: Asked) -> str:
    on = _date(asked.start, host)
    for leave in host.leave:
        if leave.first_on <= on <= leave.last_on:
            return say("on leave until {day}", day=day_words(leave.last_on, asked.organizer))
    return say("on leave on the next day")


def _hold(reason: Reason, host: Host, asked: Asked) -> str:
    span = Span(instant(reason.start), instant(reason.end))
    for one in asked.learned.known.taken:
        name = asked.learned.holders.get(one.hold_id or "")
        if name and one.host_id == host.id and one.expires_at and one.meeting.overlaps(span):
            until = clock_words(one.expires_at, asked.organizer)
            return say("held by {name} until {time}", name=name, time=until)
    return say("held by another organizer ({span})", span=_span(reason, asked))


def _limit(reason: Reason, host: Host, asked: Asked) -> str:
    if reason.end - asked.start >= AROUND:
        # The period's end lies further away than reasons are followed.
        return (
            say("there are as many meetings of this type as allowed")
            if reason.is_of_type
            else say("has as many meetings as allowed")
        )
    until = moment_words(reason.end, asked.organizer, beside=asked.start)
    return (
        say("there are as many meetings of this type as allowed until {time}", time=until)
        if reason.is_of_type
        else say("has as many meetings as allowed until {time}", time=until)
    )


def _notice(reason: Reason, host: Host, asked: Asked) -> str:
    if reason.start < asked.start:
        earliest = moment_words(reason.end, asked.organizer, beside=asked.start)
        return say("sooner than the minimum notice: {time} at the earliest", time=earliest)
    return say("in the past, or sooner than the minimum notice")


def _period(reason: Reason, host: Host, asked: Asked) -> str:
    if asked.meeting_type.bookable_from and asked.meeting_type.bookable_until:
        return say("outside the dates on which this meeting type can be booked")
    return say("further ahead than this meeting type allows")


_WORDS: dict[Why, Callable[[Reason, Host, Asked], str]] = {
    Why.HOURS: lambda *_: say("outside working hours"),
    Why.TYPE_HOURS: lambda *_: say("outside the hours of this meeting type"),
    Why.OVERRIDE: lambda *_: say("other hours on this date"),
    Why.HOLIDAY: _holiday,
    Why.AWAY: _away,
    Why.BUSY: lambda reason, _, asked: say("busy {span}", span=_span(reason, asked)),
    Why.BOOKING: lambda reason, _, asked: say(
        "has a Handoff meeting {span}", span=_span(reason, asked)
    ),
    Why.BUFFER: lambda reason, _, asked: say(
        "too close to another meeting ({span})", span=_span(reason, asked)
    ),
    Why.HOLD: _hold,
    Why.LIMIT: _limit,
    Why.UNKNOWN: lambda _, host, asked: (
        bare(asked.learned.unknown(host)) or say("the calendar could not be read")
    ),
    Why.NOTICE: _notice,
    Why.PERIOD: _period,
    Why.WINDOW: lambda *_: say("outside the dates shown"),
    Why.GRID: lambda *_: say("meetings of this type do not start at this minute"),
}
