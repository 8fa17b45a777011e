"""Who holds which permission sets: by themselves, and through permission set groups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from simple_salesforce.format import format_soql

from handoff.ids import to_18
from handoff.people import Role
from handoff.salesforce.client import Part, Row, query_part
from handoff.salesforce.org_fields import Assignment, Component
from handoff.salesforce.paths import text
from handoff.salesforce.setting_values import instant

ROLE_OF_SET = {
    "Handoff_Organizer": Role.ORGANIZER,
    "Handoff_Host": Role.HOST,
    "Handoff_Pool_Manager": Role.POOL_MANAGER,
    "Handoff_Admin": Role.ADMIN,
    "Handoff_Integration": Role.INTEGRATION,
}
DIRECT, GROUPED, COMPONENTS = "direct", "grouped", "components"
_ASSIGNED = (
    f"SELECT {Assignment.USER}, {Assignment.EXPIRES_AT}, {Assignment.SET_NAME}, "  # noqa: S608
    f"{Assignment.SET_GROUP} FROM {Assignment.OBJECT} WHERE Assignee.IsActive = TRUE"
)


def holder_parts(prefix: str, names: Iterable[str], *, user_id: str = "") -> list[Part]:
    """Return the three queries that tell who holds these permission sets, or only whether one user does."""
    wanted = sorted(names)
    whose = format_soql(" AND AssigneeId = {}", user_id) if user_id else ""
    through = format_soql(
        "SELECT PermissionSetGroupId FROM PermissionSetGroupComponent "
        "WHERE PermissionSet.Name IN {}",
        wanted,
    )
    direct = format_soql(" AND PermissionSet.Name IN {}", wanted)
    queries = {
        DIRECT: f"{_ASSIGNED}{direct}{whose}",
        GROUPED: f"{_ASSIGNED} AND PermissionSetGroupId IN ({through}){whose}",
        COMPONENTS: format_soql(
            "SELECT PermissionSetGroupId, PermissionSet.Name FROM PermissionSetGroupComponent "
            "WHERE PermissionSet.Name IN {}",
            wanted,
        ),
    }
    return [query_part(f"{prefix}{name}", soql) for name, soql in queries.items()]


def holders(
    rows: Mapping[str, Sequence[Row]], prefix: str, now: datetime
) -> dict[str, frozenset[str]]:
    """Return the users behind each permission set; an assignment that has expired is none."""
    found: dict[str, set[str]] = {}
    in_group: dict[str, list[str]] = {}
    for row in rows[f"{prefix}{COMPONENTS}"]:
        in_group.setdefault(text(row, Component.SET_GROUP), []).append(
            text(row, Component.SET_NAME)
        )
    for row in rows[f"{prefix}{DIRECT}"]:
        if _is_current(row, now):
            found.setdefault(text(row, Assignment.SET_NAME), set()).add(_user(row))
    for row in rows[f"{prefix}{GROUPED}"]:
        for name in in_group.get(text(row, Assignment.SET_GROUP), ()):
            if _is_current(row, now):
                found.setdefault(name, set()).add(_user(row))
    return {name: frozenset(users) for name, users in found.items()}


def roles(held: Mapping[str, frozenset[str]]) -> dict[str, frozenset[Role]]:
    """Return the roles of every user who holds one of Handoff's own permission sets."""
    found: dict[str, set[Role]] = {}
    for name, users in held.items():
        for user_id in users:
            found.setdefault(user_id, set()).add(ROLE_OF_SET[name])
    return {user_id: frozenset(found[user_id]) for user_id in sorted(found)}


def _is_current(row: Row, now: datetime) -> bool:
    ends_at = instant(row, Assignment.EXPIRES_AT)
    return ends_at is None or ends_at > now


def _user(row: Row) -> str:
    return to_18(text(row, Assignment.USER))
