"""The locks that let one transaction at a time choose a host or take a host's time."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import BigInteger, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session


def lock_type(session: Session, org_id: str, meeting_type_id: str) -> None:
    """Wait until nobody else books this type, before any other lock; ours to the end of the transaction."""
    _lock(session, [f"type {org_id} {meeting_type_id}"])


def lock_pools(session: Session, org_id: str, pool_ids: Iterable[str]) -> None:
    """Wait until nobody else chooses from these pools; ours to the end of the transaction."""
    _lock(session, [f"pool {org_id} {pool_id}" for pool_id in set(pool_ids)])


def lock_hosts(session: Session, org_id: str, host_ids: Iterable[str]) -> None:
    """Wait until nobody else takes these hosts' time; ours to the end of the transaction."""
    _lock(session, [f"host {org_id} {host_id}" for host_id in set(host_ids)])


def lock_window(session: Session, org_id: str, window_id: str) -> None:
    """Wait until nobody else changes what this window holds; ours to the end of the transaction."""
    _lock(session, [f"window {org_id} {window_id}"])


def _lock(session: Session, names: Iterable[str]) -> None:
    # SQLite's BEGIN IMMEDIATE has already made this transaction the only writer.
    if session.get_bind().dialect.name == "sqlite":
        return
    # In one order for everybody, or two transactions could wait for each other; in one round trip.
    numbers = sorted({_number(name) for name in names})
    number = func.unnest(literal(numbers, ARRAY(BigInteger))).column_valued("number")
    session.execute(select(func.pg_advisory_xact_lock(number)))


def _number(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
