"""Scheduling: repeated keys, lapsed holds, hosts who become busy or cannot be checked, and turns in a pool."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import requests

from handoff.storage import ledger
from tests.cast import DEMO, EMEA, GUS, GUS_EMAIL, NOW
from tests.support.inside import APP_URL
from tests.support.served import Served, refused, serving
from tests.support.window import Window

FREE = "2026-03-03T14:30:00Z"
GUEST = {"first_name": "Gus", "last_name": "Grant", "email": GUS_EMAIL}


def hold_of(window: Window, question: dict[str, Any], at: str = FREE) -> str:
    return str(window.hold(question, at)["id"])


def key_of(served: Served, name: str) -> str:
    return next(key for key, one in served.box.world.people.items() if one.name == name)


def counts(served: Served, window: Window, pool: dict[str, str]) -> dict[str, int]:
    org_id = served.person("olive").org_id
    since = NOW - timedelta(days=30)
    found = served.parts.database.run(
        lambda session: ledger.tallies(session, org_id, pool["pool"], since)
    )
    return {one.host_id: one.amount for one in found}


class TestTheKey:
    """The same Idempotency-Key again gives the same booking."""

    @pytest.mark.parametrize("key", ["", "short", "x" * 256])
    def test_a_key_is_wanted(self, served: Served, key: str) -> None:
        window = served.open(GUS)
        body = {"hold_id": str(uuid.uuid4()), "guest": GUEST}

        answer = refused(window.ask, "POST", "/bookings", body, {"Idempotency-Key": key})

        assert answer.status == 400
        assert "Idempotency-Key of 8 to 255 characters" in answer.error["message"]

    def test_a_repeated_request_is_answered_with_the_first_booking(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))

        answers = [window.book(hold, key="one-key-only") for _ in range(3)]

        assert answers[0] == answers[1] == answers[2]
        served.deliver()
        assert window.book(hold, key="one-key-only")["booking"]["state"] == "confirmed"
        assert len(served.letters_to(GUS_EMAIL)) == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"subject": "Another"},
            {"notes": "More"},
            {"guests": ["ben@northwind.example"]},
            {"location": "Here"},
            {"description": ""},
            {"platform": "none"},
            {"guest": GUEST | {"first_name": "August"}},
        ],
    )
    def test_the_same_key_with_other_details_is_refused(
        self, standing: Served, change: dict[str, Any]
    ) -> None:
        window = standing.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = hold_of(window, question, window.times(question)["slots"][0]["starts_at"])
        key = f"key-{uuid.uuid4()}"
        window.book(hold, key=key, guest=GUEST)

        answer = refused(window.book, hold, key=key, **({"guest": GUEST} | change))

        assert answer.status == 422
        assert answer.error["field"] == "Idempotency-Key"
        assert "already sent with other details" in answer.error["message"]

    def test_a_request_that_failed_may_be_repeated_with_its_key(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))
        served.fault("google", "status", status=503, times=1)

        first = refused(window.book, hold, key="one-key-only")
        second = window.book(hold, key="one-key-only")

        assert first.status == 503
        assert second["booking"]["host_name"] == "Hana Berg"

    def test_the_answer_says_accepted_and_where_to_look(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))

        response = requests.post(
            f"{served.url}/bookings",
            json={"hold_id": hold, "guest": GUEST},
            headers={
                "Authorization": f"Bearer {window.context['token']}",
                "Idempotency-Key": "12345678",
                "Origin": APP_URL,
            },
            timeout=30,
        )

        booking = response.json()["booking"]
        assert response.status_code == 202
        assert response.headers["Location"] == f"/bookings/{booking['id']}"
        assert (booking["state"], booking["starts_at"]) == ("accepted", FREE)


class TestTheHold:
    """A held time is this window's, for a while."""

    def test_a_lapsed_hold_says_to_choose_again(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))
        served.advance(timedelta(minutes=5, seconds=1))

        for answer in (
            refused(window.book, hold),
            refused(window.ask, "POST", f"/holds/{hold}/extension"),
        ):
            assert answer.status == 410
            assert answer.error["message"] == (
                "Your hold on this time has ended. Choose a time again; what you typed is kept."
            )

    def test_a_hold_in_use_is_kept_for_a_quarter_of_an_hour(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))
        for _ in range(3):
            served.advance(timedelta(minutes=4))
            window.ask("POST", f"/holds/{hold}/extension")
        served.advance(timedelta(minutes=3, seconds=5))

        assert refused(window.book, hold).status == 410

    def test_a_new_choice_replaces_the_old_hold(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        first = hold_of(window, question)
        second = hold_of(window, question, "2026-03-03T15:00:00Z")

        assert refused(window.book, first).status == 410
        assert window.book(second)["booking"]["starts_at"] == "2026-03-03T15:00:00Z"

    def test_a_time_that_another_holds_is_taken_and_others_are_offered(
        self, served: Served
    ) -> None:
        olive, otto = served.open(GUS), served.open(GUS, "otto")
        question = olive.question(olive.host("Hana Berg"))
        hold_of(olive, question)

        answer = refused(otto.hold, question, FREE)

        assert answer.status == 409
        assert answer.error["code"] == "slot_taken"
        assert answer.error["fresh"]
        assert FREE not in [slot["starts_at"] for slot in answer.error["fresh"]]
        assert "held" in {block["kind"] for block in otto.times(question)["busy"]}

    def test_releasing_twice_is_no_error(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = hold_of(window, question)

        window.ask("DELETE", f"/holds/{hold}")
        window.ask("DELETE", f"/holds/{hold}")

        assert served.open(GUS, "otto").hold(question, FREE)


class TestTheLiveCheck:
    """Calendars are asked again when Schedule is pressed."""

    def test_a_host_who_became_busy_is_told_with_fresh_times(self, served: Served) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host("Hana Berg")))
        served.make_busy("hana", FREE)

        answer = refused(window.book, hold)

        fresh = [slot["starts_at"] for slot in answer.error["fresh"]]
        assert answer.status == 409
        assert answer.error["message"] == (
            "Hana Berg is not free any more at this time. Choose another; what you typed is kept."
        )
        assert fresh
        assert fresh == sorted(fresh)
        assert FREE not in fresh

    @pytest.mark.parametrize(
        ("host", "service"), [("Hana Berg", "google"), ("Hugo Sands", "microsoft")]
    )
    @pytest.mark.parametrize("kind", ["status", "drop_before", "slow"])
    def test_a_host_who_cannot_be_checked_is_not_booked_and_the_hold_is_kept(
        self, box: Any, sqlite_url: str, host: str, service: str, kind: str
    ) -> None:
        with serving(box, sqlite_url, extra={"HANDOFF_CHECK_SECONDS": "3"}) as served:
            self.is_not_booked(served, host, service, kind)

    def is_not_booked(self, served: Served, host: str, service: str, kind: str) -> None:
        window = served.open(GUS)
        hold = hold_of(window, window.question(window.host(host)))
        served.fault(service, kind, times=None, seconds=600)

        answer = refused(window.book, hold, key="one-key-only")
        served.box.world.faults.clear()

        assert answer.status == 503
        assert answer.headers["Retry-After"]
        assert answer.error["message"].startswith(f"Could not check {host}'s calendar (")
        assert "Your hold is kept." in answer.error["message"]
        assert served.events_of(served.person(key_of(served, host)).email) == []
        assert window.book(hold, key="one-key-only")["booking"]["host_name"] == host

    def test_a_required_host_who_cannot_be_checked_stops_the_booking(self, served: Served) -> None:
        window = served.open(GUS)
        maya = served.person("lena").user_id
        question = window.question(
            window.host("Hana Berg"), additional=[{"host": maya, "required": True}]
        )
        hold = hold_of(window, question, window.times(question)["slots"][0]["starts_at"])
        address = served.person("lena").email
        service = served.person("lena").provider
        served.fault(service, "lose_access", host=address, times=None)

        answer = refused(window.book, hold)

        assert answer.status == 503
        assert "Could not check Lena Vogt's calendar" in answer.error["message"]

    def test_an_optional_host_need_not_be_free_nor_known(self, served: Served) -> None:
        window = served.open(GUS)
        luis = served.person("luis").user_id
        question = window.question(
            window.host("Hana Berg"), additional=[{"host": luis, "required": False}]
        )

        hold = hold_of(window, question)
        booking = window.book(hold)["booking"]
        served.deliver()

        event = served.events_of("hana@larkspur.example")[0]
        optional = {one["email"]: one["optional"] for one in event["attendees"]}
        assert booking["host_name"] == "Hana Berg"
        assert optional["luis@larkspur.example"] is True
        assert optional[GUS_EMAIL] is False

    def test_minutes_spent_on_the_form_do_not_close_the_time(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hugo Sands"))
        soonest = window.times(question)["slots"][0]["starts_at"]
        hold = hold_of(window, question, soonest)
        served.advance(timedelta(minutes=4, seconds=50))

        assert window.book(hold)["booking"]["starts_at"] == soonest


class TestThePool:
    """Whose turn it is, when a time is held and when it is booked."""

    def test_two_holds_at_one_time_take_two_members(self, served: Served) -> None:
        olive, otto = served.open(GUS), served.open(GUS, "otto")
        question = olive.question(olive.pool(EMEA))
        slot = next(one for one in olive.times(question)["slots"] if len(one["hosts"]) > 1)

        holds = [window.hold(question, slot["starts_at"]) for window in (olive, otto)]

        assert len({hold["host_id"] for hold in holds}) == 2
        assert {hold["host_id"] for hold in holds} <= set(slot["hosts"])

    def test_the_next_in_turn_takes_a_meeting_whose_host_became_busy(self, served: Served) -> None:
        window = served.open(GUS)
        pool = window.pool(EMEA)
        question = window.question(pool)
        slot = next(one for one in window.times(question)["slots"] if len(one["hosts"]) > 1)
        hold = window.hold(question, slot["starts_at"])
        served.make_busy(key_of(served, hold["host_name"]), slot["starts_at"])

        booking = window.book(hold["id"])["booking"]

        assert booking["host_id"] != hold["host_id"]
        assert booking["host_id"] in slot["hosts"]
        assert booking["changed_host"] == (
            "The host held for you has just become busy, so "
            f"{booking['host_name']} takes the meeting."
        )
        assert counts(served, window, pool) == {booking["host_id"]: 1}

    def test_a_member_who_cannot_be_checked_is_never_picked(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.pool(EMEA))
        slots = window.times(question)["slots"]
        slot = next(one for one in slots if len(one["hosts"]) > 3)
        hold = window.hold(question, slot["starts_at"])
        person = served.person(key_of(served, hold["host_name"]))
        served.fault(person.provider, "lose_access", host=person.email, times=None)

        booking = window.book(hold["id"])["booking"]

        assert booking["host_id"] != hold["host_id"]
        assert "could not be checked just now" in booking["changed_host"]

    def test_a_pool_nobody_of_which_can_be_checked_keeps_the_hold(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.pool(EMEA))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        for service in ("google", "microsoft"):
            served.fault(service, "status", status=503, times=None)

        answer = refused(window.book, hold["id"])
        served.box.world.faults.clear()

        assert answer.status == 503
        assert "Could not check any calendar of pool EMEA" in answer.error["message"]
        assert window.book(hold["id"])["booking"]["host_id"] == hold["host_id"]

    def test_a_released_hold_leaves_no_trace_in_the_count(self, served: Served) -> None:
        window = served.open(GUS)
        pool = window.pool(EMEA)
        question = window.question(pool)
        at = window.times(question)["slots"][0]["starts_at"]

        first = window.hold(question, at)
        window.ask("DELETE", f"/holds/{first['id']}")
        second = window.hold(question, at)

        assert first["host_id"] == second["host_id"]
        assert counts(served, window, pool) == {}

    def test_turns_go_round(self, served: Served) -> None:
        pool = served.open(GUS).pool(EMEA)
        hosts = []
        for _ in range(6):
            window = served.open(GUS)
            question = window.question(pool)
            slots = window.times(question, days=14)["slots"]
            at = max(slots, key=lambda slot: len(slot["hosts"]))["starts_at"]
            hosts.append(window.book(hold_of(window, question, at))["booking"]["host_id"])

        found = counts(served, window, pool)

        assert sum(found.values()) == 6
        assert max(found.values()) <= 2
        assert {host: hosts.count(host) for host in hosts} == found

    def test_buffers_are_kept_between_two_bookings(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hugo Sands"), DEMO)
        first = window.times(question)["slots"][0]["starts_at"]
        window.book(hold_of(window, question, first))

        later = [slot["starts_at"] for slot in served.open(GUS, "otto").times(question)["slots"]]

        assert first not in later
        assert all(abs(minutes_between(first, one)) >= 45 + 20 for one in later)


def minutes_between(first: str, second: str) -> float:
    clock = [
        int(one[8:10]) * 1440 + int(one[11:13]) * 60 + int(one[14:16]) for one in (first, second)
    ]
    return clock[1] - clock[0]
