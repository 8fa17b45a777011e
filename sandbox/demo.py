"""The whole demonstration: the sandbox, the queue server, web, workers and clock, started and ended together."""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox import valkey
from sandbox.environment import admin_environment, as_shell, environment, new_key
from sandbox.supervisor import Broken, StopAsked, Supervisor
from sandbox.welcome import welcome

QUEUES = ("now", "calendar", "mail", "salesforce", "sync")
VAR = Path("var")
CROWD = 2_000
"""Further users of the first company: a search has something to do."""


@dataclass(frozen=True)
class Plan:
    """Where everything will be."""

    port: int
    now: str
    keeps: bool
    is_empty: bool

    @property
    def app_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://localhost:{self.port + 1}"

    @property
    def ports(self) -> dict[int, str]:
        return {self.port: "web", self.port + 1: "sandbox", self.port + 2: "mail"}


def main(arguments: list[str] | None = None) -> int:
    """Run until interrupted; returns the exit code."""
    plan = _plan(arguments)
    taken = [f"{port} ({what})" for port, what in plan.ports.items() if _is_taken(port)]
    if taken:
        _say(f"Port {', '.join(taken)} is in use. Choose others: bin/demo --port N takes N to N+2.")
        return 1
    programs = Supervisor(VAR / "log", _say)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: programs.ask_to_stop())
    try:
        _start(plan, programs)
        while True:
            time.sleep(0.5)
            programs.look_after()
    except StopAsked:
        _say("\nStopping…")
        return 0
    except Broken as broken:
        _say(str(broken))
        return 1
    finally:
        programs.end()
        _say("Everything has stopped.")


def _plan(arguments: list[str] | None) -> Plan:
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Run Handoff with a pretend Salesforce, Google, Microsoft and mail server.",
        epilog="Everything it writes lies below ./var; the log of each program is in ./var/log. "
        "DATABASE_URL and REDIS_URL, if set, are used instead of SQLite and the embedded Valkey. "
        "Ctrl-C ends everything.",
    )
    parser.add_argument(
        "--port",
        type=int,
        default=8000,
        metavar="N",
        help="web on N, sandbox on N+1, its mail server on N+2 (default 8000)",
    )
    parser.add_argument(
        "--now", default="", metavar="INSTANT", help="start the clock there: 2026-03-02T14:00:00Z"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep the bookings of an earlier run (SQLite only)"
    )
    parser.add_argument(
        "--empty", action="store_true", help="orgs in which nobody has deployed Handoff yet"
    )
    wish = parser.parse_args(arguments)
    return Plan(port=wish.port, now=wish.now, keeps=wish.keep, is_empty=wish.empty)


def _start(plan: Plan, programs: Supervisor) -> None:
    VAR.mkdir(exist_ok=True)
    if not plan.keeps:
        _forget_earlier_run()
    python = [sys.executable, "-m"]
    outside = dict(os.environ) | {"PYTHONUNBUFFERED": "1"}
    sandbox = [*python, "sandbox", "--port", str(plan.port + 1), "--smtp-port", str(plan.port + 2)]
    sandbox += ["--app-url", plan.app_url, *(["--now", plan.now] if plan.now else [])]
    sandbox += ["--crowd", str(CROWD), *(["--empty"] if plan.is_empty else [])]
    programs.start("sandbox", sandbox, outside, is_replaceable=False)
    redis_url = os.environ.get("REDIS_URL") or _start_queue_server(programs, outside)
    credentials_url = f"{plan.sandbox_url}/credentials.json"
    programs.wait_until(_answers(credentials_url), "The sandbox", seconds=30)
    credentials = _read(credentials_url)
    wanted = environment(
        credentials,
        app_url=plan.app_url,
        sandbox_url=plan.sandbox_url,
        database_url=os.environ.get("DATABASE_URL") or f"sqlite:///{VAR.resolve()}/handoff.db",
        redis_url=redis_url,
        secret_key=_secret_key(),
        now=plan.now,
    )
    _write_secret(VAR / "environment", as_shell(wanted | admin_environment(credentials)))
    inside = outside | wanted
    programs.run("migrate", [*python, "handoff.storage.migrate"], inside)
    programs.start("web", _web(python, plan.port), inside)
    for queue in QUEUES:
        programs.start(f"worker-{queue}", [*python, "workers", queue], inside)
    programs.start("clock", [*python, "workers", "clock"], inside)
    programs.wait_until(_answers(f"{plan.app_url}/health/ready"), "The web process", seconds=60)
    _say(
        welcome(
            world=_read(f"{plan.sandbox_url}/world.json"),
            credentials=credentials,
            app_url=plan.app_url,
            sandbox_url=plan.sandbox_url,
            var=str(VAR),
            is_empty=plan.is_empty,
        )
    )


def _web(python: list[str], port: int) -> list[str]:
    return [
        *(*python, "gunicorn", "app:app", "--bind", f"127.0.0.1:{port}"),
        *("--worker-class", "gthread", "--threads", "8", "--no-control-socket"),
    ]


def _start_queue_server(programs: Supervisor, outside: Mapping[str, str]) -> str:
    directory = VAR / "valkey"
    directory.mkdir(exist_ok=True)
    path = valkey.socket_path(directory)
    path.unlink(missing_ok=True)
    programs.start("valkey", valkey.command(directory, path), outside)
    programs.wait_until(path.is_socket, "The queue server", seconds=10)
    return f"unix://{path}"


def _forget_earlier_run() -> None:
    """The pretend world begins anew at every start, so what the product knew of it goes too."""
    for file in VAR.glob("handoff.db*"):
        file.unlink()
    shutil.rmtree(VAR / "valkey", ignore_errors=True)


def _secret_key() -> str:
    path = VAR / "secret_key"
    if not path.exists():
        _write_secret(path, new_key())
    return path.read_text(encoding="ascii").strip()


def _write_secret(path: Path, text: str) -> None:
    """Write a file anew that nobody else may read."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def _answers(url: str) -> Callable[[], bool]:
    def answers() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own loopback
                return bool(response.status == 200)
        except (OSError, urllib.error.URLError, http.client.HTTPException):
            return False

    return answers


def _read(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - our own loopback
        return json.load(response)


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        # As servers do: a port that merely waits for old connections to fade is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
