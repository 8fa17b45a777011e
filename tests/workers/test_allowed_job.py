"""Whoever can write to Redis can make our workers run nothing but our own jobs."""

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import redis
import rq
from rq import Callback
from rq.webhook import Webhook

from handoff.doorbell import DELIVER
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.processes import wait_until
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey

TRAP = "tests.workers.trap.spring"
NOBODY = "an-effect-that-does-not-exist"


@dataclass
class Target:
    """One worker of ours, and the Redis that somebody else writes to as well."""

    product: Product
    valkey: Valkey
    trap: Path

    def push(self, function: Any, *arguments: Any, serializer: str = "json", **options: Any) -> str:
        """Put a job into the worker's queue by hand and wait until it has ended; returns its state."""
        with self.valkey.client() as connection:
            queue = rq.Queue("mail", connection=connection, serializer=serializer)
            job = queue.enqueue(function, *arguments, result_ttl=60, failure_ttl=60, **options)
        wait_until(
            lambda: self.state(job.id) in ("finished", "failed"), f"{function} ends", seconds=30
        )
        return self.state(job.id)

    def state(self, job_id: str) -> str:
        """Return what Redis says of the job."""
        with self.valkey.client() as connection:
            status: Any = connection.hget(f"rq:job:{job_id}", "status")
        return status.decode() if status else ""

    def goes_on(self) -> bool:
        """Say whether the worker still does what it is for."""
        return self.product.is_running("mail") and self.push(DELIVER, NOBODY) == "finished"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Target]:
    directory = tmp_path_factory.mktemp("target")
    url = f"sqlite:///{directory}/handoff.db"
    (directory / "handoff.db").write_bytes(sqlite_template.read_bytes())
    trap = directory / "sprung"
    server = Valkey().start()
    try:
        with Sandbox(now=NOW) as box:
            product = Product(
                box=box,
                database_url=url,
                redis_url=server.url,
                programs=["mail"],
                extra={"TRAP": str(trap)},
            )
            try:
                yield Target(product.start(), server, trap)
            finally:
                product.stop()
    finally:
        server.stop()


@pytest.mark.parametrize(
    "function", ["os.system", "builtins.eval", "workers.jobs.parts", "workers.jobs.sweep"]
)
def test_a_job_that_names_another_function_fails_and_nothing_runs(
    target: Target, function: str
) -> None:
    ended = target.push(function, f"touch {target.trap}")

    assert ended == "failed"
    assert not target.trap.exists()
    assert target.goes_on()


def test_a_function_of_somebody_elses_module_does_not_run(target: Target) -> None:
    assert target.push(TRAP) == "failed"

    assert not target.trap.exists()
    assert target.goes_on()


def test_a_pickled_job_is_not_even_read(target: Target) -> None:
    ended = target.push(os.system, f"touch {target.trap}", serializer="pickle")

    assert ended == "failed"
    assert not target.trap.exists()
    assert target.goes_on()


@pytest.mark.parametrize("moment", ["on_success", "on_failure", "on_stopped"])
def test_callbacks_are_dropped(target: Target, moment: str) -> None:
    arguments = (NOBODY,) if moment != "on_failure" else (NOBODY, "too much")

    ended = target.push(DELIVER, *arguments, **{moment: Callback(TRAP)})

    assert ended == ("failed" if moment == "on_failure" else "finished")
    assert not target.trap.exists()
    assert target.goes_on()


def test_webhooks_are_dropped(target: Target, asked: Callable[[], list[str]]) -> None:
    url = asked()[0]

    ended = target.push(
        DELIVER,
        NOBODY,
        webhooks=[Webhook(url, "finished", method="POST"), Webhook(url, "failed", method="POST")],
    )

    assert ended == "finished"
    assert target.goes_on()
    assert asked()[1:] == []


def test_the_trap_does_spring_under_a_worker_without_the_list(target: Target) -> None:
    target.product.kill("mail")
    with target.valkey.client() as connection:
        wait_until(lambda: nobody_waits(connection), "the dead worker is no longer served")
        rq.Queue("mail", connection=connection, serializer="json").enqueue(TRAP)

    subprocess.run(
        [
            *(sys.executable, "-m", "rq.cli", "worker", "--burst", "--quiet"),
            *("--url", target.valkey.url, "--serializer", "json", "mail"),
        ],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TRAP": str(target.trap)},
        check=True,
        timeout=60,
    )

    assert target.trap.exists()


def nobody_waits(connection: redis.Redis) -> bool:
    """Say whether no client waits for a job: the server may not have seen yet that one is gone."""
    counted: Any = connection.info("clients")
    return bool(counted["blocked_clients"] == 0)


@pytest.fixture
def asked() -> Iterator[Callable[[], list[str]]]:
    """A web server: its address, then every path that it was asked for."""
    paths: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *_arguments: Any) -> None:
            """Say nothing."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield lambda: [f"http://127.0.0.1:{server.server_port}/hook", *paths]
    server.shutdown()
    thread.join()
    server.server_close()
