"""Locks are taken in one order, in one round trip, and end with their transaction."""

import threading

from sqlalchemy import event

from handoff.storage import locks
from handoff.storage.database import Database
from tests.storage.rows import ORG, OTHER_ORG, at_once

HOSTS = [f"005{number:012d}AAA" for number in range(50)]


def test_fifty_hosts_are_locked_in_one_statement(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    said: list[str] = []

    def lock(session) -> None:
        event.listen(
            session.get_bind(), "before_cursor_execute", lambda *args: said.append(args[2])
        )
        locks.lock_hosts(session, ORG, HOSTS)

    database.run(lock)

    assert len(said) == 1
    database.dispose()


def test_hosts_in_any_order_never_wait_for_each_other_in_a_ring(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    tries: list[int] = []

    def lock(number: int) -> None:
        def work(session) -> None:
            tries.append(number)
            locks.lock_hosts(session, ORG, HOSTS[::-1] if number % 2 else HOSTS)

        database.run(work)

    at_once(database, 16, lock)

    assert sorted(tries) == list(range(16))
    database.dispose()


def test_a_window_is_one_transactions_at_a_time_and_no_other_windows_matter(
    postgresql_url: str,
) -> None:
    database = Database(postgresql_url)
    has_entered = threading.Event()

    def enter(_: int) -> None:
        database.run(lambda session: locks.lock_window(session, ORG, "window-1"))
        has_entered.set()

    with database.transaction() as session:
        locks.lock_window(session, ORG, "window-1")
        other = threading.Thread(target=enter, args=(1,))
        other.start()
        database.run(lambda another: locks.lock_window(another, OTHER_ORG, "window-1"))
        database.run(lambda another: locks.lock_window(another, ORG, "window-2"))

        assert not has_entered.wait(0.2)

    assert has_entered.wait(5)
    other.join()
    database.dispose()
