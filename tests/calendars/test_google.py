"""What is Google's own: its sizes, its reasons, its tokens, and answers that it should not give."""

import json
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.calendars.chunks import LATE
from handoff.calendars.google_events import event_id
from handoff.calendars.protocol import LinkState
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.meeting_types import Platform
from handoff.spans import Span
from tests.calendars.desks import MARCH_20, GoogleDesk, draft

A_DAY = Span(MARCH_20 - timedelta(hours=12), MARCH_20 + timedelta(hours=12))


def refusal(status: int, reason: str, **headers: str) -> dict[str, Any]:
    error = {"code": status, "message": "Their words", "errors": [{"reason": reason}]}
    return {"status": status, "body": {"error": error}, "headers": headers}


def put(google: GoogleDesk, **changes: Any) -> Exception | None:
    try:
        google.calendar.put_event(google.host, draft(**changes))
    except OutsideError as error:
        return error
    return None


def test_fifty_one_calendars_are_two_questions(google: GoogleDesk) -> None:
    before = google.counted("freebusy")

    found = google.calendar.busy(google.colleagues[:51], A_DAY)

    assert google.counted("freebusy") - before == 2
    assert [one.unknown for one in found.values()] == [""] * 51


def test_sixty_three_days_are_two_questions(google: GoogleDesk) -> None:
    days = Span(MARCH_20, MARCH_20 + timedelta(days=63))
    meeting = draft(span=Span(days.ends_at - timedelta(hours=2), days.ends_at - timedelta(hours=1)))
    google.calendar.put_event(google.host, meeting)
    before = google.counted("freebusy")

    found = google.calendar.busy([google.host], days)[google.host.id]

    assert google.counted("freebusy") - before == 2
    assert found.blocks[-1].span == meeting.span


def test_a_failing_chunk_hides_no_other(google: GoogleDesk) -> None:
    broken, *_ = google.colleagues
    google.fault("freebusy", "status", status=503, host=broken.calendar, times=None)

    found = google.calendar.busy(google.colleagues[:60], A_DAY)

    unknown = {host for host, one in found.items() if one.unknown}
    assert broken.id in unknown
    assert len(found) - len(unknown) == 10


def test_a_slow_chunk_is_unknown_when_the_budget_ends_and_the_rest_is_told(
    google: GoogleDesk,
) -> None:
    slow, *_ = google.colleagues
    google.calendar.busy([google.host], A_DAY)
    google.fault("freebusy", "slow", seconds=600, host=slow.calendar)
    began = time.monotonic()

    found = google.calendar.busy(google.colleagues[:60], A_DAY, budget=2)

    assert time.monotonic() - began < 60
    assert found[slow.id].unknown == LATE
    assert [one.unknown for one in list(found.values())[50:]] == [""] * 10


def test_without_a_subject_each_host_is_asked_as_itself(google: GoogleDesk) -> None:
    calendar = google.connected(subject="")
    before = google.counted("freebusy")

    found = calendar.busy([google.host, google.named("maya")], A_DAY)

    assert google.counted("freebusy") - before == 2
    assert [one.unknown for one in found.values()] == ["", ""]


def test_a_subject_whose_grant_is_gone_is_replaced_by_the_hosts(google: GoogleDesk) -> None:
    calendar = google.connected(subject="left@larkspur.example")

    assert calendar.busy([google.host], A_DAY)[google.host.id].unknown == ""


def test_a_host_outside_the_delegation_is_unknown_and_hides_no_other(google: GoogleDesk) -> None:
    stranger = replace(google.host, id="005STRANGER", calendar="somebody@elsewhere.example")

    found = google.calendar.busy([stranger, google.host], A_DAY)

    assert found["005STRANGER"].is_access_lost
    assert found[google.host.id].unknown == ""


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (400, "timeRangeEmpty", TurnedDown),
        (400, "invalid", TurnedDown),
        (403, "userRateLimitExceeded", TryLater),
        (403, "rateLimitExceeded", TryLater),
        (403, "quotaExceeded", TryLater),
        (403, "forbiddenForNonOrganizer", AccessLost),
        (403, "requiredAccessLevel", AccessLost),
        (403, "forbidden", AccessLost),
        (403, "insufficientPermissions", AccessLost),
        (403, "forbiddenForServiceAccounts", AccessLost),
        (403, "accessNotConfigured", AccessLost),
        (404, "notFound", TurnedDown),
        (429, "rateLimitExceeded", TryLater),
        (500, "backendError", TryLater),
        (503, "backendError", TryLater),
    ],
)
def test_refusals_are_told_apart_by_reason(
    google: GoogleDesk, status: int, reason: str, kind: type[OutsideError]
) -> None:
    google.fault("events.insert", "status", **refusal(status, reason))

    error = put(google)

    assert type(error) is kind
    assert isinstance(error, OutsideError)
    assert (error.service, error.operation, error.code) == ("google", "put_event", reason)


def test_new_style_errors_are_understood_too(google: GoogleDesk) -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}]
    error = {"code": 403, "message": "Off", "status": "PERMISSION_DENIED", "details": details}
    google.fault("events.insert", "status", status=403, body={"error": error})

    found = put(google)

    assert isinstance(found, AccessLost)
    assert found.code == "SERVICE_DISABLED"


@pytest.mark.parametrize(
    ("fault", "is_ambiguous"),
    [
        ({"kind": "status", "status": 429}, False),
        ({"kind": "status", "status": 503}, False),
        ({"kind": "status", "status": 500}, True),
        ({"kind": "status", "status": 504}, True),
        ({"kind": "drop_before"}, True),
        ({"kind": "slow", "seconds": 600}, True),
        ({"kind": "status", "status": 200, "body": "<html>Welcome"}, True),
        ({"kind": "status", "status": 200, "body": '{"id": "abc'}, True),
        ({"kind": "status", "status": 200, "body": "[]"}, True),
        ({"kind": "status", "status": 200, "body": '{"kind": "calendar#event"}'}, True),
        (
            {"kind": "status", "status": 302, "headers": {"Location": "http://localhost:1/"}},
            True,
        ),
    ],
    ids=lambda value: json.dumps(value) if isinstance(value, dict) else "",
)
def test_what_may_have_been_done_is_told_from_what_was_not(
    google: GoogleDesk, fault: dict[str, Any], is_ambiguous: bool
) -> None:
    google.fault("events.insert", **fault)

    error = put(google)

    assert isinstance(error, TryLater)
    assert error.ambiguous is is_ambiguous


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Wed, 01 Jan 2020 00:00:00 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wait_that_google_asks_for_is_passed_on(
    google: GoogleDesk, headers: dict[str, str], seconds: float | None
) -> None:
    google.fault("events.insert", "status", **refusal(429, "rateLimitExceeded", **headers))

    error = put(google)

    assert isinstance(error, TryLater)
    assert error.retry_after == seconds


def test_an_anti_abuse_limit_is_waited_out_slowly(google: GoogleDesk) -> None:
    google.fault("events.insert", "status", **refusal(403, "quotaExceeded"))

    error = put(google)

    assert isinstance(error, TryLater)
    assert error.retry_after == 300.0


@pytest.mark.parametrize(
    "body", ["<html>Sorry</html>", '{"calendars"', "[]", "{}", '{"calendars": {}}'], ids=str
)
def test_a_free_busy_answer_that_makes_no_sense_is_unknown(google: GoogleDesk, body: str) -> None:
    google.fault("freebusy", "status", status=200, body=body)

    found = google.calendar.busy([google.host], A_DAY)[google.host.id]

    assert found.unknown
    assert found.blocks == ()


@pytest.mark.parametrize(
    "calendar",
    [
        {"errors": [{"reason": "internalError"}], "busy": []},
        {"errors": [{}]},
        {},
        {"busy": [{"start": "soon", "end": "later"}]},
    ],
    ids=str,
)
def test_a_calendar_with_errors_is_never_free(google: GoogleDesk, calendar: Any) -> None:
    body = {"calendars": {google.host.calendar: calendar}}
    google.fault("freebusy", "status", status=200, body=body)

    assert google.calendar.busy([google.host], A_DAY)[google.host.id].unknown


def test_a_refused_token_is_renewed_once(google: GoogleDesk) -> None:
    google.calendar.busy([google.host], A_DAY)
    google.fault("freebusy", "status", **refusal(401, "authError"))
    before = google.counted("token")

    found = google.calendar.busy([google.host], A_DAY)

    assert found[google.host.id].unknown == ""
    assert google.counted("token") - before == 1


def test_a_token_that_is_refused_again_is_lost_access(google: GoogleDesk) -> None:
    google.fault("events.insert", "status", times=2, **refusal(401, "authError"))

    assert isinstance(put(google), AccessLost)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "lose_access"}, AccessLost),
        ({"kind": "status", "status": 401, "body": {"error": "unauthorized_client"}}, AccessLost),
        ({"kind": "status", "status": 503}, TryLater),
        ({"kind": "status", "status": 429}, TryLater),
        ({"kind": "status", "status": 400, "body": "<html>"}, TryLater),
        ({"kind": "status", "status": 200, "body": "<html>"}, TryLater),
        ({"kind": "status", "status": 200, "body": {"access_token": "x"}}, TryLater),
        ({"kind": "drop_before"}, TryLater),
        ({"kind": "slow", "seconds": 600}, TryLater),
    ],
    ids=str,
)
def test_a_token_that_is_not_given_leaves_nothing_done(
    google: GoogleDesk, fault: dict[str, Any], kind: type[OutsideError]
) -> None:
    google.fault("token", **fault)
    calendar = google.connected(subject="calendar@larkspur.example")

    with pytest.raises(kind) as failed:
        calendar.put_event(google.host, draft())

    assert failed.value.operation == "token"
    assert getattr(failed.value, "ambiguous", False) is False


def test_a_key_that_is_no_key_is_lost_access(google: GoogleDesk) -> None:
    account: Mapping[str, Any] = google.org.google.service_account  # type: ignore[union-attr]
    calendar = google.connected(service_account={**account, "private_key": "not a key"})

    with pytest.raises(AccessLost) as failed:
        calendar.put_event(google.host, draft())

    assert "private key" in failed.value.message
    assert "not a key" not in failed.value.message


def test_the_words_of_no_invitations_reach_google(google: GoogleDesk) -> None:
    ref = google.calendar.put_event(google.host, draft(sends_invitations=False))
    told = google.calendar.put_event(google.host, draft())

    with google.box.world.lock:
        mailed = {one.event_id for one in google.box.world.invitations}
    assert ref.event_id not in mailed
    assert told.event_id in mailed


def test_a_link_that_google_fails_to_make_is_said_to_have_failed(google: GoogleDesk) -> None:
    google.tell("/google/conference", {"pending": 1, "gets": 1, "outcome": "failure"})
    meeting = draft()
    google.calendar.put_event(google.host, meeting)

    again = google.calendar.put_event(google.host, replace(meeting, may_exist=True))

    assert (again.link, again.link_state) == ("", LinkState.FAILED)


def test_a_calendar_that_may_not_make_links_gets_its_meeting_all_the_same(
    google: GoogleDesk,
) -> None:
    error = {"code": 400, "message": "Invalid conference type value."}
    body = {"error": error | {"errors": [{"reason": "invalid"}]}}
    google.fault("events.insert", "status", status=400, body=body)
    meeting = draft()

    ref = google.calendar.put_event(google.host, meeting)

    assert (ref.link, ref.link_state) == ("", LinkState.FAILED)
    assert google.count(meeting.key) == 1


def test_teams_is_not_asked_of_google(google: GoogleDesk) -> None:
    ref = google.calendar.put_event(google.host, draft(platform=Platform.TEAMS))

    assert ref.link_state is LinkState.NONE


def test_an_event_that_is_taken_and_not_yet_visible_is_looked_for_later(google: GoogleDesk) -> None:
    meeting = draft()
    google.calendar.put_event(google.host, meeting)
    google.fault("events.get", "status", **refusal(404, "notFound"))

    with pytest.raises(TryLater):
        google.calendar.put_event(google.host, meeting)


def test_somebody_elses_event_under_our_id_is_not_adopted(google: GoogleDesk) -> None:
    meeting = draft()
    ref = google.calendar.put_event(google.host, meeting)
    with google.box.world.lock:
        found = google.event(ref)
        assert found is not None
        found.vendor["resource"]["extendedProperties"] = {}

    with pytest.raises(TurnedDown) as refused:
        google.calendar.put_event(google.host, meeting)

    assert refused.value.code == "duplicate"


def test_ids_are_of_googles_alphabet() -> None:
    assert len(event_id("any key")) == 32
    assert set(event_id("any key")) <= set("0123456789abcdefghijklmnopqrstuv")
