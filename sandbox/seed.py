"""Plants the standing cast: two companies with people, settings and customers, the same at every start."""

from datetime import UTC, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sandbox import (
    seed_crowd,
    seed_handoff,
    seed_people,
    seed_records,
    seed_rules,
    seed_settings,
)
from sandbox.credentials import FERNHILL, LARKSPUR, OrgIdentity
from sandbox.people import Person
from sandbox.salesforce.metadata import deploy
from sandbox.salesforce.org import Org, Profile
from sandbox.salesforce.standard import standard_schema
from sandbox.seed_handoff import Wishes
from sandbox.seed_people import Colleague
from sandbox.seed_records import Row
from sandbox.seed_rows import put, resolved
from sandbox.world import World

HIDDEN_FROM_OLIVE = frozenset({"Account.AnnualRevenue"})
PERMISSION_SETS = {
    "organizer": ("Handoff_Organizer",),
    "admin": ("Handoff_Admin", "Handoff_Organizer"),
    "integration": ("Handoff_Integration",),
    "rep": (),
}
CLOSES_IN = timedelta(days=45)
LARKSPUR_WISHES = Wishes(
    types=seed_settings.MEETING_TYPES,
    pools=seed_settings.POOLS,
    switches=seed_settings.SWITCHES,
    rules=seed_rules.LARKSPUR,
    possible=seed_settings.POSSIBLE_HOSTS,
    questions=seed_settings.QUESTIONS,
    members=seed_settings.MEMBERS,
    hosts=seed_settings.HOSTS,
    leave=seed_settings.LEAVE,
    objects=seed_settings.OBJECTS,
)
FERNHILL_WISHES = Wishes(
    types=seed_settings.FERNHILL_TYPES,
    pools=seed_settings.FERNHILL_POOLS,
    switches=seed_settings.FERNHILL_SWITCHES,
)


def plant(world: World, *, crowd: int = 0) -> None:
    """Fill an empty world; whatever is custom in the orgs comes from the world's metadata project.

    A crowd makes the first company life-sized: that many further users who host nothing.
    """
    with world.lock:
        larkspur = _org(world, LARKSPUR)
        people = seed_people.larkspur()
        _people(world, larkspur, people=people, domain=LARKSPUR.domain)
        _queue(larkspur, members=("olive", "otto"))
        _narrow(larkspur)
        seed_handoff.plant(larkspur, people=people, wishes=LARKSPUR_WISHES)
        _records(larkspur, seed_records.LARKSPUR)
        larkspur.private_records.add(larkspur.keys["lead:private"])
        seed_crowd.plant(larkspur, count=crowd, domain=LARKSPUR.domain)

        fernhill = _org(world, FERNHILL)
        people = list(seed_people.FERNHILL)
        _people(world, fernhill, people=people, domain=FERNHILL.domain)
        seed_handoff.plant(fernhill, people=people, wishes=FERNHILL_WISHES)
        _records(fernhill, seed_records.FERNHILL)


def _org(world: World, identity: OrgIdentity) -> Org:
    schema = standard_schema()
    deploy(schema, Path(world.metadata))
    org = Org(
        org_id=identity.org_id,
        name=identity.name,
        my_domain=identity.my_domain,
        schema=schema,
        clock=world.clock,
        changed_at=world.clock.now(),
    )
    world.orgs[identity.org_id] = org
    row = partial(put, org)
    row(
        "Organization",
        Id=identity.org_id,
        Name=identity.name,
        InstanceName="NA987",
        OrganizationType="Enterprise Edition",
        TimeZoneSidKey="America/New_York",
        LanguageLocaleKey="en_US",
        DefaultLocaleSidKey="en_US",
    )
    opening = {
        f"{day}{edge}Time": time(hour)
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        for edge, hour in (("Start", 9), ("End", 17))
    }
    row(
        "BusinessHours",
        Name="Default",
        IsActive=True,
        IsDefault=True,
        TimeZoneSidKey="America/New_York",
        **opening,
    )
    for name, label in schema.permission_sets.items():
        row("PermissionSet", Name=name, Label=label)
    for setting in schema.settings:
        _setting(org, setting)
    return org


def _setting(org: Org, values: dict[str, Any]) -> None:
    named = {
        "Label": values["MasterLabel"],
        "QualifiedApiName": values["DeveloperName"],
        "Language": "en_US",
    }
    fields = {
        name: value for name, value in values.items() if name != "object" and value is not None
    }
    put(org, values["object"], **named, **fields)


def _people(world: World, org: Org, *, people: list[Colleague], domain: str) -> None:
    for one in people:
        email = _address(one, domain)
        user_id = _user(org, one, email=email)
        org.keys[one.key] = user_id
        org.profiles[user_id] = Profile(
            sees_all=one.role in {"admin", "integration"},
            changes_settings=one.role in {"admin", "integration"},
            manages_users=one.role == "admin",
        )
        world.add_person(
            Person(
                key=one.key,
                user_id=user_id,
                name=one.name,
                email=email,
                username=email,
                zone=one.zone,
                provider=one.provider,
                org_id=org.org_id,
                title=one.title,
                active=one.active,
                has_calendar=one.calendar != "missing",
                calendar_lost=one.calendar == "lost",
            )
        )
        if one.active:
            _permissions(org, one, user_id=user_id)


def _address(one: Colleague, domain: str) -> str:
    if one.role == "integration":
        return f"handoff.integration@{domain}"
    is_cast = one in seed_people.CAST or one in seed_people.FERNHILL
    local = one.key if is_cast else one.name.lower().replace(" ", ".")
    return f"{local}@{domain}"


def _user(org: Org, one: Colleague, *, email: str) -> str:
    first, _, last = one.name.partition(" ")
    city, country = seed_people.CITIES.get(one.zone, (None, None))
    return put(
        org,
        "User",
        Username=email,
        Email=email,
        FirstName=first,
        LastName=last,
        Alias=(first[:1] + last[:4]).lower(),
        Title=one.title,
        IsActive=one.active,
        UserType="Standard",
        TimeZoneSidKey=one.zone if one.zone != "UTC" else "GMT",
        LocaleSidKey="en_US",
        LanguageLocaleKey="en_US",
        City=city,
        Country=country,
    )


def _permissions(org: Org, one: Colleague, *, user_id: str) -> None:
    wanted = [*PERMISSION_SETS[one.role], *(("Handoff_Host",) if one.host else ())]
    for permission_set in list(org.rows("PermissionSet").values()):
        if permission_set["Name"] in wanted:
            put(
                org,
                "PermissionSetAssignment",
                AssigneeId=user_id,
                PermissionSetId=permission_set["Id"],
                IsActive=True,
            )


def _queue(org: Org, *, members: tuple[str, ...]) -> None:
    group_id = put(org, "Group", Name="Inbound Leads", DeveloperName="Inbound_Leads", Type="Queue")
    org.keys["queue:inbound"] = group_id
    for key in members:
        put(org, "GroupMember", GroupId=group_id, UserOrGroupId=org.keys[key])


def _narrow(org: Org) -> None:
    """Nils sees only his own records; one field is hidden from Olive."""
    org.profiles[org.keys["nils"]] = Profile(own_records_only=True)
    org.profiles[org.keys["olive"]] = Profile(hidden_fields=HIDDEN_FROM_OLIVE)


def _records(org: Org, rows: tuple[Row, ...]) -> None:
    closes_on = (org.clock.now().astimezone(UTC) + CLOSES_IN).date()
    for key, object_name, fields in rows:
        values = resolved(org, fields)
        if object_name == "Opportunity":
            values.setdefault("CloseDate", closes_on)
        if object_name == "Case":
            contact = org.row(values["ContactId"]) or {}
            values["ContactEmail"] = contact.get("Email")
        org.keys[key] = put(org, object_name, **values)
        if object_name == "Opportunity":
            put(
                org,
                "OpportunityContactRole",
                OpportunityId=org.keys[key],
                ContactId=values["ContactId"],
                Role="Decision Maker",
                IsPrimary=True,
            )
