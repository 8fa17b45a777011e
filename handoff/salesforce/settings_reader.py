"""An org's settings out of its own objects, in one round trip; what cannot work is named and left out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from handoff.meeting_types import MeetingType, Pool, PoolMember
from handoff.org_settings import OrgSettings, SettingProblem, Switches
from handoff.people import Host, Leave
from handoff.salesforce import setting_fields as own
from handoff.salesforce import settings_queries as ask
from handoff.salesforce import settings_rows, type_rows
from handoff.salesforce.client import Client, Row, query_part
from handoff.salesforce.fields import ORG_PREFIX
from handoff.salesforce.paths import text
from handoff.salesforce.setting_values import Unusable
from handoff.wording import say

OPERATION = "read_settings"
MOST_QUESTIONS = 10
T = TypeVar("T")
Rows = Mapping[str, Sequence[Row]]


@dataclass
class _Report:
    """Collects what works and the words for what does not."""

    problems: list[SettingProblem] = field(default_factory=list)

    def tell(self, words: str) -> None:
        self.problems.append(SettingProblem(words))

    def keep(self, rows: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
        kept = []
        for row in rows:
            try:
                kept.append(make(row))
            except Unusable as problem:
                self.problems.append(SettingProblem(problem.words))
        return kept


def read_settings(client: Client) -> OrgSettings:
    """Return everything that the org's admins decided. Raises OutsideError, never for a bad record."""
    answers = client.batch(
        [query_part(name, soql) for name, soql in ask.QUERIES.items()], operation=OPERATION
    )
    rows = {name: client.rows(answers[name], operation=OPERATION) for name in ask.QUERIES}
    report = _Report()
    hosts = _hosts(rows, report)
    pools = _pools(rows, hosts, report)
    types = _types(rows, report)
    rules = report.keep(
        rows[ask.RULES],
        lambda row: type_rows.suggestion_rule(
            row, pools={pool.id for pool in pools}, types={one.id for one in types}
        ),
    )
    if len(rows[ask.USERS]) == ask.MOST_USERS:
        report.tell(say("Only the first {most} users can be searched for.", most=ask.MOST_USERS))
    return OrgSettings(
        meeting_types=tuple(types),
        pools=tuple(pools),
        hosts=tuple(hosts.values()),
        objects=tuple(report.keep(rows[ask.OBJECTS], settings_rows.object_setting)),
        switches=_switches(rows[ask.SWITCHES]),
        rules=tuple(rules),
        colleagues=tuple(settings_rows.colleague(row) for row in rows[ask.USERS]),
        problems=tuple(report.problems),
    )


def _types(rows: Rows, report: _Report) -> list[MeetingType]:
    lines = _by_parent(rows[ask.TYPE_HOSTS], own.TypeHost.MEETING_TYPE)
    asked = _by_parent(rows[ask.QUESTIONS], own.Question.MEETING_TYPE)

    def make(row: Row) -> MeetingType:
        type_id, of = text(row, own.MeetingType.ID), type_rows.named(row)
        named = lines.get(type_id, [])
        possible = report.keep(named, lambda line: type_rows.possible_host(line, of=of))
        if named and not possible:
            # Without this, a type for a few hosts would be open to everybody.
            raise Unusable(say("{of}: none of its possible hosts can be used.", of=of))
        questions = report.keep(
            asked.get(type_id, []), lambda line: type_rows.question(line, of=of)
        )
        if len(questions) > MOST_QUESTIONS:
            report.tell(
                say(
                    "{of} has {count} questions; the first {most} are asked.",
                    of=of,
                    count=len(questions),
                    most=MOST_QUESTIONS,
                )
            )
        return type_rows.meeting_type(
            row, possible=tuple(possible), questions=tuple(questions[:MOST_QUESTIONS])
        )

    return report.keep(rows[ask.TYPES], make)


def _by_parent(rows: Iterable[Row], name: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row, name), []).append(row)
    return found


def _hosts(rows: Rows, report: _Report) -> dict[str, Host]:
    away: dict[str, list[Leave]] = {}
    for host_record, leave in report.keep(rows[ask.LEAVE], settings_rows.leave):
        away.setdefault(host_record, []).append(leave)

    def make(row: Row) -> Host:
        return settings_rows.host(row, tuple(away.get(text(row, own.Host.ID), ())))

    hosts: dict[str, Host] = {}
    for host in report.keep(rows[ask.HOSTS], make):
        if host.id in hosts:
            report.tell(
                say("{name} has two Handoff Host records; the first one counts.", name=host.name)
            )
        elif not host.is_active:
            report.tell(
                say("{name} is a Handoff Host but no longer an active user.", name=host.name)
            )
        hosts.setdefault(host.id, host)
    return hosts


def _pools(rows: Rows, hosts: Mapping[str, Host], report: _Report) -> list[Pool]:
    members: dict[str, dict[str, PoolMember]] = {}
    found = report.keep(rows[ask.MEMBERS], lambda row: settings_rows.member(row, hosts))
    for pool_id, member in found:
        if members.setdefault(pool_id, {}).setdefault(member.host_id, member) is not member:
            name = hosts[member.host_id].name
            report.tell(say("{name} is twice in one pool; the first place counts.", name=name))
    return report.keep(
        rows[ask.POOLS],
        lambda row: settings_rows.pool(
            row, tuple(members.get(text(row, own.Pool.ID), {}).values())
        ),
    )


def _switches(rows: Iterable[Row]) -> Switches:
    """The org's default row counts; rows of a profile or a user say nothing here."""
    for row in rows:
        if text(row, own.OrgSwitches.SETUP_OWNER).startswith(ORG_PREFIX):
            return settings_rows.switches(row)
    return Switches()
