"""The whole outside world behind one listener that dispatches by Host, then by path."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from sandbox import busy, console, credentials, google, lightning, mail, microsoft, salesforce, seed
from sandbox.clock import Clock
from sandbox.listener import Listener
from sandbox.world import METADATA, World

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

SALESFORCE_HOSTS = ("login.salesforce.com", "test.salesforce.com")
MICROSOFT_HOSTS = ("login.microsoftonline.com", "graph.microsoft.com")
GOOGLE_HOSTS = ("www.googleapis.com", "oauth2.googleapis.com")
LOCAL_HOSTS = ("localhost", "127.0.0.1")
GOOGLE_PATHS = ("/calendar/v3/", "/token", "/google/")
MICROSOFT_PATHS = ("/microsoft/",)
SALESFORCE_PATHS = ("/services/", "/id/")  # browsers, the sf CLI and jsforce know no other host
LIGHTNING_PATHS = ("/lightning", "/static/", "/salesforce/")


class Switchboard:
    """A WSGI app that dispatches to the simulators."""

    def __init__(self, world: World) -> None:
        self.salesforce: WsgiApp = salesforce.create_app(world)
        self.lightning: WsgiApp = lightning.create_app(world)
        self.google: WsgiApp = google.create_app(world)
        self.microsoft: WsgiApp = microsoft.create_app(world)
        self.console: WsgiApp = console.create_app(world)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        app = self._app_for(environ.get("HTTP_HOST", ""), environ["PATH_INFO"])
        return (app or unknown)(environ, start_response)

    def _app_for(self, host: str, path: str) -> WsgiApp | None:
        name = host.partition(":")[0].lower()
        if name in SALESFORCE_HOSTS or name.endswith(".my.salesforce.com"):
            return self.salesforce
        if name in MICROSOFT_HOSTS:
            return self.microsoft
        if name in GOOGLE_HOSTS:
            return self.google
        return self._local_app(path) if name in LOCAL_HOSTS else None

    def _local_app(self, path: str) -> WsgiApp:
        if path.startswith(GOOGLE_PATHS):
            return self.google
        if path.startswith(MICROSOFT_PATHS):
            return self.microsoft
        if path.startswith(SALESFORCE_PATHS):
            return self.salesforce
        return self.lightning if path.startswith(LIGHTNING_PATHS) else self.console


def unknown(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The loud answer to whatever the sandbox does not simulate."""
    said = f"{environ['REQUEST_METHOD']} {environ.get('HTTP_HOST', '')}{environ['PATH_INFO']}"
    body = f"501 the sandbox does not simulate {said}\n".encode()
    start_response(
        "501 Not Implemented",
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    return [body]


class Sandbox:
    """The outside world, running in threads of this process; port 0 takes a free one.

    With `empty` nobody has deployed Handoff to the orgs yet.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        smtp_port: int = 0,
        app_url: str = "",
        now: datetime | None = None,
        metadata: str | Path = METADATA,
        crowd: int = 0,
        empty: bool = False,
    ) -> None:
        self.world = World(Clock(now), app_url=app_url, metadata=metadata)
        self._ports = (port, smtp_port)
        self._crowd = crowd
        self._empty = empty
        self._listener: Listener | None = None
        self._mail: mail.MailServer | None = None

    def start(self) -> Self:
        """Listen, then seed; raises PortTaken when another program has one of the ports."""
        world = self.world
        world.credentials = credentials.generate()
        port, smtp_port = self._ports
        self._listener = Listener(port)
        world.url = f"http://localhost:{self._listener.port}"
        try:
            self._mail = mail.MailServer(world, smtp_port)
            self._mail.start()
            world.smtp_port = self._mail.port
            seed.plant(world, crowd=self._crowd, empty=self._empty)
            busy.plant(world)
            self._listener.app = Switchboard(world)
        except BaseException:
            self._listener.server_close()
            if self._mail:
                self._mail.stop()
            raise
        self._listener.start()
        return self

    def stop(self) -> None:
        self.world.faults.clear()
        if self._listener:
            self._listener.stop()
            self._listener = None
        if self._mail:
            self._mail.stop()
            self._mail = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_failure: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return self.world.url

    @property
    def smtp_port(self) -> int:
        return self.world.smtp_port

    @property
    def app_url(self) -> str:
        return self.world.app_url

    @app_url.setter
    def app_url(self, url: str) -> None:
        self.world.app_url = url

    @property
    def credentials(self) -> dict[str, Any]:
        known = self.world.credentials or credentials.generate()
        return known.as_json(url=self.url, smtp_port=self.smtp_port)
