"""Starts the product's programs out of a process that has imported everything already: what took a second of the
machine's time takes a few milliseconds. The programs are the same: `python -m MODULE ARGUMENTS`, in sessions of their own."""

import atexit
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import psutil

KNOWN = (
    "gunicorn.app.wsgiapp",
    "gunicorn.workers.gthread",
    "handoff.web",
    "handoff.wiring",
    "workers.jobs",
    "workers.patient_worker",
    "workers.schedule",
    "sqlalchemy.dialects.sqlite",
    "sqlalchemy.dialects.postgresql.psycopg",
    "googleapiclient.discovery",
    "rq.worker",
)
"""What is imported beforehand; none of it may read the environment when imported."""


class Forked:
    """A started program, asked about as `subprocess.Popen` is."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        return None if self._process.is_running() and not self._is_zombie() else 0

    def wait(self, timeout: float | None = None) -> int:
        ends = time.monotonic() + (timeout or 60)
        while self.poll() is None:
            if time.monotonic() > ends:
                raise subprocess.TimeoutExpired("forked program", timeout or 60)
            time.sleep(0.005)
        return 0

    def _is_zombie(self) -> bool:
        try:
            return bool(self._process.status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True


class WarmStarter:
    """The process that forks; one for each test process."""

    def __init__(self) -> None:
        self._address = str(Path(tempfile.mkdtemp(prefix="handoff-warm-")) / "socket")
        self._lock = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.warm", self._address],
            cwd=Path(__file__).resolve().parents[2],
            stdin=subprocess.DEVNULL,
        )
        self._connection = self._connected()

    def start(
        self, module: Sequence[str], *, log: Path, env: Mapping[str, str], cwd: Path | None
    ) -> Forked:
        """Run a module with arguments, as `python -m` would."""
        order = {"module": list(module), "log": str(log), "env": dict(env), "cwd": str(cwd or ".")}
        with self._lock:
            self._connection.sendall(json.dumps(order).encode() + b"\n")
            return Forked(int(self._connection.recv(32)))

    def end(self) -> None:
        """End the starter; what it started has been ended by who asked for it."""
        self._connection.close()
        self._process.kill()
        self._process.wait()

    def _connected(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX)
        for _ in range(3000):
            try:
                connection.connect(self._address)
            except OSError:
                time.sleep(0.01)
            else:
                return connection
        raise AssertionError("the warm starter did not start")


@cache
def warm_starter() -> WarmStarter:
    """Return this process's starter, made on first use and ended at exit."""
    starter = WarmStarter()
    atexit.register(starter.end)
    return starter


def serve(address: str) -> None:
    """Fork a program for each order until the orderer has gone."""
    for name in KNOWN:
        importlib.import_module(name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen(1)
    connection, _ = listener.accept()
    listener.close()
    for line in connection.makefile("rb"):
        pid = os.fork()
        if pid == 0:
            connection.close()
            become(json.loads(line))
        connection.sendall(str(pid).encode())


def become(order: dict) -> None:  # type: ignore[type-arg]
    """Turn this fork into the program; never returns."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    out = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(order["cwd"])
    module, *arguments = order["module"]
    sys.argv = [module, *arguments]
    code = 1
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - the program ends here, and its log says why
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
