"""What a user may do by the permission sets they hold: their profile's own, assigned ones, and groups."""

from collections.abc import Iterator

from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import PermissionSet


def is_allowed(org: Org, user_id: str, name: str) -> bool:
    """Whether one of the user's permission sets holds this user permission."""
    column = f"Permissions{name}"
    return any(row.get(column) for row in held_rows(org, user_id))


def held_rows(org: Org, user_id: str) -> Iterator[Record]:
    """The rows of all permission sets that count for the user."""
    sets = org.rows("PermissionSet")
    profile_id = org.rows("User").get(user_id, {}).get("ProfileId")
    if profile_id:
        yield from (row for row in sets.values() if row.get("ProfileId") == profile_id)
    for assignment in org.rows("PermissionSetAssignment").values():
        if assignment["AssigneeId"] == user_id and assignment.get("IsActive", True):
            row = sets.get(assignment.get("PermissionSetId") or "")
            if row is not None:
                yield row


def held_sets(org: Org, user_id: str) -> Iterator[PermissionSet]:
    """The deployed permission sets that count for the user, through groups too."""
    groups = org.rows("PermissionSetGroupComponent").values()
    sets = org.rows("PermissionSet")
    for row in held_rows(org, user_id):
        group_id = row.get("PermissionSetGroupId")
        parts = (
            [
                sets[one["PermissionSetId"]]
                for one in groups
                if one["PermissionSetGroupId"] == group_id
            ]
            if group_id
            else [row]
        )
        for part in parts:
            deployed = org.schema.permission_sets.get(part["Name"])
            if deployed is not None:
                yield deployed
