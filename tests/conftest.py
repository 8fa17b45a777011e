"""What every test may ask for: databases, a queue server, the outside world, the product, a browser."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.browser import running_browser, watched_page
from tests.support.loopback import stay_here
from tests.support.postgres import Postgres
from tests.support.product import Product
from tests.support.queue_server import Valkey
from tests.support.served import Served, copied, serving

stay_here()

NEEDS = {"postgres": ("postgres",), "browser": ("browser", "page")}
LONGEST = ("tests/crash/", "tests/metadata/")
"""Files of few tests that take long: begun last, one of them would be waited for alone."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server or a browser, so that it can be chosen or left out; long files first."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        parameter = getattr(item, "callspec", None)
        kinds = set(getattr(item, "fixturenames", ()))
        if "postgresql" in (parameter.params.values() if parameter else ()):
            kinds.add("postgres")
        for marker, fixtures in NEEDS.items():
            if kinds.intersection(fixtures):
                item.add_marker(marker)


def pytest_collection_finish() -> None:
    """Spare the garbage collector what stays: it took a quarter of the time to look at all modules again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 5)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """A test that needs PostgreSQL or a browser must run: a skipped one has failed."""
    report = yield
    must_run = any(item.get_closest_marker(marker) for marker in NEEDS)
    if must_run and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    server = Postgres()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, made once and copied for every test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A migrated SQLite database of the test's own."""
    path = tmp_path / "handoff.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(postgres: Postgres) -> Iterator[str]:
    """A migrated PostgreSQL database of the test's own."""
    url = postgres.prepared(migrate)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database; the test runs once on SQLite and once on PostgreSQL."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.empty()
    yield url
    server.drop(url)


@pytest.fixture(scope="session")
def _valkey_server() -> Iterator[Valkey]:
    server = Valkey()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture
def valkey(_valkey_server: Valkey) -> Iterator[Valkey]:
    """A queue server with nothing in it; a test that kills it starts it again."""
    _valkey_server.flush()
    return _valkey_server


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """The outside world at the standing instant, with nothing yet done to it."""
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def start_product(box: Sandbox, valkey: Valkey) -> Iterator[Callable[..., Product]]:
    """Start the product's processes on a database: `start_product(database_url, programs=…)`."""
    started: list[Product] = []

    def start(database_url: str, **options: Any) -> Product:
        product = Product(box=box, database_url=database_url, redis_url=valkey.url, **options)
        started.append(product)
        return product.start()

    yield start
    for product in started:
        product.stop()


@pytest.fixture
def product(start_product: Callable[..., Product], sqlite_url: str) -> Product:
    """The whole product on SQLite."""
    return start_product(sqlite_url)


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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with running_browser() as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in Boston, 1280 × 800."""
    with watched_page(browser) as opened:
        yield opened
