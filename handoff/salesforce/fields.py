"""Every Salesforce object and field that the product relies on, by API name and metadata type.

A test holds the custom ones against sf_metadata/.
"""

from collections.abc import Iterator
from dataclasses import dataclass

API_VERSION = "67.0"


class Field(str):
    """A field's API name that also knows the metadata type it must have."""

    kind: str
    __slots__ = ("kind",)

    def __new__(cls, name: str, kind: str) -> "Field":
        """Make the name; it is used wherever a text is."""
        made = super().__new__(cls, name)
        made.kind = kind
        return made


class MeetingType:
    """Handoff_Meeting_Type__c: a kind of meeting."""

    OBJECT = "Handoff_Meeting_Type__c"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    ACTIVE = Field("Active__c", "Checkbox")
    SORT_ORDER = Field("Sort_Order__c", "Number")
    OBJECTS = Field("Objects__c", "Text")
    DURATION = Field("Duration_Minutes__c", "Number")
    STEP = Field("Step_Minutes__c", "Number")
    BUFFER_BEFORE = Field("Buffer_Before_Minutes__c", "Number")
    BUFFER_AFTER = Field("Buffer_After_Minutes__c", "Number")
    MINIMUM_NOTICE = Field("Minimum_Notice_Minutes__c", "Number")
    HORIZON = Field("Horizon_Days__c", "Number")
    WEEKLY_HOURS = Field("Weekly_Hours__c", "LongTextArea")
    PLATFORM = Field("Platform__c", "Picklist")
    SUBJECT = Field("Subject_Template__c", "Text")
    LOCATION = Field("Location_Template__c", "Text")
    DESCRIPTION = Field("Description_Template__c", "LongTextArea")
    GUEST_INVITATION = Field("Guest_Invitation__c", "Checkbox")
    GUEST_CONFIRMATION = Field("Guest_Confirmation__c", "Checkbox")
    CREATES_EVENT = Field("Create_Salesforce_Event__c", "Checkbox")


class Pool:
    """Handoff_Pool__c: hosts who share turns."""

    OBJECT = "Handoff_Pool__c"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    ACTIVE = Field("Active__c", "Checkbox")
    KIND = Field("Kind__c", "Picklist")
    ZONE = Field("Time_Zone__c", "Text")
    RESET = Field("Reset__c", "Picklist")


class PoolMember:
    """Handoff_Pool_Member__c: a host's place in a pool."""

    OBJECT = "Handoff_Pool_Member__c"
    ID = Field("Id", "Id")
    POOL = Field("Pool__c", "MasterDetail")
    USER = Field("User__c", "Lookup")
    ACTIVE = Field("Active__c", "Checkbox")
    WEIGHT = Field("Weight__c", "Number")
    SORT_ORDER = Field("Sort_Order__c", "Number")


class Host:
    """Handoff_Host__c: a colleague who can be booked."""

    OBJECT = "Handoff_Host__c"
    ID = Field("Id", "Id")
    USER = Field("User__c", "Lookup")
    ACTIVE = Field("Active__c", "Checkbox")
    PROVIDER = Field("Calendar_Provider__c", "Picklist")
    ADDRESS = Field("Calendar_Address__c", "Email")
    WEEKLY_HOURS = Field("Weekly_Hours__c", "LongTextArea")
    ZONE = Field("Time_Zone__c", "Text")
    PLATFORM = Field("Platform__c", "Picklist")
    PERSONAL_LINK = Field("Personal_Link__c", "Url")


class Booking:
    """Handoff_Booking__c: one row for every meeting."""

    OBJECT = "Handoff_Booking__c"
    KEY = Field("Booking_Key__c", "Text")
    STATUS = Field("Status__c", "Picklist")
    EVENT_ID = Field("Event_Id__c", "Text")
    RECORD_ID = Field("Record_Id__c", "Text")
    RECORD_OBJECT = Field("Object__c", "Text")
    HOST = Field("Host__c", "Lookup")
    ORGANIZER = Field("Organizer__c", "Lookup")
    MEETING_TYPE = Field("Meeting_Type__c", "Text")
    POOL = Field("Pool__c", "Text")
    HOST_SOURCE = Field("Host_Source__c", "Text")
    STARTS_AT = Field("Starts_At__c", "DateTime")
    ENDS_AT = Field("Ends_At__c", "DateTime")
    MEETING_LINK = Field("Meeting_Link__c", "Url")
    GUEST_NAME = Field("Guest_Name__c", "Text")
    GUEST_EMAIL = Field("Guest_Email__c", "Email")
    EXPLANATION = Field("Explanation__c", "LongTextArea")


class ObjectSetting:
    """Handoff_Object_Setting__mdt: what an admin chose for one object."""

    OBJECT = "Handoff_Object_Setting__mdt"
    RECORD_OBJECT = Field("Object_API_Name__c", "Text")
    ENABLED = Field("Enabled__c", "Checkbox")
    DETAIL_FIELDS = Field("Detail_Fields__c", "LongTextArea")
    USER_FIELD_PATHS = Field("User_Field_Paths__c", "LongTextArea")
    GUEST_FIRST_NAME = Field("Guest_First_Name__c", "Text")
    GUEST_LAST_NAME = Field("Guest_Last_Name__c", "Text")
    GUEST_EMAIL = Field("Guest_Email__c", "Text")
    GUEST_COMPANY = Field("Guest_Company__c", "Text")
    GUEST_CONTACT = Field("Guest_Contact__c", "Text")
    DEFAULT_MEETING_TYPE = Field("Default_Meeting_Type__c", "Text")
    OWNER_FIELD = Field("Owner_Field__c", "Text")
    OWNER_FIELD_MODE = Field("Owner_Field_Mode__c", "Picklist")


class ActivityFields:
    """Our own fields on Event; Salesforce defines them on Activity."""

    OBJECT = "Activity"
    BOOKING_ID = Field("Handoff_Booking_Id__c", "Text")
    BOOKED_BY = Field("Handoff_Booked_By__c", "Text")
    MEETING_TYPE = Field("Handoff_Meeting_Type__c", "Text")
    HOST_SOURCE = Field("Handoff_Host_Source__c", "Text")
    POOL = Field("Handoff_Pool__c", "Text")
    STATUS = Field("Handoff_Status__c", "Text")


CUSTOM = (MeetingType, Pool, PoolMember, Host, Booking, ObjectSetting, ActivityFields)


class Event:
    """Event, as far as we write it."""

    OBJECT = "Event"
    SUBJECT = Field("Subject", "Text")
    DESCRIPTION = Field("Description", "LongTextArea")
    LOCATION = Field("Location", "Text")
    OWNER = Field("OwnerId", "Lookup")
    WHO = Field("WhoId", "Lookup")
    WHAT = Field("WhatId", "Lookup")
    STARTS_AT = Field("StartDateTime", "DateTime")
    ENDS_AT = Field("EndDateTime", "DateTime")
    SHOW_AS = Field("ShowAs", "Picklist")


class EventRelation:
    """EventRelation: a further host of an Event."""

    OBJECT = "EventRelation"
    EVENT = Field("EventId", "Lookup")
    RELATION = Field("RelationId", "Lookup")
    STATUS = Field("Status", "Picklist")


class User:
    """User, as far as we read it."""

    OBJECT = "User"
    NAME = Field("Name", "Text")
    EMAIL = Field("Email", "Email")
    IS_ACTIVE = Field("IsActive", "Checkbox")
    ZONE = Field("TimeZoneSidKey", "Picklist")
    TITLE = Field("Title", "Text")


class Contact:
    """Contact, as far as guests are made of it."""

    OBJECT = "Contact"
    ID = Field("Id", "Id")
    ACCOUNT = Field("AccountId", "Lookup")
    FIRST_NAME = Field("FirstName", "Text")
    LAST_NAME = Field("LastName", "Text")
    EMAIL = Field("Email", "Email")
    TITLE = Field("Title", "Text")


class ContactRole:
    """OpportunityContactRole: a contact's part in an opportunity."""

    OBJECT = "OpportunityContactRole"
    OPPORTUNITY = Field("OpportunityId", "Lookup")
    CONTACT = Field("ContactId", "Lookup")
    ROLE = Field("Role", "Picklist")
    IS_PRIMARY = Field("IsPrimary", "Checkbox")


class PersonAccount:
    """The person's own fields of an account that is a person."""

    IS_PERSON = Field("IsPersonAccount", "Checkbox")
    FIRST_NAME = Field("FirstName", "Text")
    LAST_NAME = Field("LastName", "Text")
    EMAIL = Field("PersonEmail", "Email")
    CONTACT = Field("PersonContactId", "Lookup")


class WebCase:
    """Whom a case that came by web or mail is from."""

    NAME = Field("SuppliedName", "Text")
    EMAIL = Field("SuppliedEmail", "Email")


@dataclass(frozen=True)
class ObjectDefaults:
    """What is read from an object when no setting says otherwise; all are field paths."""

    details: tuple[str, ...] = ()
    guest: tuple[str, str, str] | None = None
    contact: str = ""
    company: str = ""
    country: str = ""
    state: str = ""
    name: str = "Name"


PERSON = (str(Contact.FIRST_NAME), str(Contact.LAST_NAME), str(Contact.EMAIL))
DEFAULTS = {
    "Lead": ObjectDefaults(
        details=("Company", "Title", "Email", "Phone", "Status"),
        guest=PERSON,
        company="Company",
        country="Country",
        state="State",
    ),
    "Contact": ObjectDefaults(
        details=("Title", "Account.Name", "Email", "Phone"),
        guest=PERSON,
        company="Account.Name",
        country="MailingCountry",
        state="MailingState",
    ),
    "Account": ObjectDefaults(
        details=("Type", "Industry", "Website", "Phone"),
        company="Name",
        country="BillingCountry",
        state="BillingState",
    ),
    "Opportunity": ObjectDefaults(
        details=("Account.Name", "StageName", "Amount", "CloseDate"),
        company="Account.Name",
        country="Account.BillingCountry",
        state="Account.BillingState",
    ),
    "Case": ObjectDefaults(
        details=("CaseNumber", "Status", "Priority", "Account.Name"),
        contact="ContactId",
        company="Account.Name",
        country="Contact.MailingCountry",
        state="Contact.MailingState",
        name="CaseNumber",
    ),
}
OTHER_OBJECT = ObjectDefaults()

SYSTEM_USER_FIELDS = frozenset({"CreatedById", "LastModifiedById"})
RELATED_OWNER = "OwnerId"
RELATED_OWNER_OF = ("Account", "Contact")
STANDARD_LOOKUPS = frozenset({"AccountId", "ContactId"})
USER_PREFIX = "005"
QUEUE_PREFIX = "00G"
LEAD_PREFIX = "00Q"
CONTACT_PREFIX = "003"


def fields_of(described: type) -> Iterator[Field]:
    """Yield the fields that one of the classes above names."""
    return (one for one in vars(described).values() if isinstance(one, Field))
