"""A migrated database for every test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from handoff.storage.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = Database(database_url)
    yield opened
    opened.dispose()
