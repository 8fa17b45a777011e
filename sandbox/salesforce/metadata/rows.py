"""Brings an org's rows in line with its schema: what was deployed appears in tables, what is gone leaves them."""

from collections.abc import Iterable
from typing import Any

from sandbox.salesforce import permission_rows, writes
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.permission_rows import FIELD_COLUMNS, OBJECT_COLUMNS
from sandbox.salesforce.schema import PermissionSet, PermissionSetGroup, Schema


def settle(org: Org, *, before: Schema) -> None:
    """After the org's schema was replaced."""
    _drop_objects(org, before)
    _drop_fields(org, before)
    _records_of_types(org)
    _permission_sets(org)
    _groups(org)
    permission_rows.refresh(org)
    org.permission_changes += 1


def _drop_objects(org: Org, before: Schema) -> None:
    for kind in before.objects.values():
        if org.schema.get(kind.name) is None:
            for record_id in org.tables.pop(kind.name, {}):
                org.deleted.pop(record_id, None)
                _forget(org, record_id)


def _forget(org: Org, record_id: str) -> None:
    for key in [key for key, known in org.keys.items() if known == record_id]:
        del org.keys[key]


def _drop_fields(org: Org, before: Schema) -> None:
    for kind in before.objects.values():
        after = org.schema.get(kind.name)
        gone = [
            f.name for f in kind.fields.values() if f.custom and after and not after.field(f.name)
        ]
        for row in org.rows(kind.name).values() if gone else ():
            for name in gone:
                row.pop(name, None)


def _records_of_types(org: Org) -> None:
    """Custom metadata records: theirs is what the deployment says, and what an admin changed since."""
    wanted = {(one["object"], one["DeveloperName"]): one for one in org.schema.settings}
    known = {
        (name, row["DeveloperName"]): row
        for name in [kind.name for kind in org.schema.objects.values() if kind.is_setting]
        for row in list(org.rows(name).values())
    }
    for name, developer_name in known.keys() - wanted.keys():
        org.rows(name).pop(known[name, developer_name]["Id"])
    for key, setting in wanted.items():
        row = known.get(key)
        if row is None or row.get(_DEPLOYED) != setting:
            _put_setting(org, setting, row)


_DEPLOYED = " deployed"


def _put_setting(org: Org, setting: dict[str, Any], row: Record | None) -> None:
    kind = org.schema.get(setting["object"])
    if kind is None:
        return
    fields = {name: value for name, value in setting.items() if name != "object"}
    record: Record = {
        "Label": setting["MasterLabel"],
        "QualifiedApiName": setting["DeveloperName"],
        "Language": "en_US",
        **{f.name: f.default for f in kind.fields.values() if f.default is not None},
        **{name: value for name, value in fields.items() if value is not None},
        _DEPLOYED: setting,
    }
    if row:
        record["Id"] = row["Id"]
    writes.plant(org, object_name=kind.name, record=record)


def _permission_sets(org: Org) -> None:
    rows = _by_name(org, "PermissionSet", "Name")
    sets = org.schema.permission_sets
    for name, row in rows.items():
        if row.get(_DEPLOYED) and name not in sets:
            _remove_set(org, row["Id"])
    for name, deployed in sets.items():
        known = rows.get(name, {})
        record = {
            **known,
            "Name": name,
            "Label": deployed.label,
            "Type": "Regular",
            "IsCustom": True,
            "IsOwnedByProfile": False,
            "HasActivationRequired": False,
            _DEPLOYED: True,
        }
        _rights(org, deployed, writes.plant(org, object_name="PermissionSet", record=record))


def _remove_set(org: Org, set_id: str) -> None:
    for name, field in (
        ("PermissionSetAssignment", "PermissionSetId"),
        ("ObjectPermissions", "ParentId"),
        ("FieldPermissions", "ParentId"),
        ("PermissionSetGroupComponent", "PermissionSetId"),
    ):
        _remove(
            org, name, [row["Id"] for row in org.rows(name).values() if row.get(field) == set_id]
        )
    _remove(org, "PermissionSet", [set_id])


def _remove(org: Org, name: str, ids: Iterable[str]) -> None:
    for record_id in ids:
        org.rows(name).pop(record_id, None)


def _rights(org: Org, deployed: PermissionSet, set_id: str) -> None:
    for name, of, columns in (
        ("ObjectPermissions", deployed.objects, OBJECT_COLUMNS),
        ("FieldPermissions", deployed.fields, FIELD_COLUMNS),
    ):
        _remove(org, name, [r["Id"] for r in org.rows(name).values() if r["ParentId"] == set_id])
        for what, rights in of.items():
            if not rights:
                continue
            record: Record = {"ParentId": set_id, "SobjectType": what.partition(".")[0]}
            if "." in what:
                record["Field"] = what
            granted = {column: right in rights for right, column in columns.items()}
            writes.plant(org, object_name=name, record={**record, **granted})


def _groups(org: Org) -> None:
    rows = _by_name(org, "PermissionSetGroup", "DeveloperName")
    groups = org.schema.permission_set_groups
    for name, row in rows.items():
        if row.get(_DEPLOYED) and name not in groups:
            _remove_group(org, row["Id"])
    for group in groups.values():
        _put_group(org, group, rows.get(group.name, {}))


def _put_group(org: Org, group: PermissionSetGroup, known: Record) -> None:
    """The group and its members; what they add up to is a row of its own."""
    sets = _by_name(org, "PermissionSet", "Name")
    titles = {"DeveloperName": group.name, "MasterLabel": group.label}
    record = {**known, **titles, "Language": "en_US", "Status": "Updated", _DEPLOYED: True}
    group_id = writes.plant(org, object_name="PermissionSetGroup", record=record)
    _remove_components(org, group_id)
    for member in group.members:
        link = {"PermissionSetGroupId": group_id, "PermissionSetId": sets[member]["Id"]}
        writes.plant(org, object_name="PermissionSetGroupComponent", record=link)


def _remove_group(org: Org, group_id: str) -> None:
    _remove_components(org, group_id)
    for name in ("PermissionSetAssignment", "PermissionSet"):
        rows = org.rows(name).values()
        _remove(org, name, [r["Id"] for r in rows if r.get("PermissionSetGroupId") == group_id])
    _remove(org, "PermissionSetGroup", [group_id])


def _remove_components(org: Org, group_id: str) -> None:
    rows = org.rows("PermissionSetGroupComponent").values()
    ids = [row["Id"] for row in rows if row["PermissionSetGroupId"] == group_id]
    _remove(org, "PermissionSetGroupComponent", ids)


def _by_name(org: Org, object_name: str, field: str) -> dict[str, Record]:
    return {str(row.get(field)): row for row in org.rows(object_name).values()}
