"""`python -m workers QUEUE` works one queue; `python -m workers clock` keeps time."""

import logging
import signal
import sys
import threading
from types import FrameType
from typing import Any

import redis
from rq import Queue, Worker
from rq.job import Job

from handoff.config import Settings
from handoff.doorbell import DELIVER, SYNC_SETTINGS
from handoff.errors import Misconfigured
from handoff.observability import start_logging
from workers import jobs
from workers.queues import CLOCK, QUEUES
from workers.schedule import keep_time

log = logging.getLogger(__name__)

ALLOWED = frozenset({DELIVER, SYNC_SETTINGS})


class AllowedJob(Job):
    """A job that runs nothing but our own functions.

    RQ reads the function's name and the callbacks' from Redis, and the JSON serializer alone does not stop
    somebody who can write there from naming `os.system` (measured with RQ 3.0.0).
    """

    @property
    def func(self) -> Any:
        """Return the function, if it is one of ours."""
        if self.func_name not in ALLOWED:
            raise PermissionError("this job names a function that is not on the list")
        return getattr(jobs, self.func_name.rpartition(".")[2])

    def restore(self, raw_data: Any) -> None:
        """Read the job, dropping callbacks and webhooks: we never set any."""
        kept = {k: v for k, v in raw_data.items() if not _is_callback(k)}
        super().restore(kept)


def _is_callback(field: bytes | str) -> bool:
    name = field.decode() if isinstance(field, bytes) else field
    return "callback" in name or "webhook" in name


def work(settings: Settings, queue: str) -> None:
    """Work one queue until SIGTERM; the current job is finished first."""
    connection = redis.Redis.from_url(settings.redis_url)
    worker = Worker(
        [Queue(queue, connection=connection, serializer="json", job_class=AllowedJob)],
        connection=connection,
        serializer="json",
        job_class=AllowedJob,
        worker_ttl=20,
        maintenance_interval=10,
        job_monitoring_interval=5,
        log_job_description=False,
    )
    worker.work(with_scheduler=False, logging_level="WARNING")


def keep_clock() -> None:
    """Keep time until SIGTERM or SIGINT."""
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    keep_time(stop)


def main(arguments: list[str]) -> int:
    """Start what the arguments name."""
    if len(arguments) != 1 or arguments[0] not in (*QUEUES, CLOCK):
        sys.stderr.write(f"usage: python -m workers {'|'.join((*QUEUES, CLOCK))}\n")
        return 2
    try:
        settings = jobs.parts().settings
    except Misconfigured as error:
        sys.stderr.write(error.message + "\n")
        return 78
    start_logging(settings.log_level)
    if arguments[0] == CLOCK:
        keep_clock()
    else:
        work(settings, arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
