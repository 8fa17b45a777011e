"""Microsoft's sign-in, schedules and batches, seen through msal and plain requests."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.people import CalendarEvent
from sandbox.server import Sandbox
from tests.sandbox.clients import (
    GRAPH,
    HANA,
    HUGO,
    code,
    microsoft_token,
    vendor_session,
)

EVENTS = f"{GRAPH}/users/{HUGO}/events"
DAY = {
    "startTime": {"dateTime": "2026-04-20T08:00:00", "timeZone": "UTC"},
    "endTime": {"dateTime": "2026-04-20T12:00:00", "timeZone": "UTC"},
}


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def schedules(session: requests.Session, *names: str, **changes: Any) -> list[dict[str, Any]]:
    body = {"schedules": list(names)} | DAY | changes
    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=30)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["value"]
    return found


def put(box: Sandbox, hour: int, show_as: str, **changes: Any) -> CalendarEvent:
    starts_at = datetime(2026, 4, 20, hour, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": f"put{hour}",
        "subject": "Put",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "organizer": HUGO,
        "seed": True,
        "show_as": show_as,
    }
    event = CalendarEvent(**(fields | changes))
    box.world.calendars[HUGO].events[event.id] = event
    return event


def test_msal_gets_a_token_and_asks_for_the_configuration_once(box: Sandbox) -> None:
    before = dict(box.world.calls["microsoft"])

    with vendor_session(box) as session:
        token = microsoft_token(box, session)

    assert token["token_type"] == "Bearer"
    calls = box.world.calls["microsoft"]
    assert calls["token"] == before.get("token", 0) + 1
    assert calls["discovery"] == before.get("discovery", 0) + 1


def test_discovery_of_the_instance_leads_to_the_tenants_configuration(box: Sandbox) -> None:
    base = "https://login.microsoftonline.com"
    asked = {"authorization_endpoint": f"{base}/larkspur.example/oauth2/v2.0/authorize"}
    with vendor_session(box) as session:
        found = session.get(f"{base}/common/discovery/instance", params=asked, timeout=30).json()
        configuration = session.get(found["tenant_discovery_endpoint"], timeout=30).json()

    assert configuration["token_endpoint"].startswith(f"{base}/")


@pytest.mark.parametrize(
    "changes, error, number",
    [
        ({"client_secret": "wrong"}, "invalid_client", "AADSTS7000215"),
        ({"client_id": "11111111-1111-1111-1111-111111111111"}, "unauthorized_client", "700016"),
    ],
)
def test_wrong_credentials_are_refused(
    box: Sandbox, changes: dict[str, str], error: str, number: str
) -> None:
    with vendor_session(box) as session:
        token = microsoft_token(box, session, **changes)

    assert token["error"] == error
    assert number in token["error_description"]


def test_an_unknown_tenant_is_refused(box: Sandbox) -> None:
    with vendor_session(box) as session, pytest.raises(ValueError, match="Unable to get authority"):
        microsoft_token(box, session, tenant_id="22222222-2222-2222-2222-222222222222")


def test_a_call_without_a_token_is_refused(box: Sandbox) -> None:
    with vendor_session(box) as session:
        answer = session.get(EVENTS, timeout=30)

    assert (answer.status_code, code(answer)) == (401, "InvalidAuthenticationToken")


def test_a_schedule_tells_kinds_of_busy_apart(box: Sandbox, session: requests.Session) -> None:
    for hour, show_as in ((8, "busy"), (9, "tentative"), (10, "oof"), (11, "workingElsewhere")):
        put(box, hour, show_as)

    found = schedules(session, HUGO)[0]

    assert found["availabilityView"] == "20103000"
    assert [item["status"] for item in found["scheduleItems"]] == [
        "busy",
        "tentative",
        "oof",
        "workingElsewhere",
    ]
    first = found["scheduleItems"][0]
    assert first["start"] == {"dateTime": "2026-04-20T08:00:00.0000000", "timeZone": "UTC"}
    assert first["subject"] == "Put"
    assert found["workingHours"]["timeZone"] == {"name": "Eastern Standard Time"}


def test_a_schedule_answers_in_the_preferred_zone(box: Sandbox, session: requests.Session) -> None:
    put(box, 8, "busy")
    session.headers["Prefer"] = 'outlook.timezone="Eastern Standard Time"'

    found = schedules(session, HUGO)[0]["scheduleItems"][0]

    assert found["start"] == {
        "dateTime": "2026-04-20T04:00:00.0000000",
        "timeZone": "Eastern Standard Time",
    }


def test_schedule_keys_may_be_written_in_any_case(session: requests.Session) -> None:
    body = {
        "Schedules": [HUGO],
        "StartTime": DAY["startTime"],
        "EndTime": DAY["endTime"],
        "AvailabilityViewInterval": 60,
    }

    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=30)

    assert len(answer.json()["value"][0]["availabilityView"]) == 4


@pytest.mark.parametrize("name", ["nobody@larkspur.example", HANA, "finn@fernhill.example"])
def test_an_unknown_mailbox_is_an_error_of_its_own_schedule(
    session: requests.Session, name: str
) -> None:
    found = schedules(session, HUGO, name)

    assert "error" not in found[0]
    assert found[1]["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    assert "scheduleItems" not in found[1]


def test_a_mailbox_out_of_reach_is_an_error_of_its_own_schedule(
    box: Sandbox, session: requests.Session
) -> None:
    other = next(
        c.email
        for c in box.world.calendars.values()
        if c.provider == "microsoft" and c.email != HUGO and not c.lost and "lark" in c.email
    )
    box.world.faults.add({"service": "microsoft", "host": other, "kind": "lose_access"})

    found = schedules(session, HUGO, other)

    assert "error" not in found[0]
    assert found[1]["error"]["responseCode"] == "ErrorNoFreeBusyAccess"


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"schedules": [f"x{n}@larkspur.example" for n in range(101)]},
         "ErrorMailboxDataArrayTooBig"),
        ({"endTime": {"dateTime": "2026-06-22T08:00:00", "timeZone": "UTC"}},
         "ErrorTimeIntervalTooBig"),
        ({"endTime": DAY["startTime"]}, "ErrorInvalidTimeInterval"),
        ({"endTime": {"dateTime": "2026-04-20T12:00:00", "timeZone": "Mars"}},
         "TimeZoneNotSupportedException"),
        ({"availabilityViewInterval": 4}, "ErrorInvalidRequest"),
        ({"mailboxes": []}, "RequestBodyRead"),
    ],
)  # fmt: skip
def test_a_wrong_schedule_request_is_refused(
    session: requests.Session, changes: dict[str, Any], expected: str
) -> None:
    body = {"schedules": [HUGO]} | DAY | changes

    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=30)

    assert (answer.status_code, code(answer)) == (400, expected)


def part(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "method": "POST",
        "url": f"/users/{HUGO}/calendar/getSchedule",
        "headers": {"Content-Type": "application/json"},
        "body": {"schedules": [HUGO]} | DAY,
    } | changes


def run_batch(session: requests.Session, *parts: dict[str, Any]) -> requests.Response:
    return session.post(f"{GRAPH}/$batch", json={"requests": list(parts)}, timeout=30)


def test_a_batch_answers_each_part_by_itself(box: Sandbox, session: requests.Session) -> None:
    missing = part(2, url="/users/nobody@larkspur.example/calendar/getSchedule")
    before = dict(box.world.calls["microsoft"])
    throttle = {"service": "microsoft", "call": "events.list", "kind": "status", "status": 429}
    box.world.faults.add(throttle | {"headers": {"Retry-After": "7"}})
    listing = {"id": "4", "method": "GET", "url": f"/users/{HUGO}/events?$top=1"}

    answer = run_batch(session, part(1), missing, part(3, dependsOn=["2"]), listing).json()

    found = {entry["id"]: entry for entry in answer["responses"]}
    assert [found[key]["status"] for key in "1234"] == [200, 404, 424, 429]
    assert found["1"]["body"]["value"][0]["scheduleId"] == HUGO
    assert found["4"]["headers"]["Retry-After"] == "7"
    calls = box.world.calls["microsoft"]
    assert calls["batch"] == before.get("batch", 0) + 1
    assert calls["getSchedule"] == before.get("getSchedule", 0)
    assert calls["batch.getSchedule"] == before.get("batch.getSchedule", 0) + 2


@pytest.mark.parametrize(
    "parts",
    [
        [part(number) for number in range(21)],
        [part(1), part(1)],
        [part(1, headers={})],
        [part(1, dependsOn=["9"])],
        [],
    ],
)
def test_a_wrong_batch_is_refused(session: requests.Session, parts: list[dict[str, Any]]) -> None:
    assert run_batch(session, *parts).status_code == 400
