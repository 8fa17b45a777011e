"""Bookings after they were made: found again, cancelled, and what each of these tells the world."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from handoff.actions.deliver_effect import deliver_effect
from handoff.storage import ledger
from handoff.storage.tables import EffectRow
from tests.cast import DANA, EMEA, GUS, GUS_EMAIL, NILS, OTTO
from tests.support.served import Served, refused
from tests.support.window import Window

FREE, LATER = "2026-03-03T14:30:00Z", "2026-03-04T14:30:00Z"


def booked(window: Window, at: str = FREE, main: dict[str, str] | None = None) -> str:
    hold = window.hold(window.question(main or window.host("Hana Berg")), at)
    return str(window.book(str(hold["id"]))["booking"]["id"])


def change(window: Window, booking_id: str, what: str, *, key: str = "", **body: Any) -> Any:
    headers = {"Idempotency-Key": key or str(uuid.uuid4())}
    return window.ask("POST", f"/bookings/{booking_id}/{what}", body, headers)


def cancelled(window: Window, booking_id: str, reason: str = "", *, key: str = "") -> Any:
    return change(window, booking_id, "cancellation", key=key, reason=reason)


def subjects(served: Served, address: str) -> list[str]:
    return [letter["subject"].partition(":")[0] for letter in served.letters_to(address)]


def invited(served: Served) -> list[tuple[str, str]]:
    return [(one["to"], one["kind"]) for one in served.world()["invitations"]]


def salesforce(served: Served, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = served.world()["salesforce"][served.person("olive").org_id][name]
    return [row for row in rows if not row.get("IsChild")]


def states(served: Served, booking_id: str) -> dict[str, str]:
    return {name: row.state for name, row in served.effects(booking_id).items()}


class TestWhatIsUpcoming:
    """The record's and its guests' meetings are known before another is booked."""

    def test_a_booking_says_all_that_the_window_draws(self, standing: Served) -> None:
        window = standing.open(GUS)
        booking = window.booking(booked(window))["booking"]

        assert booking["meeting_type"] == "Discovery Call"
        assert booking["meeting_type_id"] == window.meeting_type("Discovery Call")
        assert booking["record_name"] == "Gus Grant"
        assert booking["host_email"] == standing.person("hana").email
        assert (booking["can_change"], booking["why_not"]) == (True, "")
        assert (booking["answers"], booking["cancel_reason"], booking["now"]) == ([], "", False)

    def test_the_page_shows_first_what_is_agreed(self, served: Served) -> None:
        window = served.open(GUS)
        later, sooner = booked(window, LATER), booked(window)
        cancelled(window, booked(window, "2026-03-05T14:30:00Z"))

        upcoming = served.open(GUS).context["upcoming"]

        assert [one["id"] for one in upcoming] == [sooner, later]
        assert upcoming[0]["guest"]["email"] == GUS_EMAIL

    def test_the_record_page_may_name_the_one_to_be_changed(self, served: Served) -> None:
        booking = booked(served.open(GUS))

        def asked(**given: str) -> object:
            return served.open(GUS, **given).context["asked"]

        named = {"booking": booking, "change": "cancel"}
        assert asked(bookingKey=booking, change="cancel") == named
        assert asked(bookingKey=booking, change="erase") is None
        assert asked(bookingKey="another", change="cancel") is None
        assert asked() is None

    def test_of_a_guests_other_record_only_time_host_and_type_are_told(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        hold = window.hold(window.question(window.host("Hana Berg")), FREE)
        [yusuf] = served.open("contact:yusuf", NILS).context["guests"]
        guest = {"first_name": "Yusuf", "last_name": "Demir", "email": yusuf["email"].upper()}
        booking_id = window.book(str(hold["id"]), guest=guest, notes="Secret")["booking"]["id"]

        [seen] = served.open("contact:yusuf", NILS).context["upcoming"]

        assert (seen["id"], seen["starts_at"], seen["host_name"]) == (booking_id, FREE, "Hana Berg")
        assert not seen["can_change"]
        assert seen["why_not"].startswith("This meeting belongs to another record.")
        told = str(seen)
        assert not any(word in told for word in ("Gus", "Secret", "Yusuf", "meet.google"))
        other = served.open("contact:yusuf", NILS)
        assert refused(other.booking, booking_id).status == 404
        assert refused(cancelled, other, booking_id).status == 404

    def test_a_guests_meeting_on_a_record_that_one_can_edit_is_ones_to_change(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        hold = window.hold(window.question(window.host("Hana Berg")), FREE)
        [dana] = served.open(DANA, OTTO).context["guests"]
        guest = {"first_name": "Dana", "last_name": "Whitfield", "email": dana["email"]}
        booking_id = window.book(str(hold["id"]), guest=guest)["booking"]["id"]

        other = served.open(DANA, OTTO)
        [seen] = other.context["upcoming"]

        assert (seen["id"], seen["can_change"]) == (booking_id, True)
        assert cancelled(other, booking_id)["booking"]["state"] == "cancelled"

    def test_a_meeting_that_has_begun_cannot_be_changed(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.advance(timedelta(days=1, minutes=31))
        again = served.open(GUS)

        booking = again.booking(booking_id)["booking"]
        answer = refused(cancelled, again, booking_id)

        assert (booking["can_change"], booking["why_not"]) == (
            False,
            "This meeting has already begun.",
        )
        assert (answer.status, answer.error["message"]) == (422, booking["why_not"])


class TestCancelling:
    """A cancelled meeting is off everywhere, and everybody who knew of it is told once."""

    def test_everything_is_taken_back_and_everybody_is_told(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()

        answer = cancelled(window, booking_id, "The budget was cut")
        served.deliver()

        assert answer["booking"]["state"] == "cancelled"
        assert answer["booking"]["cancel_reason"] == "The budget was cut"
        assert [one["label"] for one in answer["effects"]] == [
            "Event removed from Hana Berg's calendar",
            "Cancellation to gus@northwind.example",
            "Letter to the host",
            "Letter to you",
            "Event in Salesforce",
        ]
        [event] = served.events_of(served.person("hana").email)
        assert event["status"] == "cancelled"
        assert (GUS_EMAIL, "cancel") in invited(served)
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "Cancelled"]
        assert subjects(served, served.person("hana").email) == ["New meeting", "Cancelled"]
        assert subjects(served, served.person("olive").email) == ["Booked", "Cancelled"]
        assert "budget" not in str(served.letters_to(GUS_EMAIL))
        assert "The budget was cut" in served.letters_to(served.person("hana").email)[1]["text"]
        assert {one["state"] for one in window.booking(booking_id)["effects"]} == {"done"}

    def test_salesforce_keeps_the_event_as_history(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        cancelled(window, booking_id, "The budget was cut")
        served.deliver()

        [event], [kept] = salesforce(served, "Event"), salesforce(served, "Handoff_Booking__c")

        assert event["Subject"].startswith("Cancelled: ")
        assert (event["Handoff_Status__c"], event["ShowAs"]) == ("Cancelled", "Free")
        assert event["Handoff_Reason__c"] == kept["Reason__c"] == "The budget was cut"
        assert "Cancelled: The budget was cut" in event["Description"]
        assert (kept["Status__c"], kept["Event_Id__c"]) == ("Cancelled", event["Id"])

    def test_its_time_is_free_at_once(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)

        cancelled(window, booking_id)

        assert window.hold(window.question(window.host("Hana Berg")), FREE)["starts_at"] == FREE

    def test_what_nobody_has_heard_of_is_told_to_the_organizer_alone(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)

        cancelled(window, booking_id)
        served.deliver()

        assert served.events_of(served.person("hana").email) == []
        assert served.letters_to(GUS_EMAIL) == []
        assert subjects(served, served.person("olive").email) == ["Cancelled"]
        assert salesforce(served, "Event") == []
        [kept] = salesforce(served, "Handoff_Booking__c")
        assert kept["Status__c"] == "Cancelled"
        assert states(served, booking_id) == {
            "calendar": "cancelled",
            "guest": "cancelled",
            "host": "cancelled",
            "organizer": "cancelled",
            "organizer_cancelled": "done",
            "salesforce": "done",
        }

    def test_twice_is_once_whatever_the_key(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        answers = [cancelled(window, booking_id, "So", key="one-key-only") for _ in range(2)]
        served.deliver()

        again = cancelled(window, booking_id, "Another reason")
        served.deliver()

        assert answers[0]["effects"] == answers[1]["effects"]
        assert again["booking"]["cancel_reason"] == "So"
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "Cancelled"]
        other = refused(cancelled, window, booking_id, "Other", key="one-key-only")
        assert (other.status, other.error["field"]) == (422, "Idempotency-Key")

    @pytest.mark.parametrize("key", ["short", "x" * 256])
    def test_a_key_is_wanted(self, standing: Served, key: str) -> None:
        answer = refused(cancelled, standing.open(GUS), str(uuid.uuid4()), key=key)

        assert answer.status == 400

    def test_the_pool_gives_its_credit_once(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window, main=window.pool(EMEA))
        cancelled(window, booking_id)
        cancelled(window, booking_id)

        org_id = served.person("olive").org_id
        entries = served.parts.database.run(
            lambda session: ledger.counted_for(session, org_id, booking_id)
        )

        assert entries == []

    def test_a_colleague_on_the_record_may_cancel_and_the_organizer_learns_by_whom(
        self, served: Served
    ) -> None:
        booking_id = booked(served.open(GUS))
        served.deliver()

        cancelled(served.open(GUS, OTTO), booking_id, "Gus called")
        served.deliver()

        letter = served.letters_to(served.person("olive").email)[-1]
        assert "Otto Lindgren cancelled the meeting." in letter["text"]

    def test_a_booking_that_needs_attention_can_be_cancelled(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.fault("google", "status", call="events.insert", status=403, times=None)
        served.deliver()
        assert window.booking(booking_id)["booking"]["attention"]

        answer = cancelled(window, booking_id)
        served.deliver()

        assert answer["booking"]["attention"] == ""
        assert served.letters_to(GUS_EMAIL) == []
        assert {one["state"] for one in window.booking(booking_id)["effects"]} == {"done"}

    def test_a_removal_that_is_refused_for_good_needs_attention(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        served.fault("google", "status", call="events.delete", status=403, times=None)

        cancelled(window, booking_id)
        served.deliver()

        shown = window.booking(booking_id)
        assert shown["booking"]["attention"]
        [letter] = [
            one
            for one in served.letters_to(served.person("olive").email)
            if one["subject"].startswith("Needs attention")
        ]
        assert "The meeting is cancelled" in letter["text"]
        served.box.world.faults.clear()
        [removal] = [one for one in shown["effects"] if one["kind"] == "calendar_removal"]
        window.ask("POST", f"/effects/{removal['id']}/retry")
        served.deliver()
        [event] = served.events_of(served.person("hana").email)
        assert event["status"] == "cancelled"
        assert window.booking(booking_id)["booking"]["attention"] == ""


class TestWhatIsInFlight:
    """A change waits for whoever is still at what was owed before it."""

    @pytest.mark.parametrize("host", ["Hana Berg", "Hugo Sands"])
    def test_an_event_whose_answer_was_lost_is_found_and_removed(
        self, served: Served, host: str
    ) -> None:
        window = served.open(GUS)
        booking_id = booked(window, main=window.host(host))
        is_google = host == "Hana Berg"
        service, call = ("google", "events.insert") if is_google else ("microsoft", "events.create")
        served.fault(service, "drop_after", call=call, times=1)
        self.deliver_one(served, served.effects(booking_id)["calendar"])
        email = served.person("hana" if is_google else "hugo").email
        assert [one["status"] for one in served.events_of(email)] == ["confirmed"]

        cancelled(window, booking_id)
        served.deliver()

        assert [one["status"] for one in served.events_of(email)] == ["cancelled"]
        assert states(served, booking_id)["calendar_removal"] == "done"

    def deliver_one(self, served: Served, row: EffectRow) -> None:
        deliver_effect(served.parts, row.id)
