"""One window holds one time and books once, however fast somebody clicks."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from handoff.storage.tables import BookingRow, HoldRow, HostTimeRow
from tests.support.served import Served, refused, serving


@pytest.fixture
def on_postgresql(box: Any, postgresql_url: str) -> Iterator[Served]:
    with serving(box, postgresql_url) as running:
        yield running


def count(served: Served, table: Any) -> int:
    return int(
        served.parts.database.run(
            lambda session: session.scalar(select(func.count()).select_from(table))
        )
        or 0
    )


def all_at_once(asks: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(asks)) as threads:
        return [future.result() for future in [threads.submit(ask) for ask in asks]]


def test_many_choices_at_once_leave_one_hold(on_postgresql: Served) -> None:
    window = on_postgresql.open("lead:gus")
    chosen = []
    for name in ("Hana Berg", "Hugo Sands", "Maya Tanaka"):
        question = window.question(window.host(name))
        slots = window.times(question, days=7)["slots"]
        chosen += [(question, slots[0]["starts_at"]), (question, slots[4]["starts_at"])]

    all_at_once([lambda one=one: window.hold(*one) for one in chosen])

    assert count(on_postgresql, HoldRow) == 1
    assert count(on_postgresql, HostTimeRow) == 1


def test_a_double_click_is_answered_twice_with_one_booking(on_postgresql: Served) -> None:
    window = on_postgresql.open("lead:gus")
    question = window.question(window.host("Hana Berg"))
    slots = window.times(question, days=7)["slots"]
    for slot in slots[:8:2]:
        hold, key = window.hold(question, slot["starts_at"]), str(uuid.uuid4())

        answers = all_at_once([lambda h=hold, k=key: window.book(h["id"], key=k)] * 4)

        assert len({answer["booking"]["id"] for answer in answers}) == 1
    assert count(on_postgresql, BookingRow) == 4


def test_fresh_times_are_of_the_organizers_day(served: Served) -> None:
    first, second = served.open("lead:gus"), served.open("contact:dana", "otto")
    question = first.question(first.host("Maya Tanaka"))
    slots = [slot["starts_at"] for slot in first.times(question, days=7)["slots"]]
    step = timedelta(minutes=30)
    wanted = next(
        one
        for one in map(datetime.fromisoformat, slots)
        if one.hour in (1, 2) and (one - step).strftime("%Y-%m-%dT%H:%M:%SZ") in slots
    )
    starts_at = wanted.strftime("%Y-%m-%dT%H:%M:%SZ")
    second.hold(second.question(second.host("Maya Tanaka")), starts_at)

    answer = refused(first.hold, question, starts_at)

    assert answer.status == 409
    fresh = [slot["starts_at"] for slot in answer.error["fresh"]]
    assert (wanted - step).strftime("%Y-%m-%dT%H:%M:%SZ") in fresh
