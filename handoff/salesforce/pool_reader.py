"""An org's pools: their own members, and whoever comes from a group, queue or role; what cannot be is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.meeting_types import Pool, PoolMember
from handoff.people import Host
from handoff.salesforce import pool_rows
from handoff.salesforce import setting_fields as own
from handoff.salesforce.client import Row
from handoff.salesforce.group_members import Circles
from handoff.salesforce.paths import text
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import Unusable, flag, record_id
from handoff.wording import say

Members = dict[str, PoolMember]


@dataclass(frozen=True)
class People:
    """Who can be in a pool: the hosts by user id, since when each of them is one, and the groups that were asked for."""

    hosts: Mapping[str, Host]
    since: Mapping[str, datetime | None]
    circles: Circles


def read_pools(
    rows: Sequence[Row], member_rows: Sequence[Row], people: People, report: Report
) -> list[Pool]:
    """Return the pools with their members; a member who cannot host is left out."""
    placed = _placed(member_rows, people.hosts, report)
    named = {
        (record_id(row, own.PoolMember.POOL), text(row, own.PoolMember.USER)) for row in member_rows
    }

    def make(row: Row) -> Pool:
        pool_id = record_id(row, own.Pool.ID)
        members = dict(placed.get(pool_id, {}))
        incoming = _incoming(row, people.circles, report)
        for user_id, since in (incoming or {}).items():
            # Whoever has a place of their own has it with its weight and limits, even if it is unusable.
            host = None if (pool_id, user_id) in named else people.hosts.get(user_id)
            if host and host.is_active and host.is_permitted:
                joined_at = max(filter(None, (since, people.since.get(user_id))), default=None)
                members[host.id] = PoolMember(host_id=host.id, joined_at=joined_at)
        if incoming is not None and not members:
            report.tell(
                say("{of}: nobody it names is an active Handoff Host.", of=pool_rows.named(row)),
                row,
            )
        return pool_rows.pool(row, tuple(members.values()))

    return report.keep(rows, make)


def _placed(rows: Sequence[Row], hosts: Mapping[str, Host], report: Report) -> dict[str, Members]:
    """Return by pool who has a place of their own there."""
    placed: dict[str, Members] = {}
    for row in rows:
        try:
            pool_id, member = pool_rows.member(row, hosts)
        except Unusable as unusable:
            # Who is paused in a pool may as well have left.
            if flag(row, own.PoolMember.ACTIVE):
                report.tell(unusable.words, row)
            continue
        if placed.setdefault(pool_id, {}).setdefault(member.host_id, member) is not member:
            name = hosts[member.host_id].name
            report.tell(say("{name} is twice in one pool; the first place counts.", name=name), row)
    return placed


def _incoming(row: Row, circles: Circles, report: Report) -> dict[str, datetime | None] | None:
    """Return who comes from the pool's group, queue or role; None if it names none that can be used."""
    try:
        return pool_rows.users_of(row, circles)
    except Unusable as unusable:
        # Its own members go on.
        report.tell(unusable.words, row)
        return None
