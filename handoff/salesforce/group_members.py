"""Who is in a public group, a queue or a role, and behind the audiences that settings name.

Asked only where some setting names one: a second round trip, and another for each level of groups within groups.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from simple_salesforce.format import format_soql

from handoff.errors import TurnedDown
from handoff.ids import to_18
from handoff.salesforce.client import Answer, Client, Part, Row, query_part
from handoff.salesforce.fields import QUEUE_PREFIX, USER_PREFIX
from handoff.salesforce.org_fields import Group, GroupMember, PermissionSet, UserRole
from handoff.salesforce.paths import text
from handoff.salesforce.role_rows import holder_parts, holders
from handoff.salesforce.setting_report import Report
from handoff.salesforce.setting_values import instant
from handoff.wording import say

OPERATION = "read_settings"
DEEPEST = 3
"""Levels of groups that are followed: a group, a group in it, and one in that."""
MOST_IDS = 200
"""In one query, well below what a query may be long."""
GROUPS, MEMBERS, ROLES, SETS, HELD = "groups", "members", "roles", "sets", "held_"
REGULAR, QUEUE = "Regular", "Queue"
ROLE, EVERYBODY = "Role", "Organization"
ROLE_TREES = frozenset({"RoleAndSubordinates", "RoleAndSubordinatesInternal"})
FOLLOWED = frozenset({REGULAR, QUEUE, ROLE, EVERYBODY, *ROLE_TREES})
_GROUP = f"SELECT {Group.ID}, {Group.NAME}, {Group.KIND}, {Group.RELATED} FROM {Group.OBJECT}"  # noqa: S608
_MEMBER = f"SELECT {GroupMember.GROUP}, {GroupMember.MEMBER}, {GroupMember.SINCE} FROM {GroupMember.OBJECT}"  # noqa: S608
_ROLE = f"SELECT {UserRole.ID}, {UserRole.NAME}, {UserRole.PARENT} FROM {UserRole.OBJECT}"  # noqa: S608
Rows = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Wanted:
    """What settings name: groups (public ones and queues) and roles by API name, and audiences."""

    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Say whether anything is named."""
        return bool(self.groups or self.roles or self.audiences)


@dataclass
class Circles:
    """The groups, roles and permission sets that were asked for, and everybody in them."""

    users: Mapping[str, str]
    """Every active user's role id, or an empty text."""
    groups: dict[str, Row] = field(default_factory=dict)
    members: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    roles: dict[str, Row] = field(default_factory=dict)
    sets: dict[str, frozenset[str]] = field(default_factory=dict)

    def group(self, name: str, kind: str) -> dict[str, datetime | None] | None:
        """Return the users of a public group or queue and since when, where Salesforce knows; None if there is none."""
        for group_id, row in self.groups.items():
            if text(row, Group.KIND) == kind and _is(text(row, Group.NAME), name):
                return self._inside(group_id, DEEPEST)
        return None

    def role(self, name: str, *, with_subordinates: bool) -> dict[str, datetime | None] | None:
        """Return the users of a role, or also of every role below it; None if there is none."""
        for role_id, row in self.roles.items():
            if _is(text(row, UserRole.NAME), name):
                return self._in_role(role_id, with_subordinates=with_subordinates)
        return None

    def audience(self, name: str) -> frozenset[str] | None:
        """Return the users behind the permission set and the public group of that name; None if there is neither."""
        in_group = self.group(name, REGULAR)
        held = next((users for one, users in self.sets.items() if _is(one, name)), None)
        if in_group is None and held is None:
            return None
        return frozenset(in_group or ()) | (held or frozenset())

    def _inside(self, group_id: str, levels: int) -> dict[str, datetime | None]:
        row = self.groups.get(group_id, {})
        kind, related = text(row, Group.KIND), text(row, Group.RELATED)
        if kind == EVERYBODY:
            return dict.fromkeys(self.users)
        if kind == ROLE or kind in ROLE_TREES:
            return self._in_role(related, with_subordinates=kind in ROLE_TREES)
        found: dict[str, datetime | None] = {}
        for member, since in self.members.get(group_id, {}).items():
            if member.startswith(USER_PREFIX):
                found[member] = since
            elif levels > 1:
                found |= self._inside(member, levels - 1)
        return found

    def _in_role(self, role_id: str, *, with_subordinates: bool) -> dict[str, datetime | None]:
        wanted = {role_id}
        if with_subordinates:
            wanted |= self._below(role_id)
        return dict.fromkeys(user for user, role in self.users.items() if role in wanted)

    def _below(self, role_id: str) -> set[str]:
        found: set[str] = set()
        edge = {role_id}
        while edge:
            edge = {
                one
                for one, row in self.roles.items()
                if text(row, UserRole.PARENT) in edge and one not in found
            }
            found |= edge
        return found


def read_circles(
    client: Client, wanted: Wanted, *, users: Mapping[str, str], now: datetime, report: Report
) -> Circles:
    """Return what the settings name. Raises OutsideError."""
    circles = Circles(users)
    if not wanted:
        return circles
    asked = _first_parts(wanted)
    rows = _ask(client, asked, report)
    _learn(circles, rows)
    if wanted.audiences:
        held = holders(rows, HELD, now)
        circles.sets = {
            name: held.get(name, frozenset())
            for name in (text(row, PermissionSet.NAME) for row in rows[SETS])
        }
    for _level in range(DEEPEST - 1):
        inner = _unknown(circles)
        if not inner:
            break
        _learn(circles, _ask(client, _inner_parts(inner, asks_roles=not circles.roles), report))
    _tell_left_out(circles, report)
    return circles


def _tell_left_out(circles: Circles, report: Report) -> None:
    kinds = {text(row, Group.KIND) for row in circles.groups.values()}
    for kind in sorted(kinds - FOLLOWED):
        words = say(
            "A group that settings name holds a group of the kind “{kind}”, which is left out.",
            kind=kind,
        )
        report.tell(words)
    if _unknown(circles):
        report.tell(
            say("Groups within groups are followed {deepest} levels deep.", deepest=DEEPEST)
        )


def _first_parts(wanted: Wanted) -> list[Part]:
    names = sorted(wanted.groups | wanted.audiences)
    parts: list[Part] = []
    if names:
        named = format_soql("DeveloperName IN {} AND Type IN ('Regular', 'Queue')", names)
        inside = format_soql(
            "Group.DeveloperName IN {} AND Group.Type IN ('Regular', 'Queue')", names
        )
        parts += [
            query_part(f"{GROUPS}0", f"{_GROUP} WHERE {named}"),
            query_part(f"{MEMBERS}0", f"{_MEMBER} WHERE {inside}"),
        ]
    if wanted.roles:
        parts.append(query_part(ROLES, _ROLE))
    if wanted.audiences:
        known = format_soql(
            "SELECT Name FROM PermissionSet WHERE Name IN {}", sorted(wanted.audiences)
        )
        parts += [query_part(SETS, known), *holder_parts(HELD, wanted.audiences)]
    return parts


def _inner_parts(group_ids: Iterable[str], *, asks_roles: bool) -> list[Part]:
    wanted = sorted(group_ids)
    parts = [query_part(ROLES, _ROLE)] if asks_roles else []
    for number, start in enumerate(range(0, len(wanted), MOST_IDS)):
        some = wanted[start : start + MOST_IDS]
        parts += [
            query_part(f"{GROUPS}{number}", f"{_GROUP} WHERE {format_soql('Id IN {}', some)}"),
            query_part(
                f"{MEMBERS}{number}", f"{_MEMBER} WHERE {format_soql('GroupId IN {}', some)}"
            ),
        ]
    return parts


def _ask(client: Client, parts: Sequence[Part], report: Report) -> Rows:
    answers = client.batch(parts, operation=OPERATION)
    return {name: _rows(client, one, report) for name, one in answers.items()}


def _rows(client: Client, answer: Answer, report: Report) -> list[Row]:
    """Return the rows; what the integration user may not read leaves the groups unknown, which is told."""
    try:
        return client.rows(answer, operation=OPERATION)
    except TurnedDown as error:
        report.tell(
            say(
                "Groups and roles that settings name cannot be read: {reason}", reason=error.message
            )
        )
        return []


def _learn(circles: Circles, rows: Rows) -> None:
    for name, found in rows.items():
        if name.startswith(GROUPS):
            circles.groups |= {to_18(text(row, Group.ID)): row for row in found}
        elif name == ROLES:
            circles.roles |= {text(row, UserRole.ID): row for row in found}
        elif name.startswith(MEMBERS):
            for row in found:
                group = circles.members.setdefault(text(row, GroupMember.GROUP), {})
                group[to_18(text(row, GroupMember.MEMBER))] = instant(row, GroupMember.SINCE)


def _unknown(circles: Circles) -> set[str]:
    """Return the groups within groups that have not been asked for."""
    inner = {one for members in circles.members.values() for one in members}
    return {one for one in inner if one.startswith(QUEUE_PREFIX)} - set(circles.groups)


def _is(found: str, wanted: str) -> bool:
    return found.casefold() == wanted.casefold()
