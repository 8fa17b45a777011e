"""One sandbox per test module, put right after each test, and the vendors' clients for it."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import GOOGLE_SUBJECT, google_calendar, graph


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox(now=NOW, app_url="http://127.0.0.1:8000") as sandbox:
        yield sandbox


@pytest.fixture
def shared(running: Sandbox) -> Iterator[Sandbox]:
    """The module's sandbox; faults, latency and vendors' switches end with the test."""
    yield running
    requests.delete(f"{running.url}/faults", timeout=30)
    for path, wish in (
        ("/latency", {"seconds": 0}),
        ("/google/conference", {"pending": 0}),
        ("/microsoft/meeting-links", {"pending": 0}),
        ("/microsoft/duplicates", {"status": 409}),
    ):
        requests.post(running.url + path, json=wish, timeout=30)


@pytest.fixture
def hana(box: Sandbox) -> Iterator[Any]:
    """Hana's events through google-api-python-client, as Hana."""
    with google_calendar(box) as service:
        yield service.events()


@pytest.fixture
def everybody(box: Sandbox) -> Iterator[Any]:
    """Google Calendar as the company's own subject, who sees free and busy."""
    with google_calendar(box, GOOGLE_SUBJECT) as service:
        yield service


@pytest.fixture
def session(box: Sandbox) -> Iterator[requests.Session]:
    """Graph with a token from msal."""
    with graph(box) as opened:
        yield opened
