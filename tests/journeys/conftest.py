"""The product for whole journeys, with workers that bear a crowded machine."""

from collections.abc import Callable

import pytest

from tests.support.product import Product

PATIENT = {
    "HANDOFF_LEASE_SECONDS": "6",
    "HANDOFF_CONNECT_TIMEOUT": "0.3",
    "HANDOFF_READ_TIMEOUT": "1.6",
}
"""A mail server that takes its time must not make a letter's delivery unknown here."""


@pytest.fixture
def start_patiently(start_product: Callable[..., Product]) -> Callable[..., Product]:
    """Start the product on a database: `start_patiently(database_url, programs=…)`."""

    def start(database_url: str, **options: object) -> Product:
        return start_product(database_url, extra=PATIENT, **options)

    return start


@pytest.fixture
def product(start_patiently: Callable[..., Product], sqlite_url: str) -> Product:
    """The whole product on SQLite."""
    return start_patiently(sqlite_url)
