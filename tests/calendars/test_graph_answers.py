"""Answers that Graph, or something in its place, should not give: none of them passes the door as it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests
import responses
from responses import matchers
from urllib3.exceptions import MaxRetryError, NewConnectionError

from handoff.calendars.microsoft import MicrosoftCalendar
from handoff.calendars.protocol import EventRef, LinkState
from handoff.clock import machine_now
from handoff.config import MicrosoftCredentials
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.people import Host, HostId, Provider
from handoff.spans import Span
from handoff.tokens import MemoryTokens, Token
from tests.calendars.desks import MARCH_20, draft

HUGO = Host(HostId("005U"), "Hugo", "h@x.example", "UTC", Provider.MICROSOFT, "hugo@x.example")
OTHERS = [replace(HUGO, id=HostId(f"005U{n}"), calendar=f"n{n}@x.example") for n in range(20)]
MAILBOX = "https://graph.microsoft.com/v1.0/users/hugo@x.example"
EVENTS = f"{MAILBOX}/events"
SCHEDULE = f"{MAILBOX}/calendar/getSchedule"
BATCH = "https://graph.microsoft.com/v1.0/$batch"
A_DAY = Span(MARCH_20, MARCH_20 + timedelta(days=1))
CREATED = {"id": "AAA", "@odata.etag": 'W/"1"', "onlineMeeting": {"joinUrl": "https://t.example"}}


@pytest.fixture
def graph() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def calendar() -> MicrosoftCalendar:
    tokens = MemoryTokens()
    tokens.fetch(
        "00D",
        "microsoft",
        "client",
        lambda: Token("secret-token", machine_now() + timedelta(hours=1)),
    )
    credentials = MicrosoftCredentials("tenant", "client", "secret")
    return MicrosoftCalendar(credentials, org_id="00D", tokens=tokens)


def error(code: str, **more: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": "Their words"} | more}


@pytest.mark.parametrize(
    ("status", "code", "kind", "is_ambiguous"),
    [
        (400, "ErrorInvalidRequest", TurnedDown, False),
        (403, "ErrorAccessDenied", AccessLost, False),
        (403, "Authorization_RequestDenied", AccessLost, False),
        (403, "ErrorQuotaExceeded", TurnedDown, False),
        (404, "ErrorInvalidUser", TurnedDown, False),
        (409, "ErrorConcurrentItemSave", TryLater, False),
        (429, "ApplicationThrottled", TryLater, False),
        (500, "InternalServerError", TryLater, True),
        (502, "BadGateway", TryLater, True),
        (503, "ErrorServerBusy", TryLater, False),
        (504, "UnknownError", TryLater, True),
    ],
)
def test_refusals_are_told_apart_by_code(
    graph: responses.RequestsMock,
    calendar: MicrosoftCalendar,
    status: int,
    code: str,
    kind: type[OutsideError],
    is_ambiguous: bool,
) -> None:
    graph.post(EVENTS, status=status, json=error(code), headers={"Retry-After": "9"})

    with pytest.raises(kind) as failed:
        calendar.put_event(HUGO, draft())

    assert (failed.value.code, failed.value.operation) == (code, "put_event")
    assert getattr(failed.value, "ambiguous", False) is is_ambiguous
    assert getattr(failed.value, "retry_after", 9.0) == 9.0


@pytest.mark.parametrize(
    "body", ["<html>Sorry</html>", '{"id": "AA', "[]", '{"subject": "no id"}', '"text"', "null"]
)
def test_a_created_event_that_cannot_be_read_may_be_there(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar, body: str
) -> None:
    graph.post(EVENTS, status=201, body=body)

    with pytest.raises(TryLater) as failed:
        calendar.put_event(HUGO, draft())

    assert failed.value.ambiguous


@pytest.mark.parametrize("status", [400, 403, 404, 500, 502, 503])
@pytest.mark.parametrize("body", ["<html>Sorry</html>", "", '{"error": "text"}', '{"error"', "[]"])
def test_a_refusal_in_no_known_shape_is_still_ours(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar, status: int, body: str
) -> None:
    graph.post(EVENTS, status=status, body=body)

    with pytest.raises(OutsideError) as failed:
        calendar.put_event(HUGO, draft())

    assert failed.value.code == str(status)


def test_a_redirect_is_not_followed(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    graph.post(EVENTS, status=307, headers={"Location": "https://elsewhere.example/"})

    with pytest.raises(TryLater):
        calendar.put_event(HUGO, draft())


@pytest.mark.parametrize(
    ("failure", "is_ambiguous"),
    [
        (requests.ReadTimeout("slow"), True),
        (requests.ConnectTimeout("slow"), False),
        (requests.ConnectionError("reset"), True),
        (requests.exceptions.ChunkedEncodingError("cut"), True),
        (
            requests.ConnectionError(
                MaxRetryError(None, "/", NewConnectionError(None, "refused"))  # type: ignore[arg-type]
            ),
            False,
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_what_may_have_arrived_is_ambiguous(
    graph: responses.RequestsMock,
    calendar: MicrosoftCalendar,
    failure: Exception,
    is_ambiguous: bool,
) -> None:
    graph.post(EVENTS, body=failure)

    with pytest.raises(TryLater) as failed:
        calendar.put_event(HUGO, draft())

    assert failed.value.ambiguous is is_ambiguous


def test_looking_for_an_event_is_never_ambiguous(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    graph.get(EVENTS, status=200, body="<html>")

    with pytest.raises(TryLater) as failed:
        calendar.put_event(HUGO, draft(may_exist=True))

    assert not failed.value.ambiguous


def test_a_link_that_is_not_there_yet_is_pending(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    graph.post(EVENTS, status=201, json=CREATED | {"onlineMeeting": None})

    assert calendar.put_event(HUGO, draft()).link_state is LinkState.PENDING


def test_an_event_is_asked_for_with_lasting_ids_in_utc(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    wanted = {
        "Prefer": 'IdType="ImmutableId", outlook.timezone="UTC"',
        "Authorization": "Bearer secret-token",
    }
    graph.post(EVENTS, status=201, json=CREATED, match=[matchers.header_matcher(wanted)])

    assert calendar.put_event(HUGO, draft()).event_id == "AAA"


def test_an_event_that_vanished_is_removed(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    graph.post(f"{EVENTS}/A%2FB/cancel", status=404, json=error("ErrorItemNotFound"))

    calendar.remove_event(HUGO, EventRef("A/B"), reason="")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"value": []},
        {"value": "text"},
        {"value": [None]},
        {"value": [{"scheduleId": "hugo@x.example"}]},
        {"value": [{"scheduleId": "hugo@x.example", "error": {}, "scheduleItems": None}]},
        {"value": [{"scheduleId": "hugo@x.example", "error": {"message": "No code"}}]},
        {
            "value": [
                {
                    "scheduleId": "hugo@x.example",
                    "error": {"responseCode": "ErrorMailboxStoreUnavailable"},
                    "scheduleItems": [],
                }
            ]
        },
        {
            "value": [
                {
                    "scheduleId": "hugo@x.example",
                    "scheduleItems": [{"status": "busy", "start": {"dateTime": "soon"}}],
                }
            ]
        },
    ],
    ids=str,
)
def test_a_schedule_that_makes_no_sense_is_never_free(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar, body: dict[str, Any]
) -> None:
    graph.post(SCHEDULE, json=body)

    found = calendar.busy([HUGO], A_DAY)[HUGO.id]

    assert found.unknown
    assert found.blocks == ()


def test_names_and_kinds_are_read_in_any_case(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    items = [
        {
            "status": "Busy",
            "start": {"dateTime": "2026-03-20T23:00:00.0000000", "timeZone": "UTC"},
            "end": {"dateTime": "2026-03-20T23:30:00.0000000", "timeZone": "UTC"},
            "subject": "Secret",
        }
    ]
    schedule = {"scheduleId": "Hugo@X.example", "scheduleItems": items}
    graph.post(SCHEDULE, json={"value": [schedule]})

    found = calendar.busy([HUGO], A_DAY)[HUGO.id]

    assert [one.span for one in found.blocks] == [Span(MARCH_20, MARCH_20 + timedelta(minutes=30))]
    assert "Secret" not in repr(found)


@pytest.mark.parametrize(
    "answer",
    [
        {"responses": []},
        {"responses": [{"id": "0", "status": 200, "body": "<html>"}]},
        {"responses": [{"id": "0", "status": 500, "body": None}, {"id": "1", "status": "?"}]},
        {"responses": "text"},
        {},
        [],
    ],
    ids=str,
)
def test_a_batch_that_makes_no_sense_is_never_free(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar, answer: Any
) -> None:
    graph.post(BATCH, json=answer)

    found = calendar.busy([HUGO, *OTHERS], A_DAY)

    assert len(found) == 21
    assert all(one.unknown and not one.blocks for one in found.values())


def test_parts_of_a_batch_may_come_in_any_order(
    graph: responses.RequestsMock, calendar: MicrosoftCalendar
) -> None:
    def part(number: int, hosts: list[Host]) -> dict[str, Any]:
        value = [{"scheduleId": host.calendar, "scheduleItems": []} for host in hosts]
        return {"id": str(number), "status": 200, "body": {"value": value}}

    hosts = [HUGO, *OTHERS]
    graph.post(BATCH, json={"responses": [part(1, hosts[20:]), part(0, hosts[:20])]})

    assert {one.unknown for one in calendar.busy(hosts, A_DAY).values()} == {""}
