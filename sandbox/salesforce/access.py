"""Who sees and changes what: object, field and record access of one user.

Permission sets say which objects and fields. Records are private to their owner; a sharing rule opens
them to the whole sales team, except for records marked private and for users who see only their own.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm
"""

from collections.abc import Iterator

from sandbox.salesforce import permissions
from sandbox.salesforce.errors import SalesforceError, no_such_column, no_such_object
from sandbox.salesforce.org import Org, Record
from sandbox.salesforce.schema import Field, ObjectType

_BUSINESS = frozenset({"Account", "Contact", "Lead", "Opportunity", "Case", "Event", "Task"})
_PARENTS = {
    "EventRelation": "EventId",
    "OpportunityContactRole": "OpportunityId",
}
# What no record API writes: it is computed, or comes with a deployment.
_DEPLOYED = frozenset(
    {
        "Organization",
        "UserRecordAccess",
        "Profile",
        "PermissionSet",
        "ObjectPermissions",
        "FieldPermissions",
    }
)
_SETUP = frozenset(
    {
        "Group",
        "GroupMember",
        "BusinessHours",
        "Holiday",
        "UserRole",
        "PermissionSetAssignment",
        "PermissionSetGroup",
        "PermissionSetGroupComponent",
    }
)


def object_type(org: Org, user_id: str, name: str) -> ObjectType:
    """The type as this user may see it. Raises INVALID_TYPE when it is missing or denied."""
    kind = org.kind(name)
    if kind is None or name.lower() == "name" or not sees_type(org, user_id, kind):
        raise no_such_object(name)
    return kind


def sees_type(org: Org, user_id: str, kind: ObjectType) -> bool:
    """Custom settings and metadata want an access of their own, or a look into Setup."""
    if org.rules.denies(user_id, kind.name):
        return False
    rights = permissions.rights_of(org, user_id)
    if kind.is_setting or kind.is_custom_setting:
        is_open = {"ViewSetup", "CustomizeApplication", "ModifyAllData"} & rights.allowed
        return bool(is_open) or kind.name in rights.custom_types
    if kind.name in permissions.ACTIVITIES or not permissions.is_governed(kind):
        return True
    return rights.may(kind, permissions.READ)


def field_of(org: Org, user_id: str, *, kind: ObjectType, name: str) -> Field:
    """The field as this user may see it. Raises INVALID_FIELD when it is missing or hidden."""
    found = kind.field(name)
    if found is None or not sees_field(org, user_id, kind=kind, field=found):
        raise no_such_column(name, kind.name)
    return found


def sees_field(org: Org, user_id: str, *, kind: ObjectType, field: Field) -> bool:
    return _may_field(org, user_id, kind=kind, field=field, verb=permissions.READ)


def writes_field(org: Org, user_id: str, *, kind: ObjectType, field: Field) -> bool:
    return field.writable and _may_field(
        org, user_id, kind=kind, field=field, verb=permissions.EDIT
    )


def _may_field(org: Org, user_id: str, *, kind: ObjectType, field: Field, verb: str) -> bool:
    full_name = f"{kind.name}.{field.name}"
    if org.rules.denies(user_id, full_name) or full_name in org.profile(user_id).hidden_fields:
        return False
    if not permissions.is_permissionable(kind, field):
        return True
    return permissions.rights_of(org, user_id).may_field(kind, field.name, verb)


def visible_fields(org: Org, user_id: str, kind: ObjectType) -> Iterator[Field]:
    return (f for f in kind.fields.values() if sees_field(org, user_id, kind=kind, field=f))


def can_read(org: Org, user_id: str, record: Record) -> bool:
    record_id = record["Id"]
    if org.rules.denies(user_id, record_id):
        return False
    kind = org.kind_of(record_id)
    if kind is None or not sees_type(org, user_id, kind):
        return False
    if (
        permissions.rights_of(org, user_id).sees_all(kind)
        or record.get("OwnerId") == user_id
        or _through_queue(org, user_id, record)
    ):
        return True
    if kind.name in _PARENTS:
        parent = org.row(record.get(_PARENTS[kind.name]))
        return parent is not None and can_read(org, user_id, parent)
    if kind.name not in _BUSINESS and not kind.custom:
        return True
    return _shared(org, user_id, kind=kind, record=record)


def can_edit(org: Org, user_id: str, record: Record, *, verb: str = permissions.EDIT) -> bool:
    kind = org.kind_of(record["Id"])
    if org.rules.forbids_editing(user_id, record["Id"]):
        return False
    if kind is None or not can_read(org, user_id, record):
        return False
    if not can_write_type(org, user_id, kind, verb=verb):
        return False
    return _may_change(org, user_id, kind=kind, record=record)


def can_write_type(
    org: Org, user_id: str, kind: ObjectType, *, verb: str = permissions.EDIT
) -> bool:
    """Whether the user may write records of the object at all, in this way."""
    if kind.is_setting or kind.name in _DEPLOYED:
        return False
    if kind.name == "User":
        return org.profile(user_id).manages_users
    rights = permissions.rights_of(org, user_id)
    if kind.is_custom_setting or kind.name in _SETUP:
        return "CustomizeApplication" in rights.allowed
    return not permissions.is_governed(kind) or rights.may(kind, verb)


def check_edit(org: Org, user_id: str, record: Record, *, verb: str = permissions.EDIT) -> None:
    if not can_edit(org, user_id, record, verb=verb):
        raise SalesforceError(
            "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
        )


def _may_change(org: Org, user_id: str, *, kind: ObjectType, record: Record) -> bool:
    """Public objects may be read by all, and changed unless they are for reading only."""
    if not kind.custom or kind.sharing in ("ReadWrite", "ControlledByParent", "Private"):
        return True
    changes_all = permissions.rights_of(org, user_id).changes_all(kind)
    return (
        changes_all
        or record.get("OwnerId") == user_id
        or _is_shared_by_apex(user_id, kind=kind, record=record)
    )


def _is_shared_by_apex(user_id: str, *, kind: ObjectType, record: Record) -> bool:
    """What the deployed trigger HandoffHostShared does: a host record is its person's to change."""
    is_host = kind.name == "Handoff_Host__c" and "Host__c" in kind.sharing_reasons
    return is_host and record.get("User__c") == user_id


def _shared(org: Org, user_id: str, *, kind: ObjectType, record: Record) -> bool:
    if record["Id"] in org.private_records:
        return False
    is_configuration = kind.name.startswith("Handoff_") or kind.is_setting
    if is_configuration:
        return kind.sharing != "Private"
    return not org.profile(user_id).own_records_only


def _through_queue(org: Org, user_id: str, record: Record) -> bool:
    owner = record.get("OwnerId") or ""
    if not owner.startswith("00G"):
        return False
    return any(
        member["GroupId"] == owner and member["UserOrGroupId"] == user_id
        for member in org.rows("GroupMember").values()
    )
