"""What the admins of the two companies have set up in Handoff: meeting types and pools."""

from typing import Any

TEXT = (
    "Meeting with {guest.first_name} {guest.last_name} of {guest.company}.\n"
    "Booked by {organizer.name}, hosted by {host.name}."
)


def _type(name: str, *, order: int, **fields: Any) -> dict[str, Any]:
    return {
        "Name": name,
        "Active__c": True,
        "Sort_Order__c": order,
        "Duration_Minutes__c": 30,
        "Step_Minutes__c": 30,
        "Buffer_Before_Minutes__c": 0,
        "Buffer_After_Minutes__c": 0,
        "Minimum_Notice_Minutes__c": 60,
        "Horizon_Days__c": 28,
        "Platform__c": "Host Default",
        "Subject_Template__c": "{meeting_type.name}: {guest.company} and {host.name}",
        "Description_Template__c": TEXT,
        "Guest_Invitation__c": True,
        "Guest_Confirmation__c": True,
        "Create_Salesforce_Event__c": True,
        **fields,
    }


MEETING_TYPES = (
    _type("Discovery Call", order=10),
    _type(
        "Product Demo",
        order=20,
        Duration_Minutes__c=45,
        Buffer_Before_Minutes__c=10,
        Buffer_After_Minutes__c=10,
        Minimum_Notice_Minutes__c=240,
        Subject_Template__c="Product demo for {guest.company}",
    ),
    _type(
        "Technical Review",
        order=30,
        Duration_Minutes__c=60,
        Minimum_Notice_Minutes__c=120,
        Objects__c="Opportunity,Account",
        Subject_Template__c="Technical review: {record.name}",
    ),
    _type(
        "Enterprise Review",
        order=40,
        Duration_Minutes__c=60,
        Objects__c="Lead,Account",
        Conditions__c="NumberOfEmployees >= 1000\nRating in (Hot, Warm)",
        Subject_Template__c="Enterprise review: {guest.company}",
    ),
    _type(
        "Quick Intro",
        order=50,
        Duration_Minutes__c=15,
        Step_Minutes__c=15,
        Time_First__c=True,
        Host_Rule__c="Fewest Meetings",
        Subject_Template__c="Quick intro: {guest.company}",
    ),
    _type("Needs Analysis", order=60, Duration_Minutes__c=45, Objects__c="Lead"),
    _type("Partner Briefing", order=70, Time_First__c=True),
    _type(
        "Solution Workshop",
        order=80,
        Duration_Minutes__c=60,
        Host_Rule__c="In Order",
        Additional_Hosts__c="Required Only",
    ),
    _type(
        "Executive Briefing",
        order=90,
        Additional_Hosts__c="None",
        Max_Per_Day__c=1,
        Max_Per_Week__c=3,
    ),
    _type(
        "Support Handover",
        order=100,
        Duration_Minutes__c=20,
        Step_Minutes__c=20,
        Start_Times__c="Packed",
        Objects__c="Case,Contact",
        Prefill_Guest__c=False,
    ),
    _type("Launch Week Demo", order=110, Objects__c="Lead,Account"),
    _type(
        "Renewal Talk",
        order=120,
        Objects__c="Opportunity",
        Guest_First_Name_Field__c="Contact.FirstName",
        Guest_Last_Name_Field__c="Contact.LastName",
        Guest_Email_Field__c="Contact.Email",
    ),
)
BOOKABLE_NEXT_WEEK = "Launch Week Demo"

# type: its possible hosts, in order
POSSIBLE_HOSTS: dict[str, tuple[dict[str, Any], ...]] = {
    "Quick Intro": (
        {"Kind__c": "Pool", "Pool__c": "@pool:EMEA"},
        {"Kind__c": "Pool", "Pool__c": "@pool:Americas"},
    ),
    "Partner Briefing": (
        {"Kind__c": "User", "User__c": "@hana"},
        {"Kind__c": "User", "User__c": "@hugo"},
        {"Kind__c": "User", "User__c": "@grace"},
    ),
    "Solution Workshop": (
        {"Kind__c": "Record Field", "Field_Path__c": "OwnerId"},
        {"Kind__c": "User", "User__c": "@maya"},
        {"Kind__c": "Pool", "Pool__c": "@pool:SE Desk"},
    ),
}

# type: its questions, in order
QUESTIONS: dict[str, tuple[dict[str, Any], ...]] = {
    "Needs Analysis": (
        {
            "Label__c": "What is it about?",
            "Kind__c": "Picklist",
            "Required__c": True,
            "Options__c": "A new project\nA replacement\nAn extension",
        },
        {
            "Label__c": "Industry",
            "Prefill_Field__c": "Industry",
            "Write_Field__c": "Industry",
        },
        {"Label__c": "The decision maker will join", "Kind__c": "Checkbox"},
        {"Label__c": "What should we prepare?", "Kind__c": "Long Text"},
        {
            "Label__c": "Employees",
            "Read_Only__c": True,
            "Prefill_Field__c": "NumberOfEmployees",
        },
    ),
}

Pools = dict[str, tuple[str, str, tuple[str, ...] | None]]

# pool: (kind, time zone, keys of the members; None takes every healthy host)
POOLS: Pools = {
    "EMEA": ("Count", "Europe/Berlin", ("hana", "jonas", "lena", "mateusz", "amelia", "rhys")),
    "Americas": (
        "Count",
        "America/New_York",
        ("hugo", "grace", "marcus", "elena", "ruth", "owen", "mei", "logan"),
    ),
    "Everyone": ("Count", "America/New_York", None),
    "SE Desk": ("Order", "Europe/London", ("priya", "anouk", "dante", "kenji")),
}

# (pool, key of the member): what is not the default
MEMBERS: dict[tuple[str, str], dict[str, Any]] = {
    ("SE Desk", "dante"): {"Max_Per_Day__c": 1, "Max_Per_Week__c": 4},
}
# key of the host: what is not the default
HOSTS: dict[str, dict[str, Any]] = {
    "hana": {"Holiday_Region__c": "DE"},
    "maya": {"Holiday_Region__c": "JP"},
    "rosa": {"Calendar_Access__c": "Read Only"},
    "tessa": {"Max_Per_Day__c": 2, "Max_Per_Week__c": 6, "Max_Per_Month__c": 20},
}
# key of the host: days from the coming Monday on, and why
LEAVE: dict[str, tuple[int, int, str]] = {"giulia": (0, 4, "Holiday")}

SWITCHES: dict[str, Any] = {
    "Smart_Suggestions__c": True,
    "Instant_Handoff__c": True,
    "Display_All_Pool_Members__c": True,
    "Allow_Two_Pools__c": True,
}
# object: what the company's admin changed in its setting
OBJECTS: dict[str, dict[str, Any]] = {
    "Lead": {
        "Matched_Account_Field__c": "Matched_Account__c",
        "Account_Tie_Order__c": "NumberOfEmployees DESC, CreatedDate",
    },
}

FERNHILL_TYPES = (
    _type("Intro Call", order=10),
    _type("Product Demo", order=20, Duration_Minutes__c=60),
)
FERNHILL_POOLS: Pools = {"Sales": ("Count", "Europe/London", None)}
FERNHILL_SWITCHES: dict[str, Any] = {"Display_All_Pool_Members__c": False}
