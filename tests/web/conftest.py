"""The product's web server in this process, against a world of its own or one that a module's tests share."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.served import Served, copied, serving


@pytest.fixture
def served(box: Any, sqlite_url: str) -> Iterator[Served]:
    """The product on SQLite; nobody rings for workers."""
    with serving(box, sqlite_url) as running:
        yield running


@pytest.fixture(scope="module")
def _standing(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    url = copied(sqlite_template, tmp_path_factory.mktemp("standing"))
    with Sandbox(now=NOW) as sandbox, serving(sandbox, url) as running:
        yield running


@pytest.fixture
def standing(_standing: Served) -> Iterator[Served]:
    """The same, shared by a module's tests that leave nothing behind but open windows."""
    yield _standing
    _standing.box.world.faults.clear()
