"""One outside world and one warm process for all crash tests of a module."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.crash.driver import Driver


@pytest.fixture(scope="module")
def shared_box() -> Iterator[Sandbox]:
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def driver() -> Iterator[Driver]:
    warm = Driver()
    yield warm
    warm.stop()


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("crash")
