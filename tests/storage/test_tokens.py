"""One token for all processes, renewed by one of them."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text

from handoff.clock import machine_now
from handoff.errors import AccessLost
from handoff.http import refuse_inside_transaction
from handoff.storage.database import Database
from handoff.storage.sealing import Sealer
from handoff.storage.tokens import SqlTokens
from handoff.tokens import Token
from tests.storage.rows import ORG, OTHER_ORG, at_once

SEALER = Sealer((b"k" * 32,))
HOUR = timedelta(hours=1)


class Vendor:
    """Gives out numbered tokens."""

    def __init__(self, lasts: timedelta = HOUR, takes: float = 0.0) -> None:
        self.asked = 0
        self._lasts = lasts
        self._takes = takes

    def renew(self) -> Token:
        refuse_inside_transaction()
        self.asked += 1
        number = self.asked
        time.sleep(self._takes)
        return Token(f"token-{number}", machine_now() + self._lasts)


def fetch(tokens: SqlTokens, vendor: Vendor, org_id: str = ORG) -> str:
    return tokens.fetch(org_id, "google", "hana@larkspur.example", vendor.renew)


def forget(tokens: SqlTokens) -> None:
    tokens.forget(ORG, "google", "hana@larkspur.example")


def test_eight_threads_of_eight_processes_renew_once(database: Database) -> None:
    vendor = Vendor(takes=0.3)
    stores = [SqlTokens(database, SEALER) for _ in range(8)]

    results = at_once(database, 8, lambda number: fetch(stores[number], vendor))

    assert results == ["token-1"] * 8
    assert vendor.asked == 1


def test_another_process_finds_the_token(database: Database) -> None:
    vendor = Vendor()
    fetch(SqlTokens(database, SEALER), vendor)

    assert fetch(SqlTokens(database, SEALER), vendor) == "token-1"


def test_a_warm_token_costs_no_query(database_url: str) -> None:
    database, vendor = Database(database_url), Vendor()
    tokens = SqlTokens(database, SEALER)
    fetch(tokens, vendor)
    database.run(lambda session: session.execute(text("DELETE FROM access_token")))

    assert fetch(tokens, vendor) == "token-1"
    database.dispose()


def test_a_token_about_to_end_is_renewed(database: Database) -> None:
    vendor = Vendor(lasts=timedelta(seconds=100))
    assert fetch(SqlTokens(database, SEALER), vendor) == "token-1"

    assert fetch(SqlTokens(database, SEALER), vendor) == "token-2"


def test_a_refused_token_is_renewed_for_all(database: Database) -> None:
    vendor, tokens = Vendor(), SqlTokens(database, SEALER)
    fetch(tokens, vendor)

    forget(tokens)

    assert fetch(tokens, vendor) == "token-2"
    assert fetch(SqlTokens(database, SEALER), vendor) == "token-2"


def test_a_token_that_another_process_has_replaced_is_not_dropped_again(database: Database) -> None:
    vendor = Vendor()
    first, second = SqlTokens(database, SEALER), SqlTokens(database, SEALER)
    fetch(first, vendor)
    fetch(second, vendor)
    forget(first)
    fetch(first, vendor)

    forget(second)

    assert fetch(second, vendor) == "token-2"
    assert vendor.asked == 2


def test_a_renewal_that_fails_lets_the_next_one_try_at_once(database: Database) -> None:
    tokens, vendor = SqlTokens(database, SEALER), Vendor()

    def refused() -> Token:
        raise AccessLost("no", service="google", operation="token")

    with pytest.raises(AccessLost):
        tokens.fetch(ORG, "google", "hana@larkspur.example", refused)

    began = time.monotonic()
    assert fetch(tokens, vendor) == "token-1"
    assert time.monotonic() - began < 4


def test_a_process_that_died_renewing_is_waited_for_but_not_for_long(database: Database) -> None:
    tokens, vendor = SqlTokens(database, SEALER), Vendor()
    fetch(tokens, vendor)
    forget(tokens)
    database.run(
        lambda session: session.execute(text("UPDATE access_token SET renewing_until = 1e12"))
    )

    began = time.monotonic()
    assert fetch(tokens, vendor) == "token-2"
    assert 4.5 < time.monotonic() - began < 30


def test_orgs_never_share_a_token(database: Database) -> None:
    tokens, vendor = SqlTokens(database, SEALER), Vendor()

    assert fetch(tokens, vendor) != fetch(tokens, vendor, OTHER_ORG)


def test_a_stored_token_cannot_be_read_or_moved_to_another_org(database: Database) -> None:
    tokens, vendor = SqlTokens(database, SEALER), Vendor()
    fetch(tokens, vendor)

    def sealed(session) -> bytes:
        return bytes(session.scalar(text("SELECT value FROM access_token")))

    assert b"token-1" not in database.run(sealed)
    database.run(
        lambda session: session.execute(
            text("UPDATE access_token SET org_id = :org"), {"org": OTHER_ORG}
        )
    )
    assert fetch(SqlTokens(database, SEALER), vendor, OTHER_ORG) == "token-2"


def test_a_token_sealed_with_a_lost_key_is_renewed(database: Database) -> None:
    vendor = Vendor()
    fetch(SqlTokens(database, Sealer((b"x" * 32,))), vendor)

    assert fetch(SqlTokens(database, SEALER), vendor) == "token-2"
    assert fetch(SqlTokens(database, SEALER), vendor) == "token-2"
