"""Threads that ask several calendars at once, with the caller's context and within a time budget."""

import contextvars
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from typing import Generic, TypeVar

from handoff.clock import monotonic

Q = TypeVar("Q")
A = TypeVar("A")


class Budget:
    """Seconds that several rounds of questions share; without a number there is no end."""

    def __init__(self, seconds: float | None) -> None:
        """Begin to count now."""
        self._until = None if seconds is None else monotonic() + seconds

    @property
    def left(self) -> float | None:
        """The seconds that are left, never less than none."""
        return None if self._until is None else max(0.0, self._until - monotonic())


class Threads(Generic[Q, A]):
    """A pool of threads that is made on first use, and anew after a fork."""

    def __init__(self, size: int) -> None:
        """Keep how many may run at once."""
        self._size = size
        self._pid = 0
        self._lock = Lock()
        self._pool: ThreadPoolExecutor | None = None

    def ask(
        self, work: Callable[[Q], A], questions: Sequence[Q], *, budget: float | None = None
    ) -> list[A | None]:
        """Return an answer for each question, in order; None where it took longer than the budget (seconds).

        An exception of `work` is raised here. A single question without a budget is answered in this thread.
        What comes too late is dropped, and what had not begun by then never begins.
        """
        if len(questions) == 1 and budget is None:
            return [work(questions[0])]
        futures = [self._submit(work, question) for question in questions]
        in_time, late = wait(futures, timeout=budget)
        for future in late:
            future.cancel()
        return [future.result() if future in in_time else None for future in futures]

    def _submit(self, work: Callable[[Q], A], question: Q) -> "Future[A]":
        context = contextvars.copy_context()
        return self._own_pool().submit(context.run, work, question)

    def _own_pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None or self._pid != os.getpid():
                self._pool = ThreadPoolExecutor(self._size, thread_name_prefix="calendar")
                self._pid = os.getpid()
            return self._pool
