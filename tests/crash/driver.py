"""Starts children for the crash tests from one warm process, and ends them."""

import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any

from tests.support.product import ROOT


class Driver:
    """The warm process and the child that it has running."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.child"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._has_pid = threading.Event()
        self._pid = 0

    def begin(self, order: dict[str, Any]) -> None:
        """Have a child begin."""
        self._has_pid.clear()
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._pid = int(self._line())
        self._has_pid.set()

    def ended(self) -> int:
        """Wait for the child and return its exit status, negative for a signal."""
        return os.waitstatus_to_exitcode(int(self._line()))

    def signal(self, number: signal.Signals) -> None:
        """Send the running child a signal; waits until there is one."""
        assert self._has_pid.wait(60)
        os.kill(self._pid, number)

    def stop(self) -> None:
        """End the warm process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(timeout=60)
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the warm process has ended"
        return line
