"""What happened outside during one take, told from the sandbox's own truth."""

from typing import Any

from sandbox.world import World

WRITTEN = ("Event", "EventRelation", "Handoff_Booking__c")
HOSTS = "Handoff_Booking_Host__c"


def undo_everything(world: World) -> None:
    """Let the world be as it was seeded, so that the next take can have the same time."""
    with world.lock:
        for calendar in world.calendars.values():
            calendar.events = {key: one for key, one in calendar.events.items() if one.seed}
        world.invitations.clear()
        world.letters.clear()
        for org in world.orgs.values():
            known: Any = org
            for name in (*WRITTEN, HOSTS):
                known.rows(name).clear()
            known.written.clear()


def new_events(world: World) -> list[tuple[str, Any]]:
    """Return (whose calendar, event) for all that was written, attendees' own copies left out."""
    with world.lock:
        return [
            (calendar.email, event)
            for calendar in world.calendars.values()
            for event in calendar.events.values()
            if not event.seed and not event.copy_of
        ]


def received(world: World) -> list[tuple[str, str]]:
    """Return (recipient, Message-ID) of every letter."""
    with world.lock:
        return [(address, one.message_id) for one in world.letters for address in one.to]


def created(world: World, org_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return what exists in Salesforce of what only a booking makes, by object."""
    with world.lock:
        told = world.orgs[org_id].as_json()
        return {name: told[name] for name in WRITTEN}


def hosts_of_bookings(world: World, org_id: str) -> list[dict[str, Any]]:
    """Return the rows that stand beside Booking records, one a host."""
    with world.lock:
        known: Any = world.orgs[org_id]
        return [dict(row) for row in known.rows(HOSTS).values()]
