"""Who is at work: the clock's last sign of life, and how many workers listen to each queue.

Redis may forget it all: then nobody is seen until the next sign, a few seconds later.
"""

import contextlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import redis
import rq

from handoff.clock import machine_now

KEY = "handoff:clock"
SHOWS_FOR = 60
"""Seconds after which a clock that has stopped is no longer seen."""
_TIMEOUT = 2.0


def connected(redis_url: str) -> redis.Redis:
    """Return a client that waits two seconds at most; it connects on first use."""
    return redis.Redis.from_url(redis_url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT)


def beat(client: redis.Redis) -> None:
    """Leave a sign that the clock runs. Never raises: the next sign comes soon."""
    with contextlib.suppress(redis.RedisError, OSError):
        client.set(KEY, machine_now().timestamp(), ex=SHOWS_FOR)


def last_beat(client: redis.Redis) -> datetime | None:
    """Return when the clock last showed itself, or None. Raises redis.RedisError, OSError."""
    found = client.get(KEY)
    return datetime.fromtimestamp(float(found), UTC) if found else None


def workers_by_queue(client: redis.Redis) -> Mapping[str, int]:
    """Return how many workers listen to each queue. Raises redis.RedisError, OSError."""
    counted: Counter[str] = Counter()
    for worker in rq.Worker.all(connection=client):
        counted.update(worker.queue_names())
    return counted
