"""JSON logs, the handoff_id that follows a request into its jobs, and time spent in remote calls."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from handoff.clock import machine_now, monotonic

handoff_id: ContextVar[str] = ContextVar("handoff_id", default="")
_remote_calls: ContextVar[list[tuple[float, float]] | None] = ContextVar(
    "remote_calls", default=None
)

FIELDS = frozenset(
    [
        "service",
        "operation",
        "method",
        "host",
        "path",
        "status",
        "ms",
        "attempt",
        "effect_id",
        "booking_id",
        "kind",
        "queue",
        "outcome",
        "org_id",
        "code",
        "error",
        "reason",
        "count",
        "worker",
        "route",
        "retry_after",
    ]
)
"""The only fields that may reach a log line; never names, addresses, tokens or bodies."""


class JsonLines(logging.Formatter):
    """One JSON object a line: event, level, time, handoff_id and the allowed fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Render the record; an exception is reduced to where and what type, since its text may quote people."""
        line: dict[str, Any] = {
            "at": machine_now().isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if handoff_id.get():
            line["handoff_id"] = handoff_id.get()
        line.update({k: v for k, v in record.__dict__.items() if k in FIELDS})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, default=str)


def _where(traceback: Any) -> list[str]:
    places = []
    while traceback:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return places[-8:]


def start_logging(level: str = "INFO") -> None:
    """Send every log line to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("urllib3", "googleapiclient", "google", "rq", "httplib2", "werkzeug"):
        logging.getLogger(noisy).setLevel("WARNING")
    # It quotes whole answers of the token endpoint in its errors; we log our own line for each call.
    logging.getLogger("msal").setLevel("CRITICAL")


@contextmanager
def counting_remote_time() -> Iterator[list[tuple[float, float]]]:
    """Collect when remote calls began and ended while the block runs, also in threads given this context."""
    calls: list[tuple[float, float]] = []
    token = _remote_calls.set(calls)
    try:
        yield calls
    finally:
        _remote_calls.reset(token)


@contextmanager
def remote_call() -> Iterator[None]:
    """Mark the block as time spent waiting for another service."""
    began = monotonic()
    try:
        yield
    finally:
        calls = _remote_calls.get()
        if calls is not None:
            calls.append((began, monotonic()))


def covered_seconds(calls: list[tuple[float, float]]) -> float:
    """Return how long at least one of the calls was under way."""
    total, reached = 0.0, float("-inf")
    for began, ended in sorted(calls):
        total += max(0.0, ended - max(began, reached))
        reached = max(reached, ended)
    return total


def round_trips(calls: list[tuple[float, float]]) -> int:
    """Return how many of the calls were made one after another; those under way together count once."""
    trips, reached = 0, float("-inf")
    for began, ended in sorted(calls, key=lambda call: call[1]):
        if began >= reached:
            trips, reached = trips + 1, ended
    return trips
