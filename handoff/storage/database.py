"""The database: one engine per process, and the only way to open a transaction."""

import logging
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session

from handoff.clock import monotonic
from handoff.errors import HandoffError, SlotTaken, TryLater
from handoff.http import transaction_is_open
from handoff.storage.engines import make_engine
from handoff.storage.failures import Failure, failure_of
from handoff.wording import say

log = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 5
OVERLAP_TRIES = 2
"""The second look sees the other's row, so the work can choose another host."""
PATIENCE_S = 6.0
"""After this long nothing is tried again: somebody is waiting for an answer."""
LONGEST_PAUSE_MS = 50
TAKEN = "Somebody else has just taken this time."


class Database:
    """Opens transactions; connects on first use, and anew in every process that was forked."""

    def __init__(self, url: str) -> None:
        """Keep the address; `postgres://`, `postgresql://` and `sqlite:///` are understood."""
        self._url = url
        self._engine: Engine | None = None
        self._pid = 0
        self._lock = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a transaction: committed at the end, rolled back on any exception, which passes as it is."""
        with (
            transaction_is_open(),
            Session(self._own_engine(), expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def run(self, work: Callable[[Session], T]) -> T:
        """Do the work in a transaction, again if the database asks for it; `work` may run several times.

        Raises SlotTaken if host time overlaps, TryLater if the database is busy or out of reach.
        """
        began = monotonic()
        for attempt in range(1, TRIES + 1):
            try:
                with self.transaction() as session:
                    return work(session)
            except SQLAlchemyError as error:
                is_late = monotonic() - began > PATIENCE_S
                if is_late or not _is_worth_another_try(error, attempt):
                    told = _told(error)
                    if told is None:
                        raise
                    raise told from error
                log.info("transaction tried again", extra={"attempt": attempt})
            time.sleep(secrets.randbelow(LONGEST_PAUSE_MS * attempt) / 1000)
        raise AssertionError("the last try returns or raises")

    def ping(self) -> None:
        """Ask the database for an answer. Raises TryLater."""
        self.run(lambda session: session.scalar(select(1)))

    def dispose(self) -> None:
        """Close this process's connections; the next use opens new ones."""
        with self._lock:
            if self._engine is not None:
                self._engine.dispose(close=self._pid == os.getpid())
            self._engine = None

    def _own_engine(self) -> Engine:
        engine = self._engine
        if engine is not None and self._pid == os.getpid():
            return engine
        with self._lock:
            if self._engine is not None and self._pid != os.getpid():
                # The connections belong to the parent, who still uses them: forget, never close.
                self._engine.dispose(close=False)
                self._engine = None
            if self._engine is None:
                self._engine = make_engine(self._url)
                self._pid = os.getpid()
            return self._engine


def _is_worth_another_try(error: SQLAlchemyError, attempt: int) -> bool:
    failure = failure_of(error)
    if failure is Failure.OVERLAP:
        return attempt < OVERLAP_TRIES
    return failure is Failure.CONFLICT and attempt < TRIES


def _told(error: SQLAlchemyError) -> HandoffError | None:
    failure = failure_of(error)
    if failure is Failure.OVERLAP:
        return SlotTaken(TAKEN)
    if failure is Failure.OURS or isinstance(error, IntegrityError):
        return None
    return TryLater(
        say("The database did not answer in time. Try again in a moment."),
        service="database",
        operation="transaction",
        code=failure.value,
    )
