"""The only jobs that a worker will run, whatever Redis says."""

from typing import Any

from rq.job import Job

from handoff.doorbell import DELIVER, MIRROR, SYNC_SETTINGS
from workers import jobs

ALLOWED = frozenset({DELIVER, MIRROR, SYNC_SETTINGS})


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
