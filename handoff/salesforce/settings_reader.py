"""An org's settings out of its own objects, in one round trip; what cannot work is named and left out.

A second one is made where settings name groups, roles or audiences.
"""

from collections.abc import Iterable
from datetime import datetime

from handoff.meeting_types import MeetingType
from handoff.org_settings import OrgSettings, SuggestionRule, Switches
from handoff.people import Host, Leave, Role
from handoff.salesforce import setting_fields as own
from handoff.salesforce import settings_queries as ask
from handoff.salesforce import settings_rows, type_rows
from handoff.salesforce.audiences import read_audiences, wanted
from handoff.salesforce.business_hours import business_hours
from handoff.salesforce.client import Client, Row
from handoff.salesforce.dated_hosts import dated
from handoff.salesforce.describing import Describer, fresh_describer
from handoff.salesforce.fields import ORG_PREFIX, User
from handoff.salesforce.group_members import read_circles
from handoff.salesforce.holiday_rows import holidays
from handoff.salesforce.org_fields import ROLE_OF_USER
from handoff.salesforce.paths import text, value
from handoff.salesforce.pool_reader import People, read_pools
from handoff.salesforce.role_rows import ROLE_OF_SET, holder_parts, holders, roles
from handoff.salesforce.setting_checks import check_flow, check_hosts, check_names, check_rules
from handoff.salesforce.setting_paths import check_paths
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_round import OPERATION, OWN_SETS, Rows, read_rows
from handoff.salesforce.setting_values import Unusable, instant, record_id
from handoff.wording import say

MOST_QUESTIONS = 10


def read_settings(
    client: Client,
    now: datetime,
    *,
    describer: Describer | None = None,
    checks_fields: bool = True,
) -> OrgSettings:
    """Return everything that the org's admins decided. Raises OutsideError, never for a bad record.

    With `checks_fields` it is also told which fields that settings name do not exist.
    """
    report = Report()
    describer = describer or fresh_describer(client)
    rows = read_rows(client, describer, report)
    held = holders(rows, OWN_SETS, now)
    circles = read_circles(
        client, wanted(rows), users=_roles_of_users(rows), now=now, report=report
    )
    hosts = _hosts(rows, held.get("Handoff_Host", frozenset()), report)
    since = {record_id(row, own.Host.USER): instant(row, "CreatedDate") for row in rows[ask.HOSTS]}
    pools = read_pools(rows[ask.POOLS], rows[ask.MEMBERS], People(hosts, since, circles), report)
    types = _types(rows, report)
    rules = _rules(rows, {pool.id for pool in pools}, {one.id for one in types}, report)
    check_rules(rows[ask.RULES], hosts, report)
    check_hosts(rows[ask.TYPE_HOSTS], hosts, {pool.id for pool in pools}, report)
    check_names(rows, report)
    switches = _switches(rows[ask.SWITCHES], report)
    if checks_fields:
        check_paths(rows, describer.shape, report)
        check_flow(client, switches, rows[ask.SWITCHES], report)
    if len(rows[ask.USERS]) == ask.MOST_USERS:
        report.tell(say("Only the first {most} users can be searched for.", most=ask.MOST_USERS))
    return OrgSettings(
        meeting_types=tuple(types),
        pools=tuple(pools),
        hosts=tuple(hosts.values()),
        objects=tuple(report.keep(rows[ask.OBJECTS], settings_rows.object_setting)),
        switches=switches,
        rules=tuple(rules),
        colleagues=tuple(settings_rows.colleague(row) for row in rows[ask.USERS]),
        business_hours=business_hours(rows[ask.BUSINESS_HOURS], report),
        holidays=holidays(rows[ask.HOLIDAYS], now.date(), report),
        roles=roles(held),
        audiences=read_audiences(rows, circles, report),
        problems=report.problems,
        tongue=settings_rows.tongue(rows[ask.ORGANIZATION]),
    )


def read_roles(client: Client, user_id: str, now: datetime) -> frozenset[Role]:
    """Return the roles of one user, as Salesforce has them now. Raises OutsideError."""
    parts = holder_parts(OWN_SETS, ROLE_OF_SET, user_id=user_id)
    answers = client.batch(parts, operation=OPERATION)
    rows = {name: client.rows(one, operation=OPERATION) for name, one in answers.items()}
    return roles(holders(rows, OWN_SETS, now)).get(user_id, frozenset())


def _roles_of_users(rows: Rows) -> dict[str, str]:
    """Return every active user with their role; hosts too, should there be more users than are read."""
    found = {
        record_id(row, f"User__r.{User.ID}") or record_id(row, own.Host.USER): text(
            row, f"User__r.{ROLE_OF_USER}"
        )
        for row in rows[ask.HOSTS]
        if value(row, f"User__r.{User.IS_ACTIVE}")
    }
    return found | {
        record_id(row, User.ID): text(row, ROLE_OF_USER)
        for row in rows[ask.USERS]
        if value(row, User.IS_ACTIVE)
    }


def _types(rows: Rows, report: Report) -> list[MeetingType]:
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
                ),
                row,
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


def _hosts(rows: Rows, permitted: frozenset[str], report: Report) -> dict[str, Host]:
    away: dict[str, list[Leave]] = {}
    for host_record, leave in report.keep(rows[ask.LEAVE], settings_rows.leave):
        away.setdefault(host_record, []).append(leave)
    hosts: dict[str, Host] = {}

    def take(row: Row) -> None:
        host = settings_rows.host(
            row, tuple(away.get(text(row, own.Host.ID), ())), permitted=permitted
        )
        if host.id in hosts:
            raise Unusable(
                say("{name} has two Handoff Host records; the first one counts.", name=host.name)
            )
        hosts[host.id] = dated(host, row, report)
        _look_at(host, row, report)

    report.keep(rows[ask.HOSTS], take)
    return hosts


def _look_at(host: Host, row: Row, report: Report) -> None:
    if not host.is_active:
        report.tell(
            say("{name} is a Handoff Host but no longer an active user.", name=host.name), row
        )
    elif not host.is_permitted:
        report.tell(
            say("{name} does not hold the permission set Handoff Host.", name=host.name), row
        )


def _rules(rows: Rows, pools: set[str], types: set[str], report: Report) -> list[SuggestionRule]:
    return report.keep(
        rows[ask.RULES], lambda row: type_rows.suggestion_rule(row, pools=pools, types=types)
    )


def _switches(rows: Iterable[Row], report: Report) -> Switches:
    """The org's default row counts; rows of a profile or a user say nothing here."""
    for row in rows:
        if text(row, own.OrgSwitches.SETUP_OWNER).startswith(ORG_PREFIX):
            switches = settings_rows.switches(row)
            if switches.test_mode and not switches.test_mailbox:
                report.tell(say("Test mode has no test mailbox, so nothing can be booked."), row)
            return switches
    return Switches()
