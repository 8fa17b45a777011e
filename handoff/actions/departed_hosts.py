"""Hosts who can no longer host but still have meetings ahead, for an admin to look after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from handoff.org_settings import OrgSettings, SettingProblem
from handoff.people import OrgId
from handoff.storage import departures
from handoff.storage.tables import BookingRow
from handoff.wiring import Parts
from handoff.wording import say

MOST_DAYS = 10
"""Named in one sentence; all bookings are listed where they are shown."""


class Reason(StrEnum):
    """Why somebody can no longer host."""

    INACTIVE = "inactive"
    NOT_PERMITTED = "not_permitted"
    NO_HOST = "no_host"


@dataclass(frozen=True)
class DepartedHost:
    """Somebody who cannot host any more, and their meetings ahead, the soonest first."""

    host_id: str
    name: str
    reason: Reason
    bookings: tuple[BookingRow, ...] = field(default=(), compare=False)


def departed_hosts(parts: Parts, org_id: OrgId, settings: OrgSettings) -> tuple[DepartedHost, ...]:
    """Return the main and required hosts of meetings ahead who are inactive or no longer Handoff Hosts."""
    present = [host.id for host in settings.hosts if host.is_active and host.is_permitted]
    now = parts.clock.now()
    found = parts.database.run(
        lambda session: departures.meetings_of_others(session, org_id, present=present, now=now)
    )
    return tuple(
        DepartedHost(
            host_id, _name(settings, host_id, rows), _reason(settings, host_id), tuple(rows)
        )
        for host_id, rows in found.items()
    )


def departure_problems(departed: Iterable[DepartedHost]) -> Iterator[SettingProblem]:
    """Yield a problem for each of them, at their user."""
    for one in departed:
        days = [_day(row, one.host_id) for row in one.bookings[:MOST_DAYS]]
        further = ["…"] if len(one.bookings) > MOST_DAYS else []
        yield SettingProblem(
            _sentence(one.reason, one.name, ", ".join([*days, *further])),
            object_name="User",
            record_id=one.host_id,
            record_name=one.name,
        )


def _sentence(reason: Reason, name: str, days: str) -> str:
    if reason is Reason.INACTIVE:
        return say("{name} is inactive but has meetings ahead: {days}.", name=name, days=days)
    if reason is Reason.NOT_PERMITTED:
        return say(
            "{name} does not hold the permission set Handoff Host but has meetings ahead: {days}.",
            name=name,
            days=days,
        )
    return say(
        "{name} is no longer a Handoff Host but has meetings ahead: {days}.", name=name, days=days
    )


def _reason(settings: OrgSettings, host_id: str) -> Reason:
    user = next((one for one in settings.colleagues if one.id == host_id), None)
    host = settings.host(host_id)
    if (user and not user.is_active) or (host and not host.is_active):
        return Reason.INACTIVE
    return Reason.NOT_PERMITTED if host else Reason.NO_HOST


def _name(settings: OrgSettings, host_id: str, rows: Sequence[BookingRow]) -> str:
    user = next((one for one in settings.colleagues if one.id == host_id), None)
    return user.name if user else str(_snapshot(rows[0], host_id).get("name", ""))


def _day(row: BookingRow, host_id: str) -> str:
    zone = ZoneInfo(str(_snapshot(row, host_id).get("zone", "")) or "UTC")
    return row.starts_at.astimezone(zone).date().isoformat()


def _snapshot(row: BookingRow, host_id: str) -> dict[str, Any]:
    """Return the booking's own copy of the host."""
    if row.main_host.get("id") == host_id:
        return row.main_host
    others: list[dict[str, Any]] = [one["host"] for one in row.additional]
    return next((one for one in others if one.get("id") == host_id), {})
