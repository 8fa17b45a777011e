"""A slot problem as JSON, read and checked; every refusal names the member that is wrong."""

from datetime import datetime
from typing import Any, TypeVar

from handoff.availability.checked import Checked, WrongProblem
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
    RollingDays,
    Rule,
    Trip,
    TypeRules,
    Unknown,
)
from handoff.availability.zones import (
    EPOCH,
    EPOCH_DAY,
    FIRST,
    LAST,
    minute_from,
    minute_of,
    minutes_taken,
)
from handoff.intervals import Interval

NEARLY_A_MINUTE = 59  # a window that ends at :59 means the next full minute
WEEKDAYS = range(7)


def read_problem(document: Any, path: str = "") -> Problem:
    """Return the problem that a JSON object states. Raises WrongProblem."""
    whole = Checked(document, path)
    if not isinstance(document, dict):
        raise WrongProblem(f"{path or 'the problem'} must be an object")
    hosts = whole["hosts"].several(_host)
    if not hosts:
        raise whole["hosts"].wrong("must name at least one host")
    _refuse_twins(whole["hosts"], hosts)
    start, end = _window(whole["window"])
    return Problem(
        now_seconds=_seconds(whole["now"].instant()),
        start=start,
        end=end,
        organizer_zone=whole["organizer_tz"].zone(),
        rules=_rules(whole["meeting_type"]),
        hosts=hosts,
        holds=whole["holds"].several(_hold),
    )


def _window(window: Checked) -> Interval:
    starts_at, ends_at = _ordered(window["from"], window["to"])
    start, end = minute_from(starts_at), minute_of(ends_at)
    if ends_at.second == NEARLY_A_MINUTE:
        end += 1
    if start < FIRST or end > LAST:
        raise window.wrong("lies beyond the calendar")
    return start, end


def _rules(rules: Checked) -> TypeRules:
    duration = rules["duration"].whole(1)
    return TypeRules(
        mode=_one_of(Mode, rules["mode"]),
        duration=duration,
        step=rules["step"].whole(1, default=duration),
        is_packed=_is_packed(rules["align"]),
        offset_start=rules["offset_start"].whole(default=0),
        buffer_before=rules["buffer_before"].whole(default=0),
        buffer_after=rules["buffer_after"].whole(default=0),
        min_notice=rules["min_notice"].whole(default=0),
        weekly=rules["weekly"].several(_rule),
        limits=_limits(rules["limits"]),
        period=_period(rules["period"]),
    )


def _is_packed(align: Checked) -> bool:
    word = align.text("clock")
    if word not in {"clock", "pack"}:
        raise align.wrong('must be "clock" or "pack"')
    return word == "pack"


def _limits(limits: Checked) -> Limits:
    if limits.value is None:
        return Limits()
    return Limits(bookings=_caps(limits["bookings"]), minutes=_caps(limits["minutes"]))


def _caps(caps: Checked) -> tuple[tuple[Per, int], ...]:
    if caps.value is None:
        return ()
    return tuple((per, caps[per].whole()) for per in Per if caps[per].value is not None)


def _period(period: Checked) -> RollingDays | DateRange | None:
    if period.value is None:
        return None
    kind = period["type"].text()
    if kind == "ROLLING":
        return RollingDays(period["days"].whole())
    if kind == "RANGE":
        starts_at, ends_at = _ordered(period["from"], period["to"])
        return DateRange(minute_of(starts_at), minute_of(ends_at))
    raise period["type"].wrong('must be "ROLLING" or "RANGE"')


def _host(host: Checked) -> HostProblem:
    group = host["group"]
    return HostProblem(
        id=host["id"].identity(),
        zone=host["tz"].zone(),
        weekly=host["weekly"].several(_rule),
        overrides=host["overrides"].several(_override),
        away=host["away"].several(_away),
        holidays=frozenset(host["holidays"].several(_day)),
        busy=host["busy"].several(_busy),
        unknown=host["unknown"].several(_unknown),
        bookings=host["bookings"].several(_booking),
        limits=_limits(host["limits"]),
        travel=host["travel"].several(_trip),
        required=host["required"].flag(),
        group=None if group.value is None else group.identity(),
    )


def _refuse_twins(list_of_hosts: Checked, hosts: tuple[HostProblem, ...]) -> None:
    seen = set()
    for index, host in enumerate(hosts):
        if host.id in seen:
            raise Checked(host.id, f"{list_of_hosts.path}[{index}].id").wrong("occurs twice")
        seen.add(host.id)


def _rule(rule: Checked) -> Rule:
    days = rule["days"].several(_weekday)
    return Rule(days, rule["start"].minute_of_day(), rule["end"].minute_of_day())


def _weekday(day: Checked) -> int:
    if day.whole() not in WEEKDAYS:
        raise day.wrong("must be a day from 0 (Sunday) to 6")
    return day.whole()


def _override(override: Checked) -> Override:
    return Override(override["date"].day(), override["ranges"].several(_range))


def _range(pair: Checked) -> Interval:
    start, end = pair.parts(2)[:2]
    return start.minute_of_day(), end.minute_of_day()


def _away(away: Checked) -> Away:
    first, last = away["from_date"].day(), away["to_date"].day()
    if last < first:
        raise away["to_date"].wrong("lies before its start")
    return Away(first, last)


def _day(on: Checked) -> int:
    return on.day().toordinal() - EPOCH_DAY


def _busy(pair: Checked) -> Interval:
    start, end = pair.parts(2)[:2]
    return minutes_taken(*_ordered(start, end))


def _unknown(triple: Checked) -> Unknown:
    start, end, *words = triple.parts(2)
    reason = words[0].text("") if words else ""
    return Unknown(*minutes_taken(*_ordered(start, end)), reason)


def _booking(booking: Checked) -> Booking:
    start, end = minutes_taken(*_ordered(booking["start"], booking["end"]))
    return Booking(
        start,
        end,
        buffer_before=booking["buffer_before"].whole(default=0),
        buffer_after=booking["buffer_after"].whole(default=0),
        same_type=booking["same_type"].flag(),
    )


def _trip(trip: Checked) -> Trip:
    zone = trip["tz"].zone()
    if trip["to"].value is None:
        return Trip(minute_from(trip["from"].instant()), None, zone)
    starts_at, ends_at = _ordered(trip["from"], trip["to"])
    return Trip(minute_from(starts_at), minute_of(ends_at) + 1, zone)


def _hold(hold: Checked) -> Hold:
    start, end = minutes_taken(*_ordered(hold["start"], hold["end"]))
    expires = hold["expires_at"]
    return Hold(
        hold["host"].identity(),
        start,
        end,
        buffer_before=hold["buffer_before"].whole(default=0),
        buffer_after=hold["buffer_after"].whole(default=0),
        owner=hold["owner"].text(""),
        expires_at_seconds=None if expires.value is None else _seconds(expires.instant()),
    )


def _ordered(start: Checked, end: Checked) -> tuple[datetime, datetime]:
    starts_at, ends_at = start.instant(), end.instant()
    if ends_at < starts_at:
        raise end.wrong("lies before its start")
    return starts_at, ends_at


def _seconds(instant: datetime) -> float:
    return (instant - EPOCH).total_seconds()


Word = TypeVar("Word", Mode, Per)


def _one_of(words: type[Word], checked: Checked) -> Word:
    try:
        return words(checked.text())
    except ValueError as error:
        if isinstance(error, WrongProblem):
            raise
        raise checked.wrong(f"must be one of {', '.join(words)}") from error
