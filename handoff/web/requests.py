"""What surrounds every request: its id, how long it took, and how much of that was other services' time."""

import logging
import uuid

from flask import Flask, Response, current_app, g, request

from handoff.clock import monotonic
from handoff.observability import counting_remote_time, covered_seconds, handoff_id, round_trips
from handoff.wiring import Parts

log = logging.getLogger(__name__)


def parts() -> Parts:
    """Return the parts that this application was made with."""
    made: Parts = current_app.extensions["parts"]
    return made


def register(app: Flask) -> None:
    """Time every request and give it an id that follows it into its jobs."""
    app.before_request(_begin)
    app.after_request(_finish)
    app.teardown_request(_end)


def _begin() -> None:
    g.began = monotonic()
    g.id_token = handoff_id.set(str(uuid.uuid4()))
    g.counting = counting_remote_time()
    g.remote_calls = g.counting.__enter__()


def _finish(response: Response) -> Response:
    total = monotonic() - g.began
    remote = covered_seconds(g.remote_calls)
    response.headers["Server-Timing"] = (
        f"own;dur={(total - remote) * 1000:.1f}, remote;dur={remote * 1000:.1f}, "
        f'calls;desc="{len(g.remote_calls)}", trips;desc="{round_trips(g.remote_calls)}"'
    )
    if request.endpoint not in ("static", "health.live", "health.ready"):
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": str(request.url_rule),
                "status": response.status_code,
                "ms": round(total * 1000),
            },
        )
    return response


def _end(error: BaseException | None) -> None:
    if "counting" in g:
        g.counting.__exit__(None, None, None)
        handoff_id.reset(g.id_token)
