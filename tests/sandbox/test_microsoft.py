"""Microsoft's simulator answers msal and plain Graph requests the way Microsoft does."""

import threading
from typing import Any

import pytest
import requests

from sandbox.server import Sandbox
from tests.sandbox.clients import (
    BOOKING_PROPERTY,
    GRAPH,
    GUS,
    HANA,
    HUGO,
    code,
    graph_event,
)
from tests.support.processes import wait_until

EVENTS = f"{GRAPH}/users/{HUGO}/events"
DAY = {
    "startTime": {"dateTime": "2026-04-20T08:00:00", "timeZone": "UTC"},
    "endTime": {"dateTime": "2026-04-20T12:00:00", "timeZone": "UTC"},
}


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def create(session: requests.Session, **changes: Any) -> dict[str, Any]:
    answer = session.post(EVENTS, json=graph_event(**changes), timeout=30)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


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
    answer = session.post(EVENTS, json=graph_event(**changes), timeout=30)

    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_transaction_id_used_again_is_a_conflict(box: Sandbox, session: requests.Session) -> None:
    made = create(session, transactionId="t-1")
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=30)
    assert (again.status_code, code(again)) == (409, "ErrorDuplicateTransactionId")

    wish = {"status": 400, "names_event": True}
    requests.post(f"{box.url}/microsoft/duplicates", json=wish, timeout=30)
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=30)
    assert again.status_code == 400
    assert again.json()["error"]["@event.existingEventId"] == made["id"]

    requests.post(f"{box.url}/microsoft/duplicates", json={"status": 201}, timeout=30)
    again = session.post(EVENTS, json=graph_event(transactionId="t-1"), timeout=30)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    kept = box.world.calendars[HUGO].events.values()
    assert sum(e.vendor.get("transactionId") == "t-1" for e in kept) == 1


def test_a_meeting_link_may_come_later(box: Sandbox, session: requests.Session) -> None:
    wish = {"pending": 1, "gets": 2}
    requests.post(f"{box.url}/microsoft/meeting-links", json=wish, timeout=30)

    made = create(session, isOnlineMeeting=True)
    reads = [session.get(f"{EVENTS}/{made['id']}", timeout=30).json() for _ in range(2)]

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

    found = session.get(EVENTS, params=parameters, timeout=30).json()["value"]

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
    answer = session.get(EVENTS, params=parameters, timeout=30)

    assert answer.status_code == 400


def test_listing_goes_page_by_page(session: requests.Session) -> None:
    answer = session.get(EVENTS, params={"$top": "7", "$select": "id"}, timeout=30).json()
    found = [event["id"] for event in answer["value"]]
    while link := answer.get("@odata.nextLink"):
        answer = session.get(link, timeout=30).json()
        found += [event["id"] for event in answer["value"]]

    everything = session.get(EVENTS, params={"$top": "999"}, timeout=30).json()["value"]
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

    changed = session.patch(url, json=later, headers=first, timeout=30)
    stale = session.patch(url, json={"subject": "Again"}, headers=first, timeout=30)

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

    answer = session.patch(url, json={"subject": "New", "isOnlineMeeting": False}, timeout=30)

    assert answer.status_code == 400
    assert session.get(url, timeout=30).json()["subject"] == made["subject"]


def test_cancelling_tells_the_attendees_why(box: Sandbox, session: requests.Session) -> None:
    made = create(session)
    url = f"{EVENTS}/{made['id']}"

    answer = session.post(f"{url}/cancel", json={"comment": "Sorry"}, timeout=30)

    assert answer.status_code == 202
    last = box.world.invitations[-1]
    assert (last.to, last.kind, last.comment) == (GUS, "cancel", "Sorry")
    gone = session.get(url, timeout=30)
    assert (gone.status_code, code(gone)) == (404, "ErrorItemNotFound")
    assert session.post(f"{url}/cancel", json={}, timeout=30).status_code == 404


def test_an_event_without_attendees_is_deleted_rather_than_cancelled(
    session: requests.Session,
) -> None:
    made = create(session, attendees=[])
    url = f"{EVENTS}/{made['id']}"

    assert session.post(f"{url}/cancel", json={}, timeout=30).status_code == 400
    assert session.delete(url, timeout=30).status_code == 204
    assert session.delete(url, timeout=30).status_code == 404


def test_ids_are_of_another_kind_without_the_preference(
    box: Sandbox, session: requests.Session
) -> None:
    made = create(session)
    headers = {"Prefer": 'outlook.timezone="UTC"'}

    other = session.get(f"{EVENTS}/{made['id']}", headers=headers, timeout=30).json()["id"]

    assert other != made["id"]
    assert session.get(f"{EVENTS}/{other}", timeout=30).json()["id"] == made["id"]


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
    answer = session.post(f"{GRAPH}/users/{user}/events", json=graph_event(), timeout=30)

    assert (answer.status_code, code(answer)) == (status, expected)


def test_a_mailbox_whose_grant_is_gone_is_denied(box: Sandbox, session: requests.Session) -> None:
    box.world.faults.add({"service": "microsoft", "host": HUGO, "kind": "lose_access"})

    answer = session.post(EVENTS, json=graph_event(), timeout=30)

    assert (answer.status_code, code(answer)) == (403, "ErrorAccessDenied")


def test_a_fifth_call_at_once_into_one_mailbox_is_throttled(
    box: Sandbox, session: requests.Session
) -> None:
    slow = {"service": "microsoft", "call": "events.list", "kind": "slow", "seconds": 600}
    box.world.faults.add(slow | {"times": None})
    answers: list[requests.Response] = []

    def read() -> None:
        answers.append(session.get(EVENTS, params={"$top": "1"}, timeout=60))

    threads = [threading.Thread(target=read) for _ in range(5)]
    for thread in threads:
        thread.start()
    wait_until(lambda: bool(answers), "one is turned away")
    box.world.faults.clear()
    for thread in threads:
        thread.join()

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 429]
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert code(refused) == "ApplicationThrottled"
    assert refused.headers["Retry-After"] == "1"


def test_what_is_not_simulated_says_so_loudly(session: requests.Session) -> None:
    answer = session.get(f"{GRAPH}/users/{HUGO}/mailFolders", timeout=30)

    assert answer.status_code == 501
    assert f"GET graph.microsoft.com/v1.0/users/{HUGO}/mailFolders" in answer.text
