"""One product and one outside world for each file of the window's tests; within a file each test takes times of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.product import Product
from tests.support.queue_server import Valkey


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """The outside world at the standing instant."""
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def product(
    box: Sandbox,
    _valkey_server: Valkey,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Product]:
    """The whole product on SQLite."""
    path = tmp_path_factory.mktemp("window") / "handoff.db"
    shutil.copyfile(sqlite_template, path)
    _valkey_server.flush()
    url = f"sqlite:///{path}"
    product = Product(box=box, database_url=url, redis_url=_valkey_server.url)
    try:
        yield product.start()
    finally:
        product.stop()


@pytest.fixture(autouse=True)
def _nothing_fails(request: pytest.FixtureRequest) -> Iterator[None]:
    """Faults of one test do not reach the next."""
    yield
    if "box" in request.fixturenames:
        requests.delete(f"{request.getfixturevalue('box').url}/faults", timeout=30)
