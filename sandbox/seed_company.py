"""How the pretend companies are organized: profiles, a tree of roles, groups, queues, holidays."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.salesforce import permission_rows
from sandbox.salesforce.org import Org
from sandbox.seed_people import (
    BERLIN,
    CHICAGO,
    LONDON,
    LOS_ANGELES,
    NEW_YORK,
    TOKYO,
    Colleague,
)
from sandbox.seed_rows import put

STANDARD, ADMIN, NARROW = "Standard User", "System Administrator", "Sales Development"
PROFILES = (STANDARD, ADMIN, NARROW, permission_rows.API_ONLY)

# role: (name, the role above it); whoever sells sits in the role of their zone
ROLES = {
    "Sales_Director": ("Sales Director", None),
    "EMEA_Sales": ("EMEA Sales", "Sales_Director"),
    "Central_Europe_Sales": ("Central Europe Sales", "EMEA_Sales"),
    "Americas_Sales": ("Americas Sales", "Sales_Director"),
    "West_Coast_Sales": ("West Coast Sales", "Americas_Sales"),
    "Asia_Sales": ("Asia Sales", "Sales_Director"),
}
_ROLE_OF_ZONE = {
    LONDON: "EMEA_Sales",
    BERLIN: "Central_Europe_Sales",
    NEW_YORK: "Americas_Sales",
    CHICAGO: "Americas_Sales",
    LOS_ANGELES: "West_Coast_Sales",
    TOKYO: "Asia_Sales",
}


@dataclass(frozen=True)
class Circle:
    """A group or queue: keys of its people, names of groups in it, roles with all below them."""

    name: str
    label: str
    people: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    kind: str = "Regular"
    key: str = ""


# A group is named after those that are nested in it.
LARKSPUR_CIRCLES = (
    Circle(
        "Inbound_Leads",
        "Inbound Leads",
        people=("olive", "otto"),
        kind="Queue",
        key="queue:inbound",
    ),
    Circle("Nordic_Reps", "Nordic Reps", people=("freya", "lena")),
    Circle("EMEA_Reps", "EMEA Reps", people=("hana", "amelia", "ines"), groups=("Nordic_Reps",)),
    Circle("Americas_Team", "Americas Team", people=("otto",), below=("Americas_Sales",)),
    Circle("Demo_Desk", "Demo Desk", people=("grace", "marcus"), kind="Queue", key="queue:demo"),
    Circle("Partner_Team", "Partner Team", people=("otto", "olive")),
)
LARKSPUR_GROUP = ("Inside_Sales", "Inside Sales", ("Handoff_Organizer",), ("grace",))

_ALL_DAY: dict[str, Any] = {"IsAllDay": True}
HOLIDAYS: tuple[dict[str, Any], ...] = (
    {
        "Name": "New Year's Day",
        "ActivityDate": date(2026, 1, 1),
        "IsRecurrence": True,
        "RecurrenceType": "RecursYearly",
        "RecurrenceStartDate": date(2026, 1, 1),
        "RecurrenceDayOfMonth": 1,
        "RecurrenceMonthOfYear": "January",
        **_ALL_DAY,
    },
)


def plant(org: Org, *, people: list[Colleague], circles: tuple[Circle, ...] = ()) -> None:
    """Store it all; every person has a profile, and a role where their company has roles."""
    profiles = {name: put(org, "Profile", Name=name, UserType="Standard") for name in PROFILES}
    for one in people:
        name = _profile_of(org, one)
        org.rows("User")[org.keys[one.key]]["ProfileId"] = profiles[name]
    if circles:
        _holidays(org)
    groups = _roles(org, people) if circles else {}
    for circle in circles:
        groups[circle.name] = _circle(org, circle, groups=groups)
    permission_rows.refresh(org)


def plant_access(org: Org) -> None:
    """Give somebody a role of ours through a permission set group, as companies like to."""
    name, label, permission_sets, holders = LARKSPUR_GROUP
    group_id = put(
        org, "PermissionSetGroup", DeveloperName=name, MasterLabel=label, Status="Updated"
    )
    permission_rows.join_group(org, group_id, permission_sets)
    total = next(
        one["Id"]
        for one in org.rows("PermissionSet").values()
        if one.get("PermissionSetGroupId") == group_id
    )
    for key in holders:
        put(
            org,
            "PermissionSetAssignment",
            AssigneeId=org.keys[key],
            PermissionSetId=total,
            PermissionSetGroupId=group_id,
            IsActive=True,
        )


def _holidays(org: Org) -> None:
    """What recurs, and a day of the company's own on the Friday of the third week from now."""
    today = org.clock.now().date()
    company_day = today + timedelta(days=7 - today.weekday() + 18)
    for holiday in (*HOLIDAYS, {"Name": "Company Day", "ActivityDate": company_day, **_ALL_DAY}):
        put(org, "Holiday", **holiday)


def _profile_of(org: Org, one: Colleague) -> str:
    if one.role == "integration":
        return permission_rows.API_ONLY
    if one.role == "admin":
        return ADMIN
    return NARROW if org.profile(org.keys[one.key]).hidden_fields else STANDARD


def _roles(org: Org, people: list[Colleague]) -> dict[str, str]:
    """Every role with the two groups that Salesforce keeps for it; the ids of those groups."""
    groups = {}
    for developer_name, (name, above) in ROLES.items():
        role_id = put(
            org,
            "UserRole",
            Name=name,
            DeveloperName=developer_name,
            ParentRoleId=org.keys[f"role:{above}"] if above else None,
        )
        org.keys[f"role:{developer_name}"] = role_id
        for kind in ("Role", "RoleAndSubordinates"):
            groups[f"{kind}:{developer_name}"] = put(
                org, "Group", DeveloperName=developer_name, Type=kind, RelatedId=role_id
            )
    for one in people:
        if one.role in {"rep", "organizer"}:
            role = org.keys[f"role:{_ROLE_OF_ZONE[one.zone]}"]
            org.rows("User")[org.keys[one.key]]["UserRoleId"] = role
    return groups


def _circle(org: Org, circle: Circle, *, groups: dict[str, str]) -> str:
    group_id = put(org, "Group", Name=circle.label, DeveloperName=circle.name, Type=circle.kind)
    org.keys[circle.key or f"group:{circle.name}"] = group_id
    inside = [
        *(org.keys[key] for key in circle.people),
        *(groups[name] for name in circle.groups),
        *(groups[f"RoleAndSubordinates:{role}"] for role in circle.below),
    ]
    for member in inside:
        put(org, "GroupMember", GroupId=group_id, UserOrGroupId=member)
    return group_id
