"""Plants the standing cast: two companies with people, settings and customers, the same at every start."""

from datetime import UTC, time, timedelta
from functools import partial
from pathlib import Path

from sandbox import (
    seed_company,
    seed_crowd,
    seed_handoff,
    seed_people,
    seed_records,
    seed_rules,
    seed_settings,
)
from sandbox.clock import wall_now
from sandbox.credentials import FERNHILL, LARKSPUR, OrgIdentity
from sandbox.people import Person
from sandbox.salesforce.metadata.becoming import adopt
from sandbox.salesforce.metadata.components import Components
from sandbox.salesforce.metadata.source_format import read
from sandbox.salesforce.org import Org, Profile, Session
from sandbox.salesforce.session import orgs_of
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
    "integration": ("Handoff_Integration", "Handoff_Sample"),
    "rep": (),
}
LANGUAGES = {LARKSPUR.org_id: frozenset({"de", "fr", "ja"})}
SAMPLE = "sample-app"
PACKAGES = ("force-app", "setup-app", SAMPLE)
OWN_TYPES = frozenset({"CustomObject", "CustomField", "ListView", "CustomTab"})
ADMIN_SESSION_LASTS = timedelta(days=30)
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


def plant(world: World, *, crowd: int = 0, empty: bool = False) -> None:
    """Fill an empty world: companies with people and customers, and Handoff as their admins set it up.

    What is custom in the orgs comes from the world's metadata project. Empty orgs have only what the
    companies themselves defined, until somebody deploys Handoff. A crowd makes the first company
    life-sized: that many further users who host nothing.
    """
    with world.lock:
        larkspur = _org(world, LARKSPUR, empty=empty)
        people = seed_people.larkspur()
        _people(world, larkspur, people=people, domain=LARKSPUR.domain)
        _narrow(larkspur)
        _admin_session(world, larkspur, people)
        seed_company.plant(larkspur, people=people, circles=seed_company.LARKSPUR_CIRCLES)
        _records(larkspur, seed_records.LARKSPUR)
        larkspur.private_records.add(larkspur.keys["lead:private"])
        seed_crowd.plant(larkspur, count=crowd, domain=LARKSPUR.domain)

        fernhill = _org(world, FERNHILL, empty=empty)
        people = list(seed_people.FERNHILL)
        _people(world, fernhill, people=people, domain=FERNHILL.domain)
        _admin_session(world, fernhill, people)
        seed_company.plant(fernhill, people=people)
        _records(fernhill, seed_records.FERNHILL)
        if not empty:
            settle(world)


def settle(world: World) -> list[str]:
    """Do what an admin does in the first hour after a deployment; the orgs in which there was something to do."""
    with world.lock:
        waiting = [
            org
            for org in orgs_of(world)
            if org.schema.get("Handoff_Meeting_Type__c") and not is_settled(org)
        ]
        for org in waiting:
            _settle(org)
        return [org.name for org in waiting]


def is_settled(org: Org) -> bool:
    """Whether somebody has set Handoff up in the org."""
    return bool(org.rows("Handoff_Settings__c"))


def _settle(org: Org) -> None:
    is_larkspur = org.org_id == LARKSPUR.org_id
    people = seed_people.larkspur() if is_larkspur else list(seed_people.FERNHILL)
    for one in people:
        if one.active:
            _permissions(org, one, user_id=org.keys[one.key])
    if is_larkspur:
        seed_company.plant_access(org)
    wishes = LARKSPUR_WISHES if is_larkspur else FERNHILL_WISHES
    seed_handoff.plant(org, people=people, wishes=wishes)


def _org(world: World, identity: OrgIdentity, *, empty: bool) -> Org:
    org = Org(
        org_id=identity.org_id,
        name=identity.name,
        my_domain=identity.my_domain,
        schema=standard_schema(),
        clock=world.clock,
        changed_at=world.clock.now(),
        follows_app_url=not empty,
        languages=LANGUAGES.get(identity.org_id, frozenset()),
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
    project = Path(world.metadata)
    adopt(org, _own(project) if empty else read(project, *PACKAGES))
    return org


def _own(project: Path) -> Components:
    """What the companies had defined before they heard of Handoff: objects and fields of the sample."""
    return {key: one for key, one in read(project, SAMPLE).items() if one.type in OWN_TYPES}


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
                is_host=one.host,
            )
        )


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


def _admin_session(world: World, org: Org, people: list[Colleague]) -> None:
    """The token in the credentials file, as if the admin had logged in with a command line."""
    known = world.credentials
    if known is not None:
        admin = next(org.keys[one.key] for one in people if one.role == "admin")
        ends_at = wall_now() + ADMIN_SESSION_LASTS
        token = known.orgs[org.org_id].admin_token
        org.sessions[token] = Session(user_id=admin, expires_at=ends_at, kind="cli")


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
