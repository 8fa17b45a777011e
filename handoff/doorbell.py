"""Tells the workers that there is something in the outbox. A bell that is not heard loses nothing."""

import logging
from collections.abc import Sequence
from typing import Protocol

import redis
import rq
from rq.exceptions import DuplicateJobError

from handoff.booking.effects import EffectKind
from handoff.clock import monotonic

log = logging.getLogger(__name__)

QUEUE_OF = {
    EffectKind.CALENDAR: "calendar",
    EffectKind.CALENDAR_REMOVAL: "calendar",
    EffectKind.LETTER: "mail",
    EffectKind.SALESFORCE: "salesforce",
    EffectKind.OWNER_FIELD: "salesforce",
    EffectKind.RECORD_FIELDS: "salesforce",
    EffectKind.RECORD_OWNER: "salesforce",
}
NOW_QUEUE = "now"
"""Where the effects of a Meet Now booking go, whatever their kind: nothing else waits there."""
SYNC_QUEUE = "sync"
DELIVER = "workers.jobs.deliver"
SYNC_SETTINGS = "workers.jobs.sync_settings"
MIRROR = "workers.jobs.mirror_bookings"
CROWDED = 1000
"""Waiting jobs: so many keep every worker awake, and more of them would only be doubles from the sweep."""
SILENT_FOR = 5.0
"""Seconds without trying again after Redis could not be reached, so that no request waits for it twice."""


class Doorbell(Protocol):
    """Something that wakes workers."""

    def ring(self, effects: Sequence[tuple[str, str]], *, is_now: bool = False) -> bool:
        """Wake the workers for (effect id, kind) pairs; False if nobody can have heard. Never raises.

        What is for a meeting that begins now goes first.
        """
        ...

    def ask_for_settings(self, org_id: str) -> bool:
        """Ask the workers to read an org's settings again; False if nobody can have heard."""
        ...

    def ask_to_mirror(self, org_id: str) -> bool:
        """Ask the workers to bring an org's Booking records up to date; False if nobody can have heard."""
        ...


class RqDoorbell:
    """Rings through RQ: a job carries nothing but an id."""

    def __init__(self, redis_url: str) -> None:
        """Connect on first use; a second is the longest that a request waits for Redis."""
        self._redis = redis.Redis.from_url(
            redis_url, socket_timeout=1.0, socket_connect_timeout=1.0
        )
        self._silent_until = 0.0

    def ring(self, effects: Sequence[tuple[str, str]], *, is_now: bool = False) -> bool:
        """Enqueue one job an effect."""
        return all(
            self._enqueue(NOW_QUEUE if is_now else QUEUE_OF[EffectKind(kind)], DELIVER, effect_id)
            for effect_id, kind in effects
        )

    def ask_for_settings(self, org_id: str) -> bool:
        """Enqueue one reading of the org's settings, unless one is waiting."""
        return self._enqueue(SYNC_QUEUE, SYNC_SETTINGS, org_id, job_id=f"settings-{org_id}")

    def ask_to_mirror(self, org_id: str) -> bool:
        """Enqueue one turn at the org's Booking records, unless one is waiting."""
        return self._enqueue(SYNC_QUEUE, MIRROR, org_id, job_id=f"mirror-{org_id}")

    def _enqueue(self, queue: str, function: str, argument: str, job_id: str | None = None) -> bool:
        if monotonic() < self._silent_until:
            return False
        waiting = rq.Queue(queue, connection=self._redis, serializer="json")
        try:
            if waiting.count >= CROWDED:
                return True
            waiting.enqueue(
                function,
                argument,
                job_id=job_id,
                unique=job_id is not None,
                job_timeout=180,
                result_ttl=0,
                failure_ttl=60,
                description=function,
            )
        except DuplicateJobError:
            return True
        except (redis.RedisError, OSError) as error:
            self._silent_until = monotonic() + SILENT_FOR
            log.warning("doorbell not heard", extra={"queue": queue, "error": type(error).__name__})
            return False
        return True
