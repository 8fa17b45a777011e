"""Settings are read again when they change, by one at a time; what is wrong with them is told in Salesforce."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
import requests
from sqlalchemy import update

from handoff.actions.ask_for_settings import ask_for_settings, ask_for_wanted_settings
from handoff.actions.departed_hosts import Reason, departed_hosts
from handoff.actions.sync_settings import (
    current_settings,
    refresh_settings,
    settings_read_at,
    sync_settings,
)
from handoff.actions.tell_problems import tell_problems
from handoff.clock import machine_now
from handoff.org_settings import SettingProblem
from handoff.people import OrgId
from handoff.storage import settings_readings
from handoff.storage.window_tables import ReadingRow
from sandbox.salesforce.resources import DAILY_REQUESTS
from tests.cast import DISCOVERY, GUS, HANA
from tests.support.roles import revoke
from tests.support.served import Served, org_of, writes

PROBLEM = "Handoff_Setting_Problem__c"
BOTH = ("Something was wrong a moment ago.", "Another thing.")


def org_id(served: Served) -> OrgId:
    return OrgId(org_of(served).org_id)


def row(served: Served, object_name: str, **wanted: Any) -> dict[str, Any]:
    rows = org_of(served).rows(object_name).values()
    return next(one for one in rows if wanted.items() <= one.items())


def patch(served: Served, object_name: str, record_id: str, **fields: Any) -> None:
    """Change a record through REST, as an admin's page does."""
    with served.box.world.lock:
        org = org_of(served)
        token = org.open_session(served.person("adam").user_id, now=machine_now())
    answer = requests.patch(
        f"{served.box.url}/services/data/v67.0/sobjects/{object_name}/{record_id}",
        json=fields,
        headers={"Host": "larkspur.my.salesforce.com", "Authorization": f"Bearer {token}"},
        timeout=10,
    )
    assert answer.ok, answer.text


def work(served: Served) -> int:
    """Do what workers do for everybody who rang for settings; say how many readings that took."""
    asked = served.parts.doorbell.settings_asked
    done = 0
    while asked:
        done += refresh_settings(served.parts, OrgId(asked.pop(0)))
    return done


def a_second_later(served: Served) -> None:
    """Let the last reading have begun a while ago."""
    for one in served.parts.settings.orgs:
        served.parts.database.run(
            lambda session, one=one: session.execute(
                update(ReadingRow)
                .where(ReadingRow.org_id == one)
                .values(began_at=ReadingRow.began_at - 2, wanted_at=ReadingRow.wanted_at - 2)
            )
        )


def test_a_change_of_a_type_a_weight_and_a_rule_changes_the_window(served: Served) -> None:
    before = served.open("lead:emea").context
    org = org_of(served)
    pool = org.keys["pool:EMEA"]
    hana = row(served, "Handoff_Pool_Member__c", Pool__c=pool, User__c=served.person(HANA).user_id)
    patch(
        served,
        "Handoff_Meeting_Type__c",
        org.keys[f"type:{DISCOVERY}"],
        Name="First Talk",
        Duration_Minutes__c=45,
    )
    patch(served, "Handoff_Pool_Member__c", hana["Id"], Weight__c=0)
    ask_for_settings(served.parts, org_id(served))

    assert work(served) >= 1
    after = served.open("lead:emea").context
    rule = row(served, "Handoff_Suggestion_Rule__c", Name="Europe")
    patch(served, "Handoff_Suggestion_Rule__c", rule["Id"], Active__c=False)
    a_second_later(served)
    ask_for_settings(served.parts, org_id(served))
    work(served)
    at_last = served.open("lead:emea").context

    assert "Hana Berg would be next" in before["suggestion"]["text"]
    assert "would be next" in after["suggestion"]["text"]
    assert "Hana Berg" not in after["suggestion"]["text"]
    assert at_last["suggestion"] is None
    minutes = {one["name"]: one["minutes"] for one in at_last["meeting_types"]}
    assert minutes["First Talk"] == 45
    assert DISCOVERY not in minutes


def test_a_burst_of_changes_is_read_once_at_once_and_once_after(served: Served) -> None:
    parts, org = served.parts, org_id(served)
    current_settings(parts, org)
    work(served)
    a_second_later(served)

    for _ in range(20):
        ask_for_settings(parts, org)
    rung = list(parts.doorbell.settings_asked)
    first = refresh_settings(parts, org)
    parts.doorbell.settings_asked.clear()
    for _ in range(20):
        ask_for_settings(parts, org)
    soon = list(parts.doorbell.settings_asked)
    ask_for_wanted_settings(parts)
    not_yet = list(parts.doorbell.settings_asked)
    a_second_later(served)
    ask_for_wanted_settings(parts)
    then = list(parts.doorbell.settings_asked)

    assert set(rung) == {org}
    assert first
    assert (soon, not_yet, then) == ([], [], [org])
    assert work(served) == 1
    a_second_later(served)
    ask_for_wanted_settings(parts)
    assert parts.doorbell.settings_asked == []


def test_one_reads_at_a_time_and_a_change_meanwhile_is_not_lost(served: Served) -> None:
    parts, org = served.parts, org_id(served)
    parts.database.run(lambda session: settings_readings.begin(session, org))

    second = refresh_settings(parts, org)
    ask_for_settings(parts, org)
    waiting = list(parts.doorbell.settings_asked)
    parts.database.run(lambda session: settings_readings.end(session, org))
    a_second_later(served)
    ask_for_wanted_settings(parts)

    assert not second
    assert waiting == []
    assert parts.doorbell.settings_asked == [org]
    assert refresh_settings(parts, org)


def test_a_reading_that_fails_gives_its_turn_back(served: Served) -> None:
    parts, org = served.parts, org_id(served)
    sync_settings(parts, org)
    read_at = settings_read_at(parts, org)
    served.fault("salesforce", "status", call="composite.batch", status=503, times=1)

    with pytest.raises(Exception, match="Salesforce"):
        refresh_settings(parts, org)

    assert settings_read_at(parts, org) == read_at
    assert refresh_settings(parts, org)


def test_an_org_that_has_few_calls_left_is_read_less_often(served: Served) -> None:
    parts, org = served.parts, org_id(served)
    org_of(served).api_calls = int(DAILY_REQUESTS * 0.85)

    first = refresh_settings(parts, org)
    a_second_later(served)
    second = refresh_settings(parts, org)
    by_hand = sync_settings(parts, org, anew=True)

    assert (first, second) == (True, False)
    assert by_hand.hosts


def bad_zone(served: Served, key: str = HANA, zone: str = "Europe/Bonn") -> None:
    row(served, "Handoff_Host__c", User__c=served.person(key).user_id)["Time_Zone__c"] = zone


def written(served: Served) -> list[str]:
    return sorted(one["Problem__c"] for one in org_of(served).rows(PROBLEM).values())


def told_calls(served: Served) -> int:
    return int(served.box.world.calls["salesforce"].get("composite.sobjects", 0))


def test_problems_are_told_in_salesforce_and_in_the_log_and_go_when_mended(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    bad_zone(served)

    first = sync_settings(served.parts, org_id(served))
    calls = told_calls(served)
    sync_settings(served.parts, org_id(served))
    there = written(served)
    again = told_calls(served)
    bad_zone(served, zone="Europe/Berlin")
    sync_settings(served.parts, org_id(served))

    words = [str(one.words) for one in first.problems]
    assert "Host Hana Berg: there is no time zone “Europe/Bonn”." in words
    assert there == sorted(words)
    assert again == calls
    assert written(served) == []
    assert {one["user"] for one in writes(served, PROBLEM)} == {
        org_of(served).keys["handoff.integration"]
    }
    lines = [one for one in caplog.records if one.getMessage() == "setting cannot be used"]
    assert len(lines) == len(words)
    assert "Hana" not in "".join(str(one.__dict__) for one in lines)
    host = row(served, "Handoff_Host__c", User__c=served.person(HANA).user_id)
    assert (lines[0].kind, lines[0].path) == ("Handoff_Host__c", host["Id"])
    assert lines[0].reason == "{of}: there is no time zone “{zone}”."


def test_what_could_not_be_told_is_told_next_time(served: Served) -> None:
    bad_zone(served)
    served.fault("salesforce", "status", call="composite.sobjects", status=503, times=1)

    settings = sync_settings(served.parts, org_id(served))
    at_first = written(served)
    sync_settings(served.parts, org_id(served))

    assert settings.problems
    assert at_first == []
    assert len(written(served)) == len(settings.problems)


def test_a_problem_mended_before_salesforces_answer_was_heard_does_not_stay(
    served: Served,
) -> None:
    sync_settings(served.parts, org_id(served))
    bad_zone(served)
    served.fault("salesforce", "drop_after", call="composite.sobjects", times=1)
    sync_settings(served.parts, org_id(served))
    unheard = written(served)
    bad_zone(served, zone="Europe/Berlin")

    sync_settings(served.parts, org_id(served))

    assert unheard
    assert written(served) == []


def test_of_two_who_tell_at_once_neither_is_taken_for_the_last(served: Served) -> None:
    parts, org = served.parts, org_id(served)
    settings = sync_settings(parts, org)
    one, other = (replace(settings, problems=(SettingProblem(words),)) for words in BOTH)
    with during_call(served, "composite.batch", lambda: tell_problems(parts, org, one)):
        tell_problems(parts, org, other)
    both = written(served)

    sync_settings(parts, org)

    assert both == sorted(BOTH)
    assert settings.problems == ()
    assert written(served) == []


@contextmanager
def during_call(served: Served, wanted: str, work: Callable[[], object]) -> Iterator[None]:
    """Let somebody else do their work when the next such call has been done and not yet been answered."""

    def look(service: str, call: str, moment: str) -> bool:
        if (service, call, moment) == ("salesforce", wanted, "after"):
            served.box.world.on_call = None
            work()
        return False

    served.box.world.on_call = look
    try:
        yield
    finally:
        served.box.world.on_call = None


def test_where_problems_cannot_be_kept_the_settings_are_read_all_the_same(served: Served) -> None:
    bad_zone(served)
    org = org_of(served)
    org.rules.denied.add((org.keys["handoff.integration"], PROBLEM))

    settings = sync_settings(served.parts, org_id(served))
    before = served.box.world.calls["salesforce"]["composite.batch"]
    sync_settings(served.parts, org_id(served))
    quiet = served.box.world.calls["salesforce"]["composite.batch"] - before
    org.rules.denied.clear()
    sync_settings(served.parts, org_id(served), anew=True)

    assert settings.problems
    assert quiet == 1
    assert len(written(served)) == len(settings.problems)


def test_the_copy_says_when_it_was_read(served: Served) -> None:
    assert settings_read_at(served.parts, org_id(served)) is None

    current_settings(served.parts, org_id(served))

    assert served.parts.doorbell.settings_asked == [org_id(served)]
    assert settings_read_at(served.parts, org_id(served)) is not None


def booked(served: Served) -> str:
    window = served.open(GUS)
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    return str(window.book(hold["id"])["booking"]["id"])


def test_who_left_is_listed_with_their_meetings(served: Served) -> None:
    booking = booked(served)
    hana = served.person(HANA).user_id
    user = org_of(served).rows("User")[hana]
    host = row(served, "Handoff_Host__c", User__c=hana)

    def look() -> tuple[list[tuple[str, Reason, list[str]]], list[str]]:
        settings = sync_settings(served.parts, org_id(served))
        found = departed_hosts(served.parts, org_id(served), settings)
        about = [one for one in settings.problems if one.record_id == hana]
        assert {(one.object_name, one.record_name) for one in about} <= {("User", "Hana Berg")}
        assert {str(one.words) for one in about} <= set(written(served))
        told = [(one.host_id, one.reason, [row.id for row in one.bookings]) for one in found]
        return told, [str(one.words) for one in about]

    present = look()
    user["IsActive"] = False
    inactive = look()
    user["IsActive"] = True
    host["Active__c"] = False
    no_host = look()
    host["Active__c"] = True
    revoke(served, HANA, "Handoff_Host")
    not_permitted = look()

    day = served.row(booking).starts_at.date().isoformat()
    assert present == ([], [])
    assert inactive == (
        [(hana, Reason.INACTIVE, [booking])],
        [f"Hana Berg is inactive but has meetings ahead: {day}."],
    )
    assert no_host == (
        [(hana, Reason.NO_HOST, [booking])],
        [f"Hana Berg is no longer a Handoff Host but has meetings ahead: {day}."],
    )
    assert not_permitted == (
        [(hana, Reason.NOT_PERMITTED, [booking])],
        [f"Hana Berg does not hold the permission set Handoff Host but has meetings ahead: {day}."],
    )


def test_a_lost_field_permission_opens_nothing_to_everybody(served: Served) -> None:
    org = org_of(served)
    record_id = row(served, "Handoff_Meeting_Type__c", Name="Discovery Call")["Id"]
    patch(served, "Handoff_Meeting_Type__c", record_id, Bookable_By__c="EMEA_Reps")
    sync_settings(served.parts, org_id(served))
    field = org.kind("Handoff_Meeting_Type__c").fields.pop("bookable_by__c")

    after = sync_settings(served.parts, org_id(served), anew=True)

    org.kind("Handoff_Meeting_Type__c").add(field)
    kept = {one.name: one.bookable_by for one in after.meeting_types}
    assert kept["Discovery Call"] == ("EMEA_Reps",)
    assert kept["Product Demo"] == ()
    assert not after.may_book(served.person("olive").user_id, kept["Discovery Call"])
