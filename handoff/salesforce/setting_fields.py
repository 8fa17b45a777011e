"""The objects that hold an org's settings, field by field, by API name and metadata type."""


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
    OFFERED = Field("Offered_In_Handoff__c", "Checkbox")
    CONDITIONS = Field("Conditions__c", "LongTextArea")
    ADDITIONAL_HOSTS = Field("Additional_Hosts__c", "Picklist")
    TIME_FIRST = Field("Time_First__c", "Checkbox")
    HOST_RULE = Field("Host_Rule__c", "Picklist")
    MAX_PER_DAY = Field("Max_Per_Day__c", "Number")
    MAX_PER_WEEK = Field("Max_Per_Week__c", "Number")
    MAX_PER_MONTH = Field("Max_Per_Month__c", "Number")
    START_TIMES = Field("Start_Times__c", "Picklist")
    BOOKABLE_FROM = Field("Bookable_From__c", "Date")
    BOOKABLE_UNTIL = Field("Bookable_Until__c", "Date")
    PREFILL_GUEST = Field("Prefill_Guest__c", "Checkbox")
    GUEST_FIRST_NAME = Field("Guest_First_Name_Field__c", "Text")
    GUEST_LAST_NAME = Field("Guest_Last_Name_Field__c", "Text")
    GUEST_EMAIL = Field("Guest_Email_Field__c", "Text")
    BOOKABLE_BY = Field("Bookable_By__c", "LongTextArea")


class TypeHost:
    """Handoff_Type_Host__c: a possible host of a meeting type."""

    OBJECT = "Handoff_Type_Host__c"
    ID = Field("Id", "Id")
    MEETING_TYPE = Field("Meeting_Type__c", "MasterDetail")
    KIND = Field("Kind__c", "Picklist")
    USER = Field("User__c", "Lookup")
    POOL = Field("Pool__c", "Lookup")
    FIELD_PATH = Field("Field_Path__c", "Text")
    SORT_ORDER = Field("Sort_Order__c", "Number")


class Question:
    """Handoff_Question__c: a question that a meeting type asks."""

    OBJECT = "Handoff_Question__c"
    ID = Field("Id", "Id")
    MEETING_TYPE = Field("Meeting_Type__c", "MasterDetail")
    LABEL = Field("Label__c", "Text")
    KIND = Field("Kind__c", "Picklist")
    REQUIRED = Field("Required__c", "Checkbox")
    READ_ONLY = Field("Read_Only__c", "Checkbox")
    OPTIONS = Field("Options__c", "LongTextArea")
    PREFILL_FIELD = Field("Prefill_Field__c", "Text")
    WRITE_FIELD = Field("Write_Field__c", "Text")
    SORT_ORDER = Field("Sort_Order__c", "Number")
    ACTIVE = Field("Active__c", "Checkbox")


class Pool:
    """Handoff_Pool__c: hosts who share turns."""

    OBJECT = "Handoff_Pool__c"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    ACTIVE = Field("Active__c", "Checkbox")
    KIND = Field("Kind__c", "Picklist")
    ZONE = Field("Time_Zone__c", "Text")
    RESET = Field("Reset__c", "Picklist")
    MEMBERS_FROM = Field("Members_From__c", "Picklist")
    MEMBERS_FROM_NAME = Field("Members_From_Name__c", "Text")
    BOOKABLE_BY = Field("Bookable_By__c", "LongTextArea")


class PoolMember:
    """Handoff_Pool_Member__c: a host's place in a pool."""

    OBJECT = "Handoff_Pool_Member__c"
    ID = Field("Id", "Id")
    POOL = Field("Pool__c", "MasterDetail")
    USER = Field("User__c", "Lookup")
    ACTIVE = Field("Active__c", "Checkbox")
    WEIGHT = Field("Weight__c", "Number")
    SORT_ORDER = Field("Sort_Order__c", "Number")
    MAX_PER_DAY = Field("Max_Per_Day__c", "Number")
    MAX_PER_WEEK = Field("Max_Per_Week__c", "Number")
    MAX_PER_MONTH = Field("Max_Per_Month__c", "Number")
    CREATED = Field("CreatedDate", "DateTime")


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
    CALENDAR_ACCESS = Field("Calendar_Access__c", "Picklist")
    MAX_PER_DAY = Field("Max_Per_Day__c", "Number")
    MAX_PER_WEEK = Field("Max_Per_Week__c", "Number")
    MAX_PER_MONTH = Field("Max_Per_Month__c", "Number")
    HOURS_BY_DATE = Field("Hours_By_Date__c", "LongTextArea")
    HOLIDAY_REGION = Field("Holiday_Region__c", "Text")
    BOOKABLE_BY = Field("Bookable_By__c", "LongTextArea")


class Leave:
    """Handoff_Leave__c: days on which a host is away."""

    OBJECT = "Handoff_Leave__c"
    ID = Field("Id", "Id")
    HOST = Field("Host__c", "MasterDetail")
    FIRST_DAY = Field("First_Day__c", "Date")
    LAST_DAY = Field("Last_Day__c", "Date")
    REASON = Field("Reason__c", "Text")


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
    MATCHED_ACCOUNT = Field("Matched_Account_Field__c", "Text")
    ACCOUNT_TIE_ORDER = Field("Account_Tie_Order__c", "Text")
    CONDITIONS = Field("Conditions__c", "LongTextArea")
    CHANGES_OWNER = Field("Change_Record_Owner__c", "Checkbox")


class SuggestionRule:
    """Handoff_Suggestion_Rule__c: which hosts and meeting type a record suggests."""

    OBJECT = "Handoff_Suggestion_Rule__c"
    ID = Field("Id", "Id")
    NAME = Field("Name", "Text")
    ACTIVE = Field("Active__c", "Checkbox")
    RECORD_OBJECT = Field("Object_API_Name__c", "Text")
    CONDITIONS = Field("Conditions__c", "LongTextArea")
    SORT_ORDER = Field("Sort_Order__c", "Number")
    OUTCOME = Field("Outcome__c", "Picklist")
    POOL = Field("Pool__c", "Lookup")
    HOST = Field("Host__c", "Lookup")
    HOST_FIELD = Field("Host_Field__c", "Text")
    FURTHER_HOSTS = Field("Further_Hosts__c", "LongTextArea")
    MEETING_TYPE = Field("Meeting_Type__c", "Lookup")
    LOCK_HOSTS = Field("Lock_Hosts__c", "Checkbox")
    LOCK_TYPE = Field("Lock_Type__c", "Checkbox")
    MAY_ADD_HOSTS = Field("May_Add_Hosts__c", "Checkbox")
    MAY_SUGGEST_ORGANIZER = Field("May_Suggest_Organizer__c", "Checkbox")
    TEXT = Field("Text__c", "LongTextArea")
    ACTION = Field("Action__c", "Picklist")
    ACTION_LABEL = Field("Action_Label__c", "Text")
    ACTION_VALUE = Field("Action_Value__c", "Text")


class OrgSwitches:
    """Handoff_Settings__c: what is on or off for the whole org, in the org's default row."""

    OBJECT = "Handoff_Settings__c"
    SETUP_OWNER = Field("SetupOwnerId", "Lookup")
    SMART_SUGGESTIONS = Field("Smart_Suggestions__c", "Checkbox")
    SUGGESTION_FLOW = Field("Suggestion_Flow__c", "Text")
    INSTANT_HANDOFF = Field("Instant_Handoff__c", "Checkbox")
    ALL_MEMBERS = Field("Display_All_Pool_Members__c", "Checkbox")
    TITLES = Field("Titles_Visible__c", "Checkbox")
    FREE_UNANSWERED = Field("Free_Unanswered_Tentative__c", "Checkbox")
    TWO_POOLS = Field("Allow_Two_Pools__c", "Checkbox")
    COUNT_POOLED = Field("Count_Pooled__c", "Checkbox")
    COUNT_MEMBER = Field("Count_Member__c", "Checkbox")
    COUNT_MEET_NOW = Field("Count_Meet_Now__c", "Checkbox")
    COUNT_SPECIFIC = Field("Count_Specific__c", "Checkbox")
    COUNT_OWNER = Field("Count_Owner__c", "Checkbox")
    COUNT_NO_SHOWS = Field("Count_No_Shows__c", "Checkbox")
    TEST_MODE = Field("Test_Mode__c", "Checkbox")
    TEST_MAILBOX = Field("Test_Mailbox__c", "Email")
    GUEST_DATA_DAYS = Field("Guest_Data_Days__c", "Number")
