"""PURE. Which hosts and pools a meeting type allows, when it lists them (spec §4.12)."""

from dataclasses import dataclass

from handoff.meeting_types import MeetingType, PoolId, PossibleHost, PossibleKind
from handoff.org_settings import OrgSettings
from handoff.people import Host, HostId
from handoff.pools.routing import playing_members, why_not
from handoff.records import RecordView

MOST = 200
"""Hosts at most who are looked at together when nobody in particular was chosen."""


@dataclass(frozen=True)
class Possible:
    """A type's possible hosts for one record: people by id in the type's order, and pools."""

    host_ids: tuple[HostId, ...]
    pool_ids: tuple[PoolId, ...]


def possible(meeting_type: MeetingType, record: RecordView) -> Possible | None:
    """Return whom the type allows, its record fields looked up; None if it allows everybody."""
    if not meeting_type.possible_hosts:
        return None
    hosts = [
        HostId(host_id)
        for one in meeting_type.possible_hosts
        if one.kind is not PossibleKind.POOL
        for host_id in _people(one, record)
    ]
    pools = [
        PoolId(one.name) for one in meeting_type.possible_hosts if one.kind is PossibleKind.POOL
    ]
    return Possible(tuple(dict.fromkeys(hosts)), tuple(dict.fromkeys(pools)))


def _people(one: PossibleHost, record: RecordView) -> list[str]:
    if one.kind is PossibleKind.HOST:
        return [one.name]
    found = record.values.get(one.name)
    return [found.raw] if found and isinstance(found.raw, str) else []


def allows_host(allowed: Possible | None, host_id: str, settings: OrgSettings) -> bool:
    """Say whether somebody is possible, by name or as a member of a possible pool."""
    if allowed is None or host_id in allowed.host_ids:
        return True
    pools = (settings.pool(pool_id) for pool_id in allowed.pool_ids)
    return any(member.host_id == host_id for pool in pools if pool for member in pool.members)


def allows_pool(allowed: Possible | None, pool_id: str) -> bool:
    """Say whether a pool is possible."""
    return allowed is None or pool_id in allowed.pool_ids


def lists_type(pool_id: str, meeting_type: MeetingType) -> bool:
    """Say whether a pool's members take meetings of this type as its members (spec §10.2)."""
    named = [one.name for one in meeting_type.possible_hosts if one.kind is PossibleKind.POOL]
    return not meeting_type.possible_hosts or pool_id in named


def anyone(allowed: Possible | None, settings: OrgSettings) -> list[Host]:
    """Return every bookable host of the type in the type's order, at most as many as are asked at once."""
    return [host for host in _everyone(allowed, settings) if can_lead(host)][:MOST]


def can_lead(host: Host) -> bool:
    """Say whether somebody can be a main host: bookable, with a calendar that can be written."""
    return not why_not(host) and not host.is_read_only


def _everyone(allowed: Possible | None, settings: OrgSettings) -> list[Host]:
    if allowed is None:
        return list(settings.hosts)
    named = [settings.host(host_id) for host_id in allowed.host_ids]
    for pool_id in allowed.pool_ids:
        pool = settings.pool(pool_id)
        named += playing_members(pool, settings) if pool else []
    return list({host.id: host for host in named if host}.values())
