"""Who sees and changes what: object, field and record access of one user.

Records are private to their owner; a sharing rule opens them to the whole sales team, except for
records marked private and for users who see only their own. Settings and people are public.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm
"""

from collections.abc import Iterator

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
    if kind is None or name.lower() == "name" or org.rules.denies(user_id, name):
        raise no_such_object(name)
    return kind


def field_of(org: Org, user_id: str, *, kind: ObjectType, name: str) -> Field:
    """The field as this user may see it. Raises INVALID_FIELD when it is missing or hidden."""
    found = kind.field(name)
    if found is None or not sees_field(org, user_id, kind=kind, field=found):
        raise no_such_column(name, kind.name)
    return found


def sees_field(org: Org, user_id: str, *, kind: ObjectType, field: Field) -> bool:
    full_name = f"{kind.name}.{field.name}"
    if org.rules.denies(user_id, full_name):
        return False
    return full_name not in org.profile(user_id).hidden_fields


def visible_fields(org: Org, user_id: str, kind: ObjectType) -> Iterator[Field]:
    return (f for f in kind.fields.values() if sees_field(org, user_id, kind=kind, field=f))


def can_read(org: Org, user_id: str, record: Record) -> bool:
    record_id = record["Id"]
    if org.rules.denies(user_id, record_id):
        return False
    profile = org.profile(user_id)
    kind = org.kind_of(record_id)
    if kind is None or org.rules.denies(user_id, kind.name):
        return False
    if profile.sees_all or record.get("OwnerId") == user_id or _through_queue(org, user_id, record):
        return True
    if kind.name in _PARENTS:
        parent = org.row(record.get(_PARENTS[kind.name]))
        return parent is not None and can_read(org, user_id, parent)
    if kind.name not in _BUSINESS and not kind.custom:
        return True
    return _shared(org, user_id, kind=kind, record=record)


def can_edit(org: Org, user_id: str, record: Record) -> bool:
    kind = org.kind_of(record["Id"])
    if kind is None or not can_read(org, user_id, record):
        return False
    return can_write_type(org, user_id, kind)


def can_write_type(org: Org, user_id: str, kind: ObjectType) -> bool:
    """Settings belong to admins; custom metadata to deployments; people to whoever manages users."""
    if kind.is_setting:
        return False
    if kind.name in _DEPLOYED:
        return False
    if kind.name == "User":
        return org.profile(user_id).manages_users
    if kind.name.startswith("Handoff_") or kind.name in _SETUP:
        return org.profile(user_id).changes_settings
    return True


def check_edit(org: Org, user_id: str, record: Record) -> None:
    if not can_edit(org, user_id, record):
        raise SalesforceError(
            "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
        )


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
