"""Who may be asked for, and who is picked: by turn, by hand, by a type's rule, from two pools, now."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from handoff.actions.sweep_effects import sweep_effects
from handoff.storage import ledger
from handoff.storage.tables import EffectRow
from tests.cast import (
    AMERICAS,
    BRIEFING,
    EMEA,
    EVERYONE,
    EXECUTIVE,
    GUS,
    NEEDS_ANALYSIS,
    NORWEGIAN,
    QUICK_INTRO,
    SE_DESK,
    WORKSHOP,
)
from tests.support.inside import QuietDoorbell
from tests.support.served import Served, refused
from tests.support.window import Window

ANYONE = {"anyone": True}


def host_id(window: Window, name: str) -> str:
    return window.host(name)["host"]


def first_start(window: Window, question: dict[str, Any], least: int = 1) -> dict[str, Any]:
    slots: list[dict[str, Any]] = window.times(question, days=14)["slots"]
    return next(one for one in slots if len(one["hosts"]) >= least)


def refusal(window: Window, question: dict[str, Any], **others: object) -> dict[str, Any]:
    body = {**question, "starts_at": "2026-03-04T15:00:00Z"} | others
    answer = refused(window.ask, "POST", "/holds", body)
    assert answer.status == 422, answer.text
    return answer.error


def let_go(window: Window, hold: dict[str, Any]) -> None:
    window.ask("DELETE", f"/holds/{hold['id']}")


def counts(served: Served, booking_id: str) -> set[str]:
    org_id = served.person("olive").org_id
    found = served.parts.database.run(lambda s: ledger.counted_for(s, org_id, booking_id))
    return {one.pool_id for one in found}


class TestWhatATypeAllows:
    """Possible hosts, further hosts, and a calendar that can only be read (spec §4.5, §4.12, §4.14)."""

    def test_only_a_types_own_hosts_and_pools_can_be_main(self, standing: Served) -> None:
        window = standing.open(GUS)
        error = refusal(window, window.question(window.host("Maya Tanaka"), BRIEFING))
        assert error["message"] == "Maya Tanaka does not take meetings of this type."

        error = refusal(window, window.question(window.pool(SE_DESK), BRIEFING))
        assert error["message"] == "Pool SE Desk does not take meetings of this type."

        allowed = window.question(window.host("Hana Berg"), BRIEFING)
        let_go(window, window.hold(allowed, first_start(window, allowed)["starts_at"]))

    def test_a_type_says_which_further_hosts_there_may_be(self, standing: Served) -> None:
        window = standing.open(GUS)
        hugo = {"host": host_id(window, "Hugo Sands"), "required": False}
        hana = window.host("Hana Berg")

        error = refusal(window, window.question(hana, EXECUTIVE, additional=[hugo]))
        assert error["message"] == "Executive Briefing is with one host only."
        error = refusal(window, window.question(ANYONE, WORKSHOP, additional=[hugo]))
        assert error["message"].startswith("Solution Workshop allows no optional hosts.")

    def test_a_calendar_that_is_only_read_is_never_the_main_one(self, standing: Served) -> None:
        window = standing.open(GUS)
        rosa = window.host("Rosa Feld")

        assert "read but not written" in refusal(window, window.question(rosa))["message"]
        beside = [{"host": rosa["host"], "required": True}]
        question = window.question(window.host("Hana Berg"), additional=beside)
        let_go(window, window.hold(question, first_start(window, question)["starts_at"]))

    def test_a_member_beside_the_pool_is_not_its_pick(self, standing: Served) -> None:
        window = standing.open(GUS)
        hana = host_id(window, "Hana Berg")
        question = window.question(window.pool(EMEA), additional=[{"host": hana, "required": True}])

        slot = first_start(window, question)
        hold = window.hold(question, slot["starts_at"])

        assert hold["host_id"] != hana
        assert hana not in slot["hosts"]
        let_go(window, hold)

    @pytest.mark.parametrize(
        "main, words",
        [
            ({"host": "hana", "pool": EMEA}, "Choose a pool or one main host, not both."),
            ({"host": "hana", "anyone": True}, "Choose a pool or one main host, not both."),
            (
                {"host": "hana", "member_of": AMERICAS},
                "Hana Berg is not in pool Americas any more.",
            ),
            ({"anyone": True, "member_of": EMEA}, "Choose a pool or one main host, not both."),
            ({"pool": EMEA, "member_of": AMERICAS}, "Choose a pool or one main host, not both."),
            ({}, "Add a host first."),
        ],
    )
    def test_one_thing_is_chosen(self, standing: Served, main: dict[str, Any], words: str) -> None:
        window = standing.open(GUS)
        ids = {
            "host": lambda _: host_id(window, "Hana Berg"),
            "pool": lambda name: window.pool(name)["pool"],
            "member_of": lambda name: window.pool(name)["pool"],
            "anyone": lambda yes: yes,
        }
        asked = {key: ids[key](value) for key, value in main.items()}

        assert refusal(window, window.question(asked))["message"] == words


class TestWhoHosts:
    """By hand, by rule, or named after the time (spec §4.10, §4.12)."""

    def test_a_member_picked_by_hand_is_counted_in_that_pool(self, standing: Served) -> None:
        window = standing.open(GUS)
        pool = window.pool(EMEA)["pool"]
        question = window.question({**window.host("Hana Berg"), "member_of": pool})
        hold = window.hold(question, first_start(window, question)["starts_at"])
        assert hold["why"] == "Hana Berg was picked by hand from pool EMEA."

        booking = window.book(hold["id"])["booking"]

        row = standing.row(booking["id"])
        assert (row.method, row.pool_name, row.host_source) == ("member", EMEA, "Pool EMEA")
        assert counts(standing, booking["id"]) == {pool}

    def test_a_colleague_chosen_by_name_is_not_counted_unless_an_admin_says_so(
        self, standing: Served
    ) -> None:
        window = standing.open(GUS)
        for name, method in (("Hana Berg", "owner"), ("Maya Tanaka", "specific")):
            question = window.question(window.host(name))
            hold = window.hold(question, first_start(window, question)["starts_at"])
            booking = window.book(hold["id"])["booking"]
            assert standing.row(booking["id"]).method == method
            assert counts(standing, booking["id"]) == set()

    def test_after_the_time_the_organizer_names_a_host(self, standing: Served) -> None:
        window = standing.open(GUS)
        question = window.question(ANYONE, BRIEFING)
        slot = first_start(window, question, least=2)
        at = {"starts_at": slot["starts_at"]}

        assert refusal(window, question, **at)["message"] == "Choose who hosts this meeting."
        maya = host_id(window, "Maya Tanaka")
        stranger = refusal(window, question, host=maya, **at)
        assert stranger["message"] == "This host does not take meetings of this type."
        for chosen in slot["hosts"]:
            held = window.ask("POST", "/holds", {**question, **at, "host": chosen})["hold"]
            assert held["host_id"] == chosen
        let_go(window, held)

    def test_a_types_rule_picks_the_first_of_its_hosts_who_is_free(self, standing: Served) -> None:
        window, other = standing.open(GUS), standing.open(GUS, "otto")
        question = window.question(ANYONE, WORKSHOP)
        slot = first_start(window, question, least=3)

        holds = [one.hold(question, slot["starts_at"]) for one in (window, other)]

        assert [one["host_id"] for one in holds] == slot["hosts"][:2]
        assert holds[0]["why"].endswith(
            "is the first of the hosts of Solution Workshop who is free then."
        )
        error = refusal(window, question, host=slot["hosts"][0])
        assert error["message"] == "Solution Workshop chooses its host by itself."
        for one, hold in zip((window, other), holds, strict=True):
            let_go(one, hold)

    def test_nobody_names_the_host_of_a_type_that_chooses_by_itself(self, served: Served) -> None:
        window, suggested = served.open(GUS), served.open(NORWEGIAN)
        emea = window.pool(EMEA)

        for main in (window.host("Hana Berg"), emea):
            error = refusal(window, window.question(main, QUICK_INTRO))
            assert error["message"] == "Quick Intro chooses its host by itself."
        question = suggested.question(emea, QUICK_INTRO)
        assert suggested.hold(question, first_start(suggested, question)["starts_at"])

    def test_a_types_rule_spreads_meetings_evenly(self, standing: Served) -> None:
        window, other = standing.open(GUS), standing.open(GUS, "otto")
        question = window.question(ANYONE, QUICK_INTRO)
        slots = [one for one in window.times(question)["slots"] if len(one["hosts"]) > 3]

        first = window.hold(question, slots[0]["starts_at"])
        second = other.hold(question, slots[-1]["starts_at"])

        assert first["host_id"] in slots[-1]["hosts"] or first["host_id"] != second["host_id"]
        assert second["host_id"] != first["host_id"]
        assert "has the fewest meetings of type Quick Intro that month: 0." in second["why"]
        let_go(window, first)
        let_go(other, second)


class TestTwoPools:
    """One of each, each counted on its own (spec §4.9)."""

    def test_one_of_each_pool_meets_and_counts_in_its_own(self, served: Served) -> None:
        window = served.open(GUS)
        pools = [window.pool(name)["pool"] for name in (EMEA, SE_DESK)]
        question = window.question({"pool": pools[0]}, second_pool=pools[1])
        slot = first_start(window, question)
        hold = window.hold(question, slot["starts_at"])
        assert hold["host_id"] in slot["hosts"]
        assert hold["second"]["host_id"] in slot["second"]
        assert "is next in pool SE Desk" in hold["second"]["why"]
        busy = served.box.world.people
        key = next(k for k, one in busy.items() if one.name == hold["second"]["host_name"])
        served.make_busy(key, slot["starts_at"])

        booking = window.book(hold["id"])["booking"]

        row = served.row(booking["id"])
        assert booking["host_id"] == hold["host_id"]
        assert row.second_host_id not in ("", hold["second"]["host_id"])
        assert "has just become busy" in booking["changed_host"]
        joined = row.additional[0]
        assert (joined["host"]["id"], joined["required"]) == (row.second_host_id, True)
        assert joined["pool"] == SE_DESK
        assert counts(served, booking["id"]) == set(pools)
        entries = served.parts.database.run(
            lambda s: ledger.entries(s, row.org_id, pools[1], row.created_at)
        )
        assert entries[0].why["rotation"]["last"] == row.second_host_id

    def test_a_second_pool_needs_a_first_another_one_and_an_admins_leave(
        self, standing: Served
    ) -> None:
        window = standing.open(GUS)
        emea = window.pool(EMEA)["pool"]

        for main in ({"pool": emea}, window.host("Hana Berg")):
            error = refusal(window, window.question(main, second_pool=emea))
            assert error["message"].startswith("A second pool stands beside a first one")


class TestMeetNow:
    """From this minute to the end of the buffer, moving along with the clock (spec §7.1, §7.2)."""

    def test_a_pools_next_free_member_is_held_and_the_meeting_begins_with_the_next_minute(
        self, served: Served
    ) -> None:
        window, other = served.open(GUS), served.open(GUS, "otto")
        question = window.question(window.pool(EVERYONE))
        body = {**question, "now": True}
        free = window.times(question)["meet_now"]["free"]

        hold = window.ask("POST", "/holds", body)["hold"]

        assert (hold["now"], hold["host_id"] in free) == (True, True)
        assert hold["starts_at"] == "2026-03-02T14:01:00Z"
        rival = other.ask("POST", "/holds", body)["hold"]
        assert rival["host_id"] != hold["host_id"]
        served.advance(timedelta(minutes=3, seconds=20))
        hold = window.ask("POST", f"/holds/{hold['id']}/extension")["hold"]
        assert hold["starts_at"] == "2026-03-02T14:04:00Z"
        served.advance(timedelta(minutes=1))

        booking = window.book(hold["id"])["booking"]

        assert booking["starts_at"] == "2026-03-02T14:05:00Z"
        assert booking["now"]
        row = served.row(booking["id"])
        assert (row.method, row.is_now) == ("meet_now", True)
        assert (row.ends_at - row.starts_at) == timedelta(minutes=30)
        assert counts(served, booking["id"]) == {question["main"]["pool"]}
        bell = served.parts.doorbell
        assert isinstance(bell, QuietDoorbell)
        assert bell.rung_now == bell.rung != []
        window.ask("POST", f"/effects/{bell.rung[0][0]}/retry")
        served.parts.database.run(lambda s: s.execute(update(EffectRow).values(next_try_at=0)))
        assert sweep_effects(served.parts) == 1
        assert bell.rung_now == bell.rung == bell.rung[:1] * 3

    def test_who_is_not_free_now_cannot_meet_now(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Maya Tanaka"))

        answer = refused(window.ask, "POST", "/holds", {**question, "now": True})

        assert answer.status == 409
        assert answer.error["message"].startswith("Not everybody who has to be there is free now.")
        assert answer.error["fresh"]

    def test_a_start_and_now_are_two_things(self, standing: Served) -> None:
        window = standing.open(GUS)
        question = window.question(window.host("Hana Berg"))

        for both in ({}, {"now": True, "starts_at": "2026-03-04T15:00:00Z"}):
            assert refused(window.ask, "POST", "/holds", {**question, **both}).status == 422


class TestMoving:
    """A booking's own time does not stand in its way (spec §11.1)."""

    def test_a_meeting_may_move_into_its_own_time(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(window.host("Hana Berg"))
        slot = first_start(window, question)
        booking = window.book(window.hold(question, slot["starts_at"])["id"])["booking"]
        served.deliver()
        moved = {**question, "moving": booking["id"]}

        hold = window.hold(moved, slot["starts_at"])

        answer = refused(window.book, hold["id"])
        assert answer.error["message"] == (
            "This time was kept to move a meeting, not to book another."
        )
        elsewhere = {**moved, "main": window.host("Maya Tanaka")}
        assert "A meeting moves with its host" in refusal(window, elsewhere)["message"]
        unknown = {**moved, "moving": str(uuid.uuid4()), "starts_at": slot["starts_at"]}
        assert refused(window.ask, "POST", "/holds", unknown).status == 404
        taken = refused(window.hold, question, slot["starts_at"])
        assert taken.status == 409

    def test_in_a_pool_the_host_stays_if_free(self, standing: Served) -> None:
        window = standing.open(GUS)
        question = window.question(window.pool(EMEA))
        slots = [one for one in window.times(question)["slots"] if len(one["hosts"]) > 2]
        booking = window.book(window.hold(question, slots[0]["starts_at"])["id"])["booking"]
        later = next(one for one in slots[1:] if booking["host_id"] in one["hosts"])

        hold = window.hold({**question, "moving": booking["id"]}, later["starts_at"])

        assert hold["host_id"] == booking["host_id"]
        assert hold["why"] == f"{booking['host_name']} keeps the meeting."


class TestAnswers:
    """A type's own questions (spec §8.2)."""

    def test_answers_are_checked_and_kept_with_the_booking(self, standing: Served) -> None:
        window = standing.open(GUS)
        kind = next(one for one in window.context["meeting_types"] if one["name"] == NEEDS_ANALYSIS)
        about, industry, joins, prepare, size = (one["id"] for one in kind["questions"])
        question = window.question(window.host("Hana Berg"), NEEDS_ANALYSIS)
        hold = window.hold(question, first_start(window, question)["starts_at"])
        wrong: list[tuple[dict[str, Any], str, str]] = [
            ({}, about, "“What is it about?” has to be answered."),
            ({about: "Gossip"}, about, "“What is it about?” has no such choice."),
            ({about: True}, about, "Answer “What is it about?” in words."),
            ({joins: "yes"}, joins, "Answer “The decision maker will join” with yes or no."),
            ({industry: "x\ny"}, industry, "The answer to “Industry” is too long."),
            ({hold["host_id"]: "?"}, hold["host_id"], "This meeting type no longer asks"),
        ]
        for given, where, words in wrong:
            right = {} if where == about else {about: "An extension"}
            answer = refused(window.book, hold["id"], answers={**right, **given})
            assert (answer.status, answer.error["field"]) == (422, f"answers.{where}")
            assert answer.error["message"].startswith(words)

        sent = {about: "An extension", prepare: "The plan\nand cake", joins: True, size: "1"}
        booking = window.book(hold["id"], answers=sent)["booking"]

        kept = {one["label"]: one["value"] for one in booking["answers"]}
        assert kept["What is it about?"] == "An extension"
        assert kept["What should we prepare?"] == "The plan\nand cake"
        assert kept["The decision maker will join"] is True
        assert kept["Employees"] != "1"
        assert kept["Industry"] == kind["questions"][1]["value"]


def test_what_was_suggested_is_kept_with_the_booking_and_why_then_this_member(
    served: Served,
) -> None:
    window = served.open(NORWEGIAN)
    suggestion = window.context["suggestion"]
    question = window.question(suggestion["main"])
    hold = window.hold(question, first_start(window, question)["starts_at"])

    booking = window.book(hold["id"])["booking"]

    assert booking["why"] == f"{suggestion['text']} {hold['why']}"
    assert hold["why"].startswith(f"{hold['host_name']} is next in pool EMEA with 0 so far")


def test_a_member_who_has_had_enough_that_day_is_not_offered_and_not_picked(
    served: Served,
) -> None:
    window, pool = served.open(GUS), served.open(GUS).pool(SE_DESK)
    question = window.question(pool)
    dante = served.person("dante").user_id
    slots = window.times(question, days=14)["slots"]
    dates = [one["starts_at"][:10] for one in slots if dante in one["hosts"]]
    full = next(date for date in dates if dates.count(date) > 2)
    before = [one for one in slots if one["starts_at"].startswith(full)]
    by_hand = window.question({"host": dante, "member_of": pool["pool"]})
    start = next(one["starts_at"] for one in before if dante in one["hosts"])
    window.book(window.hold(by_hand, start)["id"])

    after = window.times(question, days=14)["slots"]

    assert dante not in {
        host for one in after if one["starts_at"].startswith(full) for host in one["hosts"]
    }
    assert dante in {host for one in after for host in one["hosts"]}
    offered = {one["starts_at"] for one in after}
    alone = next((one["starts_at"] for one in before if one["hosts"] == [dante]), None)
    assert alone not in offered
