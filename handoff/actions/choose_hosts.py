"""Turn the ids that a window sends into hosts who may be booked together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from handoff.errors import Unacceptable
from handoff.meeting_types import AdditionalHosts, MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.pools.conditions import is_offered
from handoff.pools.possible import Possible, allows_host, allows_pool, anyone, possible
from handoff.pools.routing import playing_members, why_not
from handoff.records import RecordView
from handoff.wording import say


@dataclass(frozen=True)
class HostChoice:
    """What the organizer chose: one host, one pool or anyone as the main host, and others beside.

    `member_of` is the pool out of whose members the main host was picked by hand; `second_pool_id` adds one
    host of another pool; `moving` is the booking whose own time does not stand in the way.
    """

    main_host_id: str = ""
    pool_id: str = ""
    additional: tuple[tuple[str, bool], ...] = ()
    second_pool_id: str = ""
    member_of: str = ""
    anyone: bool = False
    moving: str = ""


@dataclass(frozen=True)
class ChosenHosts:
    """The same, as hosts: `candidates` are who could be the main host, in member order.

    One of `second` joins them when a second pool was chosen. `anyone` says that no host or pool was.
    """

    candidates: tuple[Host, ...]
    pool: Pool | None
    required: tuple[Host, ...]
    optional: tuple[Host, ...]
    second_pool: Pool | None = None
    second: tuple[Host, ...] = ()
    anyone: bool = False

    @property
    def needed(self) -> tuple[Host, ...]:
        """Every host whose time decides whether the meeting can be."""
        return (*self.candidates, *self.second, *self.required)

    @property
    def everyone(self) -> tuple[Host, ...]:
        """Every host whose calendar matters for the grid."""
        return (*self.needed, *self.optional)

    @property
    def is_any_of_several(self) -> bool:
        """Say whether one of the candidates is enough."""
        return self.pool is not None or self.anyone

    @property
    def named(self) -> tuple[Host, ...]:
        """Every host who has to be there, whoever else is picked."""
        return self.required if self.is_any_of_several else (*self.candidates, *self.required)

    @property
    def names(self) -> dict[str, str]:
        """Names by host id."""
        return {host.id: host.name for host in self.everyone}


def choose_hosts(
    settings: OrgSettings, choice: HostChoice, meeting_type: MeetingType, record: RecordView
) -> ChosenHosts:
    """Check the choice against settings and type. Raises Unacceptable naming who cannot be booked and why."""
    _refuse_additional(choice, meeting_type)
    additional = [
        (_host(settings, host_id, "additional"), required)
        for host_id, required in choice.additional
    ]
    beside = [host.id for host, _ in additional]
    _refuse_twice([*beside, choice.main_host_id] if choice.main_host_id else beside)
    allowed = possible(meeting_type, record)
    candidates = _candidates(settings, choice, allowed, beside)
    second_pool, second = _second(settings, choice, [*beside, *(one.id for one in candidates)])
    return ChosenHosts(
        candidates=candidates,
        pool=_pool(settings, choice.pool_id) if choice.pool_id else None,
        required=tuple(host for host, required in additional if required),
        optional=tuple(host for host, required in additional if not required),
        second_pool=second_pool,
        second=second,
        anyone=choice.anyone,
    )


def _refuse_additional(choice: HostChoice, meeting_type: MeetingType) -> None:
    rule, name = meeting_type.additional_hosts, meeting_type.name
    if rule is AdditionalHosts.NONE and (choice.additional or choice.second_pool_id):
        raise Unacceptable(say("{type} is with one host only.", type=name), field="additional")
    if rule is AdditionalHosts.REQUIRED and not all(required for _, required in choice.additional):
        raise Unacceptable(
            say("{type} allows no optional hosts. Make them required.", type=name),
            field="additional",
        )


def _refuse_twice(chosen: Sequence[str]) -> None:
    if len(set(chosen)) != len(chosen):
        raise Unacceptable(
            say("The same host was chosen twice. Remove one of them."), field="additional"
        )


def _candidates(
    settings: OrgSettings, choice: HostChoice, allowed: Possible | None, beside: Collection[str]
) -> tuple[Host, ...]:
    several = sum(map(bool, (choice.main_host_id, choice.pool_id, choice.anyone))) > 1
    if several or (choice.member_of and not choice.main_host_id):
        raise Unacceptable(say("Choose a pool or one main host, not both."), field="main")
    if choice.pool_id:
        return _members(settings, choice.pool_id, allowed, beside)
    if choice.anyone:
        return _anyone(settings, allowed, beside)
    if not choice.main_host_id:
        raise Unacceptable(say("Add a host first."), field="main")
    return (_main_host(settings, choice, allowed),)


def _members(
    settings: OrgSettings, pool_id: str, allowed: Possible | None, beside: Collection[str]
) -> tuple[Host, ...]:
    pool = _pool(settings, pool_id)
    if not allows_pool(allowed, pool_id):
        raise Unacceptable(
            say("Pool {pool} does not take meetings of this type.", pool=pool.name), field="main"
        )
    members = [one for one in playing_members(pool, settings) if not one.is_read_only]
    return _somebody(
        [host for host in members if host.id not in beside],
        say("Nobody in pool {pool} can be booked just now.", pool=pool.name),
    )


def _anyone(
    settings: OrgSettings, allowed: Possible | None, beside: Collection[str]
) -> tuple[Host, ...]:
    return _somebody(
        [host for host in anyone(allowed, settings) if host.id not in beside],
        say("Nobody can be booked for this meeting type just now."),
    )


def _somebody(hosts: Sequence[Host], otherwise: str, field: str = "main") -> tuple[Host, ...]:
    if not hosts:
        raise Unacceptable(otherwise, field=field)
    return tuple(hosts)


def _main_host(settings: OrgSettings, choice: HostChoice, allowed: Possible | None) -> Host:
    host = _host(settings, choice.main_host_id, "main")
    if host.is_read_only:
        raise Unacceptable(
            say(
                "{name}'s calendar can be read but not written: an additional host, never the main one.",
                name=host.name,
            ),
            field="main",
        )
    if choice.member_of:
        pool = _pool(settings, choice.member_of)
        if host not in playing_members(pool, settings):
            raise Unacceptable(
                say("{name} is not in pool {pool} any more.", name=host.name, pool=pool.name),
                field="main",
            )
    if not allows_host(allowed, host.id, settings):
        raise Unacceptable(
            say("{name} does not take meetings of this type.", name=host.name), field="main"
        )
    return host


def _second(
    settings: OrgSettings, choice: HostChoice, chosen: Collection[str]
) -> tuple[Pool | None, tuple[Host, ...]]:
    """Return the second pool with its members; whoever was chosen otherwise is not picked twice."""
    if not choice.second_pool_id:
        return None, ()
    if not settings.switches.allows_two_pools:
        raise Unacceptable(
            say("Your admin allows one pool in a meeting, not two."), field="second_pool"
        )
    if not choice.pool_id or choice.second_pool_id == choice.pool_id:
        raise Unacceptable(
            say("A second pool stands beside a first one, which is another."), field="second_pool"
        )
    pool = _pool(settings, choice.second_pool_id)
    members = _somebody(
        [host for host in playing_members(pool, settings) if host.id not in chosen],
        say("Nobody in pool {pool} can be booked just now.", pool=pool.name),
        "second_pool",
    )
    return pool, members


def _pool(settings: OrgSettings, pool_id: str) -> Pool:
    pool = settings.pool(pool_id)
    if pool is None or not pool.is_bookable:
        raise Unacceptable(say("This pool is not offered any more. Choose another."), field="main")
    return pool


def _host(settings: OrgSettings, host_id: str, field: str) -> Host:
    host = settings.host(host_id)
    reason = why_not(host)
    if host is None or reason:
        name = host.name if host else say("This user")
        raise Unacceptable(
            say("{name} cannot be booked: {reason}.", name=name, reason=reason), field=field
        )
    return host


def choose_meeting_type(settings: OrgSettings, type_id: str, record: RecordView) -> MeetingType:
    """Return the type if it is offered on that record. Raises Unacceptable."""
    chosen = settings.meeting_type(type_id)
    if chosen is None or not is_offered(chosen, record):
        raise Unacceptable(
            say("This meeting type is not offered here. Choose another."), field="meeting_type"
        )
    return chosen
