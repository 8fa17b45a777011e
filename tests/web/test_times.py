"""POST /times, /taken and /now: what the grid is told, from copies where they are young enough."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cast import (
    CORA,
    DISCOVERY,
    EMEA,
    EVERYONE,
    EXECUTIVE,
    GIULIA,
    GUS,
    HANA,
    HUGO,
    LAUNCH,
    LUIS,
    TESSA,
)
from tests.support.served import Served, serving
from tests.support.window import Window

FREE = "2026-03-03T14:30:00Z"


@pytest.fixture
def window(standing: Served) -> Window:
    """A window on Gus Grant's record."""
    return standing.open(GUS)


def of(served: Served, key: str) -> dict[str, str]:
    return {"host": served.person(key).user_id}


def calls(window: Window) -> int:
    """How many remote calls the last answer took."""
    return int(window.timings[-1].split('calls;desc="')[1].split('"')[0])


def starts(times: dict[str, Any]) -> list[str]:
    return [slot["starts_at"] for slot in times["slots"]]


class TestTheCopy:
    """Calendars are asked once a minute, and only those not asked yet."""

    def test_the_same_hosts_again_are_not_asked_again(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(of(served, HANA))
        first = window.times(question)
        asked = calls(window)

        again = [
            window.times(question),
            window.times(question, since="2026-03-09"),
            window.times(window.question(of(served, HANA), EXECUTIVE)),
        ]
        window.ask("POST", "/explanations", {**question, "starts_at": FREE})

        assert asked > 0
        assert [calls(one) for one in [window]] == [0]
        assert again[0]["slots"] == first["slots"]
        assert again[0]["as_of"] == first["as_of"]

    def test_a_host_who_is_added_is_asked_alone(self, served: Served) -> None:
        window = served.open(GUS)
        window.times(window.question(window.pool(EMEA)))
        window.times(window.question(of(served, HANA)))
        assert calls(window) == 0

        hugo = [{"host": served.person(HUGO).user_id}]
        window.times(window.question(of(served, HANA), additional=hugo))
        first = calls(window)
        window.times(window.question(of(served, HANA), additional=hugo))

        assert (first > 0, calls(window)) == (True, 0)

    def test_whoever_was_looked_at_for_a_bolt_is_known_to_the_grid(self, served: Served) -> None:
        window = served.open(GUS)
        window.ask("POST", "/now", {"hosts": [served.person(HANA).user_id]})

        window.times(window.question(of(served, HANA)))

        assert calls(window) == 0

    def test_a_minute_later_or_when_told_calendars_are_asked_anew(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(of(served, HANA))
        window.times(question)
        served.make_busy(HANA, FREE)

        old = window.times(question)
        fresh = window.times({**question, "fresh": True})
        served.make_busy(HANA, "2026-03-03T15:00:00Z")
        served.advance(timedelta(seconds=61))
        later = window.times(question)

        assert FREE in starts(old)
        assert FREE not in starts(fresh)
        assert "2026-03-03T15:00:00Z" in starts(fresh)
        assert "2026-03-03T15:00:00Z" not in starts(later)
        assert fresh["as_of"] < later["as_of"]

    def test_another_window_and_another_organizer_share_it(self, served: Served) -> None:
        window = served.open(GUS)
        window.times(window.question(of(served, HANA)))

        other = served.open(GUS, "otto")
        other.times(other.question(of(served, HANA)))

        assert calls(other) == 0


class TestSlowCalendars:
    """What has arrived is shown; the rest says that it is coming, and comes."""

    @pytest.fixture
    def hurried(self, box: Any, sqlite_url: str) -> Iterator[Served]:
        """A product that waits no long time for calendars."""
        with serving(box, sqlite_url, extra={"HANDOFF_DISPLAY_SECONDS": "1.5"}) as running:
            yield running

    def test_a_slow_provider_is_coming_and_nobody_asks_it_twice(self, hurried: Served) -> None:
        window = hurried.open(GUS)
        question = window.question(window.pool(EMEA))
        # The tokens of both providers are there already.
        window.times(window.question(of(hurried, HANA)))
        window.times(window.question(of(hurried, HUGO)))
        hurried.fault("google", "slow", seconds=600, times=1)

        early = window.times({**question, "fresh": True})
        while_coming = window.times(question)
        asked = calls(window)
        hurried.box.world.faults.clear()
        late = until_all_came(window, question)

        assert states(hurried, early) == {"google": {"coming"}, "microsoft": {"known"}}
        assert states(hurried, while_coming) == {"google": {"coming"}, "microsoft": {"known"}}
        assert asked == 0
        assert early["slots"]
        assert states(hurried, late) == {"google": {"known"}, "microsoft": {"known"}}
        assert calls(window) == 0

    def test_only_late_calendars_are_said_to_be_coming(self, hurried: Served) -> None:
        window = hurried.open(GUS)
        window.times(window.question(of(hurried, HANA)))
        hurried.fault("google", "slow", seconds=600, times=1)

        times = window.times({**window.question(of(hurried, HANA)), "fresh": True})

        assert times["slots"] == []
        assert times["closed_reason"] == "The calendars have not answered yet."
        hurried.box.world.faults.clear()
        until_all_came(window, window.question(of(hurried, HANA)))


def states(served: Served, times: dict[str, Any]) -> dict[str, set[str]]:
    provider = {one.user_id: str(one.provider) for one in served.box.world.people.values()}
    found: dict[str, set[str]] = {}
    for host in times["hosts"]:
        found.setdefault(provider[host["id"]], set()).add(host["state"])
    return found


def until_all_came(window: Window, question: dict[str, Any]) -> Any:
    """Ask as the window does, until no calendar is coming any more."""
    for _ in range(600):
        times = window.times(question)
        if all(host["state"] != "coming" for host in times["hosts"]):
            return times
        time.sleep(0.1)
    raise AssertionError("calendars did not come")


class TestWhatIsOffered:
    """Leave, caps, bookable dates and groups close times; the best three are picked from the rest."""

    def test_somebody_on_leave_has_no_hours_and_no_times(
        self, standing: Served, window: Window
    ) -> None:
        question = window.question(of(standing, GIULIA))

        away = window.times(question, since="2026-03-09", days=5)
        closed = window.ask(
            "POST", "/explanations", {**question, "starts_at": "2026-03-10T14:30:00Z"}
        )

        assert (away["slots"], away["hours"]) == ([], [])
        assert away["closed_reason"] == "Giulia Ferri is on leave on these dates."
        assert away["next_free"] > "2026-03-14"
        assert reasons(closed) == {"Giulia Ferri": ["on leave until Fri, Mar 13"]}

    def test_a_type_with_bookable_dates_is_offered_on_these_alone(
        self, standing: Served, window: Window
    ) -> None:
        question = window.question(of(standing, HANA), LAUNCH)

        this_week = window.times(question)
        next_week = window.times(question, since="2026-03-09")

        assert this_week["slots"] == []
        assert this_week["closed_reason"] == "Launch Week Demo cannot be booked on these dates."
        assert "2026-03-09" <= this_week["next_free"] < "2026-03-14"
        assert next_week["slots"]
        assert window.times(question, since="2026-03-16")["slots"] == []

    def test_a_host_with_enough_meetings_that_day_is_closed_for_it(self, served: Served) -> None:
        question: dict[str, Any] = {}
        days = []
        for _ in range(3):
            window = served.open(GUS)
            question = window.question(of(served, TESSA))
            slot = window.times(question)["slots"][-1]["starts_at"]
            days.append(slot[:10])
            window.book(window.hold(question, slot)["id"])

        closed = window.ask("POST", "/explanations", {**question, "starts_at": slot_on(days[0])})

        assert days[0] == days[1] != days[2]
        assert days[0] not in {one[:10] for one in starts(window.times(question))}
        assert any("as many meetings as allowed until" in one for one in all_reasons(closed))

    def test_a_type_with_one_meeting_a_day_is_closed_for_everybody(self, served: Served) -> None:
        window = served.open(GUS)
        hana = window.question(of(served, HANA), EXECUTIVE)
        window.book(window.hold(hana, FREE)["id"])

        hugo = window.question(of(served, HUGO), EXECUTIVE)
        day = window.times(hugo, since="2026-03-03", days=1)

        assert day["slots"] == []
        assert day["closed_reason"] == (
            "There are as many meetings of type Executive Briefing as allowed on these dates."
        )
        assert window.times(window.question(of(served, HUGO)), since="2026-03-03", days=1)["slots"]

    def test_a_pools_member_with_enough_of_its_meetings_is_left_out_that_day(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        dante = served.person("dante").user_id
        desk = window.pool("SE Desk")
        slots = window.times(window.question(desk))["slots"]
        at = next(slot["starts_at"] for slot in slots if dante in slot["hosts"])
        by_hand = window.question({"host": dante, "member_of": desk["pool"]})
        window.book(window.hold(by_hand, at)["id"])

        members = window.times(window.question(desk))["slots"]
        himself = window.times(window.question({"host": dante}))

        same_day = [slot for slot in members if slot["starts_at"][:10] == at[:10]]
        assert same_day
        assert not any(dante in slot["hosts"] for slot in same_day)
        assert any(dante in slot["hosts"] for slot in members)
        assert at[:10] in {one[:10] for one in starts(himself)}

    def test_a_booking_that_is_moved_stands_in_nobodys_way(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(of(served, HANA))
        booking = window.book(window.hold(question, FREE)["id"])["booking"]
        served.deliver()

        taken = window.times({**question, "fresh": True})
        moving = window.times({**question, "moving": booking["id"]})

        assert FREE not in starts(taken)
        assert FREE in starts(moving)
        assert moving["version"] == taken["version"]

    def test_dates_beyond_the_horizon_say_so(self, standing: Served, window: Window) -> None:
        times = window.times(window.question(of(standing, HANA)), since="2026-05-04")

        assert times["closed_reason"].startswith(
            "These dates are further ahead than Discovery Call can be booked"
        )

    def test_anyone_lists_who_is_free_beside_the_required_host(
        self, standing: Served, window: Window
    ) -> None:
        hugo = standing.person(HUGO).user_id
        alone = window.times(window.question(of(standing, HUGO)))
        together = window.times(
            window.question({"anyone": True}, additional=[{"host": hugo, "required": True}])
        )

        assert together["slots"]
        assert all(slot["hosts"] and hugo not in slot["hosts"] for slot in together["slots"])
        assert max(len(slot["hosts"]) for slot in together["slots"]) > 10
        assert set(starts(together)) <= set(starts(alone))
        assert {block["host"] for block in together["busy"]} == {hugo}

    def test_two_pools_need_one_of_each(self, standing: Served, window: Window) -> None:
        emea, desk = window.pool(EMEA)["pool"], window.pool("SE Desk")["pool"]
        both = window.times(window.question({"pool": emea}, second_pool=desk))

        assert both["slots"]
        assert all(slot["hosts"] and slot["second"] for slot in both["slots"])
        assert not any(set(slot["hosts"]) & set(slot["second"]) for slot in both["slots"])

    def test_slots_with_the_optional_host_too_are_marked_and_best(
        self, standing: Served, window: Window
    ) -> None:
        hugo = [{"host": standing.person(HUGO).user_id, "required": False}]
        free = set(starts(window.times(window.question(of(standing, HUGO)))))

        times = window.times(window.question(of(standing, HANA), additional=hugo))

        marked = {slot["starts_at"] for slot in times["slots"] if slot["all_optional_free"]}
        assert marked == set(starts(times)) & free
        assert all(slot["all_optional_free"] for slot in times["best"])

    def test_the_best_three_are_in_the_guests_day_in_different_half_days(
        self, standing: Served, window: Window
    ) -> None:
        question = window.question(window.pool(EVERYONE))

        best = window.times(question)["best"]
        in_tokyo = window.times({**question, "guest_zone": "Asia/Tokyo"})["best"]
        far = window.times(question, since="2026-03-16")["best"]

        assert [slot["starts_at"] for slot in best] == sorted(slot["starts_at"] for slot in best)
        assert len({slot["starts_at"][:10] for slot in best}) >= 2
        assert len(best) == len(in_tokyo) == 3
        assert all("13:00" <= slot["starts_at"][11:16] <= "22:30" for slot in best)
        assert all(not "09:00" < slot["ends_at"][11:16] < "23:00" for slot in in_tokyo)
        assert far == best


def reasons(explained: dict[str, Any]) -> dict[str, list[str]]:
    return {host["name"]: [one["text"] for one in host["reasons"]] for host in explained["hosts"]}


def all_reasons(explained: dict[str, Any]) -> list[str]:
    return [one for words in reasons(explained).values() for one in words]


def slot_on(day: str) -> str:
    return f"{day}T16:00:00Z"


class TestNow:
    """Who is free at this very minute, and whether that is enough to meet."""

    def test_bolts_say_who_is_free_and_what_keeps_the_others(
        self, standing: Served, window: Window
    ) -> None:
        people = {key: standing.person(key).user_id for key in (HANA, HUGO, LUIS, CORA, "maya")}
        kind = window.meeting_type(DISCOVERY)

        answer = window.ask("POST", "/now", {"meeting_type": kind, "hosts": [*people.values()]})

        found = {key: answer["hosts"][one] for key, one in people.items()}
        assert found["hana"]["state"] in ("busy", "free")
        assert found["maya"] == {"state": "off", "reason": "outside working hours"}
        assert found["cora"] == {"state": "unknown", "reason": "no calendar connected"}
        assert found["luis"]["state"] == "unknown"
        assert found["luis"]["reason"].startswith("calendar access lost")
        free = window.ask("POST", "/now", {"hosts": [people["hugo"]]})["hosts"][people["hugo"]]
        assert free["state"] in ("busy", "free")
        assert bool(free["reason"]) == (free["state"] == "busy")

    def test_the_bolt_and_meet_now_agree(self, standing: Served, window: Window) -> None:
        pool = window.pool(EVERYONE)
        members = next(
            one["members"]
            for one in window.context["sources"]["pools"]
            if one["id"] == pool["pool"]
        )
        kind = window.meeting_type(DISCOVERY)

        meet_now = window.times(window.question(pool))["meet_now"]
        bolts = window.ask("POST", "/now", {"meeting_type": kind, "hosts": members})["hosts"]

        assert meet_now["enabled"]
        assert set(meet_now["free"]) == {one for one in bolts if bolts[one]["state"] == "free"}

    def test_meet_now_names_who_is_in_the_way_and_whom_it_can_do_without(
        self, served: Served
    ) -> None:
        window = served.open(GUS)
        free = window.times(window.question(window.pool(EVERYONE)))["meet_now"]["free"]
        maya = {"host": served.person("maya").user_id}

        optional = window.times(
            window.question({"host": free[0]}, additional=[{**maya, "required": False}])
        )
        required = window.times(
            window.question({"host": free[0]}, additional=[{**maya, "required": True}])
        )

        assert optional["meet_now"]["enabled"]
        assert optional["meet_now"]["busy_optional"] == ["Maya Tanaka"]
        assert optional["meet_now"]["free"] == [free[0]]
        assert not required["meet_now"]["enabled"]
        assert required["meet_now"]["reason"] == "Maya Tanaka: outside working hours."

    def test_an_unknown_calendar_is_never_free_now(self, standing: Served, window: Window) -> None:
        meet_now = window.times(window.question(of(standing, LUIS)))["meet_now"]

        assert (meet_now["enabled"], meet_now["free"]) == (False, [])
        assert meet_now["reason"].startswith("Luis Prado: calendar access lost")


class TestOthers:
    """What other windows hold is seen at once, with by whom and until when."""

    def test_a_hold_changes_the_version_and_a_release_changes_it_back(self, served: Served) -> None:
        olive, otto = served.open(GUS), served.open(GUS, "otto")
        question = olive.question(of(served, HANA))
        before = otto.times(question)
        watched = {"hosts": [one["id"] for one in before["hosts"]], "from": "2026-03-02", "days": 7}

        hold = olive.hold(question, FREE)
        held, own = otto.ask("POST", "/taken", watched), olive.ask("POST", "/taken", watched)
        times = otto.times(question)
        why = otto.ask("POST", "/explanations", {**question, "starts_at": FREE})
        olive.ask("DELETE", f"/holds/{hold['id']}")
        after = otto.ask("POST", "/taken", watched)

        assert held["version"] != before["version"]
        assert held["version"] == times["version"]
        assert own["version"] == after["version"] == before["version"]
        assert [
            (block["kind"], block["by"], block["starts_at"], block["until"])
            for block in held["busy"]
        ] == [("held", "Olive Ortega", FREE, hold["expires_at"])]
        assert held["busy"][0] in times["busy"]
        assert FREE not in starts(times)
        assert reasons(why) == {"Hana Berg": ["held by Olive Ortega until 9:05 AM"]}
        assert calls(otto) == 0

    def test_a_booking_changes_it_and_a_lapsed_hold_too(self, served: Served) -> None:
        window = served.open(GUS)
        question = window.question(of(served, HANA))
        watched = {"hosts": [served.person(HANA).user_id], "from": "2026-03-02", "days": 7}
        other = served.open(GUS, "otto")
        hold = other.hold(question, "2026-03-03T15:00:00Z")
        held = window.ask("POST", "/taken", watched)
        served.advance(timedelta(minutes=6))
        lapsed = window.ask("POST", "/taken", watched)

        window.book(window.hold(question, FREE)["id"])
        booked = window.ask("POST", "/taken", watched)

        assert hold["id"]
        assert len({held["version"], lapsed["version"], booked["version"]}) == 3
        assert lapsed["busy"] == []
        assert [(one["kind"], one["starts_at"]) for one in booked["busy"]] == [("booked", FREE)]

    def test_watching_costs_no_remote_call(self, window: Window) -> None:
        window.ask("POST", "/taken", {"hosts": [], "from": "2026-03-02"})

        assert calls(window) == 0


def test_access_that_comes_back_is_forgotten_and_lost_access_grows_old(served: Served) -> None:
    window = served.open(GUS)
    question = {**window.question(of(served, LUIS)), "fresh": True}
    window.times(question)
    said = []
    for wait in (timedelta(minutes=70), timedelta(hours=3), timedelta(hours=21), timedelta(days=2)):
        served.advance(wait)
        fresh = served.open(GUS)
        said.append(fresh.times(question)["hosts"][0]["reason"])

    assert said == [
        "calendar access lost an hour ago",
        "calendar access lost 4 hours ago",
        "calendar access lost yesterday",
        "calendar access lost 3 days ago",
    ]
    assert datetime.fromisoformat(fresh.context["now"])
