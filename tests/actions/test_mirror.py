"""Salesforce's Booking records follow the bookings, whatever happens to them and to what they owe."""

import time
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from handoff.actions.mirror_bookings import mirror_all, mirror_bookings
from handoff.people import OrgId
from handoff.storage import mirror, outbox
from handoff.storage.mirror_tables import RefusalRow, TouchRow, TurnRow
from handoff.storage.tables import BookingRow, EffectRow
from tests.cast import EMEA, GUS, GUS_EMAIL, HANA, MAYA
from tests.support.inside import QuietDoorbell
from tests.support.served import Served, org_of, writes
from tests.support.window import Window
from tests.web.test_changes import booked, cancelled, salesforce

BOOKING = "Handoff_Booking__c"
HOSTS = "Handoff_Booking_Host__c"
EIGHT = timedelta(minutes=8)
REFUSED: dict[str, Any] = {
    "status": 400,
    "body": {"error": {"code": 400, "message": "Bad start.", "errors": [{"reason": "invalid"}]}},
}
NO_REGION = {"validation": {"object": "Event", "message": "Meetings need a region."}}


def org_id(served: Served) -> OrgId:
    return OrgId(served.person("olive").org_id)


def mirrored(served: Served) -> dict[str, Any]:
    mirror_bookings(served.parts, org_id(served))
    [row] = salesforce(served, BOOKING)
    return row


def rows_of(served: Served, object_name: str) -> list[dict[str, Any]]:
    with served.box.world.lock:
        return [dict(row) for row in org_of(served).rows(object_name).values()]


def changes(served: Served) -> int:
    return len(served.parts.database.run(lambda session: session.scalars(select(TouchRow)).all()))


def rule(served: Served, wish: dict[str, Any]) -> None:
    answer = requests.post(f"{served.box.url}/salesforce/rules", json=wish, timeout=30)
    assert answer.status_code == 201, answer.text


def without_events(served: Served) -> None:
    """No meeting type makes an Event in Salesforce."""
    with served.box.world.lock:
        for row in org_of(served).rows("Handoff_Meeting_Type__c").values():
            row["Create_Salesforce_Event__c"] = False


def let_go(session: Session, org: str) -> None:
    """Let the lease of whoever has the org's turn end."""
    session.execute(update(TurnRow).where(TurnRow.org_id == org).values(claimed_until=0.0))


def again(served: Served, effect: EffectRow) -> None:
    """Let an effect that is done be looked at once more, as after a worker who was late."""
    served.parts.database.run(
        lambda session: outbox.owe_again(session, served.row(effect.booking_id), [effect.kind])
    )


def without_rules(served: Served) -> None:
    requests.delete(f"{served.box.url}/salesforce/rules", timeout=30).raise_for_status()


class TestABookingRecord:
    """What stands in it."""

    def test_says_how_the_booking_stands_before_anything_is_done(self, served: Served) -> None:
        booking = booked(served.open(GUS))

        row = mirrored(served)

        assert row["Booking_Key__c"] == booking
        assert (row["Status__c"], row["Event_Id__c"]) == ("Accepted", None)
        assert row["Host__c"] == served.person(HANA).user_id
        assert row["Effects__c"].splitlines()[0] == "Calendar event: waiting"
        assert "Letter to a guest: waiting" in row["Effects__c"]
        assert row["Method__c"] == "Owner"
        assert row["Attention__c"] is None

    def test_says_when_the_button_was_pressed(self, served: Served) -> None:
        window = served.open(GUS)
        pressed = served.box.world.clock.now()
        served.advance(EIGHT)
        booked(window)

        row = mirrored(served)

        assert row["Opened_At__c"][:16] == pressed.isoformat()[:16]
        assert row["Booked_At__c"][:16] == (pressed + EIGHT).isoformat()[:16]
        assert row["Changed_At__c"] >= row["Booked_At__c"]

    def test_follows_the_effects_to_their_end(self, served: Served) -> None:
        booking = booked(served.open(GUS))
        mirrored(served)
        served.deliver()

        row = mirrored(served)

        assert row["Status__c"] == "Confirmed"
        [event] = salesforce(served, "Event")
        assert row["Event_Id__c"] == event["Id"]
        assert {line.partition(": ")[2] for line in row["Effects__c"].splitlines()} == {"done"}
        assert row["Meeting_Link__c"] == served.row(booking).link
        assert GUS_EMAIL not in row["Effects__c"]

    def test_is_written_again_only_when_something_changed(self, served: Served) -> None:
        booked(served.open(GUS))
        served.deliver()
        mirrored(served)
        before = len(writes(served, BOOKING))

        assert mirror_bookings(served.parts, org_id(served)) == 0

        assert len(writes(served, BOOKING)) == before
        assert changes(served) == 0

    def test_says_that_the_meeting_is_off_and_why(self, served: Served) -> None:
        window = served.open(GUS)
        booking = booked(window)
        served.deliver()
        cancelled(window, booking, "The budget was cut")

        row = mirrored(served)

        assert (row["Status__c"], row["Reason__c"]) == ("Cancelled", "The budget was cut")
        assert "Removal of the former calendar event: waiting" in row["Effects__c"]

    def test_of_a_calendar_that_refuses_says_what_it_said(self, served: Served) -> None:
        served.fault("google", "status", call="events.insert", times=None, **REFUSED)
        booked(served.open(GUS))
        served.deliver()

        row = mirrored(served)

        assert row["Status__c"] == "Needs Attention"
        assert "Bad start." in row["Attention__c"]
        assert len(row["Attention__c"].splitlines()) == 1
        assert salesforce(served, "Event") == []

    def test_is_kept_by_a_type_without_salesforce_event_too(self, served: Served) -> None:
        without_events(served)
        booked(served.open(GUS))
        mirrored(served)
        served.deliver()

        row = mirrored(served)

        assert (row["Status__c"], row["Event_Id__c"]) == ("Confirmed", None)
        assert [one["Kind__c"] for one in rows_of(served, HOSTS)] == ["Main"]


class TestARefusedEvent:
    """It shows in Salesforce in Salesforce's own words, and is written once when somebody tries again."""

    @pytest.fixture
    def refused(self, served: Served) -> tuple[Window, str]:
        rule(served, NO_REGION)
        window = served.open(GUS)
        booking = booked(window)
        served.deliver()
        return window, booking

    def test_needs_attention(self, served: Served, refused: tuple[Window, str]) -> None:
        row = mirrored(served)

        assert row["Status__c"] == "Needs Attention"
        assert row["Attention__c"].startswith("Event in Salesforce: given up — ")
        assert "Meetings need a region." in row["Attention__c"]
        assert row["Event_Id__c"] is None
        assert rows_of(served, HOSTS) == []

    def test_is_written_once_after_that(self, served: Served, refused: tuple[Window, str]) -> None:
        window, booking = refused
        mirrored(served)
        without_rules(served)
        effect = served.effects(booking)["salesforce"]

        window.ask("POST", f"/effects/{effect.id}/retry")
        served.deliver()
        again(served, effect)
        served.deliver()

        row = mirrored(served)
        [event] = salesforce(served, "Event")
        assert (row["Status__c"], row["Attention__c"]) == ("Confirmed", None)
        assert row["Event_Id__c"] == event["Id"]
        [host] = rows_of(served, HOSTS)
        assert (host["Kind__c"], host["User__c"]) == ("Main", served.person(HANA).user_id)
        assert host["Key__c"] == f"{booking}:main"


class TestTheHosts:
    """Everybody who hosts has a row beside the Booking record."""

    def test_are_told_by_kind_and_follow_a_move(self, served: Served) -> None:
        window = served.open(GUS)
        maya = window.host("Maya Tanaka")["host"]
        hugo = window.host("Hugo Sands")["host"]
        joining = [{"host": maya, "required": False}, {"host": hugo, "required": True}]
        question = window.question(window.host("Hana Berg"), additional=joining)
        start = window.times(question)["slots"][0]["starts_at"]
        window.book(window.hold(question, start)["id"])
        served.deliver()

        kinds = {one["User__c"]: one["Kind__c"] for one in rows_of(served, HOSTS)}

        assert kinds == {
            served.person(HANA).user_id: "Main",
            served.person(MAYA).user_id: "Optional",
            hugo: "Required",
        }


class TestWhoCarries:
    """One worker at a time; nothing is lost, whoever is late, refused or away."""

    def test_a_second_worker_finds_nothing_to_do(self, served: Served) -> None:
        booked(served.open(GUS))
        lease = served.parts.settings.lease
        taken = served.parts.database.run(
            lambda session: mirror.take_turn(session, org_id(served), lease)
        )

        assert taken is not None
        assert mirror_bookings(served.parts, org_id(served)) == 0
        assert salesforce(served, BOOKING) == []

    def test_who_was_late_leaves_it_to_be_done_again(self, served: Served) -> None:
        booked(served.open(GUS))
        parts, org = served.parts, org_id(served)
        calls = iter([True])

        def steal(*_: Any) -> bool:
            if next(calls, False):
                parts.database.run(lambda session: let_go(session, org))
                parts.database.run(
                    lambda session: mirror.take_turn(session, org, parts.settings.lease)
                )
            return False

        served.box.world.on_call = steal
        assert mirror_bookings(parts, org) == 0
        served.box.world.on_call = None
        parts.database.run(lambda session: let_go(session, org))

        assert mirrored(served)["Status__c"] == "Accepted"
        assert changes(served) == 0

    def test_a_salesforce_that_is_away_is_left_alone_for_a_while(self, served: Served) -> None:
        booked(served.open(GUS))
        served.fault("salesforce", "status", call="composite.sobjects", times=None, status=503)

        assert mirror_bookings(served.parts, org_id(served)) == 0

        assert changes(served) > 0
        served.box.world.faults.clear()
        assert mirrored(served)["Status__c"] == "Accepted"

    def test_a_record_that_is_refused_holds_up_no_other(self, served: Served) -> None:
        rule(served, {"required": {"object": BOOKING, "field": "Pool__c"}})
        window = served.open(GUS)
        first = booked(window)
        second = booked(window, "2026-03-05T14:30:00Z", window.pool(EMEA))

        mirror_bookings(served.parts, org_id(served))

        assert [row["Booking_Key__c"] for row in salesforce(served, BOOKING)] == [second]
        [refusal] = served.parts.database.run(
            lambda session: session.scalars(select(RefusalRow)).all()
        )
        assert refusal.booking_id == first
        assert "Pool__c" in refusal.last_error
        without_rules(served)
        time.sleep(0.01)
        mirror_bookings(served.parts, org_id(served))
        assert len(salesforce(served, BOOKING)) == 2

    def test_nor_does_one_that_this_release_cannot_read(self, served: Served) -> None:
        window = served.open(GUS)
        first, second = booked(window), booked(window, "2026-03-05T14:30:00Z")
        unknown = update(BookingRow).where(BookingRow.id == first).values(state="dreamt")
        served.parts.database.run(lambda session: session.execute(unknown))

        assert mirror_bookings(served.parts, org_id(served)) == 1
        assert [one["Booking_Key__c"] for one in rows_of(served, BOOKING)] == [second]
        for mended in (
            update(BookingRow).where(BookingRow.id == first).values(state="accepted"),
            update(RefusalRow).values(next_try_at=0.0),
        ):
            served.parts.database.run(lambda session, mended=mended: session.execute(mended))
        assert mirror_bookings(served.parts, org_id(served)) == 1

    def test_the_clock_rings_for_orgs_that_are_behind(self, served: Served) -> None:
        bell = served.parts.doorbell
        assert isinstance(bell, QuietDoorbell)
        assert mirror_all(served.parts) == 0

        booked(served.open(GUS))

        assert mirror_all(served.parts) == 1
        assert bell.mirrors_asked == [org_id(served)]
