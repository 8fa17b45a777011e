"""What must be true of one booking in the end, however often its processes ended on the way."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.storage.database import Database
from handoff.storage.tables import (
    BookingRow,
    EffectRow,
    HoldRow,
    HostTimeRow,
    IdempotencyRow,
    LedgerRow,
    Stored,
)
from sandbox.world import World
from tests.cast import GUS_EMAIL
from tests.crash.outside import created, new_events, received

Row = TypeVar("Row", bound=Stored)


@dataclass(frozen=True)
class Kept:
    """Everything that the database holds of what people did."""

    bookings: list[BookingRow]
    effects: list[EffectRow]
    holds: list[HoldRow]
    taken: list[HostTimeRow]
    keys: list[IdempotencyRow]
    ledger: list[LedgerRow]


def kept(url: str) -> Kept:
    """Read it all."""
    database = Database(url)
    try:
        return database.run(_read)
    finally:
        database.dispose()


def _read(session: Session) -> Kept:
    def every(row: type[Row]) -> list[Row]:
        return list(session.scalars(select(row)))

    return Kept(
        every(BookingRow),
        every(EffectRow),
        every(HoldRow),
        every(HostTimeRow),
        every(IdempotencyRow),
        every(LedgerRow),
    )


def check_everything(world: World, url: str, booking_id: str) -> None:
    """One booking, agreed by the database and by everybody outside."""
    state = kept(url)
    booking = _check_booking(state, booking_id)
    _check_calendar(world, booking)
    _check_letters(world, state)
    _check_salesforce(world, booking)


def _check_booking(state: Kept, booking_id: str) -> BookingRow:
    [booking] = state.bookings
    assert booking.id == booking_id
    assert (booking.state, booking.attention) == ("confirmed", "")
    assert [key.booking_id for key in state.keys] == [booking.id]
    counts = [(one.booking_id, one.host_id) for one in state.ledger if one.kind == "count"]
    assert counts == [(booking.id, booking.main_host["id"])]
    assert state.holds == []
    assert [(row.booking_id, row.hold_id) for row in state.taken] == [(booking.id, None)]
    assert state.taken[0].host_id == booking.main_host["id"]
    endings = {"letter": {"done", "unknown"}}
    stuck = [row for row in state.effects if row.state not in endings.get(row.kind, {"done"})]
    assert stuck == [], [(row.kind, row.state, row.last_error) for row in stuck]
    return booking


def _check_calendar(world: World, booking: BookingRow) -> None:
    [(owner, event)] = new_events(world)
    assert owner == booking.main_host["calendar"].lower()
    assert (event.id, event.status) == (booking.event_id, "confirmed")
    assert (event.starts_at, event.ends_at) == (booking.starts_at, booking.ends_at)
    invited = {attendee.email for attendee in event.attendees} - {owner}
    assert invited == {GUS_EMAIL}
    asked = [one.to for one in world.invitations if one.kind == "request"]
    assert asked == [GUS_EMAIL]
    assert booking.link
    assert booking.link == event.link


def _check_letters(world: World, state: Kept) -> None:
    arrived = Counter(received(world))
    assert max(arrived.values(), default=0) <= 1, arrived
    at_recipient = Counter(address for address, _ in arrived)
    for letter in (row for row in state.effects if row.kind == "letter"):
        times = at_recipient.pop(letter.recipient, 0)
        assert times <= 1
        assert times == 1 or letter.state == "unknown", letter.recipient
    assert not at_recipient


def _check_salesforce(world: World, booking: BookingRow) -> None:
    made = created(world, booking.org_id)
    [event] = [one for one in made["Event"] if not one["IsChild"]]
    assert event["Handoff_Booking_Id__c"] == booking.id
    assert event["OwnerId"] == booking.main_host["id"]
    assert len(made["Handoff_Booking__c"]) == 1
    relations = [(one["EventId"], one["RelationId"]) for one in made["EventRelation"]]
    assert len(relations) == len(set(relations))
