"""Microsoft's simulator answers msal and plain Graph requests the way Microsoft does."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.people import CalendarEvent
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import (
    BOOKING_PROPERTY,
    GRAPH,
    GUS,
    HANA,
    HUGO,
    graph,
    graph_event,
    microsoft_token,
    vendor_session,
)

EVENTS = f"{GRAPH}/users/{HUGO}/events"
DAY = {
    "startTime": {"dateTime": "2026-04-20T08:00:00", "timeZone": "UTC"},
    "endTime": {"dateTime": "2026-04-20T12:00:00", "timeZone": "UTC"},
}


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def box(running: Sandbox) -> Iterator[Sandbox]:
    yield running
    running.world.faults.clear()
    requests.post(f"{running.url}/microsoft/meeting-links", json={"pending": 0}, timeout=5)
    requests.post(f"{running.url}/microsoft/duplicates", json={"status": 409}, timeout=5)


@pytest.fixture
def session(box: Sandbox) -> Iterator[requests.Session]:
    with graph(box) as opened:
        yield opened


def code(answer: requests.Response) -> str:
    found: str = answer.json()["error"]["code"]
    return found


def create(session: requests.Session, **changes: Any) -> dict[str, Any]:
    answer = session.post(EVENTS, json=graph_event(**changes), timeout=5)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def schedules(session: requests.Session, *names: str, **changes: Any) -> list[dict[str, Any]]:
    body = {"schedules": list(names)} | DAY | changes
    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=5)
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
        answer = session.get(EVENTS, timeout=5)

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

    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=5)

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

    answer = session.post(f"{GRAPH}/users/{HUGO}/calendar/getSchedule", json=body, timeout=5)

    assert (answer.status_code, code(answer)) == (400, expected)


def test_a_created_event_is_in_the_world_and_invites(
    box: Sandbox, session: requests.Session
) -> None:
    made = create(session, isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness")

    event = box.world.calendars[HUGO].events[made["id"]]
    shown = event.as_json(HUGO)
    assert made["onlineMeeting"]["joinUrl"] == event.link
    assert event.link.startswith("https://teams.microsoft.com/l/meetup-join/")
    assert event.link in made["body"]["content"]
    assert shown["attendees"][0]["email"] == GUS
    assert shown["private"] == {"bookingId": "it's b-1"}
    assert (shown["busy"], shown["seed"]) == (True, False)
    sent = [(i.to, i.kind) for i in box.world.invitations if i.event_id == event.id]
    assert sent == [(GUS, "request")]


def test_an_event_without_attendees_invites_nobody(box: Sandbox, session: requests.Session) -> None:
    made = create(session, attendees=[])

    assert [i for i in box.world.invitations if i.event_id == made["id"]] == []


@pytest.mark.parametrize(
    "changes",
    [
        {"subjekt": "typo"},
        {"start": None},
        {"start": {"dateTime": "yesterday", "timeZone": "UTC"}},
        {"end": {"dateTime": "2026-03-04T15:00:00", "timeZone": "UTC"}},
        {"attendees": [{"type": "required"}]},
        {"attendees": [{"emailAddress": {"address": "no address"}}]},
        {"showAs": "asleep"},
        {"singleValueExtendedProperties": [{"id": "bookingId", "value": "x"}]},
        {"subject": "x" * 256},
        {"isAllDay": True},
    ],
)
def test_a_wrong_event_is_refused(session: requests.Session, changes: dict[str, Any]) -> None:
    answer = session.post(EVENTS, json=graph_event(**changes), timeout=5)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_transaction_id_used_again_is_a_conflict(box: Sandbox, session: requests.Session) -> None:
    made = create(session, transactionId="t-1")
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=5)
    assert (again.status_code, code(again)) == (409, "ErrorDuplicateTransactionId")

    wish = {"status": 400, "names_event": True}
    requests.post(f"{box.url}/microsoft/duplicates", json=wish, timeout=5)
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=5)
    assert again.status_code == 400
    assert again.json()["error"]["@event.existingEventId"] == made["id"]

    requests.post(f"{box.url}/microsoft/duplicates", json={"status": 201}, timeout=5)
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=5)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    kept = box.world.calendars[HUGO].events.values()
    assert sum(e.vendor.get("transactionId") == "t-1" for e in kept) == 1


def test_a_meeting_link_may_come_later(box: Sandbox, session: requests.Session) -> None:
    wish = {"pending": 1, "gets": 2}
    requests.post(f"{box.url}/microsoft/meeting-links", json=wish, timeout=5)

    made = create(session, isOnlineMeeting=True)
    reads = [session.get(f"{EVENTS}/{made['id']}", timeout=5).json() for _ in range(2)]

    assert made["onlineMeeting"] is None
    assert reads[0]["onlineMeeting"] is None
    assert reads[1]["onlineMeeting"]["joinUrl"]


def test_an_event_is_found_by_its_extended_property(session: requests.Session) -> None:
    value = "b'-42"
    properties = [{"id": BOOKING_PROPERTY, "value": value}]
    made = create(session, singleValueExtendedProperties=properties)
    create(session)
    matches = f"ep/id eq '{BOOKING_PROPERTY}' and ep/value eq 'b''-42'"
    parameters = {
        "$filter": f"singleValueExtendedProperties/any(ep: {matches})",
        "$select": "id,subject",
        "$expand": f"singleValueExtendedProperties($filter=id eq '{BOOKING_PROPERTY}')",
    }

    found = session.get(EVENTS, params=parameters, timeout=5).json()["value"]

    assert [event["id"] for event in found] == [made["id"]]
    assert found[0]["singleValueExtendedProperties"] == properties
    assert set(found[0]) == {"@odata.etag", "id", "subject", "singleValueExtendedProperties"}


@pytest.mark.parametrize(
    "parameters",
    [
        {"$filter": "start/dateTime ge '2026-03-01'"},
        {"$select": "id,nonsense"},
        {"$expand": "attachments"},
        {"$orderby": "subject"},
        {"$top": "many"},
    ],
)
def test_an_unknown_query_is_refused(session: requests.Session, parameters: dict[str, str]) -> None:
    answer = session.get(EVENTS, params=parameters, timeout=5)

    assert answer.status_code == 400


def test_listing_goes_page_by_page(session: requests.Session) -> None:
    answer = session.get(EVENTS, params={"$top": "7", "$select": "id"}, timeout=5).json()
    found = [event["id"] for event in answer["value"]]
    while link := answer.get("@odata.nextLink"):
        answer = session.get(link, timeout=5).json()
        found += [event["id"] for event in answer["value"]]

    everything = session.get(EVENTS, params={"$top": "999"}, timeout=5).json()["value"]
    assert found == [event["id"] for event in everything]


def test_an_update_needs_the_current_etag(box: Sandbox, session: requests.Session) -> None:
    made = create(session)
    url = f"{EVENTS}/{made['id']}"
    first = {"If-Match": made["@odata.etag"]}
    later = {
        "subject": "Moved",
        "start": {"dateTime": "2026-03-04T16:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-04T16:30:00", "timeZone": "UTC"},
    }

    changed = session.patch(url, json=later, headers=first, timeout=5)
    stale = session.patch(url, json={"subject": "Again"}, headers=first, timeout=5)

    assert changed.status_code == 200
    assert changed.json()["@odata.etag"] != made["@odata.etag"]
    assert (stale.status_code, code(stale)) == (412, "ErrorIrresolvableConflict")
    event = box.world.calendars[HUGO].events[made["id"]]
    assert (event.subject, event.starts_at.hour) == ("Moved", 16)
    assert [i.kind for i in box.world.invitations if i.event_id == event.id] == [
        "request",
        "update",
    ]


def test_a_refused_update_changes_nothing(session: requests.Session) -> None:
    made = create(session, isOnlineMeeting=True)
    url = f"{EVENTS}/{made['id']}"

    answer = session.patch(url, json={"subject": "New", "isOnlineMeeting": False}, timeout=5)

    assert answer.status_code == 400
    assert session.get(url, timeout=5).json()["subject"] == made["subject"]


def test_cancelling_tells_the_attendees_why(box: Sandbox, session: requests.Session) -> None:
    made = create(session)
    url = f"{EVENTS}/{made['id']}"

    answer = session.post(f"{url}/cancel", json={"comment": "Sorry"}, timeout=5)

    assert answer.status_code == 202
    last = box.world.invitations[-1]
    assert (last.to, last.kind, last.comment) == (GUS, "cancel", "Sorry")
    gone = session.get(url, timeout=5)
    assert (gone.status_code, code(gone)) == (404, "ErrorItemNotFound")
    assert session.post(f"{url}/cancel", json={}, timeout=5).status_code == 404


def test_an_event_without_attendees_is_deleted_rather_than_cancelled(
    session: requests.Session,
) -> None:
    made = create(session, attendees=[])
    url = f"{EVENTS}/{made['id']}"

    assert session.post(f"{url}/cancel", json={}, timeout=5).status_code == 400
    assert session.delete(url, timeout=5).status_code == 204
    assert session.delete(url, timeout=5).status_code == 404


def test_ids_are_of_another_kind_without_the_preference(
    box: Sandbox, session: requests.Session
) -> None:
    made = create(session)
    headers = {"Prefer": 'outlook.timezone="UTC"'}

    other = session.get(f"{EVENTS}/{made['id']}", headers=headers, timeout=5).json()["id"]

    assert other != made["id"]
    assert session.get(f"{EVENTS}/{other}", timeout=5).json()["id"] == made["id"]


@pytest.mark.parametrize(
    "user, status, expected",
    [
        ("nobody@larkspur.example", 404, "ErrorInvalidUser"),
        (HANA, 404, "MailboxNotEnabledForRESTAPI"),
    ],
)
def test_a_mailbox_that_is_not_there_is_refused(
    session: requests.Session, user: str, status: int, expected: str
) -> None:
    answer = session.post(f"{GRAPH}/users/{user}/events", json=graph_event(), timeout=5)

    assert (answer.status_code, code(answer)) == (status, expected)


def test_a_mailbox_whose_grant_is_gone_is_denied(box: Sandbox, session: requests.Session) -> None:
    box.world.faults.add({"service": "microsoft", "host": HUGO, "kind": "lose_access"})

    answer = session.post(EVENTS, json=graph_event(), timeout=5)

    assert (answer.status_code, code(answer)) == (403, "ErrorAccessDenied")


def part(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "method": "POST",
        "url": f"/users/{HUGO}/calendar/getSchedule",
        "headers": {"Content-Type": "application/json"},
        "body": {"schedules": [HUGO]} | DAY,
    } | changes


def run_batch(session: requests.Session, *parts: dict[str, Any]) -> requests.Response:
    return session.post(f"{GRAPH}/$batch", json={"requests": list(parts)}, timeout=5)


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


def test_a_fifth_call_at_once_into_one_mailbox_is_throttled(
    box: Sandbox, session: requests.Session
) -> None:
    slow = {"service": "microsoft", "call": "events.list", "kind": "slow", "seconds": 0.5}
    box.world.faults.add(slow | {"times": None})
    answers: list[requests.Response] = []

    def read() -> None:
        answers.append(session.get(EVENTS, params={"$top": "1"}, timeout=5))

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert code(refused) == "ApplicationThrottled"
    assert refused.headers["Retry-After"] == "1"


def test_what_is_not_simulated_says_so_loudly(session: requests.Session) -> None:
    answer = session.get(f"{GRAPH}/users/{HUGO}/calendarView", timeout=5)

    assert answer.status_code == 501
    assert f"GET graph.microsoft.com/v1.0/users/{HUGO}/calendarView" in answer.text
