"""Salesforce's own objects that tell how an org is organized, field by field, as far as settings are made of them."""

from handoff.salesforce.setting_fields import Field


class Organization:
    """Organization: the org itself, as its company information has it."""

    OBJECT = "Organization"
    LANGUAGE = Field("LanguageLocaleKey", "Picklist")
    LOCALE = Field("DefaultLocaleSidKey", "Picklist")
    ZONE = Field("TimeZoneSidKey", "Picklist")


class BusinessHours:
    """BusinessHours: when the org is open; each day has a start and an end, such as MondayStartTime."""

    OBJECT = "BusinessHours"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Holiday:
    """Holiday: a day on which the org is closed, once or again and again."""

    OBJECT = "Holiday"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    ON = Field("ActivityDate", "Date")
    IS_ALL_DAY = Field("IsAllDay", "Checkbox")
    REPEATS = Field("IsRecurrence", "Checkbox")
    REPEATS_FROM = Field("RecurrenceStartDate", "Date")
    REPEATS_UNTIL = Field("RecurrenceEndDateOnly", "Date")
    RECURRENCE = Field("RecurrenceType", "Picklist")
    INTERVAL = Field("RecurrenceInterval", "Number")
    WEEKDAYS = Field("RecurrenceDayOfWeekMask", "Number")
    DAY_OF_MONTH = Field("RecurrenceDayOfMonth", "Number")
    NTH = Field("RecurrenceInstance", "Picklist")
    MONTH = Field("RecurrenceMonthOfYear", "Picklist")


class PermissionSet:
    """PermissionSet: what its holders may do."""

    OBJECT = "PermissionSet"
    NAME = Field("Name", "Text")


class Assignment:
    """PermissionSetAssignment: who holds a permission set, by itself or through a group of them."""

    OBJECT = "PermissionSetAssignment"
    USER = Field("AssigneeId", "Lookup")
    SET_NAME = Field("PermissionSet.Name", "Text")
    SET_GROUP = Field("PermissionSetGroupId", "Lookup")
    EXPIRES_AT = Field("ExpirationDate", "DateTime")


class Component:
    """PermissionSetGroupComponent: a permission set in a group of them."""

    OBJECT = "PermissionSetGroupComponent"
    SET_NAME = Field("PermissionSet.Name", "Text")
    SET_GROUP = Field("PermissionSetGroupId", "Lookup")


class Group:
    """Group: a public group, a queue, or what Salesforce keeps for a role."""

    OBJECT = "Group"
    ID = Field("Id", "Id")
    NAME = Field("DeveloperName", "Text")
    KIND = Field("Type", "Picklist")
    RELATED = Field("RelatedId", "Lookup")


class GroupMember:
    """GroupMember: a user or a group within a group."""

    OBJECT = "GroupMember"
    GROUP = Field("GroupId", "Lookup")
    MEMBER = Field("UserOrGroupId", "Lookup")
    SINCE = Field("SystemModstamp", "DateTime")


class UserRole:
    """UserRole: a place in the org's tree of roles."""

    OBJECT = "UserRole"
    ID = Field("Id", "Id")
    NAME = Field("DeveloperName", "Text")
    PARENT = Field("ParentRoleId", "Lookup")


ROLE_OF_USER = "UserRoleId"
