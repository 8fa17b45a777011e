"""Many windows at once on both databases: nobody is picked twice, and nobody waits for another in a ring."""

from collections.abc import Iterator
from typing import Any

import pytest

from handoff.storage.database import Database
from tests.cast import AMERICAS, EMEA, EXECUTIVE, GUS
from tests.storage.rows import at_once
from tests.support.served import Served, serving
from tests.support.window import Answer, Window


@pytest.fixture
def raced(box: Any, database_url: str) -> Iterator[Served]:
    with serving(box, database_url) as running:
        yield running


def held_at_once(served: Served, windows: list[Window], bodies: list[dict[str, Any]]) -> list[Any]:
    """Let every window ask at the same moment; returns what each was answered."""

    def ask(number: int) -> dict[str, Any]:
        return dict(windows[number].ask("POST", "/holds", bodies[number])["hold"])

    database: Database = served.parts.database
    return at_once(database, len(windows), ask)


def test_crossed_pools_and_meetings_now_never_give_a_host_twice(raced: Served) -> None:
    windows = [raced.open(GUS, who) for who in ("olive", "otto") * 3]
    emea, americas = (windows[0].pool(name)["pool"] for name in (EMEA, AMERICAS))
    one_way = windows[0].question({"pool": emea}, second_pool=americas)
    other_way = windows[0].question({"pool": americas}, second_pool=emea)
    slots = windows[0].times(one_way, days=14)["slots"]
    at = max(slots, key=lambda one: min(len(one["hosts"]), len(one["second"])))
    crossed = [{**body, "starts_at": at["starts_at"]} for body in (one_way, other_way) * 3]

    answers = held_at_once(raced, windows, crossed)

    assert all(isinstance(one, dict) or one.status == 409 for one in answers), answers
    held = [one for one in answers if isinstance(one, dict)]
    hosts = [host for one in held for host in (one["host_id"], one["second"]["host_id"])]
    assert len(held) == min(6, len(at["hosts"]), len(at["second"]))
    assert len(set(hosts)) == len(hosts)

    pool = windows[0].question({"pool": emea})
    free = set(windows[0].times(pool)["meet_now"]["free"])
    answers = held_at_once(raced, windows, [{**pool, "now": True}] * 6)

    members = [one["host_id"] for one in answers if isinstance(one, dict)]
    assert all(one.status == 409 for one in answers if isinstance(one, Answer))
    assert len(set(members)) == len(members) == min(6, len(free))


def test_a_types_limit_holds_however_many_book_at_once(raced: Served) -> None:
    windows = [raced.open(GUS, who) for who in ("olive", "otto") * 2]
    questions = [
        windows[0].question(windows[0].host(name), EXECUTIVE)
        for name in ("Hana Berg", "Hugo Sands")
    ]
    free = [
        [one["starts_at"] for one in windows[0].times(question)["slots"]] for question in questions
    ]
    starts = [[one for one in slots if one.startswith("2026-03-04")] for slots in free]
    holds = [
        window.hold(questions[number % 2], starts[number % 2][-1 - number // 2 * 2])["id"]
        for number, window in enumerate(windows)
    ]

    answers = at_once(raced.parts.database, 4, lambda number: windows[number].book(holds[number]))

    assert sum(isinstance(one, dict) for one in answers) == 1, answers
    assert {one.status for one in answers if isinstance(one, Answer)} == {409}
