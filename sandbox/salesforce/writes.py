"""Creating, changing and deleting rows with the checks that Salesforce makes, in its order.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_create.htm
"""

import re
from typing import Any

from sandbox.salesforce import access, events, permissions
from sandbox.salesforce.errors import SalesforceError, no_such_column
from sandbox.salesforce.formulas import holds
from sandbox.salesforce.ids import to_18
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.rules import missing_fields
from sandbox.salesforce.schema import Field, ObjectType
from sandbox.salesforce.values import shown, stored

_SERIAL = re.compile(r"\{0*\}")
_SYSTEM = "00500000000000SYS0"


def insert(org: Org, user_id: str, *, object_name: str, body: Record) -> str:
    """Create a row as this user; raises SalesforceError and leaves nothing behind when refused."""
    kind = access.object_type(org, user_id, object_name)
    if not access.can_write_type(org, user_id, kind, verb=permissions.CREATE):
        raise _no_access(f"entity type cannot be inserted: {kind.label}")
    values = _checked(org, user_id, kind=kind, body=body)
    record = _with_defaults(kind, values, user_id=user_id)
    with org.transaction():
        _complete(org, kind=kind, record=record, changed=values)
        _check(org, kind=kind, record=record, changed=values)
        record_id = plant(org, object_name=kind.name, record=record, user_id=user_id)
        if kind.name == "EventRelation":
            events.invite(org, org.rows(kind.name)[record_id], new_id=org.next_id)
        org.note_write(
            "create",
            object_name=kind.name,
            record_id=record_id,
            fields=_spelled(kind, values),
            user_id=user_id,
        )
    return record_id


def plant(org: Org, *, object_name: str, record: Record, user_id: str | None = None) -> str:
    """Store a row as the platform itself would, without checks."""
    kind = org.schema.get(object_name)
    if kind is None:
        raise LookupError(f"the org has no object {object_name}")
    record_id = record.get("Id") or org.next_id(kind)
    now = org.clock.now().replace(microsecond=0)
    by = user_id or record.get("OwnerId") or _SYSTEM
    made = {"CreatedDate": now, "CreatedById": by, "LastModifiedDate": now, "LastModifiedById": by}
    numbered = {
        f.name: _numbered(org, f"{kind.name}.{f.name}", f.auto_number)
        for f in kind.fields.values()
        if f.auto_number and not record.get(f.name)
    }
    row = {**made, "IsDeleted": False, **record, **numbered, "Id": record_id, "SystemModstamp": now}
    _name(kind, row)
    org.put(kind.name, record_id, row)
    return record_id


def update(org: Org, user_id: str, *, object_name: str, record_id: str, body: Record) -> None:
    kind = access.object_type(org, user_id, object_name)
    before = existing(org, kind=kind, record_id=record_id)
    access.check_edit(org, user_id, before)
    values = _checked(org, user_id, kind=kind, body=body, updating=True)
    now = org.clock.now().replace(microsecond=0)
    record = {
        **before,
        **values,
        "LastModifiedDate": now,
        "LastModifiedById": user_id,
        "SystemModstamp": now,
    }
    with org.transaction():
        _complete(org, kind=kind, record=record, changed=values)
        _check(org, kind=kind, record=record, changed=values)
        _name(kind, record)
        org.put(kind.name, record["Id"], record)
        if kind.name == "Event":
            events.follow(org, record)
        org.note_write(
            "update",
            object_name=kind.name,
            record_id=record["Id"],
            fields=_spelled(kind, values),
            user_id=user_id,
        )


def delete(org: Org, user_id: str, *, object_name: str, record_id: str) -> None:
    kind = access.object_type(org, user_id, object_name)
    record = existing(org, kind=kind, record_id=record_id)
    access.check_edit(org, user_id, record, verb=permissions.DELETE)
    org.rules.check_lock(record["Id"])
    with org.transaction():
        for child_kind, child in _dependents(org, record["Id"]):
            org.put(child_kind, child["Id"], None)
        if kind.name in {"Event", "EventRelation"}:
            events.cascade(org, kind=kind.name, record=record)
        org.put(kind.name, record["Id"], None)
        org.note_write(
            "delete", object_name=kind.name, record_id=record["Id"], fields={}, user_id=user_id
        )


def existing(org: Org, *, kind: ObjectType, record_id: str) -> Record:
    """The row to change. Raises ENTITY_IS_DELETED or NOT_FOUND as Salesforce does."""
    full = to_18(record_id) if len(record_id) == 15 else record_id
    found = org.rows(kind.name).get(full)
    if found is not None:
        return found
    if org.deleted.get(full) == kind.name:
        raise SalesforceError("ENTITY_IS_DELETED", "entity is deleted")
    raise SalesforceError(
        "NOT_FOUND", "Provided external ID field does not exist or is not accessible: " + record_id
    )


def _checked(
    org: Org, user_id: str, *, kind: ObjectType, body: Record, updating: bool = False
) -> Record:
    """The body's values ready to store; every name must be a field that this user may write."""
    values: Record = {}
    for name, raw in body.items():
        if name == "attributes":
            continue
        field = kind.field(name)
        if field is None or not access.sees_field(org, user_id, kind=kind, field=field):
            raise _no_column(name, kind)
        is_open = access.writes_field(org, user_id, kind=kind, field=field)
        if not is_open or (updating and field.master_detail):
            raise SalesforceError(
                "INVALID_FIELD_FOR_INSERT_UPDATE",
                f"Unable to create/update fields: {field.name}. Please check the security settings "
                "of this field and verify that it is read/write for your profile or permission set.",
                fields=(field.name,),
            )
        values[field.name] = stored(field, raw)
    return values


def _with_defaults(kind: ObjectType, values: Record, *, user_id: str) -> Record:
    defaults = {
        f.name: f.default if f.default is not None else False if f.type == "boolean" else None
        for f in kind.fields.values()
    }
    record = {name: value for name, value in {**defaults, **values}.items() if value is not None}
    if kind.field("OwnerId"):
        record.setdefault("OwnerId", user_id)
    return record


def _complete(org: Org, *, kind: ObjectType, record: Record, changed: Record) -> None:
    if kind.name == "Event":
        events.complete(org, record=record, changed=changed)
    elif kind.name == "EventRelation":
        events.check_relation(org, record)
    elif kind.name == "Case":
        contact = org.row(record.get("ContactId"))
        record["ContactEmail"] = contact.get("Email") if contact else None
    elif kind.name == "PermissionSetAssignment":
        _complete_assignment(org, record)


def _complete_assignment(org: Org, record: Record) -> None:
    """Whoever is given a group holds the permission set that the group adds up to."""
    group = record.get("PermissionSetGroupId")
    if group and not record.get("PermissionSetId"):
        sets = org.rows("PermissionSet").values()
        record["PermissionSetId"] = next(
            (one["Id"] for one in sets if one.get("PermissionSetGroupId") == group), None
        )
    if not record.get("PermissionSetId"):
        raise missing_fields(["PermissionSetId"])


def _check(org: Org, *, kind: ObjectType, record: Record, changed: Record) -> None:
    missing = [f.name for f in kind.fields.values() if f.required and record.get(f.name) is None]
    if missing:
        raise missing_fields(missing)
    for name, value in changed.items():
        field = kind.field(name)
        if field and field.type == "reference" and value:
            _check_reference(org, field, value)
    for object_name, formula, message in org.schema.validations:
        if object_name == kind.name and holds(formula, record):
            raise SalesforceError("FIELD_CUSTOM_VALIDATION_EXCEPTION", message)
    org.rules.check_write(kind.name, record)
    org.rules.check_lock(
        record.get("Id"), record.get("WhoId"), record.get("WhatId"), record.get("EventId")
    )
    for field in kind.fields.values():
        if field.unique and record.get(field.name) is not None:
            _check_unique(org, kind=kind, field=field, record=record)


def _check_reference(org: Org, field: Field, value: str) -> None:
    kind = org.kind_of(value)
    allowed = not field.reference_to or (kind is not None and kind.name in field.reference_to)
    # Activities may be about any custom object that allows them.
    about_custom = (
        field.name == "WhatId" and kind is not None and kind.custom and not kind.is_setting
    )
    if not allowed and not about_custom:
        raise SalesforceError(
            "MALFORMED_ID",
            f"{field.label}: id value of incorrect type: {value}",
            fields=(field.name,),
        )
    target = org.row(value)
    if target is None:
        code = "ENTITY_IS_DELETED" if value in org.deleted else "INVALID_CROSS_REFERENCE_KEY"
        words = "entity is deleted" if value in org.deleted else "invalid cross reference id"
        raise SalesforceError(code, words)
    if field.name == "OwnerId" and value.startswith("005") and not target.get("IsActive"):
        raise SalesforceError(
            "INACTIVE_OWNER_OR_USER",
            f"operation performed with inactive user [{value}] as owner of {target.get('Name')}",
        )


def _check_unique(org: Org, *, kind: ObjectType, field: Field, record: Record) -> None:
    wanted = _folded(record[field.name])
    for other in org.rows(kind.name).values():
        if _folded(other.get(field.name)) == wanted and other["Id"] != record.get("Id"):
            raise SalesforceError(
                "DUPLICATE_VALUE",
                f"duplicate value found: {field.name} duplicates value on record with id: {other['Id'][:15]}",
            )


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _dependents(org: Org, record_id: str) -> list[tuple[str, Record]]:
    """Details of a deleted master go with it."""
    found = []
    for kind in list(org.schema.objects.values()):
        for field in kind.fields.values():
            if field.master_detail:
                rows = org.rows(kind.name).values()
                found += [(kind.name, row) for row in rows if row.get(field.name) == record_id]
    return found


def _numbered(org: Org, name: str, pattern: str) -> str:
    """The next auto number, `B-{0000}` style."""
    match = _SERIAL.search(pattern)
    digits = str(org.next_serial(name)).zfill(len(match[0]) - 2 if match else 0)
    return _SERIAL.sub(digits, pattern)


def _name(kind: ObjectType, row: Record) -> None:
    if kind.field("LastName"):
        row["Name"] = " ".join(filter(None, (row.get("FirstName"), row.get("LastName"))))


def _spelled(kind: ObjectType, values: Record) -> dict[str, Any]:
    return {f.name: shown(f, values[f.name]) for f in kind.fields.values() if f.name in values}


def _no_column(name: str, kind: ObjectType) -> SalesforceError:
    if name.lower() == "id":
        return SalesforceError(
            "INVALID_FIELD", "The Id field should not be specified in the sobject data."
        )
    return SalesforceError(
        "INVALID_FIELD",
        no_such_column(name, kind.name).message.replace("on entity", "on sobject of type", 1)
        if name
        else "empty field name",
    )


def _no_access(message: str) -> SalesforceError:
    return SalesforceError("INSUFFICIENT_ACCESS_OR_READONLY", message)
