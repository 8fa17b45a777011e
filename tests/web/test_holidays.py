"""Business Hours, holidays of the org and of a host's region, and hours of single dates decide what is offered."""

from datetime import time
from typing import Any

import pytest

from sandbox.credentials import LARKSPUR
from tests.cast import EMEA, GUS, HANA, HUGO, MAYA
from tests.support.served import Served
from tests.support.window import Answer, Window
from tests.web.test_times import reasons

COMPANY_DAY, EQUINOX = "2026-03-27", "2026-03-20"


@pytest.fixture(scope="module")
def told(_standing: Served) -> Served:
    """A company that works until 18:00; Hugo works on its day off, and not the Thursday before."""
    org = _standing.box.world.orgs[LARKSPUR.org_id]
    hours = next(iter(org.rows("BusinessHours").values()))
    hours |= {f"{day}EndTime": time(18) for day in ("Monday", "Tuesday", "Wednesday")}
    hugo = _standing.person(HUGO).user_id
    host = next(row for row in org.rows("Handoff_Host__c").values() if row["User__c"] == hugo)
    host["Hours_By_Date__c"] = f"{COMPANY_DAY} 10:00-12:00\n2026-03-26 closed"
    return _standing


@pytest.fixture
def window(told: Served) -> Window:
    """A window on Gus Grant's record."""
    return told.open(GUS)


def of(served: Served, key: str) -> dict[str, str]:
    return {"host": served.person(key).user_id}


def hours(times: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["starts_at"], one["ends_at"]) for one in times["hours"]]


def test_the_orgs_business_hours_hold_on_the_hosts_own_clock(told: Served, window: Window) -> None:
    monday = window.times(window.question(of(told, HANA)), since="2026-03-09", days=1)
    thursday = window.times(window.question(of(told, HANA)), since="2026-03-12", days=1)

    assert hours(monday) == [("2026-03-09T08:00:00Z", "2026-03-09T17:00:00Z")]
    assert hours(thursday) == [("2026-03-12T08:00:00Z", "2026-03-12T16:00:00Z")]


def test_a_holiday_of_the_org_closes_the_day_for_everybody(told: Served, window: Window) -> None:
    one = window.question(of(told, HANA))
    pool = window.question(window.pool(EMEA))
    of_hana = window.times(one, since=COMPANY_DAY, days=1)
    of_pool = window.times(pool, since=COMPANY_DAY, days=1)
    closed = window.ask("POST", "/explanations", {**one, "starts_at": f"{COMPANY_DAY}T14:30:00Z"})

    assert (of_hana["slots"], of_hana["hours"]) == ([], [])
    assert of_hana["closed_reason"] == "Hana Berg has a holiday on these dates: Company Day."
    assert of_pool["closed_reason"] == "Nobody works on these dates: Company Day."
    assert reasons(closed) == {"Hana Berg": ["holiday: Company Day"]}
    assert closed["hosts"][0]["reasons"][0]["reason"] == "holiday"


def test_a_region_has_its_own_holidays_on_its_own_dates(told: Served, window: Window) -> None:
    question = window.question(of(told, MAYA))
    closed = window.ask("POST", "/explanations", {**question, "starts_at": f"{EQUINOX}T01:00:00Z"})
    # In Boston it is still the evening before.
    before = window.times(question, since="2026-03-19", days=2)
    hanas = window.times(window.question(of(told, HANA)), since=EQUINOX, days=1)

    assert reasons(closed) == {"Maya Tanaka": ["holiday: Vernal Equinox Day"]}
    assert hours(before) == [("2026-03-19T04:00:00Z", "2026-03-19T08:00:00Z")]
    assert before["next_free"] > "2026-03-22"
    assert hanas["slots"]


def test_hours_of_a_date_are_the_hosts_last_word(told: Served, window: Window) -> None:
    question = window.question(of(told, HUGO))
    worked = window.times(question, since=COMPANY_DAY, days=1)
    free = window.times(question, since="2026-03-26", days=1)
    closed = window.ask("POST", "/explanations", {**question, "starts_at": "2026-03-26T15:00:00Z"})

    assert hours(worked) == [(f"{COMPANY_DAY}T14:00:00Z", f"{COMPANY_DAY}T16:00:00Z")]
    assert (free["slots"], free["hours"]) == ([], [])
    assert free["closed_reason"] == "Hugo Sands does not work on these dates."
    assert reasons(closed) == {"Hugo Sands": ["other hours on this date"]}


def test_a_holiday_cannot_be_booked_by_hand(told: Served, window: Window) -> None:
    question = window.question(of(told, HANA))

    with pytest.raises(Answer) as refused:
        window.hold(question, f"{COMPANY_DAY}T13:00:00Z")

    assert refused.value.status == 409


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", "祝日：春分の日"),
        ("de", "Feiertag: Vernal Equinox Day"),
        ("fr", "jour férié : Vernal Equinox Day"),
    ],
)
def test_a_holiday_is_named_to_its_reader(told: Served, language: str, words: str) -> None:
    window = told.open(GUS, language=language)
    question = window.question(of(told, MAYA))

    closed = window.ask("POST", "/explanations", {**question, "starts_at": f"{EQUINOX}T01:00:00Z"})

    assert reasons(closed) == {"Maya Tanaka": [words]}
