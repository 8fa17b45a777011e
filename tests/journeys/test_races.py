"""Many people at once: nobody is booked twice, nothing is counted twice, every refusal says what to do."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from handoff.storage.database import Database
from handoff.storage.tables import BookingRow, HostTimeRow, LedgerRow
from tests.cast import DISCOVERY, EMEA, GUS, OLIVE, OTTO
from tests.support.product import Product
from tests.support.window import Answer, Window

TUESDAY = "2026-03-03T14:30:00Z"
PRESSES = 5


@pytest.fixture
def web(start_product: Callable[..., Product], database_url: str) -> Product:
    """The web process alone; nothing is delivered while people race."""
    return start_product(database_url, programs=["web"])


def test_twenty_bookings_of_one_hosts_time_make_one_meeting(
    web: Product, database_url: str, box: Any
) -> None:
    windows = [Window.open(web.url, box, GUS, (OLIVE, OTTO)[turn % 2]) for turn in range(20)]

    answers = at_once(lambda window: book(window, window.host("Hana Berg")), windows)

    refusals = [one for one in answers if isinstance(one, Answer)]
    assert len(refusals) == 19
    assert {(one.status, one.error["code"]) for one in refusals} == {(409, "slot_taken")}
    assert all(one.error["message"] for one in refusals)
    assert all(TUESDAY not in starts(one.error["fresh"]) for one in refusals)
    assert len(rows(database_url, BookingRow)) == 1
    assert len(rows(database_url, HostTimeRow)) == 1


def test_meetings_that_merely_overlap_are_kept_apart_as_well(
    web: Product, database_url: str, box: Any
) -> None:
    half_past, three = TUESDAY, "2026-03-03T15:00:00Z"
    wishes = [("Discovery Call", half_past), ("Product Demo", half_past), ("Product Demo", three)]
    windows = [(Window.open(web.url, box, GUS), *wish) for wish in wishes * 4]

    def try_it(wish: tuple[Window, str, str]) -> Any:
        window, kind, starts_at = wish
        return book(window, window.host("Hana Berg"), kind=kind, starts_at=starts_at)

    at_once(try_it, windows)

    spans = sorted((one.starts_at, one.ends_at) for one in rows(database_url, HostTimeRow))
    assert spans
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert len(rows(database_url, BookingRow)) == len(spans)


def test_a_double_click_books_once_and_is_answered_alike(
    web: Product, database_url: str, box: Any
) -> None:
    window = Window.open(web.url, box, GUS)
    held = window.hold(window.question(window.host("Hana Berg")), TUESDAY)
    key = str(uuid.uuid4())

    answers = at_once(lambda _: window.book(held["id"], key=key), range(PRESSES))

    assert all(one == answers[0] for one in answers), answers
    assert len(rows(database_url, BookingRow)) == 1
    with pytest.raises(Answer) as other:
        window.book(held["id"], key=key, subject="Something else")
    assert other.value.status == 422
    assert "other details" in other.value.error["message"]


def test_a_time_that_one_organizer_holds_is_refused_to_the_other_until_let_go(
    web: Product, box: Any
) -> None:
    olive, otto = Window.open(web.url, box, GUS), Window.open(web.url, box, GUS, OTTO)
    held = olive.hold(olive.question(olive.host("Hana Berg")), TUESDAY)

    with pytest.raises(Answer) as refusal:
        otto.hold(otto.question(otto.host("Hana Berg")), TUESDAY)
    assert (refusal.value.status, refusal.value.error["code"]) == (409, "slot_taken")
    assert TUESDAY not in starts(otto.times(otto.question(otto.host("Hana Berg")))["slots"])

    olive.ask("DELETE", f"/holds/{held['id']}")

    assert otto.hold(otto.question(otto.host("Hana Berg")), TUESDAY)["starts_at"] == TUESDAY


def test_a_pool_gives_one_time_to_as_many_members_as_are_free(
    web: Product, database_url: str, box: Any
) -> None:
    first = Window.open(web.url, box, GUS)
    offered = first.times(first.question(first.pool(EMEA)))["slots"]
    slot = max(offered, key=lambda one: len(one["hosts"]))
    free = len(slot["hosts"])
    windows = [Window.open(web.url, box, GUS, (OLIVE, OTTO)[turn % 2]) for turn in range(free + 2)]

    answers = at_once(
        lambda window: book(window, window.pool(EMEA), starts_at=slot["starts_at"]), windows
    )

    booked = [one["booking"]["host_id"] for one in answers if isinstance(one, dict)]
    assert free >= 3
    assert sorted(booked) == sorted(slot["hosts"])
    refusals = [one for one in answers if isinstance(one, Answer)]
    assert [one.status for one in refusals] == [409, 409]
    entries = rows(database_url, LedgerRow)
    counted = Counter(str(one.host_id) for one in entries if one.kind == "count")
    assert counted == Counter(booked)


def book(
    window: Window, main: dict[str, str], *, kind: str = DISCOVERY, starts_at: str = TUESDAY
) -> Any:
    """Hold and book; returns the booking, or the refusal."""
    try:
        return window.book(window.hold(window.question(main, kind), starts_at)["id"])
    except Answer as refusal:
        return refusal


def at_once(press: Callable[[Any], Any], these: Iterable[Any]) -> list[Any]:
    """Do it with each of these, all beginning at the same moment."""
    crowd = list(these)
    start = Barrier(len(crowd))

    def begin(one: Any) -> Any:
        start.wait()
        return press(one)

    with ThreadPoolExecutor(len(crowd)) as threads:
        return list(threads.map(begin, crowd))


def starts(slots: Iterable[dict[str, Any]]) -> set[str]:
    """Return when these slots begin."""
    return {one["starts_at"] for one in slots}


def rows(database_url: str, table: type[Any]) -> list[Any]:
    """Return every row of a table."""
    database = Database(database_url)
    try:
        return database.run(lambda session: list(session.scalars(select(table))))
    finally:
        database.dispose()
