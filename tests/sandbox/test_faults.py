"""Trouble happens to the calls it was meant for, as often as it was meant to."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from googleapiclient.errors import HttpError

from sandbox.server import Sandbox
from tests.sandbox.clients import (
    GRAPH,
    HANA,
    HUGO,
    MAYA,
    google_calendar,
    google_event,
    graph_event,
)
from tests.support.processes import wait_until

EVENTS = f"{GRAPH}/users/{HUGO}/events"


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


@pytest.fixture
def hana(box: Sandbox) -> Iterator[Any]:
    with google_calendar(box) as service:
        service.events().list(calendarId=HANA, maxResults=1).execute()
        yield service.events()


def break_next(box: Sandbox, **wish: Any) -> None:
    answer = requests.post(f"{box.url}/faults", json=wish, timeout=30)
    assert answer.status_code == 201, answer.text


def test_a_status_fault_answers_with_its_body_and_headers(
    box: Sandbox, session: requests.Session
) -> None:
    body = {"error": {"code": "ServiceUnavailable", "message": "Busy"}}
    break_next(
        box,
        service="microsoft",
        call="events.list",
        kind="status",
        status=503,
        body=body,
        headers={"Retry-After": "3"},
    )

    broken = session.get(EVENTS, timeout=30)
    whole = session.get(EVENTS, timeout=30)

    assert (broken.status_code, broken.json()) == (503, body)
    assert broken.headers["Retry-After"] == "3"
    assert whole.status_code == 200


def test_a_status_fault_may_answer_with_something_that_is_no_json(
    box: Sandbox, session: requests.Session
) -> None:
    break_next(box, service="microsoft", kind="status", status=502, body="<h1>Bad Gateway</h1>")

    broken = session.get(EVENTS, timeout=30)

    assert broken.headers["Content-Type"].startswith("text/html")


def test_a_fault_spares_other_calls_hosts_and_services(
    box: Sandbox, hana: Any, session: requests.Session
) -> None:
    break_next(box, service="google", call="events.insert", host=MAYA, kind="status", status=500)

    hana.insert(calendarId=HANA, body=google_event(id="spared01")).execute()
    hana.list(calendarId=HANA, maxResults=1).execute()
    assert session.get(EVENTS, timeout=30).status_code == 200
    with google_calendar(box, MAYA) as maya, pytest.raises(HttpError) as failure:
        maya.events().insert(calendarId=MAYA, body=google_event(id="spared01")).execute()

    assert failure.value.status_code == 500


def test_a_fault_happens_as_often_as_asked(box: Sandbox, session: requests.Session) -> None:
    break_next(box, service="microsoft", kind="status", status=500, times=2)

    assert [session.get(EVENTS, timeout=30).status_code for _ in range(3)] == [500, 500, 200]


def test_a_fault_without_a_number_lasts_until_cleared(
    box: Sandbox, session: requests.Session
) -> None:
    break_next(box, service="microsoft", kind="status", status=500, times=None)

    assert [session.get(EVENTS, timeout=30).status_code for _ in range(3)] == [500, 500, 500]
    requests.delete(f"{box.url}/faults", timeout=30)
    assert session.get(EVENTS, timeout=30).status_code == 200


def test_a_connection_dropped_before_does_no_work(box: Sandbox, session: requests.Session) -> None:
    break_next(box, service="microsoft", call="events.create", kind="drop_before")

    with pytest.raises(requests.ConnectionError):
        session.post(EVENTS, json=graph_event(transactionId="before"), timeout=30)

    assert not _made(box, "before")


def test_a_connection_dropped_after_has_done_the_work(
    box: Sandbox, session: requests.Session
) -> None:
    break_next(box, service="microsoft", call="events.create", kind="drop_after")

    with pytest.raises(requests.ConnectionError):
        session.post(EVENTS, json=graph_event(transactionId="after"), timeout=30)

    assert _made(box, "after")
    assert session.get(EVENTS, timeout=30).status_code == 200


def test_google_client_sees_the_dropped_connection_instead_of_repeating(
    box: Sandbox, hana: Any
) -> None:
    break_next(box, service="google", call="events.insert", kind="drop_after")
    before = box.world.calls["google"]["events.insert"]

    with pytest.raises(ConnectionError):
        hana.insert(calendarId=HANA, body=google_event(id="dropped01")).execute()

    assert "dropped01" in box.world.calendars[HANA].events
    assert box.world.calls["google"]["events.insert"] == before + 1


def test_a_refused_request_can_lose_its_answer_too(box: Sandbox, session: requests.Session) -> None:
    break_next(box, service="microsoft", call="events.create", kind="drop_after")

    with pytest.raises(requests.ConnectionError):
        session.post(EVENTS, json={"subject": "no times"}, timeout=30)


def test_a_dropped_part_drops_its_batch(box: Sandbox, session: requests.Session) -> None:
    break_next(box, service="microsoft", call="events.list", kind="drop_before")
    part = {"id": "1", "method": "GET", "url": f"/users/{HUGO}/events"}

    with pytest.raises(requests.ConnectionError):
        session.post(f"{GRAPH}/$batch", json={"requests": [part]}, timeout=30)


def test_slowness_and_latency_add_up(box: Sandbox, session: requests.Session) -> None:
    requests.post(f"{box.url}/latency", json={"service": "microsoft", "seconds": 0.1}, timeout=30)
    break_next(box, service="microsoft", call="events.list", kind="slow", seconds=1)

    started = time.perf_counter()
    session.get(EVENTS, timeout=30)
    slow = time.perf_counter() - started
    session.get(EVENTS, timeout=30)
    usual = time.perf_counter() - started - slow

    assert slow >= 1.1
    assert 0.1 <= usual < 1.1


def test_what_is_slow_goes_on_when_faults_are_cleared(
    box: Sandbox, session: requests.Session
) -> None:
    break_next(box, service="microsoft", call="events.list", kind="slow", seconds=600)
    answers: list[requests.Response] = []
    thread = threading.Thread(target=lambda: answers.append(session.get(EVENTS, timeout=60)))
    thread.start()
    wait_until(lambda: not box.world.faults.as_json(), "it is held up")

    requests.delete(f"{box.url}/faults", timeout=60)

    thread.join()
    assert [answer.status_code for answer in answers] == [200]


@pytest.mark.parametrize(
    "wish, reason",
    [
        ({"service": "fax", "kind": "slow"}, "service must be one of"),
        ({"service": "google", "kind": "explode"}, "kind must be one of"),
        ({"service": "google", "kind": "slow", "secnods": 1}, "unknown keys"),
        ([], "a JSON object is needed"),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(box: Sandbox, wish: Any, reason: str) -> None:
    answer = requests.post(f"{box.url}/faults", json=wish, timeout=30)

    assert answer.status_code == 400
    assert reason in answer.json()["error"]


def test_faults_are_listed_and_cleared_one_by_one(box: Sandbox) -> None:
    break_next(box, service="google", kind="slow", seconds=1, times=None)
    break_next(box, service="mail", kind="drop_after")

    listed = requests.get(f"{box.url}/faults", timeout=30).json()["faults"]
    gone = requests.delete(f"{box.url}/faults/{listed[0]['id']}", timeout=30)
    again = requests.delete(f"{box.url}/faults/{listed[0]['id']}", timeout=30)
    left = requests.get(f"{box.url}/faults", timeout=30).json()["faults"]

    assert [fault["service"] for fault in listed] == ["google", "mail"]
    assert (gone.status_code, again.status_code) == (204, 404)
    assert [fault["kind"] for fault in left] == ["drop_after"]


def _made(box: Sandbox, transaction: str) -> bool:
    events = box.world.calendars[HUGO].events.values()
    return any(event.vendor.get("transactionId") == transaction for event in events)
