"""`python -m workers QUEUE` works one queue; `python -m workers clock` keeps time."""

import gc
import signal
import sys
import threading
from types import FrameType

from handoff.errors import Misconfigured
from handoff.notifications.letters import compiled_templates
from handoff.observability import start_logging
from workers import jobs
from workers.patient_worker import work
from workers.queues import CLOCK, QUEUES
from workers.schedule import keep_time


def prepare() -> None:
    """Make before a worker forks what each job would make for itself.

    What is there by then is frozen: a job's garbage collector would touch, and so copy, all of the worker's memory.
    """
    compiled_templates()
    gc.collect()
    gc.freeze()


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
        prepare()
        work(settings.redis_url, arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
