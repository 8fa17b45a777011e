"""PURE. Who is brought up to the others: new members, and members back from five or more working days (spec §10.4)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from handoff.hours_text import parse_hours
from handoff.meeting_types import Pool, PoolMember
from handoff.org_settings import DEFAULT_HOURS
from handoff.people import Host, Leave
from handoff.pools.fairness import Standing

LONG_ABSENCE = 5
"""Working days after which somebody has missed so much that they are brought up."""


@dataclass(frozen=True)
class Occasion:
    """Why one member is due to be calibrated; `key` is written to the ledger, so that it happens once."""

    host_id: str
    key: str


@dataclass(frozen=True)
class Calibration:
    """What is added to a member's account, perhaps nothing."""

    occasion: Occasion
    amount: int


def occasions(
    pool: Pool,
    hosts: Mapping[str, Host],
    *,
    first_count: datetime | None,
    since: datetime,
    now: datetime,
    usual_hours: str = DEFAULT_HOURS,
) -> list[Occasion]:
    """Return who is due in the period that began at `since`, whether or not it has been done.

    The org's usual hours are those of a host without hours of their own.

    `first_count` is when the period's first meeting was counted: who joined before it has missed nothing.
    """
    if first_count is None:
        return []
    due: list[Occasion] = []
    for member in pool.members:
        if not member.is_active or member.weight <= 0:
            continue
        if member.joined_at and first_count < member.joined_at <= now:
            due.append(_joined(member, member.joined_at))
        host = hosts.get(member.host_id)
        if host:
            due += [
                _back(member, on)
                for on in returns(host, usual_hours)
                if since < _midnight(on, host) <= now
            ]
    return due


def _joined(member: PoolMember, at: datetime) -> Occasion:
    return Occasion(member.host_id, f"{member.host_id} joined {at.astimezone(UTC):%Y-%m-%dT%H:%MZ}")


def _back(member: PoolMember, on: date) -> Occasion:
    return Occasion(member.host_id, f"{member.host_id} back {on:%Y-%m-%d}")


def _midnight(on: date, host: Host) -> datetime:
    return datetime.combine(on, time(), ZoneInfo(host.zone))


def calibrations(standings: Sequence[Standing], due: Collection[Occasion]) -> list[Calibration]:
    """Return what each occasion adds: up to the others' average net ÷ weight, in whole meetings, never down.

    The average is of those members who are not due themselves. Without any there is nothing to be added.
    """
    new = {one.host_id for one in due}
    others = [one.share for one in standings if one.weight > 0 and one.host_id not in new]
    average = Fraction(sum(others), len(others)) if others else None
    missing: dict[str, int] = {
        one.host_id: max(0, floor(average * one.weight) - one.net)
        for one in standings
        if average is not None and one.host_id in new
    }
    # Somebody who is due twice, say new and back from leave, is brought up once.
    return [Calibration(one, missing.pop(one.host_id, 0)) for one in due]


def returns(host: Host, usual_hours: str = DEFAULT_HOURS) -> list[date]:
    """Return the dates on which a host is back from long absences; absences without a working day between are one."""
    working = working_week(host.weekly_hours or usual_hours)
    return [
        last + timedelta(days=1)
        for first, last in _joined_up(host.leave, working)
        if _working_days(first, last, working) >= LONG_ABSENCE
    ]


def working_week(hours: str) -> frozenset[int]:
    """Return the weekdays of weekly hours, 0 being Sunday."""
    return frozenset(day for rule in parse_hours(hours) for day in rule.days)


def _joined_up(leave: Iterable[Leave], working: Collection[int]) -> list[tuple[date, date]]:
    absences: list[tuple[date, date]] = []
    for one in sorted(leave, key=lambda one: one.first_on):
        if absences and not _works_between(absences[-1][1], one.first_on, working):
            absences[-1] = (absences[-1][0], max(absences[-1][1], one.last_on))
        else:
            absences.append((one.first_on, one.last_on))
    return absences


def _works_between(last: date, first: date, working: Collection[int]) -> bool:
    day = timedelta(days=1)
    return _working_days(last + day, first - day, working) > 0


def _working_days(first: date, last: date, working: Collection[int]) -> int:
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    return sum(1 for one in days if one.isoweekday() % 7 in working)
