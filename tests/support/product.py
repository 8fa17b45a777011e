"""The product as it runs in earnest: gunicorn and workers as processes of their own, against a sandbox."""

import os
import shutil
import sys
import tempfile
import urllib.request
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

from sandbox.environment import environment, new_key
from tests.cast import NOW_TEXT
from tests.support.inside import PATIENT
from tests.support.ports import free_port
from tests.support.processes import Process, wait_until

ROOT = Path(__file__).resolve().parents[2]
QUEUES = ("now", "calendar", "mail", "salesforce", "sync")
PROGRAMS = ("web", *QUEUES, "clock")

UNHURRIED = {**PATIENT, "HANDOFF_BACKOFF_SECONDS": "0.05"}
"""What takes its time on a crowded machine is not cut off; what did fail is soon tried again."""


class Product:
    """Web, workers and clock; `programs` names those that run, and each can be killed and restarted."""

    def __init__(
        self,
        *,
        box: Any,
        database_url: str,
        redis_url: str,
        programs: Iterable[str] = PROGRAMS,
        now: str = NOW_TEXT,
        extra: Mapping[str, str] | None = None,
        is_warm: bool = True,
    ) -> None:
        self._is_warm = is_warm
        self._world, self._now = box.world, datetime.fromisoformat(now)
        self._directory = Path(tempfile.mkdtemp(prefix="handoff-product-"))
        self._port = free_port()
        self.url = f"http://127.0.0.1:{self._port}"
        box.app_url = self.url
        self._env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._directory),
            "LANG": "C.UTF-8",
            "PYTHONUNBUFFERED": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment(
                box.credentials,
                app_url=self.url,
                sandbox_url=box.url,
                database_url=database_url,
                redis_url=redis_url,
                secret_key=new_key(),
                now=now,
            ),
            **UNHURRIED,
            **(extra or {}),
        }
        self._processes = {name: self._process(name) for name in programs}

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what the web process was told; `Settings.from_env` reads it too."""
        return dict(self._env)

    def start(self) -> "Product":
        """Start everything and wait until web answers.

        The world's clock begins with the product's: a deployment before may have taken longer than they may differ.
        """
        self._world.clock.set(self._now)
        for process in self._processes.values():
            process.start()
        if "web" in self._processes:
            wait_until(self._answers, f"web answers\n{self.log('web')[-2000:]}")
        return self

    def stop(self) -> None:
        """End everything and remove what it wrote."""
        with ThreadPoolExecutor() as threads:
            list(threads.map(Process.end, self._processes.values()))
        shutil.rmtree(self._directory, ignore_errors=True)

    def kill(self, name: str) -> None:
        """End one program as `kill -9` does, its children too."""
        self._processes[name].kill()

    def restart(self, name: str) -> None:
        """Start one program again after `kill`, or for the first time."""
        self._processes.setdefault(name, self._process(name)).start()
        if name == "web":
            wait_until(self._answers, "web answers again")

    def is_running(self, name: str) -> bool:
        """Say whether one program is there."""
        return self._processes[name].is_running

    def pid(self, name: str) -> int:
        """Return the process id of one program."""
        return self._processes[name].pid

    def resident_bytes(self, name: str) -> int:
        """Return the memory that one program and its children hold."""
        return self._processes[name].resident_bytes()

    def log(self, name: str) -> str:
        """Return everything that one program has written."""
        return self._processes[name].output

    def _process(self, name: str) -> Process:
        return Process(
            self._command(name),
            log=self._directory / f"{name}.log",
            env=self._env,
            cwd=ROOT,
            is_warm=self._is_warm,
        )

    def _command(self, name: str) -> list[str]:
        python = [sys.executable, "-m"]
        if name != "web":
            return [*python, "workers", name]
        return [
            *(*python, "gunicorn", "app:app", "--bind", f"127.0.0.1:{self._port}"),
            *("--worker-class", "gthread", "--threads", "8", "--no-control-socket"),
        ]

    def _answers(self) -> bool:
        if not self._processes["web"].is_running:
            raise AssertionError(self.log("web"))
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=30) as response:
                return bool(response.status == 200)
        except OSError:
            return False
