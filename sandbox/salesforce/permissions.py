"""What a user may do by the permission sets they hold: their profile's own, assigned ones, and groups.

The rows of ObjectPermissions and FieldPermissions are the truth, whoever made them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import Field, ObjectType, PermissionSet

READ, CREATE, EDIT, DELETE = (
    "PermissionsRead", "PermissionsCreate", "PermissionsEdit", "PermissionsDelete",
)  # fmt: skip
VIEW_ALL, MODIFY_ALL = "PermissionsViewAllRecords", "PermissionsModifyAllRecords"
VIEW_ALL_FIELDS = "PermissionsViewAllFields"
ACTIVITIES = {"Event": "EditEvent", "Task": "EditTask"}
_BUSINESS = frozenset({"Account", "Contact", "Lead", "Opportunity", "Case", *ACTIVITIES})
# Everybody who sees the object sees these: no permission set may name them.
_ALWAYS_SEEN = frozenset(
    {"Id", "Name", "Salutation", "FirstName", "LastName", "OwnerId", "IsDeleted", "CaseNumber"}
    | {"CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"}
    | {"IsConverted", "IsClosed", "IsWon", "ContactEmail", "IsChild", "IsGroupEvent", "IsArchived"}
    | {"Status", "LastActivityDate"}
)
# Of an activity's standard fields, those that field permissions decide over.
_OF_ACTIVITIES = frozenset({"Description", "Location", "WhoId", "WhatId"})
_ADDRESS = re.compile(r"(?P<of>Billing|Mailing|)(?:Street|City|State|PostalCode|Country)")


@dataclass
class Rights:
    """All that one user's permission sets add up to."""

    sets: frozenset[str] = frozenset()
    objects: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    fields: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    allowed: set[str] = field(default_factory=set)
    custom_types: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)

    def may(self, kind: ObjectType, verb: str) -> bool:
        """Whether the object permissions allow it."""
        if "ModifyAllData" in self.allowed or (verb == READ and "ViewAllData" in self.allowed):
            return True
        if ACTIVITIES.get(kind.name) in self.allowed:
            return True
        return verb in self.objects.get(kind.name, ())

    def sees_all(self, kind: ObjectType) -> bool:
        """Whether every record of the object is open, whoever owns it."""
        if self.allowed & {"ViewAllData", "ModifyAllData"}:
            return True
        return bool({VIEW_ALL, MODIFY_ALL} & self.objects.get(kind.name, set()))

    def changes_all(self, kind: ObjectType) -> bool:
        return "ModifyAllData" in self.allowed or MODIFY_ALL in self.objects.get(kind.name, ())

    def may_field(self, kind: ObjectType, name: str, verb: str) -> bool:
        """Whether the field permissions allow it."""
        if verb == READ and VIEW_ALL_FIELDS in self.objects.get(kind.name, ()):
            return True
        # Parts of an address are opened one by one or, as Setup has it, all together.
        part = _ADDRESS.fullmatch(name)
        names = (name, f"{part['of']}Address") if part else (name,)
        return any(verb in self.fields.get(f"{kind.name}.{one}", ()) for one in names)


def is_governed(kind: ObjectType) -> bool:
    """Whether object permissions decide over it; the rest of an org is open or belongs to Setup."""
    return kind.name in _BUSINESS or (
        kind.custom and not kind.is_setting and not kind.is_custom_setting
    )


def is_permissionable(kind: ObjectType, field: Field) -> bool:
    """Whether field permissions decide over it; the others go with their object."""
    if field.required or field.master_detail or field.name in _ALWAYS_SEEN:
        return False
    if (kind.name, field.name) == ("Opportunity", "ContactId"):
        return False
    if kind.name in ACTIVITIES and not field.custom:
        return field.name in _OF_ACTIVITIES
    return is_governed(kind)


def is_allowed(org: Org, user_id: str, name: str) -> bool:
    """Whether one of the user's permission sets holds this user permission."""
    return name in rights_of(org, user_id).allowed


def rights_of(org: Org, user_id: str) -> Rights:
    """What the user may do now; worked out again when rows or the schema have changed."""
    stamp = (
        id(org.schema),
        org.permission_changes,
        *(len(org.rows(name)) for name in PERMISSION_TABLES),
    )
    known = org.rights.get(user_id)
    if known is None or known[0] != stamp:
        known = (stamp, _added_up(org, user_id))
        org.rights[user_id] = known
    rights: Rights = known[1]
    return rights


PERMISSION_TABLES = (
    "PermissionSet",
    "PermissionSetAssignment",
    "PermissionSetGroupComponent",
    "ObjectPermissions",
    "FieldPermissions",
)


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
    for row in held_rows(org, user_id):
        for part in _parts(org, row):
            deployed = org.schema.permission_sets.get(part["Name"])
            if deployed is not None:
                yield deployed


def _parts(org: Org, row: Record) -> list[Record]:
    """A group's permission set stands for those in the group."""
    group_id = row.get("PermissionSetGroupId")
    if not group_id:
        return [row]
    sets = org.rows("PermissionSet")
    return [
        sets[one["PermissionSetId"]]
        for one in org.rows("PermissionSetGroupComponent").values()
        if one["PermissionSetGroupId"] == group_id
    ]


def _added_up(org: Org, user_id: str) -> Rights:
    rows = {row["Id"]: row for row in held_rows(org, user_id)}
    deployed = list(held_sets(org, user_id))
    rights = Rights(sets=frozenset(one.name for one in deployed))
    for row in rows.values():
        rights.allowed |= {name.removeprefix("Permissions") for name in _flags(row)}
    for one in deployed:
        rights.custom_types |= one.custom_types
        rights.classes |= one.classes
        rights.allowed |= one.user_permissions
    for row in org.rows("ObjectPermissions").values():
        if row["ParentId"] in rows:
            rights.objects[row["SobjectType"]] |= _flags(row)
    for row in org.rows("FieldPermissions").values():
        if row["ParentId"] in rows:
            rights.fields[row["Field"]] |= _flags(row)
    return rights


def _flags(row: dict[str, Any]) -> set[str]:
    return {name for name, value in row.items() if value is True and name.startswith("Permissions")}
