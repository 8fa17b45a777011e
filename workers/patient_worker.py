"""Works a queue until told to stop: when Redis goes away it waits and begins again."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

import redis
from rq import Queue, Worker

from workers.allowed_job import AllowedJob

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0
"""Seconds between beginnings while Redis cannot be reached."""


class PatientWorker(Worker):
    """RQ's worker, which remembers that it was told to stop and can end without Redis."""

    max_connection_wait_time = LONGEST_PAUSE

    def __init__(self, *arguments: Any, stop: threading.Event, **options: Any) -> None:
        """Keep the event that outlives this worker."""
        super().__init__(*arguments, **options)
        self._stop = stop

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Note it before anything that may fail without Redis."""
        self._stop.set()
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def _install_signal_handlers(self) -> None:
        super()._install_signal_handlers()  # type: ignore[no-untyped-call]
        # Whoever asked while we were beginning has been heard by the handlers that were there before.
        self._stop_requested = self._stop.is_set()

    def teardown(self) -> None:
        """Say goodbye; the thread that listens for commands ends even if Redis does not hear it."""
        listener: Any = self.pubsub_thread
        try:
            super().teardown()  # type: ignore[no-untyped-call]
        except (redis.RedisError, OSError):
            if listener is not None:
                listener.stop()
            raise


def work(redis_url: str, queue: str) -> None:
    """Work one queue until SIGTERM or SIGINT; the current job is finished first."""
    stop = threading.Event()
    pause = FIRST_PAUSE
    while not stop.is_set():
        # RQ puts handlers of its own in place while it works, and leaves them behind.
        _listen_for_signals(stop)
        has_worked = _work_while_redis_lives(redis_url, queue, stop)
        pause = FIRST_PAUSE if has_worked else min(2 * pause, LONGEST_PAUSE)
        _listen_for_signals(stop)
        stop.wait(pause)


def _listen_for_signals(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: stop.set())


def _work_while_redis_lives(redis_url: str, queue: str, stop: threading.Event) -> bool:
    try:
        has_worked = _worker(redis_url, queue, stop).work(
            with_scheduler=False, logging_level="WARNING"
        )
    except (redis.RedisError, OSError) as error:
        log.warning("queue out of reach", extra={"queue": queue, "error": type(error).__name__})
        return False
    if not stop.is_set():
        log.warning("worker begins again", extra={"queue": queue})
    return has_worked


def _worker(redis_url: str, queue: str, stop: threading.Event) -> PatientWorker:
    connection = redis.Redis.from_url(redis_url)
    return PatientWorker(
        [Queue(queue, connection=connection, serializer="json", job_class=AllowedJob)],
        connection=connection,
        stop=stop,
        serializer="json",
        job_class=AllowedJob,
        worker_ttl=20,
        maintenance_interval=10,
        job_monitoring_interval=5,
        log_job_description=False,
    )
