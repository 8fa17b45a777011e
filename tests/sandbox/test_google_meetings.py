"""Google's conferences, invitations, copies and lists, seen through google-api-python-client."""

from datetime import datetime
from typing import Any

import pytest
import requests

from sandbox.server import Sandbox
from tests.sandbox.clients import (
    GUS,
    HANA,
    MAYA,
    busy_of,
    google_event,
)

WEEK = {"timeMin": "2026-03-02T00:00:00Z", "timeMax": "2026-03-09T00:00:00Z"}


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def meeting_link(request_id: str = "r1") -> dict[str, Any]:
    key = {"type": "hangoutsMeet"}
    return {"createRequest": {"requestId": request_id, "conferenceSolutionKey": key}}


def test_a_meet_link_is_ready_in_the_first_answer(box: Sandbox, hana: Any) -> None:
    body = google_event(id="meet0001", conferenceData=meeting_link())

    made = hana.insert(calendarId=HANA, body=body, conferenceDataVersion=1).execute()

    status = made["conferenceData"]["createRequest"]["status"]["statusCode"]
    link = made["conferenceData"]["entryPoints"][0]["uri"]
    assert status == "success"
    assert made["hangoutLink"] == link == box.world.calendars[HANA].events["meet0001"].link
    code = link.removeprefix("https://meet.google.com/")
    assert [len(part) for part in code.split("-")] == [3, 4, 3]


def test_conference_data_without_its_version_is_ignored(hana: Any) -> None:
    body = google_event(id="meet0002", conferenceData=meeting_link())

    made = hana.insert(calendarId=HANA, body=body).execute()

    assert "conferenceData" not in made


@pytest.mark.parametrize("outcome", ["success", "failure"])
def test_a_meet_link_may_be_pending_first(box: Sandbox, hana: Any, outcome: str) -> None:
    wish = {"pending": 1, "gets": 2, "outcome": outcome}
    requests.post(f"{box.url}/google/conference", json=wish, timeout=30)
    event_id = f"pend{outcome[0]}"
    body = google_event(id=event_id, conferenceData=meeting_link())

    made = hana.insert(calendarId=HANA, body=body, conferenceDataVersion=1).execute()
    reads = [hana.get(calendarId=HANA, eventId=event_id).execute() for _ in range(2)]

    codes = [
        answer["conferenceData"]["createRequest"]["status"]["statusCode"]
        for answer in (made, *reads)
    ]
    assert codes == ["pending", "pending", outcome]
    assert ("hangoutLink" in reads[1]) == (outcome == "success")
    assert made["etag"] != reads[1]["etag"]


@pytest.mark.parametrize(
    "wish, invited",
    [(None, []), ("none", []), ("externalOnly", [GUS]), ("all", [GUS, MAYA])],
)
def test_only_send_updates_invites(
    box: Sandbox, hana: Any, wish: str | None, invited: list[str]
) -> None:
    options = {"sendUpdates": wish} if wish else {}
    event_id = f"mail{len(wish or '')}"
    body = google_event(id=event_id, attendees=[{"email": GUS}, {"email": MAYA}, {"email": HANA}])

    hana.insert(calendarId=HANA, body=body, **options).execute()

    sent = [(i.to, i.kind) for i in box.world.invitations if i.event_id == event_id]
    assert sent == [(to, "request") for to in invited]


def test_changes_and_deletion_tell_each_attendee_what_concerns_them(
    box: Sandbox, hana: Any
) -> None:
    ann, bob = "ann@northwind.example", "bob@northwind.example"
    hana.insert(
        calendarId=HANA,
        body=google_event(id="tell0001", attendees=[{"email": GUS}, {"email": ann}]),
    ).execute()

    hana.patch(
        calendarId=HANA,
        eventId="tell0001",
        body={"attendees": [{"email": GUS}, {"email": bob}]},
        sendUpdates="all",
    ).execute()
    hana.delete(calendarId=HANA, eventId="tell0001", sendUpdates="all").execute()

    sent = [(i.to, i.kind) for i in box.world.invitations if i.event_id == "tell0001"]
    assert sent == [
        (bob, "request"),
        (GUS, "update"),
        (ann, "cancel"),
        (GUS, "cancel"),
        (bob, "cancel"),
    ]


def test_colleagues_who_are_invited_become_busy_too(
    box: Sandbox, hana: Any, everybody: Any
) -> None:
    when = {
        "start": {"dateTime": "2026-04-27T01:00:00Z"},
        "end": {"dateTime": "2026-04-27T02:00:00Z"},
    }
    body = google_event(id="colleague1", attendees=[{"email": MAYA}], **when)
    span = {"timeMin": "2026-04-27T00:00:00Z", "timeMax": "2026-04-28T00:00:00Z"}

    hana.insert(calendarId=HANA, body=body).execute()
    busy = busy_of(everybody, MAYA, **span)[MAYA]["busy"]
    copy = next(e for e in box.world.calendars[MAYA].events.values() if e.copy_of == HANA)
    hana.delete(calendarId=HANA, eventId="colleague1").execute()

    assert busy == [{"start": "2026-04-27T01:00:00Z", "end": "2026-04-27T02:00:00Z"}]
    assert copy.private == {}
    assert busy_of(everybody, MAYA, **span)[MAYA]["busy"] == []


def test_listing_filters_by_private_property_and_hides_deleted_events(hana: Any) -> None:
    for number in range(3):
        properties = {"private": {"bookingId": "listed", "n": str(number)}}
        body = google_event(id=f"list{number}", extendedProperties=properties)
        hana.insert(calendarId=HANA, body=body).execute()
    hana.delete(calendarId=HANA, eventId="list2").execute()

    wanted = {"calendarId": HANA, "privateExtendedProperty": "bookingId=listed"}
    found = hana.list(**wanted).execute()["items"]
    with_deleted = hana.list(**wanted, showDeleted=True).execute()["items"]
    one = hana.list(calendarId=HANA, privateExtendedProperty=["bookingId=listed", "n=1"]).execute()

    assert [e["id"] for e in found] == ["list0", "list1"]
    assert [e["status"] for e in with_deleted] == ["confirmed", "confirmed", "cancelled"]
    assert [e["id"] for e in one["items"]] == ["list1"]


def test_listing_goes_page_by_page(hana: Any) -> None:
    wanted = {
        "calendarId": HANA,
        "singleEvents": True,
        "orderBy": "startTime",
        "timeMin": "2026-03-02T00:00:00Z",
        "timeMax": "2026-03-28T00:00:00Z",
    }
    whole = hana.list(**wanted).execute()["items"]
    request, pages = hana.list(**wanted, maxResults=7), []
    while request is not None:
        answer = request.execute()
        pages.append(answer["items"])
        request = hana.list_next(request, answer)

    assert len(pages) == -(-len(whole) // 7)
    assert [e["id"] for page in pages for e in page] == [e["id"] for e in whole]
    times = [e["start"]["dateTime"] for e in whole if "dateTime" in e["start"]]
    assert times == sorted(times, key=datetime.fromisoformat)
