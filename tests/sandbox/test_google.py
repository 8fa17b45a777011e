"""Google's simulator answers google-api-python-client the way Google does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from google.auth.exceptions import RefreshError
from googleapiclient.errors import HttpError

from sandbox.people import CalendarEvent
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import (
    GUS,
    HANA,
    HUGO,
    LUIS,
    MAYA,
    busy_of,
    google_calendar,
    google_event,
    refused,
)

WEEK = {"timeMin": "2026-03-02T00:00:00Z", "timeMax": "2026-03-09T00:00:00Z"}


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def put(box: Sandbox, email: str, **changes: Any) -> CalendarEvent:
    starts_at = datetime(2026, 4, 20, 10, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": f"put{len(box.world.calendars[email].events)}",
        "subject": "Put",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "organizer": email,
        "seed": True,
    }
    event = CalendarEvent(**(fields | changes))
    box.world.calendars[email].events[event.id] = event
    return event


def test_an_unknown_subject_gets_no_token(box: Sandbox) -> None:
    with (
        google_calendar(box, "nobody@larkspur.example") as service,
        pytest.raises(RefreshError, match="Invalid email or User ID"),
    ):
        service.events().get(calendarId="primary", eventId="abcde").execute()


def test_a_subject_of_another_company_is_not_delegated(box: Sandbox) -> None:
    with (
        google_calendar(box, "someone@fernhill.example") as service,
        pytest.raises(RefreshError, match="unauthorized_client"),
    ):
        service.events().get(calendarId="primary", eventId="abcde").execute()


def test_a_forged_assertion_is_refused(box: Sandbox) -> None:
    grant = "urn:ietf:params:oauth:grant-type:jwt-bearer"
    form = {"grant_type": grant, "assertion": "e30.e30.e30"}

    answer = requests.post(f"{box.url}/token", data=form, timeout=30)

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_grant"


def test_free_busy_is_merged_and_leaves_out_what_does_not_block(
    box: Sandbox, everybody: Any
) -> None:
    first = put(box, HANA)
    put(box, HANA, starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=1))
    later = {"starts_at": first.starts_at + timedelta(hours=5),
             "ends_at": first.starts_at + timedelta(hours=6)}  # fmt: skip
    put(box, HANA, show_as="free", **later)
    put(box, HANA, status="cancelled", **later)

    span = {"timeMin": "2026-04-20T00:00:00Z", "timeMax": "2026-04-21T00:00:00Z"}
    found = busy_of(everybody, HANA, **span)

    assert found[HANA]["busy"] == [{"start": "2026-04-20T10:00:00Z", "end": "2026-04-20T12:00:00Z"}]


def test_free_busy_clips_at_the_asked_span(box: Sandbox, everybody: Any) -> None:
    put(box, MAYA, starts_at=NOW + timedelta(days=60), ends_at=NOW + timedelta(days=61))

    span = {"timeMin": "2026-05-01T20:00:00Z", "timeMax": "2026-05-01T21:00:00Z"}
    found = busy_of(everybody, MAYA, **span)

    assert found[MAYA]["busy"] == [{"start": span["timeMin"], "end": span["timeMax"]}]


@pytest.mark.parametrize("address", ["nobody@larkspur.example", HUGO, LUIS, "gil@fernhill.example"])
def test_a_calendar_out_of_reach_is_not_found_inside_the_answer(
    everybody: Any, address: str
) -> None:
    found = busy_of(everybody, HANA, address)

    assert found[address]["errors"] == [{"domain": "global", "reason": "notFound"}]
    assert found[address]["busy"] == []
    assert "errors" not in found[HANA]


def test_more_than_fifty_calendars_are_too_many(everybody: Any) -> None:
    found = busy_of(everybody, HANA, *(f"x{n}@larkspur.example" for n in range(50)))

    assert found["x49@larkspur.example"]["errors"][0]["reason"] == "tooManyCalendarsRequested"


@pytest.mark.parametrize(
    "span, reason",
    [
        ({"timeMax": "2026-03-02T00:00:00Z"}, "timeRangeEmpty"),
        ({"timeMax": "2026-06-02T00:00:00Z"}, "timeRangeTooLong"),
        ({"timeMax": "soon"}, "invalid"),
        ({"timeZone": "Mars/Olympus"}, "invalid"),
        ({"misspelt": "2026"}, "invalid"),
    ],
)
def test_a_wrong_span_is_refused(everybody: Any, span: dict[str, str], reason: str) -> None:
    with pytest.raises(HttpError) as failure:
        busy_of(everybody, HANA, **span)

    assert refused(failure) == (400, reason)


def test_an_inserted_event_is_in_the_world_and_makes_busy(
    box: Sandbox, hana: Any, everybody: Any
) -> None:
    made = hana.insert(
        calendarId=HANA, body=google_event(id="insert01"), sendUpdates="all"
    ).execute()

    event = box.world.as_json()["calendars"][HANA]["events"]
    event = next(e for e in event if e["id"] == "insert01")
    assert made["status"] == "confirmed"
    assert made["organizer"] == {"email": HANA, "self": True}
    assert event["attendees"] == [
        {"email": GUS, "name": "Gus Grant", "optional": False, "status": "needsAction"}
    ]
    assert (event["private"], event["seed"], event["busy"]) == ({"bookingId": "b-1"}, False, True)
    busy = busy_of(everybody, HANA)[HANA]["busy"]
    assert any(b["start"] <= "2026-03-04T15:00:00Z" < b["end"] for b in busy)


def test_the_same_id_again_is_a_duplicate_even_after_deletion(hana: Any) -> None:
    hana.insert(calendarId=HANA, body=google_event(id="same0001")).execute()
    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId=HANA, body=google_event(id="same0001")).execute()
    assert refused(failure) == (409, "duplicate")

    hana.delete(calendarId=HANA, eventId="same0001").execute()
    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId=HANA, body=google_event(id="same0001")).execute()
    assert refused(failure) == (409, "duplicate")
    assert hana.get(calendarId=HANA, eventId="same0001").execute()["status"] == "cancelled"


def test_deleting_twice_is_gone_and_an_unknown_event_not_found(hana: Any) -> None:
    hana.insert(calendarId=HANA, body=google_event(id="gone0001")).execute()
    hana.delete(calendarId=HANA, eventId="gone0001").execute()

    with pytest.raises(HttpError) as failure:
        hana.delete(calendarId=HANA, eventId="gone0001").execute()
    assert refused(failure) == (410, "deleted")
    with pytest.raises(HttpError) as failure:
        hana.delete(calendarId=HANA, eventId="never0001").execute()
    assert refused(failure) == (404, "notFound")


@pytest.mark.parametrize(
    "changes, reason",
    [
        ({"id": "UPPER"}, "invalid"),
        ({"id": "wxyz01"}, "invalid"),
        ({"id": "abc"}, "invalid"),
        ({"summry": "typo"}, "invalid"),
        ({"start": {"dateTime": "yesterday"}}, "invalid"),
        ({"start": {"dateTime": "2026-03-04T15:00:00"}}, "invalid"),
        ({"start": {"date": "2026-03-04"}}, "invalid"),
        ({"start": None}, "invalid"),
        ({"end": {"dateTime": "2026-03-04T15:00:00Z"}}, "timeRangeEmpty"),
        ({"attendees": [{"displayName": "No address"}]}, "required"),
        ({"attendees": [{"email": "no address"}]}, "invalid"),
        ({"extendedProperties": {"private": {"k" * 45: "v"}}}, "invalid"),
        ({"extendedProperties": {"private": {"k": "v" * 1025}}}, "invalid"),
    ],
)
def test_a_wrong_body_is_refused(hana: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId=HANA, body=google_event(**changes)).execute()

    assert refused(failure) == (400, reason)


def test_a_time_may_carry_a_zone_instead_of_an_offset(box: Sandbox, hana: Any) -> None:
    start = {"dateTime": "2026-03-05T09:00:00-05:00", "timeZone": "America/New_York"}
    end = {"dateTime": "2026-03-05T16:00:00+01:00"}

    hana.insert(calendarId=HANA, body=google_event(id="offset01", start=start, end=end)).execute()

    event = box.world.calendars[HANA].events["offset01"]
    assert event.starts_at == datetime(2026, 3, 5, 14, tzinfo=UTC)
    assert event.ends_at - event.starts_at == timedelta(hours=1)


def test_an_unknown_query_parameter_is_refused(box: Sandbox, hana: Any) -> None:
    request = hana.insert(calendarId=HANA, body=google_event())
    request.uri += "&sendInvites=true"

    with pytest.raises(HttpError) as failure:
        request.execute()

    assert refused(failure) == (400, "invalid")


def test_only_the_subject_itself_may_write_its_calendar(box: Sandbox, hana: Any) -> None:
    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId=MAYA, body=google_event()).execute()
    assert refused(failure) == (403, "requiredAccessLevel")

    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId="nobody@larkspur.example", body=google_event()).execute()
    assert refused(failure) == (404, "notFound")

    with google_calendar(box, None) as service, pytest.raises(HttpError) as failure:
        service.events().insert(calendarId=HANA, body=google_event()).execute()
    assert refused(failure) == (404, "notFound")


def test_a_scope_that_does_not_cover_the_call_is_refused(box: Sandbox) -> None:
    scope = "https://www.googleapis.com/auth/calendar.freebusy"
    with google_calendar(box, HANA, scope) as service, pytest.raises(HttpError) as failure:
        service.events().insert(calendarId=HANA, body=google_event()).execute()

    assert refused(failure) == (403, "insufficientPermissions")


def test_an_unknown_token_is_refused(box: Sandbox) -> None:
    url = f"{box.url}/calendar/v3/calendars/{HANA}/events"

    answer = requests.get(url, headers={"Authorization": "Bearer ya29.nothing"}, timeout=30)

    assert answer.status_code == 401
    assert answer.json()["error"]["errors"][0]["reason"] == "authError"


def test_a_patch_merges_objects_and_replaces_arrays(box: Sandbox, hana: Any) -> None:
    hana.insert(calendarId=HANA, body=google_event(id="patch001")).execute()
    changes = {
        "summary": "Moved",
        "attendees": [{"email": "other@northwind.example"}],
        "extendedProperties": {"private": {"generation": "2"}},
        "start": {"dateTime": "2026-03-04T16:00:00Z"},
        "end": {"dateTime": "2026-03-04T16:30:00Z"},
    }

    changed = hana.patch(calendarId=HANA, eventId="patch001", body=changes).execute()

    assert changed["sequence"] == 1
    assert [a["email"] for a in changed["attendees"]] == ["other@northwind.example"]
    assert changed["extendedProperties"]["private"] == {"bookingId": "b-1", "generation": "2"}
    event = box.world.calendars[HANA].events["patch001"]
    assert event.starts_at == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_a_stale_etag_is_refused_and_a_fresh_one_taken(hana: Any) -> None:
    first = hana.insert(calendarId=HANA, body=google_event(id="etag0001")).execute()
    fresh = hana.patch(calendarId=HANA, eventId="etag0001", body={"summary": "A"})
    fresh.headers["If-Match"] = first["etag"]
    second = fresh.execute()
    stale = hana.patch(calendarId=HANA, eventId="etag0001", body={"summary": "B"})
    stale.headers["If-Match"] = first["etag"]

    with pytest.raises(HttpError) as failure:
        stale.execute()

    assert second["etag"] != first["etag"]
    assert refused(failure) == (412, "conditionNotMet")


def test_a_refused_patch_changes_nothing(box: Sandbox, hana: Any) -> None:
    hana.insert(calendarId=HANA, body=google_event(id="intact01")).execute()
    before = hana.get(calendarId=HANA, eventId="intact01").execute()

    body = {"summary": "Changed", "end": {"dateTime": "2026-03-01T00:00:00Z"}}

    with pytest.raises(HttpError):
        hana.patch(calendarId=HANA, eventId="intact01", body=body).execute()

    assert hana.get(calendarId=HANA, eventId="intact01").execute() == before


def test_what_is_not_simulated_says_so_loudly(hana: Any) -> None:
    with pytest.raises(HttpError) as failure:
        hana.list(calendarId=HANA, syncToken="abc").execute()
    assert failure.value.status_code == 501
    with pytest.raises(HttpError) as failure:
        hana.insert(calendarId=HANA, body=google_event(recurrence=["RRULE:FREQ=DAILY"])).execute()
    assert failure.value.status_code == 501
    with pytest.raises(HttpError) as failure:
        hana.instances(calendarId=HANA, eventId="abcde").execute()
    assert failure.value.status_code == 501
    assert b"/instances" in failure.value.content


def test_a_withdrawn_grant_ends_tokens_calls_and_free_busy(
    box: Sandbox, hana: Any, everybody: Any
) -> None:
    hana.list(calendarId=HANA, maxResults=1).execute()
    wish = {"service": "google", "host": HANA, "kind": "lose_access", "times": None}
    requests.post(f"{box.url}/faults", json=wish, timeout=30)

    with google_calendar(box) as fresh, pytest.raises(RefreshError, match="invalid_grant"):
        fresh.events().list(calendarId=HANA).execute()
    with pytest.raises(RefreshError, match="invalid_grant"):
        hana.list(calendarId=HANA).execute()
    found = busy_of(everybody, HANA, MAYA)
    assert found[HANA]["errors"][0]["reason"] == "notFound"
    assert "errors" not in found[MAYA]
