"""Salesforce's own objects that say who may see and change what, by API name."""

from handoff.salesforce.setting_fields import Field


class UserRecordAccess:
    """What one user may do with one record; worked out when it is asked."""

    OBJECT = "UserRecordAccess"
    RECORD = Field("RecordId", "Lookup")
    USER = Field("UserId", "Lookup")
    READS = Field("HasReadAccess", "Checkbox")
    EDITS = Field("HasEditAccess", "Checkbox")


class PermissionSet:
    """A permission set; one that belongs to a profile holds what the profile itself allows."""

    OBJECT = "PermissionSet"
    ID = Field("Id", "Lookup")
    PROFILE = Field("ProfileId", "Lookup")
    IS_OF_PROFILE = Field("IsOwnedByProfile", "Checkbox")


class Assignment:
    """PermissionSetAssignment: a permission set, or a group of them, that a user holds."""

    OBJECT = "PermissionSetAssignment"
    USER = Field("AssigneeId", "Lookup")
    PERMISSION_SET = Field("PermissionSetId", "Lookup")
    GROUP = Field("PermissionSetGroupId", "Lookup")
    ENDS_AT = Field("ExpirationDate", "DateTime")


class GroupComponent:
    """PermissionSetGroupComponent: a permission set within a group, or one that mutes others there."""

    OBJECT = "PermissionSetGroupComponent"
    GROUP = Field("PermissionSetGroupId", "Lookup")
    PERMISSION_SET = Field("PermissionSetId", "Lookup")


class ObjectPermissions:
    """What a permission set allows on an object."""

    OBJECT = "ObjectPermissions"
    PARENT = Field("ParentId", "Lookup")
    SOBJECT = Field("SobjectType", "Picklist")
    READS = Field("PermissionsRead", "Checkbox")
    ALL_FIELDS = Field("PermissionsViewAllFields", "Checkbox")


class FieldPermissions:
    """What a permission set allows on a field; nothing stands here of fields that everybody sees."""

    OBJECT = "FieldPermissions"
    PARENT = Field("ParentId", "Lookup")
    SOBJECT = Field("SobjectType", "Picklist")
    FIELD = Field("Field", "Picklist")
    READS = Field("PermissionsRead", "Checkbox")
    EDITS = Field("PermissionsEdit", "Checkbox")


MUTING_PREFIX = "0QM"
"""Muting permission sets take away within a group what others grant."""
