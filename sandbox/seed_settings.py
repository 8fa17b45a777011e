"""What the admins of the two companies have set up in Handoff: meeting types, pools, hosts' preferences."""

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
)

# pool: (kind, time zone, keys of the members; None takes every healthy host)
POOLS: dict[str, tuple[str, str, tuple[str, ...] | None]] = {
    "EMEA": ("Count", "Europe/Berlin", ("hana", "jonas", "lena", "mateusz", "amelia", "rhys")),
    "Americas": (
        "Count",
        "America/New_York",
        ("hugo", "grace", "marcus", "elena", "ruth", "owen", "mei", "logan"),
    ),
    "Everyone": ("Count", "America/New_York", None),
}

FERNHILL_TYPES = (
    _type("Intro Call", order=10),
    _type("Product Demo", order=20, Duration_Minutes__c=60),
)
FERNHILL_POOLS: dict[str, tuple[str, str, tuple[str, ...] | None]] = {
    "Sales": ("Count", "Europe/London", None)
}
