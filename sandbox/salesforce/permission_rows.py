"""The rows of permission sets that nobody deployed: those behind profiles, and what groups add up to.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_fieldpermissions.htm
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sandbox.salesforce import writes
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.permissions import is_governed, is_permissionable
from sandbox.salesforce.schema import ObjectType
from sandbox.salesforce.standard_company import USER_PERMISSIONS

Rights = dict[str, frozenset[str]]

API_ONLY = "Salesforce API Only System Integrations"
_ALLOWED = {API_ONLY: ("ApiEnabled", "ApiUserOnly")}
OBJECT_COLUMNS = {
    "allowRead": "PermissionsRead",
    "allowCreate": "PermissionsCreate",
    "allowEdit": "PermissionsEdit",
    "allowDelete": "PermissionsDelete",
    "viewAllRecords": "PermissionsViewAllRecords",
    "modifyAllRecords": "PermissionsModifyAllRecords",
    "viewAllFields": "PermissionsViewAllFields",
}
FIELD_COLUMNS = {"readable": "PermissionsRead", "editable": "PermissionsEdit"}
_EDITS = frozenset({"allowRead", "allowCreate", "allowEdit", "allowDelete"})
_ALL = _EDITS | {"viewAllRecords", "modifyAllRecords"}


def refresh(org: Org) -> None:
    """Bring the rows in line with what was deployed last."""
    for profile in list(org.rows("Profile").values()):
        _profile_set(org, profile)
    for row in list(org.rows("PermissionSet").values()):
        deployed = org.schema.permission_sets.get(row["Name"])
        if deployed is not None:
            row.update(_user_permissions(deployed.user_permissions))
    for group in list(org.rows("PermissionSetGroup").values()):
        _group_set(org, group)


def join_group(org: Org, group_id: str, names: Iterable[str]) -> None:
    """Put the permission sets of these names into a group."""
    for permission_set in list(org.rows("PermissionSet").values()):
        if permission_set["Name"] in names:
            _plant(
                org,
                "PermissionSetGroupComponent",
                PermissionSetGroupId=group_id,
                PermissionSetId=permission_set["Id"],
            )
    _group_set(org, org.rows("PermissionSetGroup")[group_id])


def _profile_set(org: Org, profile: Record) -> None:
    """The permission set behind a profile: it opens what is the company's own, nothing of ours."""
    sees_all = profile["Name"] == "System Administrator"
    set_id = _put_set(
        org,
        {"ProfileId": profile["Id"]},
        Name=f"X{profile['Id'][:15]}",
        Label=profile["Name"],
        Type="Profile",
        IsOwnedByProfile=True,
    )
    allowed = USER_PERMISSIONS if sees_all else _ALLOWED.get(profile["Name"], ("ApiEnabled",))
    org.rows("PermissionSet")[set_id].update(_user_permissions(allowed))
    _drop_rights(org, set_id)
    if profile["Name"] == API_ONLY:
        return
    hidden = _hidden_from(org, profile["Id"])
    kinds = [one for one in org.schema.objects.values() if _is_company(one)]
    _put_rights(
        org,
        set_id,
        objects={one.name: _ALL if sees_all else _EDITS for one in kinds},
        fields={
            f"{one.name}.{field.name}": frozenset(
                {"readable", "editable"} if field.writable else {"readable"}
            )
            for one in kinds
            for field in one.fields.values()
            if is_permissionable(one, field)
            and not field.name.startswith("Handoff_")
            and f"{one.name}.{field.name}" not in hidden
        },
    )


def _user_permissions(names: Iterable[str]) -> Record:
    held = frozenset(names)
    return {f"Permissions{one}": one in held for one in USER_PERMISSIONS}


def _is_company(kind: ObjectType) -> bool:
    return is_governed(kind) and not kind.name.startswith("Handoff_")


def _hidden_from(org: Org, profile_id: str) -> frozenset[str]:
    holders = [one for one in org.rows("User").values() if one.get("ProfileId") == profile_id]
    return frozenset(name for one in holders for name in org.profile(one["Id"]).hidden_fields)


def _group_set(org: Org, group: Record) -> None:
    """The permission set that a group adds up to."""
    set_id = _put_set(
        org,
        {"PermissionSetGroupId": group["Id"]},
        Name=group["DeveloperName"],
        Label=group["MasterLabel"],
        Type="Group",
    )
    parts = {
        one["PermissionSetId"]
        for one in org.rows("PermissionSetGroupComponent").values()
        if one["PermissionSetGroupId"] == group["Id"]
    }
    objects: dict[str, set[str]] = defaultdict(set)
    fields: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        found = org.schema.permission_sets.get(org.rows("PermissionSet")[part]["Name"])
        for rights, into in ((found.objects, objects), (found.fields, fields)) if found else ():
            for name, words in rights.items():
                into[name] |= words
    _drop_rights(org, set_id)
    _put_rights(
        org,
        set_id,
        objects={name: frozenset(words) for name, words in objects.items()},
        fields={name: frozenset(words) for name, words in fields.items()},
    )


def _put_set(org: Org, key: dict[str, str], **fields: Any) -> str:
    """The row with this key, changed or made."""
    for one in org.rows("PermissionSet").values():
        if all(one.get(name) == value for name, value in key.items()):
            one.update({**key, **fields})
            return str(one["Id"])
    return _plant(org, "PermissionSet", **{**key, **fields})


def _put_rights(org: Org, set_id: str, *, objects: Rights, fields: Rights) -> None:
    for name, words in objects.items():
        _plant(
            org,
            "ObjectPermissions",
            ParentId=set_id,
            SobjectType=name,
            **{column: word in words for word, column in OBJECT_COLUMNS.items()},
        )
    for name, words in fields.items():
        _plant(
            org,
            "FieldPermissions",
            ParentId=set_id,
            SobjectType=name.partition(".")[0],
            Field=name,
            **{column: word in words for word, column in FIELD_COLUMNS.items()},
        )


def _drop_rights(org: Org, set_id: str) -> None:
    for object_name in ("ObjectPermissions", "FieldPermissions"):
        for row in list(org.rows(object_name).values()):
            if row["ParentId"] == set_id:
                org.rows(object_name).pop(row["Id"])


def _plant(org: Org, object_name: str, **fields: Any) -> str:
    return writes.plant(org, object_name=object_name, record=fields)
