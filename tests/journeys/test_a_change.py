"""A meeting is agreed, moved and called off, by the product's own workers, and everybody hears of each once."""

import uuid
from typing import Any

from tests.cast import GUS, GUS_EMAIL
from tests.journeys.outside import outside
from tests.support.processes import wait_until
from tests.support.product import Product
from tests.support.window import Window

TUESDAY, WEDNESDAY = "2026-03-03T14:30:00Z", "2026-03-04T14:30:00Z"


def test_a_meeting_is_moved_and_then_cancelled(product: Product, box: Any) -> None:
    window = Window.open(product.url, box, GUS)
    question = window.question(window.host("Hana Berg"))
    booking_id = window.book(window.hold(question, TUESDAY)["id"])["booking"]["id"]
    wait_until_done(window, booking_id)

    hold = window.hold({**question, "moving": booking_id}, WEDNESDAY)
    change(window, booking_id, "move", {"hold_id": hold["id"]})
    wait_until_done(window, booking_id)
    [(_, event)] = outside(box).meetings
    assert (event["status"], event["starts_at"]) == ("confirmed", WEDNESDAY)

    change(window, booking_id, "cancellation", {"reason": "The budget was cut"})
    wait_until_done(window, booking_id)

    world = outside(box)
    [(_, event)] = world.meetings
    assert event["status"] == "cancelled"
    told = [one["subject"].partition(":")[0] for one in world.letters if GUS_EMAIL in one["to"]]
    assert told == ["Confirmed", "New time", "Cancelled"]
    [kept] = world.salesforce["Handoff_Booking__c"]
    assert (kept["Status__c"], kept["Reason__c"]) == ("Cancelled", "The budget was cut")


def change(window: Window, booking_id: str, what: str, body: dict[str, str]) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    window.ask("POST", f"/bookings/{booking_id}/{what}", body, headers)


def wait_until_done(window: Window, booking_id: str) -> None:
    def is_done() -> bool:
        return {one["state"] for one in window.booking(booking_id)["effects"]} == {"done"}

    wait_until(is_done, "everything that is owed is done")
