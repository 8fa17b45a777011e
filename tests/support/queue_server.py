"""A Valkey server for the tests, which can be killed and emptied."""

import shutil
import tempfile
from pathlib import Path

import redis

from sandbox import valkey
from tests.support.processes import Process, wait_until


class Valkey:
    """One server on a unix socket; `keeps` makes it write an append-only file."""

    def __init__(self, *, keeps: bool = False) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="handoff-vk-"))
        self._socket = self._directory / "valkey.sock"
        command = valkey.command(self._directory / "data", self._socket, keeps=keeps)
        self._process = Process(command, log=self._directory / "log", env={})

    @property
    def url(self) -> str:
        """Return the address as redis and RQ want it."""
        return f"unix://{self._socket}"

    def start(self) -> "Valkey":
        """Start, also again after `kill`."""
        self._socket.unlink(missing_ok=True)
        self._process.start()
        wait_until(self._answers, "Valkey answers")
        return self

    def kill(self) -> None:
        """End it without warning; without `keeps` everything in it is gone."""
        self._process.kill()

    def flush(self) -> None:
        """Remove everything in it."""
        with self.client() as client:
            client.flushall()

    def client(self) -> redis.Redis:
        """Return a connection; the caller closes it."""
        return redis.Redis.from_url(self.url)

    def stop(self) -> None:
        """End it and remove what it wrote."""
        self._process.end()
        shutil.rmtree(self._directory, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False
