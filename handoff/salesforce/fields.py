"""Every Salesforce object and field that the product relies on, by API name and metadata type.

A test holds the custom ones against sf_metadata/.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from handoff.salesforce.setting_fields import (
    Field,
    Host,
    Leave,
    MeetingType,
    ObjectSetting,
    OrgSwitches,
    Pool,
    PoolMember,
    Question,
    SuggestionRule,
    TypeHost,
)

API_VERSION = "67.0"


class Booking:
    """Handoff_Booking__c: one row for every meeting."""

    OBJECT = "Handoff_Booking__c"
    KEY = Field("Booking_Key__c", "Text")
    STATUS = Field("Status__c", "Picklist")
    REASON = Field("Reason__c", "Text")
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
    OPENED_AT = Field("Opened_At__c", "DateTime")
    BOOKED_AT = Field("Booked_At__c", "DateTime")
    CHANGED_AT = Field("Changed_At__c", "DateTime")
    METHOD = Field("Method__c", "Picklist")
    ATTENTION = Field("Attention__c", "LongTextArea")
    EFFECTS = Field("Effects__c", "LongTextArea")
    IS_TEST = Field("Is_Test__c", "Checkbox")


class BookingFormulas:
    """What Salesforce works out on Handoff_Booking__c for lists and reports; never written."""

    OBJECT = "Handoff_Booking__c"
    MINUTES_TO_BOOKING = Field("Minutes_From_Button_To_Booking__c", "Number")
    HOURS_TO_MEETING = Field("Hours_From_Button_To_Meeting__c", "Number")
    IS_CANCELLED = Field("Is_Cancelled__c", "Number")
    IS_NO_SHOW = Field("Is_No_Show__c", "Number")
    IS_MINE = Field("Is_Mine__c", "Checkbox")
    IS_BOOKED_BY_ME = Field("Is_Booked_By_Me__c", "Checkbox")
    RECORD_LINK = Field("Record_Link__c", "Text")


class BookingHost:
    """Handoff_Booking_Host__c: a host of a booking."""

    OBJECT = "Handoff_Booking_Host__c"
    BOOKING = Field("Booking__c", "MasterDetail")
    USER = Field("User__c", "Lookup")
    KIND = Field("Kind__c", "Picklist")
    KEY = Field("Key__c", "Text")


class SettingProblem:
    """Handoff_Setting_Problem__c: a setting that cannot be used, in words."""

    OBJECT = "Handoff_Setting_Problem__c"
    KEY = Field("Key__c", "Text")
    SETTING_OBJECT = Field("Setting_Object__c", "Text")
    SETTING_ID = Field("Setting_Id__c", "Text")
    SETTING_NAME = Field("Setting_Name__c", "Text")
    PROBLEM = Field("Problem__c", "LongTextArea")
    FOUND_AT = Field("Found_At__c", "DateTime")


class ProblemFormulas:
    """What Salesforce works out on Handoff_Setting_Problem__c; never written."""

    OBJECT = "Handoff_Setting_Problem__c"
    SETTING_LINK = Field("Setting_Link__c", "Text")


class ActivityFields:
    """Our own fields on Event; Salesforce defines them on Activity."""

    OBJECT = "Activity"
    BOOKING_ID = Field("Handoff_Booking_Id__c", "Text")
    BOOKED_BY = Field("Handoff_Booked_By__c", "Text")
    MEETING_TYPE = Field("Handoff_Meeting_Type__c", "Text")
    HOST_SOURCE = Field("Handoff_Host_Source__c", "Text")
    POOL = Field("Handoff_Pool__c", "Text")
    STATUS = Field("Handoff_Status__c", "Text")
    REASON = Field("Handoff_Reason__c", "Text")


CUSTOM = (
    MeetingType,
    TypeHost,
    Question,
    Pool,
    PoolMember,
    Host,
    Leave,
    Booking,
    BookingFormulas,
    BookingHost,
    SettingProblem,
    ProblemFormulas,
    ObjectSetting,
    SuggestionRule,
    OrgSwitches,
    ActivityFields,
)


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
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    EMAIL = Field("Email", "Email")
    IS_ACTIVE = Field("IsActive", "Checkbox")
    ZONE = Field("TimeZoneSidKey", "Picklist")
    LANGUAGE = Field("LanguageLocaleKey", "Picklist")
    LOCALE = Field("LocaleSidKey", "Picklist")
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


class Account:
    """Account, as far as leads are matched with it."""

    OBJECT = "Account"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    WEBSITE = Field("Website", "Url")
    CREATED = Field("CreatedDate", "DateTime")


class Task:
    """Task, as far as we ask a record's owner to look at it."""

    OBJECT = "Task"
    SUBJECT = Field("Subject", "Text")
    DESCRIPTION = Field("Description", "LongTextArea")
    OWNER = Field("OwnerId", "Lookup")
    WHO = Field("WhoId", "Lookup")
    WHAT = Field("WhatId", "Lookup")
    STATUS = Field("Status", "Picklist")
    PRIORITY = Field("Priority", "Picklist")
    DUE_ON = Field("ActivityDate", "Date")


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
    phones: tuple[str, ...] = ()


PERSON = (str(Contact.FIRST_NAME), str(Contact.LAST_NAME), str(Contact.EMAIL))
DEFAULTS = {
    "Lead": ObjectDefaults(
        details=("Company", "Title", "Email", "Phone", "Status"),
        guest=PERSON,
        company="Company",
        country="Country",
        state="State",
        phones=("Phone", "MobilePhone"),
    ),
    "Contact": ObjectDefaults(
        details=("Title", "Account.Name", "Email", "Phone"),
        guest=PERSON,
        company="Account.Name",
        country="MailingCountry",
        state="MailingState",
        phones=("Phone", "MobilePhone"),
    ),
    "Account": ObjectDefaults(
        details=("Type", "Industry", "Website", "Phone"),
        company="Name",
        country="BillingCountry",
        state="BillingState",
        phones=("Phone",),
    ),
    "Opportunity": ObjectDefaults(
        details=("Account.Name", "StageName", "Amount", "CloseDate"),
        company="Account.Name",
        country="Account.BillingCountry",
        state="Account.BillingState",
        phones=("Account.Phone",),
    ),
    "Case": ObjectDefaults(
        details=("CaseNumber", "Status", "Priority", "Account.Name"),
        contact="ContactId",
        company="Account.Name",
        country="Contact.MailingCountry",
        state="Contact.MailingState",
        phones=("Contact.Phone", "SuppliedPhone"),
        name="CaseNumber",
    ),
}
OTHER_OBJECT = ObjectDefaults()

SYSTEM_USER_FIELDS = frozenset({"CreatedById", "LastModifiedById"})
RELATED_OWNER = "OwnerId"
RELATED_OWNER_OF = ("Account", "Contact")
STANDARD_LOOKUPS = frozenset({"AccountId", "ContactId"})
USER_PREFIX = "005"
ORG_PREFIX = "00D"
QUEUE_PREFIX = "00G"
LEAD_PREFIX = "00Q"
CONTACT_PREFIX = "003"


def fields_of(described: type) -> Iterator[Field]:
    """Yield the fields that one of the classes above names."""
    return (one for one in vars(described).values() if isinstance(one, Field))
