"""The people, customers and activities that an org knows before anyone deploys anything to it.

Names, types and labels as in the object reference,
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/.
One line per field: name, type[:length], then flags, `->Targets/relationship`, `{picklist}`, `= Label`.
"""

ADDRESS = """
{0}Street textarea:255 = {1} Street
{0}City string:40 = {1} City
{0}State string:80 = {1} State/Province
{0}PostalCode string:20 = {1} Zip/Postal Code
{0}Country string:80 = {1} Country
"""

PERSON = """
Salutation picklist:40 {{Mr.|Ms.|Mrs.|Dr.|Prof.|Mx.}} = Salutation
FirstName string:40 = First Name
LastName string:80 required = Last Name
Name string:121 readonly = Full Name
Title string:{0} = Title
Email email:80 = Email
Phone phone:40 = Phone
MobilePhone phone:40 = Mobile Phone
Description textarea:32000 long = Description
"""

SYSTEM = """
Id id:18 readonly = {0} ID
IsDeleted boolean readonly = Deleted
CreatedDate datetime readonly = Created Date
CreatedById reference:18 readonly ->User/CreatedBy = Created By ID
LastModifiedDate datetime readonly = Last Modified Date
LastModifiedById reference:18 readonly ->User/LastModifiedBy = Last Modified By ID
SystemModstamp datetime readonly = System Modstamp
"""

# The entity behind a polymorphic relationship: Owner, Who and What show only these fields.
# https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_name.htm
NAME = """
Id id:18 readonly = Name ID
Name string:255 readonly = Name
FirstName string:80 readonly = First Name
LastName string:80 readonly = Last Name
Email email:80 readonly = Email
Phone phone:40 readonly = Phone
Title string:80 readonly = Title
Alias string:8 readonly = Alias
Username string:80 readonly = Username
IsActive boolean readonly = Active
Type string:40 readonly = Type
UserRoleId reference:18 readonly = Role ID
ProfileId reference:18 readonly = Profile ID
"""

# object: (label, plural, key prefix, fields)
OBJECTS: dict[str, tuple[str, str, str, str]] = {
    "User": (
        "User",
        "Users",
        "005",
        """
Username string:80 required unique = Username
FirstName string:40 = First Name
LastName string:80 required = Last Name
Name string:121 readonly = Full Name
Email email:128 required = Email
Alias string:8 = Alias
Title string:80 = Title
Department string:80 = Department
Phone phone:40 = Phone
MobilePhone phone:40 = Mobile
IsActive boolean = Active
UserType picklist:40 {Standard|PowerPartner|CsnOnly|Guest} = User Type
TimeZoneSidKey picklist:40 = Time Zone
LocaleSidKey picklist:40 = Locale
LanguageLocaleKey picklist:40 = Language
ProfileId reference:18 ->Profile/Profile = Profile ID
UserRoleId reference:18 ->UserRole/UserRole = Role ID
ManagerId reference:18 ->User/Manager = Manager ID
City string:40 = City
Country string:80 = Country
SmallPhotoUrl url:1024 readonly = Url for Thumbnail sized Photo
FullPhotoUrl url:1024 readonly = Url for full-sized Photo
""",
    ),
    "Account": (
        "Account",
        "Accounts",
        "001",
        """
Name string:255 required = Account Name
Type picklist:255 {Prospect|Customer - Direct|Customer - Channel|Partner|Other} = Account Type
ParentId reference:18 ->Account/Parent = Parent Account ID
Industry picklist:255 {Agriculture|Banking|Biotechnology|Construction|Consulting|Education|Energy|Engineering|Healthcare|Manufacturing|Retail|Shipping|Technology|Other} = Industry
AnnualRevenue currency = Annual Revenue
NumberOfEmployees int = Employees
Phone phone:40 = Account Phone
Website url:255 = Website
Description textarea:32000 long = Account Description
Rating picklist:255 {Hot|Warm|Cold} = Account Rating
LastActivityDate date readonly = Last Activity
OwnerId reference:18 ->User/Owner = Owner ID
"""
        + ADDRESS.format("Billing", "Billing"),
    ),
    "Contact": (
        "Contact",
        "Contacts",
        "003",
        PERSON.format(128)
        + """
AccountId reference:18 ->Account/Account = Account ID
ReportsToId reference:18 ->Contact/ReportsTo = Reports To ID
Department string:80 = Department
LeadSource picklist:255 {Web|Phone Inquiry|Partner Referral|Purchased List|Other} = Lead Source
OwnerId reference:18 ->User/Owner = Owner ID
"""
        + ADDRESS.format("Mailing", "Mailing"),
    ),
    "Lead": (
        "Lead",
        "Leads",
        "00Q",
        PERSON.format(128)
        + """
Company string:255 required = Company
Website url:255 = Website
Industry picklist:255 {Agriculture|Banking|Biotechnology|Construction|Consulting|Education|Energy|Engineering|Healthcare|Manufacturing|Retail|Shipping|Technology|Other} = Industry
LeadSource picklist:255 {Web|Phone Inquiry|Partner Referral|Purchased List|Other} = Lead Source
Status picklist:255 default {Open - Not Contacted|Working - Contacted|Unqualified|Closed - Converted|Closed - Not Converted} = Status
Rating picklist:255 {Hot|Warm|Cold} = Rating
AnnualRevenue currency = Annual Revenue
NumberOfEmployees int = Employees
IsConverted boolean readonly = Converted
ConvertedAccountId reference:18 readonly ->Account/ConvertedAccount = Converted Account ID
ConvertedContactId reference:18 readonly ->Contact/ConvertedContact = Converted Contact ID
OwnerId reference:18 ->Group,User/Owner = Owner ID
Street textarea:255 = Street
City string:40 = City
State string:80 = State/Province
PostalCode string:20 = Zip/Postal Code
Country string:80 = Country
""",
    ),
    "Opportunity": (
        "Opportunity",
        "Opportunities",
        "006",
        """
Name string:120 required = Name
AccountId reference:18 ->Account/Account = Account ID
ContactId reference:18 ->Contact/Contact = Contact ID
StageName picklist:255 required {Prospecting|Qualification|Needs Analysis|Value Proposition|Proposal/Price Quote|Negotiation/Review|Closed Won|Closed Lost} = Stage
Amount currency = Amount
Probability percent = Probability (%)
CloseDate date required = Close Date
Type picklist:255 {Existing Customer - Upgrade|New Customer} = Opportunity Type
NextStep string:255 = Next Step
LeadSource picklist:255 {Web|Phone Inquiry|Partner Referral|Purchased List|Other} = Lead Source
IsClosed boolean readonly = Closed
IsWon boolean readonly = Won
Description textarea:32000 long = Description
OwnerId reference:18 ->User/Owner = Owner ID
""",
    ),
    "OpportunityContactRole": (
        "Opportunity Contact Role",
        "Opportunity Contact Role",
        "00K",
        """
OpportunityId reference:18 required ->Opportunity/Opportunity = Opportunity ID
ContactId reference:18 required ->Contact/Contact = Contact ID
Role picklist:255 {Business User|Decision Maker|Economic Buyer|Evaluator|Executive Sponsor|Influencer|Technical Buyer|Other} = Role
IsPrimary boolean = Primary
""",
    ),
    "Case": (
        "Case",
        "Cases",
        "500",
        """
CaseNumber string:30 autonumber = Case Number
Subject string:255 = Subject
Status picklist:255 default {New|Working|Escalated|Closed} = Status
Priority picklist:255 {High|Medium|Low} = Priority
Origin picklist:255 {Phone|Email|Web} = Case Origin
Type picklist:255 {Mechanical|Electrical|Electronic|Structural|Other} = Case Type
Reason picklist:255 {Installation|Equipment Complexity|Performance|Breakdown|Equipment Design|Feedback|Other} = Case Reason
AccountId reference:18 ->Account/Account = Account ID
ContactId reference:18 ->Contact/Contact = Contact ID
ContactEmail email:80 readonly = Contact Email
SuppliedName string:80 = Web Name
SuppliedEmail email:80 = Web Email
SuppliedCompany string:80 = Web Company
SuppliedPhone phone:40 = Web Phone
IsClosed boolean readonly = Closed
Description textarea:32000 long = Description
OwnerId reference:18 ->Group,User/Owner = Owner ID
""",
    ),
    "Event": (
        "Event",
        "Events",
        "00U",
        """
Subject string:255 = Subject
Description textarea:32000 long = Description
Location string:255 = Location
OwnerId reference:18 ->User/Owner = Assigned To ID
WhoId reference:18 ->Contact,Lead/Who = Name ID
WhatId reference:18 ->Account,Case,Opportunity/What = Related To ID
AccountId reference:18 readonly ->Account/Account = Account ID
StartDateTime datetime = Start Date Time
EndDateTime datetime = End Date Time
DurationInMinutes int = Duration
ActivityDateTime datetime = Due Date Time
ActivityDate date = Due Date Only
IsAllDayEvent boolean = All-Day Event
ShowAs picklist:40 restricted {Busy|OutOfOffice|Free} = Show Time As
Type picklist:255 {Email|Meeting|Other|Call} = Type
EventSubtype picklist:40 {Event} = Event Subtype
IsPrivate boolean = Private
IsReminderSet boolean = Reminder Set
ReminderDateTime datetime = Reminder Date/Time
IsChild boolean readonly = Is Child
IsGroupEvent boolean readonly = Is Group Event
GroupEventType picklist:40 readonly {0|1|2} = Group Event Type
IsArchived boolean readonly = Archived
IsRecurrence boolean readonly = Create Recurring Series of Events
WhoCount int readonly = Relation Count
WhatCount int readonly = Related To Count
""",
    ),
    "Task": (
        "Task",
        "Tasks",
        "00T",
        """
Subject string:255 = Subject
Description textarea:32000 long = Description
OwnerId reference:18 ->User/Owner = Assigned To ID
WhoId reference:18 ->Contact,Lead/Who = Name ID
WhatId reference:18 ->Account,Case,Opportunity/What = Related To ID
AccountId reference:18 readonly ->Account/Account = Account ID
Status picklist:255 default {Not Started|In Progress|Completed|Waiting on someone else|Deferred} = Status
Priority picklist:255 default {Normal|High|Low} = Priority
ActivityDate date = Due Date Only
IsClosed boolean readonly = Closed
""",
    ),
    "EventRelation": (
        "Event Relation",
        "Event Relations",
        "0RE",
        """
EventId reference:18 required ->Event/Event = Event ID
RelationId reference:18 required ->Contact,Lead,User/Relation = Relation ID
Status picklist:40 {New|Accepted|Declined|Maybe} = Status
RespondedDate datetime = Responded Date
Response string:255 = Response
IsWhat boolean readonly = Is What
IsParent boolean readonly = Is Parent
IsInvitee boolean readonly = Is Invitee
AccountId reference:18 readonly ->Account/Account = Account ID
""",
    ),
    "Organization": (
        "Organization",
        "Organizations",
        "00D",
        """
Name string:80 readonly = Name
InstanceName string:5 readonly = Instance Name
IsSandbox boolean readonly = Is Sandbox
OrganizationType picklist:40 readonly = Edition
NamespacePrefix string:15 readonly = Namespace Prefix
TrialExpirationDate datetime readonly = Trial Expiration Date
TimeZoneSidKey picklist:40 readonly = Time Zone
LanguageLocaleKey picklist:40 readonly = Language
DefaultLocaleSidKey picklist:40 readonly = Locale
""",
    ),
}
