"""The console's pages: everybody at a glance, one person's week, trouble to switch on."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, render_template, request

from sandbox import seed
from sandbox.console.week import week_of
from sandbox.people import Calendar, CalendarEvent, Person
from sandbox.salesforce.session import orgs_of
from sandbox.wire import the_world
from sandbox.world import World

FRIDAY = 4
PROVIDERS = {"google": "Google", "microsoft": "Microsoft 365", "none": "No calendar"}
WITH_PAGES = ("Lead", "Contact", "Account", "Opportunity", "Case", "Project__c")
CALLS = {
    "google": ("token", "freebusy", "events.insert", "events.get", "events.list",
               "events.patch", "events.delete"),
    "microsoft": ("discovery", "token", "getSchedule", "events.create", "events.get",
                  "events.list", "events.patch", "events.cancel", "events.delete", "batch"),
    "salesforce": ("token", "userinfo", "query", "describe", "composite", "sobjects.create",
                   "sobjects.get", "sobjects.update", "sobjects.delete"),
    "mail": ("deliver",),
}  # fmt: skip


def home() -> Any:
    world = the_world()
    with world.lock:
        now = world.clock.now()
        companies = [_company(world, org_id, now) for org_id in _org_ids(world)]
        return render_template(
            "home.html",
            world=world,
            now=now,
            companies=companies,
            awaited=[org.name for org in orgs_of(world) if not seed.is_settled(org)],
            faults=world.faults.as_json(),
            latencies=world.faults.latencies(),
            calls=CALLS,
            counts={service: dict(counts) for service, counts in world.calls.items()},
            letters=list(reversed(world.letters))[:5],
            letter_count=len(world.letters),
            invitation_count=len(world.invitations),
        )


def person(key: str) -> Any:
    world = the_world()
    with world.lock:
        found = world.people.get(key)
        if found is None:
            abort(404)
        calendar = world.calendars.get(found.email)
        zone = ZoneInfo(found.zone)
        today = world.clock.now().astimezone(zone).date()
        monday = _monday(request.args.get("week"), today)
        week = week_of(calendar, monday, zone) if calendar else None
        return render_template(
            "person.html",
            world=world,
            now=world.clock.now(),
            person=found,
            provider=PROVIDERS[found.provider],
            week=week,
            today=today,
            earlier=monday - timedelta(days=7),
            later=monday + timedelta(days=7),
            upcoming=_booked(calendar, zone),
        )


def _org_ids(world: World) -> list[str]:
    known = [person.org_id for person in world.people.values()]
    return list(dict.fromkeys([*world.orgs, *known]))


def _company(world: World, org_id: str, now: datetime) -> dict[str, Any]:
    credentials = world.credentials
    identity = credentials.orgs[org_id].identity if credentials else None
    org = world.orgs.get(org_id)
    every = org.records_json() if org else []
    records = {name: [row for row in every if row["object"] == name] for name in WITH_PAGES}
    people = [_row(world, p, now) for p in world.people.values() if p.org_id == org_id]
    return {
        "name": identity.name if identity else org_id,
        "people": people,
        "records": records if every else {},
        "visitor": next((p.key for p in world.people.values() if p.org_id == org_id), ""),
    }


def _row(world: World, person: Person, now: datetime) -> dict[str, Any]:
    calendar = world.calendars.get(person.email)
    events = [] if calendar is None else list(calendar.events.values())
    return {
        "person": person,
        "provider": PROVIDERS[person.provider if calendar else "none"],
        "local_time": now.astimezone(ZoneInfo(person.zone)).strftime("%a %H:%M"),
        "booked": sum(1 for e in events if not e.seed and e.status != "cancelled"),
        "letters": sum(1 for letter in world.letters if person.email in letter.to),
        "lost": bool(calendar and calendar.lost),
    }


def _booked(calendar: Calendar | None, zone: ZoneInfo) -> list[dict[str, Any]]:
    """What was written by a program rather than seeded, newest first."""
    events = [] if calendar is None else [e for e in calendar.events.values() if not e.seed]
    events.sort(key=lambda event: event.starts_at, reverse=True)
    return [{"event": event, "when": _when(event, zone)} for event in events]


def _when(event: CalendarEvent, zone: ZoneInfo) -> str:
    starts_at, ends_at = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return f"{starts_at:%a %d %b %Y, %H:%M}–{ends_at:%H:%M}"


def _monday(wish: str | None, today: date) -> date:
    # At a weekend the week that people book is the coming one.
    usual = today + timedelta(days=2) if today.weekday() > FRIDAY else today
    try:
        day = date.fromisoformat(wish) if wish else usual
    except ValueError:
        day = usual
    return day - timedelta(days=day.weekday())
