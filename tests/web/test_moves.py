"""Bookings that get another time, or another host of their pool: what changes with them, and what does not."""

import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from handoff.actions.deliver_effect import deliver_effect
from handoff.calendars.protocol import EventRef
from handoff.org_settings import OrgSettings
from handoff.people import Provider
from handoff.snapshots import host_of
from handoff.storage import ledger
from handoff.storage.tables import HostTimeRow
from tests.cast import EMEA, GUS, GUS_EMAIL
from tests.support.served import Served, refused
from tests.support.window import Window
from tests.web.test_changes import booked, cancelled, change, salesforce, subjects
from tests.web.test_settings import change as change_settings

FREE, LATER, SOON_AFTER = "2026-03-03T14:30:00Z", "2026-03-04T14:30:00Z", "2026-03-03T15:00:00Z"


def held(window: Window, booking_id: str, at: str, main: dict[str, str] | None = None) -> str:
    question = window.question(main or window.host("Hana Berg"), moving=booking_id)
    return str(window.hold(question, at)["id"])


def moved(
    window: Window,
    booking_id: str,
    at: str = LATER,
    *,
    main: dict[str, str] | None = None,
    key: str = "",
) -> Any:
    hold_id = held(window, booking_id, at, main)
    return change(window, booking_id, "move", key=key, hold_id=hold_id)


def standing_events(served: Served, email: str) -> list[dict[str, Any]]:
    return [one for one in served.events_of(email) if one["status"] == "confirmed"]


def taken(served: Served) -> list[tuple[str, str]]:
    rows = served.parts.database.run(lambda session: session.scalars(select(HostTimeRow)).all())
    return sorted((row.host_id, row.meeting_starts_at.isoformat()[:16]) for row in rows)


def allow_two_pools(settings: OrgSettings) -> OrgSettings:
    return replace(settings, switches=replace(settings.switches, allows_two_pools=True))


def counts(served: Served, booking_id: str) -> list[str]:
    org_id = served.person("olive").org_id
    counted = served.parts.database.run(
        lambda session: ledger.counted_for(session, org_id, booking_id)
    )
    return [one.host_id for one in counted]


class TestAnotherTime:
    """The same host, the same event, another time."""

    @pytest.mark.parametrize("key", ["hana", "hugo"])
    def test_the_event_moves_and_everybody_is_told_once(self, served: Served, key: str) -> None:
        window, host = served.open(GUS), served.person(key)
        main = window.host(host.name)
        booking_id = booked(window, main=main)
        served.deliver()
        [before] = standing_events(served, host.email)
        at_first = window.booking(booking_id)["booking"]

        answer = moved(window, booking_id, main=main)
        served.deliver()

        assert (answer["booking"]["state"], answer["booking"]["starts_at"]) == ("accepted", LATER)
        [event] = standing_events(served, host.email)
        assert (event["id"], event["link"]) == (before["id"], before["link"])
        assert event["starts_at"] == LATER
        shown = window.booking(booking_id)
        assert shown["booking"]["state"] == "confirmed"
        assert shown["booking"]["link"] == at_first["link"]
        assert {one["state"] for one in shown["effects"]} == {"done"}
        assert [one["label"] for one in shown["effects"]][1] == f"New time to {GUS_EMAIL}"
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time"]
        assert subjects(served, host.email) == ["New meeting", "New time"]
        assert subjects(served, served.person("olive").email) == ["Booked", "New time"]
        assert "Before: Tuesday, March 3, 2026" in served.letters_to(GUS_EMAIL)[1]["text"]
        kinds = [one["kind"] for one in served.world()["invitations"] if one["to"] == GUS_EMAIL]
        assert kinds == ["request", "update"]

    def test_salesforce_has_the_new_time_in_the_same_event(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        [before] = salesforce(served, "Event")

        moved(window, booking_id)
        served.deliver()

        [event], [kept] = salesforce(served, "Event"), salesforce(served, "Handoff_Booking__c")
        assert event["Id"] == before["Id"] == kept["Event_Id__c"]
        assert event["StartDateTime"].startswith("2026-03-04T14:30:00")
        assert kept["Starts_At__c"].startswith("2026-03-04T14:30:00")
        assert (event["Handoff_Status__c"], kept["Status__c"]) == ("Confirmed", "Confirmed")
        assert event["WhoId"] == before["WhoId"]

    def test_the_old_time_is_free_and_the_new_one_is_taken(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        moved(window, booking_id)

        assert taken(served) == [(served.person("hana").user_id, "2026-03-04T14:30")]
        other = served.open(GUS, "otto")
        assert other.hold(other.question(other.host("Hana Berg")), FREE)["starts_at"] == FREE

    def test_its_own_time_does_not_stand_in_its_way(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()

        for at in (SOON_AFTER, FREE):
            moved(window, booking_id, at)
            served.deliver()

        [event] = standing_events(served, served.person("hana").email)
        assert event["starts_at"] == FREE
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time", "New time"]

    def test_the_pool_counts_it_once(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window, main=window.pool(EMEA))
        host_id = window.booking(booking_id)["booking"]["host_id"]

        answer = moved(window, booking_id, main=window.pool(EMEA))

        assert answer["booking"]["host_id"] == host_id
        assert counts(served, booking_id) == [host_id]

    @pytest.mark.parametrize("is_by_hand", [False, True])
    def test_the_pools_caps_still_count_it(self, served: Served, is_by_hand: bool) -> None:
        window = served.open(GUS)
        pool, hana = window.pool(EMEA), window.host("Hana Berg")
        main = hana | {"member_of": pool["pool"]} if is_by_hand else pool
        booking_id = booked(window, main=main)
        host_id = window.booking(booking_id)["booking"]["host_id"]

        moved(window, booking_id, main={"host": host_id})

        rows = served.parts.database.run(lambda session: session.scalars(select(HostTimeRow)).all())
        assert [(row.host_id, row.pool_id) for row in rows] == [(host_id, pool["pool"])]

    def test_who_never_heard_of_the_old_time_is_told_as_of_a_new_meeting(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        booking_id = booked(window)

        moved(window, booking_id)
        served.deliver()

        [event] = standing_events(served, served.person("hana").email)
        assert event["starts_at"] == LATER
        assert subjects(served, GUS_EMAIL) == ["Confirmed"]
        assert subjects(served, served.person("hana").email) == ["New meeting"]
        [kept] = salesforce(served, "Handoff_Booking__c")
        assert kept["Starts_At__c"].startswith("2026-03-04T14:30:00")

    def test_two_moves_in_a_row_tell_the_guest_of_the_last_and_of_what_they_knew(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        moved(window, booking_id)

        moved(window, booking_id, "2026-03-05T14:30:00Z")
        served.deliver()

        assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time"]
        text = served.letters_to(GUS_EMAIL)[1]["text"]
        assert "Thursday, March 5, 2026" in text
        assert "Before: Tuesday, March 3, 2026" in text


class TestAnotherHost:
    """A member of the pool who is no longer free gives the meeting to the next."""

    def test_event_letters_and_accounts_change_hands(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window, main=window.pool(EMEA))
        served.deliver()
        first = window.booking(booking_id)["booking"]
        old_key = next(
            key for key, one in served.box.world.people.items() if one.name == first["host_name"]
        )
        served.make_busy(old_key, LATER)

        answer = moved(window, booking_id, main=window.pool(EMEA))["booking"]
        served.deliver()

        assert answer["host_name"] != first["host_name"]
        assert (
            answer["changed_host"]
            == f"{answer['host_name']} hosts instead of {first['host_name']}."
        )
        assert standing_events(served, first["host_email"]) == []
        [event] = standing_events(served, answer["host_email"])
        assert event["starts_at"] == LATER
        shown = window.booking(booking_id)
        assert shown["booking"]["link"] not in ("", first["link"])
        assert {one["state"] for one in shown["effects"]} == {"done"}
        assert subjects(served, first["host_email"]) == ["New meeting", "Given to a colleague"]
        assert subjects(served, answer["host_email"]) == ["New meeting"]
        assert counts(served, booking_id) == [answer["host_id"]]
        assert taken(served) == [(answer["host_id"], "2026-03-04T14:30")]
        [in_salesforce] = salesforce(served, "Event")
        assert in_salesforce["OwnerId"] == answer["host_id"]

    def test_a_former_hosts_event_goes_even_if_the_meeting_is_cancelled_first(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        booking_id = booked(window, main=window.pool(EMEA))
        served.deliver()
        first = window.booking(booking_id)["booking"]
        old_key = next(
            key for key, one in served.box.world.people.items() if one.name == first["host_name"]
        )
        served.make_busy(old_key, LATER)
        second = moved(window, booking_id, main=window.pool(EMEA))["booking"]

        cancelled(window, booking_id)
        served.deliver()

        for email in (first["host_email"], second["host_email"]):
            assert standing_events(served, email) == []
        assert subjects(served, first["host_email"]) == ["New meeting", "Given to a colleague"]
        assert subjects(served, second["host_email"]) == []
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "Cancelled"]

    def test_whom_the_second_pool_gave_stays_counted(self, served: Served) -> None:
        change_settings(served, allow_two_pools)
        window = served.open(GUS)
        emea = window.pool(EMEA)
        asked = window.question(emea, second_pool=window.pool("Americas")["pool"])
        first = window.book(window.hold(asked, FREE)["id"])["booking"]
        [joins] = [one["id"] for one in first["additional"]]
        people = served.box.world.people
        served.make_busy(
            next(key for key in people if people[key].name == first["host_name"]), LATER
        )

        beside = [{"host": joins, "required": True}]
        question = window.question(emea, moving=first["id"], additional=beside)
        hold_id = window.hold(question, LATER)["id"]
        answer = change(window, first["id"], "move", hold_id=hold_id)["booking"]

        assert answer["host_id"] != first["host_id"]
        assert set(counts(served, first["id"])) == {answer["host_id"], joins}


class TestWhatGoesWrong:
    """A move is done once, or says why not."""

    def test_the_same_key_moves_once(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        hold_id = held(window, booking_id, LATER)

        answers = [
            change(window, booking_id, "move", key="one-key-only", hold_id=hold_id)
            for _ in range(2)
        ]

        assert answers[0] == answers[1]
        again = refused(change, window, booking_id, "move", hold_id=hold_id)
        assert again.status == 410

    def test_a_hold_for_something_else_moves_nothing(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        hold_id = str(window.hold(window.question(window.host("Hana Berg")), LATER)["id"])

        answer = refused(change, window, booking_id, "move", hold_id=hold_id)

        assert (answer.status, answer.error["field"]) == (422, "hold_id")
        assert window.booking(booking_id)["booking"]["starts_at"] == FREE

    def test_a_cancelled_meeting_is_not_moved(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        hold_id = held(window, booking_id, LATER)
        cancelled(served.open(GUS), booking_id)

        answer = refused(change, window, booking_id, "move", hold_id=hold_id)

        assert (answer.status, answer.error["message"]) == (422, "This meeting is cancelled.")

    def test_a_host_who_has_become_busy_keeps_the_old_time(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        hold_id = held(window, booking_id, LATER)
        served.make_busy("hana", LATER)

        answer = refused(change, window, booking_id, "move", hold_id=hold_id)

        assert answer.status == 409
        assert answer.error["fresh"]
        assert window.booking(booking_id)["booking"]["starts_at"] == FREE

    @pytest.mark.parametrize(
        ("key", "service", "call"),
        [("hana", "google", "events.patch"), ("hugo", "microsoft", "events.patch")],
    )
    def test_a_move_whose_answer_was_lost_is_found_done(
        self, served: Served, key: str, service: str, call: str
    ) -> None:
        window, host = served.open(GUS), served.person(key)
        main = window.host(host.name)
        booking_id = booked(window, main=main)
        served.deliver()
        served.fault(service, "drop_after", call=call, times=1)

        moved(window, booking_id, main=main)
        served.deliver()

        [event] = standing_events(served, host.email)
        assert event["starts_at"] == LATER
        assert served.world()["calls"][service][call] == 1
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time"]

    @pytest.mark.parametrize("key", ["hana", "hugo"])
    def test_an_event_that_somebody_removed_needs_attention_and_is_written_anew_on_retry(
        self, served: Served, key: str
    ) -> None:
        window, host = served.open(GUS), served.person(key)
        main = window.host(host.name)
        booking_id = booked(window, main=main)
        served.deliver()
        row = served.row(booking_id)
        door = served.parts.calendars[host.org_id][Provider(host.provider)]
        door.remove_event(host_of(row.main_host), EventRef(row.event_id), reason="")

        moved(window, booking_id, main=main)
        served.deliver()

        shown = window.booking(booking_id)
        assert shown["booking"]["attention"]
        assert subjects(served, GUS_EMAIL) == ["Confirmed"]
        letter = served.letters_to(served.person("olive").email)[-1]
        assert "has not been written to about it" in letter["text"].replace("\n", " ")
        [effect] = [one for one in shown["effects"] if one["kind"] == "calendar"]
        window.ask("POST", f"/effects/{effect['id']}/retry")
        served.deliver()
        [event] = standing_events(served, host.email)
        assert event["starts_at"] == LATER
        assert window.booking(booking_id)["booking"]["attention"] == ""
        assert subjects(served, GUS_EMAIL) == ["Confirmed", "New time"]

    def test_an_event_written_unheard_at_the_old_time_is_moved(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.fault("google", "drop_after", call="events.insert", times=1)
        due = served.effects(booking_id)["calendar"]
        deliver_effect(served.parts, due.id)

        moved(window, booking_id)
        served.deliver()

        [event] = standing_events(served, served.person("hana").email)
        assert event["starts_at"] == LATER
        assert subjects(served, GUS_EMAIL) == ["Confirmed"]

    def test_an_event_deleted_in_salesforce_is_written_again(self, served: Served) -> None:
        window = served.open(GUS)
        booking_id = booked(window)
        served.deliver()
        org = served.box.world.orgs[served.person("olive").org_id]
        [event] = salesforce(served, "Event")
        with served.box.world.lock:
            org.put("Event", event["Id"], None)

        moved(window, booking_id)
        served.deliver()

        [again], [kept] = salesforce(served, "Event"), salesforce(served, "Handoff_Booking__c")
        assert again["Id"] == kept["Event_Id__c"] != event["Id"]
        assert again["StartDateTime"].startswith("2026-03-04T14:30:00")

    def test_an_unknown_booking_is_not_found(self, standing: Served) -> None:
        window = standing.open(GUS)

        answer = refused(change, window, str(uuid.uuid4()), "move", hold_id=str(uuid.uuid4()))

        assert answer.status == 404
