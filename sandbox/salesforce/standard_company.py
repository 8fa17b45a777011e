"""The standard objects with which an org's admins describe their company: roles, groups, hours, permissions.

Written like the tables of `standard_fields`. Names and types as in the object reference,
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/.
"""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_RECURRENCES = (
    "RecursDaily|RecursEveryWeekday|RecursMonthly|RecursMonthlyNth|RecursWeekly|RecursYearly|"
    "RecursYearlyNth"
)
# What a permission set can allow beyond objects and fields, as far as anyone asks for it here.
USER_PERMISSIONS = (
    "ActivitiesAccess",
    "ApiEnabled",
    "ApiUserOnly",
    "EditEvent",
    "EditTask",
    "RunFlow",
    "RunReports",
    "ViewSetup",
    "ViewAllUsers",
    "ViewRoles",
    "ManageUsers",
    "AssignPermissionSets",
    "CustomizeApplication",
    "ModifyMetadata",
    "ViewAllData",
    "ModifyAllData",
    "AuthorApex",
)

# Setup entities that keep no creator, only the time of their last change.
ONLY_STAMPED = frozenset(
    {"FieldPermissions", "PermissionSetAssignment", "GroupMember", "UserRecordAccess"}
)

# object: (label, plural, key prefix, fields)
OBJECTS: dict[str, tuple[str, str, str, str]] = {
    "UserRole": (
        "Role",
        "Role",
        "00E",
        """
Name string:80 required = Name
DeveloperName string:80 = Developer Name
ParentRoleId reference:18 = Parent Role ID
RollupDescription string:80 = Description
OpportunityAccessForAccountOwner picklist:40 {None|Read|Edit} = Opportunity Access Level for Account Owner
CaseAccessForAccountOwner picklist:40 {None|Read|Edit} = Case Access Level for Account Owner
ContactAccessForAccountOwner picklist:40 {None|Read|Edit} = Contact Access Level for Account Owner
ForecastUserId reference:18 = User ID
PortalType picklist:40 {None|CustomerPortal|Partner} = Portal Type
""",
    ),
    "Profile": (
        "Profile",
        "Profile",
        "00e",
        """
Name string:255 readonly = Name
Description string:255 readonly = Description
UserType picklist:40 readonly {Standard|PowerPartner|CsnOnly|Guest} = User Type
UserLicenseId reference:18 readonly = User License ID
""",
    ),
    "Group": (
        "Group",
        "Group",
        "00G",
        """
Name string:40 required = Name
DeveloperName string:80 = Developer Name
Type picklist:40 {Regular|Queue|Role|RoleAndSubordinates|RoleAndSubordinatesInternal|Organization|Manager|ManagerAndSubordinatesInternal} = Type
Email email:255 = Email
OwnerId reference:18 readonly ->Organization,User/Owner = Owner ID
RelatedId reference:18 readonly ->User,UserRole/Related = Related ID
DoesSendEmailToMembers boolean = Send Email to Members
DoesIncludeBosses boolean = Include Bosses
""",
    ),
    "GroupMember": (
        "Group Member",
        "Group Member",
        "011",
        """
GroupId reference:18 required ->Group/Group = Group ID
UserOrGroupId reference:18 required ->Group,User/UserOrGroup = User/Group ID
""",
    ),
    "BusinessHours": (
        "Business Hours",
        "Business Hours",
        "01m",
        """
Name string:80 = Business Hours Name
IsActive boolean = Active
IsDefault boolean = Default Business Hours
TimeZoneSidKey picklist:40 = Time Zone
"""
        + "".join(
            f"{day}StartTime time = {day} Start\n{day}EndTime time = {day} End\n" for day in _DAYS
        ),
    ),
    "Holiday": (
        "Holiday",
        "Holiday",
        "0C0",
        f"""
Name string:80 = Holiday Name
Description string:100 = Description
IsAllDay boolean = All Day
ActivityDate date = Holiday Date
StartTimeInMinutes int:9 = Start Time In Minutes From Midnight
EndTimeInMinutes int:9 = End Time In Minutes From Midnight
IsRecurrence boolean = Recurring Holiday
RecurrenceStartDate date = Recurrence Start
RecurrenceEndDateOnly date = Recurrence End
RecurrenceType picklist:40 restricted {{{_RECURRENCES}}} = Recurrence Type
RecurrenceInterval int:9 = Recurrence Interval
RecurrenceDayOfWeekMask int:9 = Recurrence Day of Week Mask
RecurrenceDayOfMonth int:9 = Recurrence Day of Month
RecurrenceInstance picklist:40 restricted {{First|Second|Third|Fourth|Last}} = Recurrence Instance
RecurrenceMonthOfYear picklist:40 restricted {{{_MONTHS}}} = Recurrence Month of Year
""",
    ),
    "PermissionSet": (
        "Permission Set",
        "Permission Set",
        "0PS",
        """
Name string:80 readonly = Permission Set Name
Label string:80 readonly = Permission Set Label
Description string:255 readonly = Description
Type picklist:40 readonly {Regular|Standard|Session|Group|Profile} = Permission Set Type
IsOwnedByProfile boolean readonly = Is Owned By Profile
IsCustom boolean readonly = Custom
HasActivationRequired boolean readonly = Session Activation Required
ProfileId reference:18 readonly ->Profile/Profile = Profile ID
PermissionSetGroupId reference:18 readonly ->PermissionSetGroup/PermissionSetGroup = Permission Set Group ID
LicenseId reference:18 readonly = License ID
NamespacePrefix string:15 readonly = Namespace Prefix
"""
        + "".join(f"Permissions{one} boolean readonly = {one}\n" for one in USER_PERMISSIONS),
    ),
    "PermissionSetAssignment": (
        "Permission Set Assignment",
        "Permission Set Assignment",
        "0Pa",
        """
AssigneeId reference:18 required ->User/Assignee = Assignee ID
PermissionSetId reference:18 ->PermissionSet/PermissionSet = PermissionSet ID
PermissionSetGroupId reference:18 ->PermissionSetGroup/PermissionSetGroup = Permission Set Group ID
ExpirationDate datetime = Expires On
IsActive boolean readonly default = Is Active
""",
    ),
    "PermissionSetGroup": (
        "Permission Set Group",
        "Permission Set Group",
        "0PG",
        """
DeveloperName string:80 required = API Name
MasterLabel string:80 required = Label
Description textarea:255 = Description
Status picklist:40 readonly {Updated|Outdated|Updating|Failed} = Status
HasActivationRequired boolean = Session Activation Required
Language picklist:40 = Master Language
NamespacePrefix string:15 readonly = Namespace Prefix
""",
    ),
    "PermissionSetGroupComponent": (
        "Permission Set Group Component",
        "Permission Set Group Component",
        "0PH",
        """
PermissionSetGroupId reference:18 required ->PermissionSetGroup/PermissionSetGroup = Permission Set Group ID
PermissionSetId reference:18 required ->PermissionSet/PermissionSet = Permission Set ID
""",
    ),
    "ObjectPermissions": (
        "Object Permissions",
        "Object Permissions",
        "110",
        """
ParentId reference:18 readonly ->PermissionSet/Parent = Parent ID
SobjectType picklist:40 readonly = sObject Type Name
PermissionsRead boolean readonly = Read Records
PermissionsCreate boolean readonly = Create Records
PermissionsEdit boolean readonly = Edit Records
PermissionsDelete boolean readonly = Delete Records
PermissionsViewAllRecords boolean readonly = Read All Records
PermissionsModifyAllRecords boolean readonly = Edit All Records
PermissionsViewAllFields boolean readonly = View All Fields
""",
    ),
    "FieldPermissions": (
        "Field Permissions",
        "Field Permissions",
        "01k",
        """
ParentId reference:18 readonly ->PermissionSet/Parent = Parent ID
SobjectType picklist:40 readonly = sObject Type Name
Field picklist:80 readonly = Field Name
PermissionsRead boolean readonly = Read Field
PermissionsEdit boolean readonly = Edit Field
""",
    ),
    "UserRecordAccess": (
        "User Record Access",
        "User Record Access",
        "",
        """
RecordId reference:18 readonly = Record ID
UserId reference:18 readonly ->User/User = User ID
HasReadAccess boolean readonly = Has Read Access
HasEditAccess boolean readonly = Has Edit Access
HasDeleteAccess boolean readonly = Has Delete Access
HasTransferAccess boolean readonly = Has Transfer Access
HasAllAccess boolean readonly = Has All Access
MaxAccessLevel picklist:40 readonly {None|Read|Edit|Delete|Transfer|All} = Maximum Access Level
""",
    ),
}
