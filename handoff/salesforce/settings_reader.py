"""An org's settings out of its own objects, in one round trip; what cannot work is named and left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from handoff.meeting_types import Pool, PoolMember
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.salesforce import fields, settings_rows
from handoff.salesforce.client import Client, Row, query_part
from handoff.salesforce.paths import text
from handoff.salesforce.settings_rows import Unusable

OPERATION = "read_settings"
TYPES, POOLS, MEMBERS, HOSTS, OBJECTS = "types", "pools", "members", "hosts", "objects"
T = TypeVar("T")


def _select(described: type, tail: str, *further: str) -> str:
    names = [*fields.fields_of(described), *further]
    return f"SELECT {', '.join(names)} FROM {vars(described)['OBJECT']} {tail}"  # noqa: S608 — constants of ours


_HOST_USER = tuple(
    f"User__r.{name}"
    for name in (
        fields.User.NAME,
        fields.User.EMAIL,
        fields.User.IS_ACTIVE,
        fields.User.ZONE,
        fields.User.TITLE,
    )
)
QUERIES = {
    TYPES: _select(fields.MeetingType, "WHERE Active__c = TRUE ORDER BY Sort_Order__c, Name, Id"),
    POOLS: _select(fields.Pool, "WHERE Active__c = TRUE ORDER BY Name, Id"),
    MEMBERS: _select(
        fields.PoolMember, "WHERE Pool__r.Active__c = TRUE ORDER BY Sort_Order__c, Id"
    ),
    HOSTS: _select(fields.Host, "WHERE Active__c = TRUE ORDER BY Id", *_HOST_USER),
    OBJECTS: _select(fields.ObjectSetting, "ORDER BY DeveloperName", "DeveloperName"),
}


@dataclass
class _Report:
    """Collects what works and the words for what does not."""

    problems: list[str] = field(default_factory=list)

    def keep(self, rows: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
        kept = []
        for row in rows:
            try:
                kept.append(make(row))
            except Unusable as problem:
                self.problems.append(str(problem))
        return kept


def read_settings(client: Client) -> OrgSettings:
    """Return everything that the org's admins decided. Raises OutsideError, never for a bad record."""
    answers = client.composite(
        [query_part(name, soql) for name, soql in QUERIES.items()], operation=OPERATION
    )
    rows = {name: client.rows(answers[name], operation=OPERATION) for name in QUERIES}
    report = _Report()
    hosts = _hosts(rows[HOSTS], report)
    pools = _pools(rows[POOLS], rows[MEMBERS], hosts, report)
    return OrgSettings(
        meeting_types=tuple(report.keep(rows[TYPES], settings_rows.meeting_type)),
        pools=tuple(pools),
        hosts=tuple(hosts.values()),
        objects=tuple(report.keep(rows[OBJECTS], settings_rows.object_setting)),
        problems=tuple(report.problems),
    )


def _hosts(rows: Iterable[Row], report: _Report) -> dict[str, Host]:
    hosts: dict[str, Host] = {}
    for host in report.keep(rows, settings_rows.host):
        if host.id in hosts:
            report.problems.append(
                f"{host.name} has two Handoff Host records; the first one counts."
            )
        elif not host.is_active:
            report.problems.append(f"{host.name} is a Handoff Host but no longer an active user.")
        hosts.setdefault(host.id, host)
    return hosts


def _pools(
    rows: Iterable[Row], member_rows: Iterable[Row], hosts: dict[str, Host], report: _Report
) -> list[Pool]:
    members: dict[str, dict[str, PoolMember]] = {}
    for pool_id, member in report.keep(member_rows, lambda row: settings_rows.member(row, hosts)):
        if members.setdefault(pool_id, {}).setdefault(member.host_id, member) is not member:
            name = hosts[member.host_id].name
            report.problems.append(f"{name} is twice in one pool; the first place counts.")
    return report.keep(
        rows,
        lambda row: settings_rows.pool(
            row, tuple(members.get(text(row, fields.Pool.ID), {}).values())
        ),
    )
