"""What bookings have left in the outside world, by the world's own account of it."""

from dataclasses import dataclass
from typing import Any

import requests

from tests.cast import LARKSPUR


@dataclass(frozen=True)
class Outside:
    """Everything that was not there when the world began."""

    events: dict[str, list[dict[str, Any]]]
    """Calendar events by the address of the calendar in which somebody made them."""
    letters: list[dict[str, Any]]
    invitations: list[dict[str, Any]]
    """What Google and Exchange mail to attendees by themselves."""
    salesforce: dict[str, list[dict[str, Any]]]
    """Records by object."""
    people: dict[str, dict[str, Any]]
    """The cast by key."""
    records: dict[str, str]
    """Ids of the seeded records by key."""
    calls: dict[str, dict[str, int]]

    @property
    def meetings(self) -> list[tuple[str, dict[str, Any]]]:
        """Every new event with its calendar."""
        return [(address, one) for address, made in self.events.items() for one in made]

    @property
    def recipients(self) -> list[str]:
        """Who received a letter, once for every letter."""
        return sorted(address for one in self.letters for address in one["to"])

    def letter_to(self, address: str) -> dict[str, Any]:
        """Return the one letter to an address."""
        (found,) = [one for one in self.letters if address in one["to"]]
        return found

    def user_id(self, key: str) -> str:
        """Return a person's Salesforce id."""
        return str(self.people[key]["user_id"])

    def record_id(self, key: str) -> str:
        """Return a seeded record's id."""
        return self.records[key]


def outside(box: Any) -> Outside:
    """Look at the world as it is now."""
    world = requests.get(f"{box.url}/world.json", timeout=30).json()
    org_id = next(one["org_id"] for one in box.credentials["orgs"] if one["name"] == LARKSPUR)
    made = {
        address: [one for one in calendar["events"] if not one["seed"] and not one.get("copy_of")]
        for address, calendar in world["calendars"].items()
    }
    return Outside(
        events={address: events for address, events in made.items() if events},
        letters=world["letters"],
        invitations=world["invitations"],
        salesforce=world["salesforce"][org_id],
        people={one["key"]: one for one in world["people"]},
        records={one["key"]: one["id"] for one in world["records"]},
        calls=world["calls"],
    )


def break_next(box: Any, service: str, kind: str, **wish: Any) -> None:
    """Switch a fault on."""
    body = {"service": service, "kind": kind, **wish}
    requests.post(f"{box.url}/faults", json=body, timeout=30).raise_for_status()


def mend(box: Any) -> None:
    """Switch every fault off."""
    requests.delete(f"{box.url}/faults", timeout=30).raise_for_status()
