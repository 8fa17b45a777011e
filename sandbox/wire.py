"""What every remote call goes through: it is counted, delayed, and sometimes goes wrong on purpose."""

import functools
import json
import socket
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Response, current_app, g, request

from sandbox.faults import Fault
from sandbox.world import World

View = Callable[..., Any]
HostsOf = Callable[..., str | Iterable[str] | None]
PART_KEY = "sandbox.batch_part"
CONNECTION_KEY = "sandbox.connection"
DROPPED_KEY = "sandbox.dropped"


def the_world() -> World:
    """The world of the running app; every simulator's `create_app` puts it into `app.config`."""
    world: World = current_app.config["WORLD"]
    return world


def remote_call(
    service: str,
    call: str,
    *,
    host: HostsOf | None = None,
    lose_access: Callable[[], Any] | None = None,
) -> Callable[[View], View]:
    """Make a Flask view a remote call of `service`.

    `host(**view_arguments)` names whom the call concerns: one address, several, or None.
    `lose_access()` answers a call whose grant is gone; without it the view asks `lost_hosts()`.
    """

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(**arguments: Any) -> Any:
            world = the_world()
            is_part = bool(request.environ.get(PART_KEY))
            world.count(service, f"batch.{call}" if is_part else call)
            if not is_part and (delay := world.faults.latency(service)):
                time.sleep(delay)
            fault = world.faults.take(service, call, _named(host, arguments))
            if fault is None:
                return view(**arguments)
            return _go_wrong(fault, functools.partial(view, **arguments), lose_access)

        return answer

    return decorate


def lost_hosts() -> frozenset[str]:
    """Addresses whose grant a fault has just withdrawn for the running call; `*` means all of them."""
    return frozenset(g.get("lost_hosts", ()))


def hang_up() -> Response:
    """Close the connection without an answer; the returned response is never sent."""
    connection: socket.socket | None = request.environ.get(CONNECTION_KEY)
    request.environ[DROPPED_KEY] = True
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
    return Response(status=500)


def _named(host: HostsOf | None, arguments: dict[str, Any]) -> list[str]:
    named = host(**arguments) if host else None
    if named is None:
        return []
    return [named] if isinstance(named, str) else [str(name) for name in named]


def _go_wrong(fault: Fault, view: View, lose_access: Callable[[], Any] | None) -> Any:
    if fault.kind == "slow":
        time.sleep(fault.seconds)
        return view()
    if fault.kind == "status":
        return _refusal(fault)
    if fault.kind == "drop_before":
        return hang_up()
    if fault.kind == "drop_after":
        view()
        return hang_up()
    g.lost_hosts = {fault.host.lower() if fault.host else "*"}
    return lose_access() if lose_access else view()


def _refusal(fault: Fault) -> Response:
    body, mimetype = fault.body, "application/json"
    if body is None:
        body, mimetype = f"{fault.status} on purpose\n", "text/plain"
    elif isinstance(body, str):
        mimetype = "application/json" if body.lstrip()[:1] in ("{", "[") else "text/html"
    else:
        body = json.dumps(body)
    return Response(body, status=fault.status, headers=fault.headers, mimetype=mimetype)
