"""What runs on the clock and how often."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from handoff.clock import monotonic
from workers import jobs

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Turn:
    """A job and the seconds between its runs."""

    job: Callable[[], None]
    every: float


TURNS = (
    Turn(jobs.show_life, 5.0),
    Turn(jobs.sweep, 1.0),
    Turn(jobs.mirror_changes, 5.0),
    Turn(jobs.expire_holds, 15.0),
    Turn(jobs.read_wanted_settings, 1.0),
    # Every query of a reading is an API call of the org's; where Handoff is in use it is read each minute anyway.
    Turn(jobs.sync_all_settings, 300.0),
    Turn(jobs.expire_guests, 600.0),
)


def keep_time(stop: threading.Event) -> None:
    """Run every job when its time comes until told to stop. Two clocks at once do no harm."""
    due = dict.fromkeys(TURNS, 0.0)
    while not stop.wait(0.1):
        for turn in TURNS:
            if monotonic() >= due[turn]:
                due[turn] = monotonic() + turn.every
                _run(turn)


def _run(turn: Turn) -> None:
    try:
        turn.job()
    except Exception:
        log.exception("turn failed", extra={"kind": turn.job.__name__})
