"""Plants what a company's admins have set up: meeting types, pools, hosts, rules, switches."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sandbox import seed_settings
from sandbox.salesforce.org import Org
from sandbox.seed_people import Colleague
from sandbox.seed_rows import put, resolved
from sandbox.seed_settings import Pools

Fields = dict[str, Any]


@dataclass(frozen=True)
class Wishes:
    """What one company has set up; keys of people and of settings stand for their ids."""

    types: tuple[Fields, ...]
    pools: Pools
    switches: Fields
    rules: tuple[Fields, ...] = ()
    possible: dict[str, tuple[Fields, ...]] = field(default_factory=dict)
    questions: dict[str, tuple[Fields, ...]] = field(default_factory=dict)
    members: dict[tuple[str, str], Fields] = field(default_factory=dict)
    hosts: dict[str, Fields] = field(default_factory=dict)
    leave: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    objects: dict[str, Fields] = field(default_factory=dict)


def plant(org: Org, *, people: list[Colleague], wishes: Wishes) -> None:
    """Store all of it, owned by the company's admin."""
    owner = next(org.keys[one.key] for one in people if one.role == "admin")
    put(
        org,
        "Handoff_Settings__c",
        Name="Handoff Settings (Organization)",
        SetupOwnerId=org.org_id,
        **wishes.switches,
    )
    for meeting_type in wishes.types:
        dates = _next_week(org) if meeting_type["Name"] == seed_settings.BOOKABLE_NEXT_WEEK else {}
        type_id = put(org, "Handoff_Meeting_Type__c", OwnerId=owner, **meeting_type, **dates)
        org.keys[f"type:{meeting_type['Name']}"] = type_id
    for one in people:
        if one.host:
            _host(org, one, owner=owner, wishes=wishes)
    _pools(org, people=people, owner=owner, wishes=wishes)
    _children(org, "Handoff_Type_Host__c", wishes.possible)
    _children(org, "Handoff_Question__c", wishes.questions)
    for rule in wishes.rules:
        rule_id = put(org, "Handoff_Suggestion_Rule__c", OwnerId=owner, **resolved(org, rule))
        org.keys[f"rule:{rule['Name']}"] = rule_id
    for setting in list(org.rows("Handoff_Object_Setting__mdt").values()):
        setting.update(wishes.objects.get(setting["Object_API_Name__c"], {}))


def _children(org: Org, object_name: str, lines: dict[str, tuple[Fields, ...]]) -> None:
    for type_name, children in lines.items():
        for place, child in enumerate(children, start=1):
            put(
                org,
                object_name,
                Meeting_Type__c=org.keys[f"type:{type_name}"],
                Sort_Order__c=place,
                **resolved(org, child),
            )


def _pools(org: Org, *, people: list[Colleague], owner: str, wishes: Wishes) -> None:
    healthy = tuple(
        one.key for one in people if one.host and one.active and one.calendar == "healthy"
    )
    for name, (kind, zone, members) in wishes.pools.items():
        pool_id = put(
            org,
            "Handoff_Pool__c",
            OwnerId=owner,
            Name=name,
            Kind__c=kind,
            Time_Zone__c=zone,
            Reset__c="Month",
        )
        org.keys[f"pool:{name}"] = pool_id
        for place, key in enumerate(members or healthy, start=1):
            put(
                org,
                "Handoff_Pool_Member__c",
                Pool__c=pool_id,
                User__c=org.keys[key],
                Sort_Order__c=place,
                **wishes.members.get((name, key), {}),
            )


def _host(org: Org, one: Colleague, *, owner: str, wishes: Wishes) -> None:
    user_id = org.keys[one.key]
    provider = {"google": "Google", "microsoft": "Microsoft", "none": "None"}[one.provider]
    address = org.rows("User")[user_id]["Email"] if one.calendar != "missing" else None
    host_id = put(
        org,
        "Handoff_Host__c",
        OwnerId=owner,
        User__c=user_id,
        Active__c=one.active,
        Calendar_Provider__c=provider,
        Calendar_Address__c=address,
        Platform__c="Calendar" if address else "None",
        **wishes.hosts.get(one.key, {}),
    )
    if one.key in wishes.leave:
        first, last, reason = wishes.leave[one.key]
        monday = _coming_monday(org)
        put(
            org,
            "Handoff_Leave__c",
            Host__c=host_id,
            First_Day__c=monday + timedelta(days=first),
            Last_Day__c=monday + timedelta(days=last),
            Reason__c=reason,
        )


def _next_week(org: Org) -> Fields:
    monday = _coming_monday(org)
    return {"Bookable_From__c": monday, "Bookable_Until__c": monday + timedelta(days=4)}


def _coming_monday(org: Org) -> date:
    today = org.clock.now().date()
    return today + timedelta(days=7 - today.weekday())
