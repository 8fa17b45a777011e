"""What a refusal of the database means, told alike for PostgreSQL and SQLite."""

import sqlite3
from enum import StrEnum

import psycopg
from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

OVERLAP_MESSAGE = "host_time overlap"
"""What the SQLite triggers say; the migration that made them holds the same words."""

_CONFLICTS = ("40P01", "40001", "23505")
"""Deadlock, serialization failure, and a key that another transaction has just used: a new look settles it."""
_OVERLAP = "23P01"
_WAITED_TOO_LONG = ("55P03", "57014")


class Failure(StrEnum):
    """What to do about it."""

    OVERLAP = "overlap"  # the host's time is taken
    CONFLICT = "conflict"  # the same work may succeed at once
    UNAVAILABLE = "unavailable"  # the database is out of reach, full or too slow
    OURS = "ours"  # a mistake in the work itself


def failure_of(error: SQLAlchemyError) -> Failure:
    """Return the meaning of an error that SQLAlchemy raised."""
    if isinstance(error, PoolTimeout):
        return Failure.UNAVAILABLE
    if not isinstance(error, DBAPIError):
        return Failure.OURS
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite(error.orig)
    if isinstance(error.orig, psycopg.Error):
        return _postgresql(error)
    return Failure.OURS


def _sqlite(error: sqlite3.Error) -> Failure:
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Failure.CONFLICT
    if isinstance(error, sqlite3.IntegrityError):
        return Failure.OVERLAP if OVERLAP_MESSAGE in str(error) else Failure.OURS
    if isinstance(error, sqlite3.OperationalError) and code != sqlite3.SQLITE_ERROR:
        return Failure.UNAVAILABLE
    return Failure.OURS


def _postgresql(error: DBAPIError) -> Failure:
    state = getattr(error.orig, "sqlstate", None)
    if state == _OVERLAP:
        return Failure.OVERLAP
    if state in _CONFLICTS:
        return Failure.CONFLICT
    is_lost = isinstance(error, (OperationalError, InterfaceError)) or error.connection_invalidated
    return Failure.UNAVAILABLE if is_lost or state in _WAITED_TOO_LONG else Failure.OURS
