"""Turn the ids that a window sends into hosts who may be booked together."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.errors import Unacceptable
from handoff.meeting_types import MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.pools.routing import playing_members, why_not


@dataclass(frozen=True)
class HostChoice:
    """What the organizer chose: one host or one pool as the main host, and others beside."""

    main_host_id: str = ""
    pool_id: str = ""
    additional: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True)
class ChosenHosts:
    """The same, as hosts: `candidates` are who could be the main host, in member order."""

    candidates: tuple[Host, ...]
    pool: Pool | None
    required: tuple[Host, ...]
    optional: tuple[Host, ...]

    @property
    def everyone(self) -> tuple[Host, ...]:
        """Every host whose calendar matters for the grid."""
        return (*self.candidates, *self.required, *self.optional)

    @property
    def names(self) -> dict[str, str]:
        """Names by host id."""
        return {host.id: host.name for host in self.everyone}


def choose_hosts(settings: OrgSettings, choice: HostChoice) -> ChosenHosts:
    """Check the choice against the settings. Raises Unacceptable naming who cannot be booked and why."""
    additional = [
        (_host(settings, host_id, "additional"), required)
        for host_id, required in choice.additional
    ]
    chosen = [host.id for host, _ in additional] + (
        [choice.main_host_id] if choice.main_host_id else []
    )
    if len(set(chosen)) != len(chosen):
        raise Unacceptable(
            "The same host was chosen twice. Remove one of them.", field="additional"
        )
    pool = _pool(settings, choice.pool_id) if choice.pool_id else None
    return ChosenHosts(
        candidates=_candidates(settings, choice, pool, chosen),
        pool=pool,
        required=tuple(host for host, required in additional if required),
        optional=tuple(host for host, required in additional if not required),
    )


def _candidates(
    settings: OrgSettings, choice: HostChoice, pool: Pool | None, chosen: Sequence[str]
) -> tuple[Host, ...]:
    if pool is None:
        if not choice.main_host_id:
            raise Unacceptable("Add a host first.", field="main")
        return (_host(settings, choice.main_host_id, "main"),)
    if choice.main_host_id:
        raise Unacceptable("Choose a pool or one main host, not both.", field="main")
    members = tuple(host for host in playing_members(pool, settings) if host.id not in chosen)
    if not members:
        raise Unacceptable(f"Nobody in pool {pool.name} can be booked just now.", field="main")
    return members


def _pool(settings: OrgSettings, pool_id: str) -> Pool:
    pool = settings.pool(pool_id)
    if pool is None:
        raise Unacceptable("This pool is not offered any more. Choose another.", field="main")
    return pool


def _host(settings: OrgSettings, host_id: str, field: str) -> Host:
    host = settings.host(host_id)
    reason = why_not(host)
    if host is None or reason:
        name = host.name if host else "This user"
        raise Unacceptable(f"{name} cannot be booked: {reason}.", field=field)
    return host


def choose_meeting_type(settings: OrgSettings, type_id: str, object_name: str) -> MeetingType:
    """Return the type if it is offered on that object. Raises Unacceptable."""
    chosen = settings.meeting_type(type_id)
    if chosen is None or not chosen.is_offered_on(object_name):
        raise Unacceptable(
            "This meeting type is not offered here. Choose another.", field="meeting_type"
        )
    return chosen
