"""One product with everything that belongs to it, examined again and again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff.config import Settings
from handoff.doctor.examination import examine
from handoff.doctor.findings import Finding, State
from handoff.heartbeat import connected, last_beat, workers_by_queue
from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.processes import wait_until
from tests.support.product import QUEUES, Product
from tests.support.queue_server import Valkey

Examined = Callable[..., list[Finding]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Product]]:
    """A sandbox and a product of which every part runs."""
    path: Path = tmp_path_factory.mktemp("doctor") / "handoff.db"
    url = f"sqlite:///{path}"
    migrate(url)
    valkey = Valkey().start()
    with Sandbox(now=NOW) as box:
        product = Product(box=box, database_url=url, redis_url=valkey.url).start()
        try:
            wait_until(lambda: everybody_is_there(valkey.url), "all programs show themselves")
            yield box, product
        finally:
            product.stop()
            valkey.stop()


def everybody_is_there(redis_url: str) -> bool:
    """Say whether each queue has a worker and the clock has been seen."""
    client = connected(redis_url)
    try:
        return set(QUEUES) <= set(workers_by_queue(client)) and last_beat(client) is not None
    finally:
        client.close()


@pytest.fixture
def world(whole: tuple[Sandbox, Product]) -> Iterator[Any]:
    """The world, in which a test may switch faults on that end with it."""
    box = whole[0]
    yield box.world
    box.world.faults.clear()


@pytest.fixture
def settings(whole: tuple[Sandbox, Product]) -> Settings:
    """What the product was told."""
    return Settings.from_env(whole[1].environment)


@pytest.fixture
def product(whole: tuple[Sandbox, Product]) -> Product:
    """The running programs."""
    return whole[1]


def found(settings: Settings, **wishes: str) -> list[Finding]:
    """Return all findings but those that are in order."""
    return [one for one in examine(settings, **wishes) if one.state is not State.OK]


def told(findings: list[Finding], state: State = State.FAILED) -> list[tuple[str, str]]:
    """Return words and remedy of the findings in that state."""
    return [(one.words, one.fix) for one in findings if one.state is state]
