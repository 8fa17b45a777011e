"""Starts, kills and ends one program, with whatever it started itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil

from tests.support.warm import Forked, warm_starter


class Process:
    """A program in a session of its own; its output goes to a file.

    A warm one (`python -m …` only) is forked from a process that has imported the product already.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        log: Path,
        env: Mapping[str, str],
        cwd: Path | None = None,
        is_warm: bool = False,
    ) -> None:
        self._is_warm = is_warm
        self._arguments = list(arguments)
        self._log = log
        self._env = dict(env)
        self._cwd = cwd
        self._running: subprocess.Popen[bytes] | Forked | None = None

    def start(self) -> None:
        if self._is_warm:
            module = self._arguments[self._arguments.index("-m") + 1 :]
            self._running = warm_starter().start(
                module, log=self._log, env=self._env, cwd=self._cwd
            )
            return
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                self._arguments,
                env=self._env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        assert self._running is not None
        return self._running.pid

    @property
    def is_running(self) -> bool:
        return self._running is not None and self._running.poll() is None

    @property
    def output(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace") if self._log.exists() else ""

    def kill(self) -> None:
        """End it and its children without warning, as `kill -9` or a power cut does."""
        if self._running is None:
            return
        for process in self._session():
            _signal(process, signal.SIGKILL)
        self._running.wait()
        self._running = None

    def end(self, *, grace: float = 10) -> None:
        """Ask it to end; what is left after the grace period is killed."""
        if self.is_running:
            os.killpg(self.pid, signal.SIGTERM)
            try:
                assert self._running is not None
                self._running.wait(timeout=grace)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def resident_bytes(self) -> int:
        """Return the memory that it and its children hold, shared pages counted once."""
        return sum(psutil.Process(process).memory_full_info().pss for process in self._session())

    def _session(self) -> list[int]:
        members = []
        for pid in psutil.pids():
            try:
                if os.getsid(pid) == self.pid:
                    members.append(pid)
            except (ProcessLookupError, PermissionError):
                continue
        return members


def wait_until(is_so: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    """Wait for something to become true; fails with `what` when time is up."""
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise AssertionError(f"after {seconds} s still not so: {what}")
        time.sleep(0.02)


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
