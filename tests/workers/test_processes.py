"""Worker and clock as processes: how they begin, how they end, and what they do while Redis is away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from handoff.heartbeat import last_beat, workers_by_queue
from tests.cast import GUS, HANA, HUGO
from tests.support.processes import wait_until
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey
from tests.support.window import Window

Start = Callable[..., Product]
NAMES = {HANA: "Hana Berg", HUGO: "Hugo Sands"}


def book(window: Window, host: str = HANA) -> str:
    question = window.question(window.host(NAMES[host]))
    start = window.times(question)["slots"][0]["starts_at"]
    return str(window.book(window.hold(question, start)["id"])["booking"]["id"])


def states(window: Window, booking_id: str) -> dict[str, str]:
    return {one["label"]: one["state"] for one in window.booking(booking_id)["effects"]}


def wait_until_done(window: Window, booking_id: str, *, seconds: float = 30) -> None:
    wait_until(
        lambda: set(states(window, booking_id).values()) == {"done"},
        f"everything is done: {states(window, booking_id)}",
        seconds=seconds,
    )


@pytest.fixture
def own_valkey() -> Iterator[Valkey]:
    """A queue server that this test may end for good."""
    server = Valkey().start()
    yield server
    server.stop()


@pytest.mark.parametrize("program", ["calendar", "clock"])
def test_a_program_without_settings_says_what_is_missing(program: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "workers", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HANDOFF_NOW": "today"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 78
    assert ended.stderr.startswith("Cannot start: ")
    for name in ("HANDOFF_PUBLIC_URL", "HANDOFF_SECRET_KEYS", "HANDOFF_ORGS", "HANDOFF_NOW"):
        assert name in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("arguments", [[], ["post"], ["mail", "clock"]])
def test_an_unknown_queue_is_refused_with_the_known_ones(arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "workers", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert ended.stderr == "usage: python -m workers now|calendar|mail|salesforce|sync|clock\n"


def test_a_worker_that_is_asked_to_end_finishes_its_job_first(
    start_product: Start, sqlite_url: str, box: Any
) -> None:
    product = start_product(sqlite_url, programs=["web", "calendar"])
    window = Window.open(product.url, box, GUS)
    box.world.faults.add(
        {"service": "google", "call": "events.insert", "kind": "slow", "seconds": 2}
    )
    booking = book(window)
    wait_until(lambda: bool(box.world.calls["google"]["events.insert"]), "the insert has begun")

    os.kill(product.pid("calendar"), signal.SIGTERM)

    wait_until(lambda: not product.is_running("calendar"), "the worker has ended")
    [calendar] = [one for one in window.booking(booking)["effects"] if one["kind"] == "calendar"]
    assert (calendar["state"], calendar["attempts"]) == ("done", 1)


def is_there(valkey: Valkey, program: str) -> bool:
    with valkey.client() as client:
        return program in workers_by_queue(client) or last_beat(client) is not None


@pytest.mark.parametrize("program", ["mail", "clock"])
def test_an_idle_program_ends_at_once_when_asked(
    start_product: Start, sqlite_url: str, valkey: Valkey, program: str
) -> None:
    product = start_product(sqlite_url, programs=[program])
    wait_until(lambda: is_there(valkey, program), "it is there")

    os.kill(product.pid(program), signal.SIGTERM)

    wait_until(lambda: not product.is_running(program), "it has ended", seconds=5)
    assert "Traceback" not in product.log(program)


def test_a_worker_waits_for_a_queue_server_that_comes_later_and_can_be_ended_meanwhile(
    box: Any, sqlite_url: str, own_valkey: Valkey
) -> None:
    own_valkey.kill()
    product = Product(
        box=box, database_url=sqlite_url, redis_url=own_valkey.url, programs=["calendar", "mail"]
    )
    try:
        product.start()
        wait_until(lambda: "out of reach" in product.log("mail"), "it has noticed")
        assert product.is_running("mail")

        os.kill(product.pid("mail"), signal.SIGTERM)

        wait_until(lambda: not product.is_running("mail"), "it has ended", seconds=5)
        own_valkey.start()
        product.restart("web")
        window = Window.open(product.url, box, GUS)
        booking = book(window)
        wait_until(
            lambda: states(window, booking)["Event on Hana Berg's calendar"] == "done",
            "the worker has come back",
        )
    finally:
        product.stop()


def test_workers_and_clock_outlive_a_queue_server_that_begins_again(
    box: Any, sqlite_url: str, own_valkey: Valkey
) -> None:
    product = Product(box=box, database_url=sqlite_url, redis_url=own_valkey.url)
    try:
        product.start()
        window = Window.open(product.url, box, GUS)
        wait_until_done(window, book(window))
        before = {name: product.pid(name) for name in ("calendar", "mail", "salesforce", "clock")}

        own_valkey.kill()
        time.sleep(1)
        own_valkey.start()

        wait_until_done(window, book(window, HUGO))
        assert {name: product.pid(name) for name in before} == before
        assert all(product.is_running(name) for name in before)
    finally:
        product.stop()


def test_the_clock_alone_completes_bookings_while_redis_is_gone_for_good(
    box: Any, sqlite_url: str, own_valkey: Valkey
) -> None:
    product = Product(
        box=box, database_url=sqlite_url, redis_url=own_valkey.url, programs=["web", "clock"]
    )
    try:
        product.start()
        own_valkey.kill()
        window = Window.open(product.url, box, GUS)

        bookings = [book(window, HANA), book(window, HUGO)]

        for booking in bookings:
            wait_until_done(window, booking)
        assert len(box.world.letters) == 6
        assert len({letter.message_id for letter in box.world.letters}) == 6
    finally:
        product.stop()
