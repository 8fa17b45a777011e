"""Hosts, types, pools and times that cannot be had, each refused with the reason."""

from typing import Any

import pytest

from tests.cast import DEMO, EMEA, GUS, REVIEW
from tests.support.served import Served, refused
from tests.support.window import Window

FREE = "2026-03-03T14:30:00Z"
NOBODY = "005Lk00000zzzzz"


@pytest.fixture
def window(standing: Served) -> Window:
    """A window on Gus Grant's record."""
    return standing.open(GUS)


def every_way(window: Window, question: dict[str, Any]) -> list[dict[str, Any]]:
    """What the three questions about times answer, as (status, message, field)."""
    answers = [
        refused(window.times, question),
        refused(window.hold, question, FREE),
        refused(window.ask, "POST", "/explanations", {**question, "starts_at": FREE}),
    ]
    assert {answer.status for answer in answers} == {422}
    return [answer.error for answer in answers]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"meeting_type": NOBODY}, "This meeting type is not offered here. Choose another."),
        ({"main": {"host": NOBODY}}, "This user cannot be booked: not a Handoff Host."),
        ({"main": {"pool": NOBODY}}, "This pool is not offered any more. Choose another."),
        ({"main": {}}, "Add a host first."),
        (
            {"additional": [{"host": NOBODY}]},
            "This user cannot be booked: not a Handoff Host.",
        ),
    ],
)
def test_what_does_not_exist_is_refused_in_words(
    window: Window, change: dict[str, Any], words: str
) -> None:
    question = window.question(window.host("Hana Berg")) | change

    assert {error["message"] for error in every_way(window, question)} == {words}


@pytest.mark.parametrize(
    "host", ["//evil.example/x", "../Account/001", "x", "' OR Name != '", "", "005" * 4000, None, 5]
)
def test_what_is_no_id_is_refused_as_none(window: Window, host: Any) -> None:
    question = window.question({"host": host})

    answer = refused(window.hold, question, FREE)

    assert answer.status == 422
    assert answer.error["field"].startswith("main")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("cora", "Cora Lund cannot be booked: no calendar connected."),
        ("olive", "This user cannot be booked: not a Handoff Host."),
        ("ines", "This user cannot be booked: not a Handoff Host."),
        ("felix", "This user cannot be booked: not a Handoff Host."),
    ],
)
def test_who_cannot_be_booked_is_said_with_the_reason(
    standing: Served, window: Window, key: str, reason: str
) -> None:
    question = window.question({"host": standing.person(key).user_id})

    assert {error["message"] for error in every_way(window, question)} == {reason}


def test_those_who_cannot_be_booked_are_found_with_the_reason(window: Window) -> None:
    found = window.ask("GET", "/hosts?q=cora")["hosts"]

    assert [(host["name"], host["reason"]) for host in found] == [
        ("Cora Lund", "no calendar connected")
    ]


def test_a_host_whose_access_is_lost_offers_nothing_and_says_why(
    standing: Served, window: Window
) -> None:
    question = window.question({"host": standing.person("luis").user_id})

    times = window.times(question)
    answer = refused(window.hold, question, FREE)

    assert times["slots"] == []
    lost = "Google does not let Handoff act for this calendar any more"
    since = "calendar access lost less than an hour ago"
    assert [(one["state"], one["reason"], one["access_lost"]) for one in times["hosts"]] == [
        ("unknown", since, True)
    ]
    assert times["closed_reason"] == f"The calendars could not be read (Luis Prado: {since})."
    assert answer.status == 503
    assert answer.error["message"] == (
        f"Could not check Luis Prado's calendar ({lost}). Try again, or choose another host."
    )


def test_a_type_of_another_object_is_not_offered(window: Window) -> None:
    hidden = {one["name"]: one["reason"] for one in window.context["hidden_types"]}

    assert REVIEW not in [one["name"] for one in window.context["meeting_types"]]
    assert "Account" in hidden[REVIEW]


def test_a_pool_and_a_main_host_together_are_one_too_many(window: Window) -> None:
    both = window.question(window.pool(EMEA) | window.host("Hana Berg"))

    assert {error["message"] for error in every_way(window, both)} == {
        "Choose a pool or one main host, not both."
    }


def test_nobody_is_chosen_twice(window: Window) -> None:
    hana = window.host("Hana Berg")
    question = window.question(hana, additional=[{"host": hana["host"], "required": False}])

    assert {error["message"] for error in every_way(window, question)} == {
        "The same host was chosen twice. Remove one of them."
    }


def test_a_pools_pick_is_never_also_an_additional_host(window: Window) -> None:
    hana = window.host("Hana Berg")["host"]
    question = window.question(window.pool(EMEA), additional=[{"host": hana}])

    slots = window.times(question)["slots"]

    assert slots
    assert not any(hana in slot["hosts"] for slot in slots)


def test_more_than_twenty_additional_hosts_are_too_many(window: Window) -> None:
    many = [{"host": window.host("Hugo Sands")["host"]}] * 21

    answer = refused(window.times, window.question(window.host("Hana Berg"), additional=many))

    assert answer.status == 422
    assert answer.error["message"] == "additional: More than 20 entries."


@pytest.mark.parametrize(
    ("since", "days", "words"),
    [
        ("2026-03-02", 0, "days: At least 1."),
        ("2026-03-02", 63, "days: At most 62."),
        ("2026-03-02", -7, "days: At least 1."),
        ("9999-12-31", 7, "This date is out of reach."),
        ("0001-01-01", 7, "This date is out of reach."),
        ("2030-01-01", 7, "This date is out of reach."),
    ],
)
def test_dates_out_of_range_are_refused(window: Window, since: str, days: int, words: str) -> None:
    question = window.question(window.host("Hana Berg"))

    answer = refused(window.times, question, since=since, days=days)

    assert (answer.status, answer.error["message"]) == (422, words)


@pytest.mark.parametrize("since", ["2026-02-30", "soon", "", None, "2026-03-02T10:00:00Z", {}])
def test_what_is_no_date_is_refused(window: Window, since: Any) -> None:
    answer = refused(window.times, window.question(window.host("Hana Berg")), since=since)

    assert answer.status == 422
    assert answer.error["field"] == "from"


def test_dates_in_the_past_offer_nothing_and_say_so(window: Window) -> None:
    times = window.times(window.question(window.host("Hana Berg")), since="2026-02-16")

    assert times["slots"] == []
    assert times["closed_reason"] == "These dates are in the past."


def test_sixty_two_days_are_answered(window: Window) -> None:
    times = window.times(window.question(window.host("Hana Berg")), days=62)

    assert times["slots"]
    assert max(slot["starts_at"] for slot in times["slots"]) < "2026-04-01"


@pytest.mark.parametrize(
    ("starts_at", "words"),
    [
        ("2026-03-03T14:40:00Z", "Meetings of this type do not start at this minute."),
        ("2026-03-03T14:30:01Z", "Meetings of this type do not start at this minute."),
        ("2026-03-03T14:30:00.000001Z", "Meetings of this type do not start at this minute."),
        ("2026-03-02T13:00:00Z", "in the past or sooner than the meeting type's notice allows"),
        ("2026-03-02T14:30:00Z", "in the past or sooner than the meeting type's notice allows"),
        ("2025-06-03T14:30:00Z", "in the past or sooner than the meeting type's notice allows"),
        ("2026-06-02T13:30:00Z", "further ahead than the meeting type allows"),
        ("9999-12-31T23:30:00Z", "out of reach"),
        ("0001-01-01T00:00:00Z", "out of reach"),
        ("0001-01-01T00:00:00+14:00", "Out of reach"),
        ("2026-03-03T14:30:00", "Needs a time zone"),
    ],
)
def test_a_start_that_was_never_offered_is_refused(
    window: Window, starts_at: str, words: str
) -> None:
    answer = refused(window.hold, window.question(window.host("Hana Berg")), starts_at)

    assert answer.status == 422
    assert answer.error["field"] == "starts_at"
    assert words in answer.error["message"]


@pytest.mark.parametrize("starts_at", ["soon", "", None, [], {}, "2026-03-03", 1e300, "NaN"])
def test_what_is_no_instant_is_refused(window: Window, starts_at: Any) -> None:
    answer = refused(window.hold, window.question(window.host("Hana Berg")), starts_at)

    assert answer.status == 422
    assert answer.error["field"] == "starts_at"


def test_a_start_in_another_zone_is_the_same_instant(window: Window) -> None:
    hold = window.hold(window.question(window.host("Hana Berg")), "2026-03-03T15:30:00+01:00")

    assert hold["starts_at"] == FREE


def test_a_start_within_the_notice_of_its_type_is_refused(window: Window) -> None:
    question = window.question(window.host("Hugo Sands"), DEMO)

    answer = refused(window.hold, question, "2026-03-02T17:30:00Z")

    assert answer.status == 422
    assert "notice" in answer.error["message"]


def test_every_closed_start_can_be_explained(window: Window) -> None:
    question = window.question(window.host("Hana Berg"))

    answer = window.ask("POST", "/explanations", {**question, "starts_at": "2026-03-03T03:00:00Z"})

    assert [
        (host["name"], [one["text"] for one in host["reasons"]]) for host in answer["hosts"]
    ] == [("Hana Berg", ["outside working hours"])]
