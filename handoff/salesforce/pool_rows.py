"""One row of a pool, with its members: those who have a place of their own, and those of a group, queue or role."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from handoff.ids import to_18
from handoff.meeting_types import Pool, PoolId, PoolKind, PoolMember
from handoff.people import Host
from handoff.salesforce import setting_fields as own
from handoff.salesforce.client import Row
from handoff.salesforce.group_members import QUEUE, REGULAR, Circles
from handoff.salesforce.paths import text, value
from handoff.salesforce.setting_values import (
    Unusable,
    audience,
    caps,
    choice,
    flag,
    instant,
    whole,
    zone,
)
from handoff.wording import say

KINDS = {"Count": PoolKind.COUNT, "Order": PoolKind.ORDER}


class Source(StrEnum):
    """Where a pool's members come from, beside those who have a place of their own."""

    NOWHERE = "Members Only"
    GROUP = "Public Group"
    QUEUE = "Queue"
    ROLE = "Role"
    ROLE_TREE = "Role and Subordinates"


SOURCES = {str(source): source for source in Source}


def pool(row: Row, members: tuple[PoolMember, ...]) -> Pool:
    """Return a pool with its members. Raises Unusable."""
    names, of = own.Pool, named(row)
    return Pool(
        id=PoolId(to_18(text(row, names.ID))),
        name=text(row, names.NAME),
        kind=choice(row, names.KIND, KINDS, of=of, otherwise=PoolKind.COUNT),
        zone=zone(text(row, names.ZONE) or "UTC", of=of),
        reset=text(row, names.RESET) or "Month",
        members=members,
        bookable_by=audience(row, names.BOOKABLE_BY),
    )


def named(row: Row) -> str:
    """Return what a sentence calls this pool."""
    return say("Pool “{name}”", name=text(row, own.Pool.NAME))


def source(row: Row) -> tuple[Source, str]:
    """Return where members come from, and the API name there. Raises Unusable."""
    names, of = own.Pool, named(row)
    found = choice(row, names.MEMBERS_FROM, SOURCES, of=of, otherwise=Source.NOWHERE)
    name = text(row, names.MEMBERS_FROM_NAME)
    if found is not Source.NOWHERE and not name:
        raise Unusable(
            say("{of}: it says that members come from a group, but not from which.", of=of)
        )
    return found, name


def users_of(row: Row, circles: Circles) -> dict[str, datetime | None] | None:
    """Return the users of the pool's group, queue or role, None if it names none. Raises Unusable if it is not there."""
    origin, name = source(row)
    if origin is Source.NOWHERE:
        return None
    if origin in (Source.GROUP, Source.QUEUE):
        found = circles.group(name, REGULAR if origin is Source.GROUP else QUEUE)
    else:
        found = circles.role(name, with_subordinates=origin is Source.ROLE_TREE)
    if found is None:
        raise Unusable(
            say(
                "{of}: there is no {kind} with the API name “{name}”.",
                of=named(row),
                kind=_KINDS_IN_WORDS[origin],
                name=name,
            )
        )
    return found


_KINDS_IN_WORDS = {
    Source.GROUP: say("public group"),
    Source.QUEUE: say("queue"),
    Source.ROLE: say("role"),
    Source.ROLE_TREE: say("role"),
}


def member(row: Row, hosts: Mapping[str, Host]) -> tuple[str, PoolMember]:
    """Return a pool's id and a member of it, who must be one of the hosts. Raises Unusable."""
    names = own.PoolMember
    host = _host(row, hosts)
    of = say("Pool member {name}", name=host.name)
    return text(row, names.POOL), PoolMember(
        host_id=host.id,
        weight=whole(row, names.WEIGHT, of=of, otherwise=1),
        sort_order=whole(row, names.SORT_ORDER, of=of, least=-9999),
        is_active=flag(row, names.ACTIVE),
        caps=caps(row, (names.MAX_PER_DAY, names.MAX_PER_WEEK, names.MAX_PER_MONTH), of=of),
        joined_at=instant(row, names.CREATED),
    )


def _host(row: Row, hosts: Mapping[str, Host]) -> Host:
    """Return the host whose place it is. Raises Unusable if they cannot host."""
    names = {
        "pool": text(row, "Pool__r.Name"),
        "name": text(row, "User__r.Name"),
    }
    host = hosts.get(text(row, own.PoolMember.USER))
    if not names["name"]:
        raise Unusable(say("Pool “{pool}” has a member who is no user.", pool=names["pool"]))
    if value(row, "User__r.IsActive") is False:
        raise Unusable(say("{name} left pool “{pool}”: an inactive user.", **names))
    if host is None:
        raise Unusable(say("{name} is in pool “{pool}” but no active Handoff Host.", **names))
    if not host.is_permitted:
        raise Unusable(
            say(
                "{name} is in pool “{pool}” without the permission set Handoff Host.",
                **names,
            )
        )
    return host
