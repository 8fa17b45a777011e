"""What every remote call goes through: counted, delayed, and sometimes going wrong on purpose."""

import contextlib
import functools
import json
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, current_app, g, request

from sandbox.faults import Fault
from sandbox.world import World

View = Callable[..., Any]
HostsOf = Callable[..., str | Iterable[str] | None]
PART_KEY = "sandbox.batch_part"
DROPPED_KEY = "sandbox.dropped"


class Refusal(Exception):
    """A documented error answer; raise it anywhere below a view."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


def simulator(name: str, world: World, *, prefix: str = "") -> Flask:
    """A Flask app that knows the world and says 501 to everything it does not simulate."""
    app = Flask(name, static_folder=None)
    app.config["WORLD"] = world
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_error_handler(Refusal, lambda refusal: refusal.response)
    for status in (404, 405):
        app.register_error_handler(status, lambda _: not_simulated(prefix))
    return app


def not_simulated(what: str = "") -> Response:
    """The loud answer to whatever the sandbox does not simulate."""
    said = f"{request.method} {request.host}{request.full_path.rstrip('?')}"
    return Response(
        f"501 the sandbox does not simulate {what + ': ' if what else ''}{said}\n",
        status=501,
        mimetype="text/plain",
    )


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
            g.lost_hosts = frozenset()
            is_part = bool(request.environ.get(PART_KEY))
            world.count(service, f"batch.{call}" if is_part else call)
            if not is_part and (delay := world.faults.latency(service)):
                time.sleep(delay)
            if world.is_cut_off(service, call, "before"):
                return hang_up()
            fault = world.faults.take(service, call, _named(host, arguments))
            response = _done(functools.partial(view, **arguments), fault, lose_access)
            return hang_up() if world.is_cut_off(service, call, "after") else response

        return answer

    return decorate


def lost_hosts() -> frozenset[str]:
    """Addresses whose grant a fault withdraws for the running call; `*` means all of them."""
    lost: frozenset[str] = g.get("lost_hosts", frozenset())
    return lost


def hang_up() -> Response:
    """Have the listener reset the connection; the returned response is never sent."""
    request.environ[DROPPED_KEY] = True
    return Response(status=500)


def _named(host: HostsOf | None, arguments: dict[str, Any]) -> list[str]:
    named = host(**arguments) if host else None
    if named is None:
        return []
    return [named] if isinstance(named, str) else [str(name) for name in named]


def _done(view: View, fault: Fault | None, lose_access: Callable[[], Any] | None) -> Any:
    try:
        return view() if fault is None else _go_wrong(fault, view, lose_access)
    except Refusal as refusal:
        return refusal.response


def _go_wrong(fault: Fault, view: View, lose_access: Callable[[], Any] | None) -> Any:
    if fault.kind == "slow":
        the_world().faults.hold_up(fault)
        return view()
    if fault.kind == "status":
        return _refusal(fault)
    if fault.kind == "drop_before":
        return hang_up()
    if fault.kind == "drop_after":
        with contextlib.suppress(Refusal):
            view()
        return hang_up()
    g.lost_hosts = frozenset({fault.host.lower() if fault.host else "*"})
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
