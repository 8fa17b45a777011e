"""Threads that ask several calendars at once, with the caller's context and within a time budget."""

import contextvars
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Said(Generic[A]):
    """What one question came to while somebody waited; neither of the two if it has not begun."""

    answer: A | None = None
    is_under_way: bool = False


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
        return [one.answer for one in self.ask_on(work, questions, patience=budget)]

    def ask_on(
        self, work: Callable[[Q], A], questions: Sequence[Q], *, patience: float | None
    ) -> list[Said[A]]:
        """Return what each question came to within some seconds; work under way goes on unwatched.

        An exception of work that was waited for is raised here. What had not begun by then never begins.
        """
        futures = [self._submit(work, question) for question in questions]
        in_time, _ = wait(futures, timeout=patience)
        return [
            Said(future.result()) if future in in_time else Said(is_under_way=not future.cancel())
            for future in futures
        ]

    def _submit(self, work: Callable[[Q], A], question: Q) -> "Future[A]":
        context = contextvars.copy_context()
        return self._own_pool().submit(context.run, work, question)

    def _own_pool(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None or self._pid != os.getpid():
                self._pool = ThreadPoolExecutor(self._size, thread_name_prefix="calendar")
                self._pid = os.getpid()
            return self._pool
