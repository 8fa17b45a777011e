"""Engines for SQLite and PostgreSQL, set so that both keep the same promises."""

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_TIMEOUT_MS = 5000
LOCK_TIMEOUT_MS = 5000
STATEMENT_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_S = 5
POOL_TIMEOUT_S = 5


def make_engine(url: str, *, busy_timeout_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """Return an engine that has not connected yet; on SQLite it waits so long for another who writes."""
    address = read_url(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, busy_timeout_ms)
    return _postgresql(address)


def read_url(url: str) -> URL:
    """Return the address with the driver that we use for its database."""
    address = make_url(url)
    if address.get_backend_name() in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    return address


def _postgresql(url: URL) -> Engine:
    limits = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
    return create_engine(
        url,
        connect_args={"options": limits, "connect_timeout": CONNECT_TIMEOUT_S},
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=16,
        pool_timeout=POOL_TIMEOUT_S,
    )


def _sqlite(url: URL, busy_timeout_ms: int) -> Engine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        connect_args={"timeout": busy_timeout_ms / 1000},
        hide_parameters=True,
        pool_timeout=POOL_TIMEOUT_S,
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, busy_timeout_ms))
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(
    busy_timeout_ms: int, connection: sqlite3.Connection, entry: ConnectionPoolEntry
) -> None:
    # The driver must not open transactions by itself: its plain BEGIN takes the write lock too late.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={busy_timeout_ms}")
    _turn_on_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _turn_on_wal(connection: sqlite3.Connection) -> None:
    # The change of mode does not wait for the busy time-out when two processes open a new file at once.
    for pause in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(pause)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_immediate(connection: Connection) -> Any:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
