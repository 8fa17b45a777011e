"""What an admin does in Setup: gives people permission sets, and takes them away."""

from typing import Any

from sandbox.salesforce import writes
from tests.support.served import Served, org_of


def grant(served: Served, who: str, permission_set: str) -> None:
    """Assign a permission set of Larkspur to somebody."""
    org, user_id = org_of(served), served.person(who).user_id
    record = {"AssigneeId": user_id, "PermissionSetId": _set_id(org, permission_set)}
    with served.box.world.lock:
        writes.plant(org, object_name="PermissionSetAssignment", record=record | {"IsActive": True})


def revoke(served: Served, who: str, permission_set: str) -> None:
    """Take a permission set of Larkspur away from somebody."""
    org, user_id = org_of(served), served.person(who).user_id
    wanted = {"AssigneeId": user_id, "PermissionSetId": _set_id(org, permission_set)}
    with served.box.world.lock:
        rows = org.rows("PermissionSetAssignment")
        for row in list(rows.values()):
            if wanted.items() <= row.items():
                rows.pop(row["Id"])


def _set_id(org: Any, name: str) -> str:
    return next(str(row["Id"]) for row in org.rows("PermissionSet").values() if row["Name"] == name)
