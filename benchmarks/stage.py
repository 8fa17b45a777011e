"""The product's processes against a slow outside world, for measuring: a sandbox, a queue server, SQLite."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import requests

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.support.product import Product
from tests.support.queue_server import Valkey
from tests.support.window import Window, signed_request

LATENCY = 0.15
"""Seconds that every remote call takes at least."""
SERVICES = ("salesforce", "google", "microsoft", "mail")
_TIMING = re.compile(
    r'own;dur=([\d.]+), remote;dur=([\d.]+), calls;desc="(\d+)", trips;desc="(\d+)"'
)


@dataclass(frozen=True)
class Timing:
    """One request: milliseconds of ours and waiting for others, remote calls, and round trips in a row."""

    own: float
    remote: float
    calls: int
    trips: int


def read_timing(header: str) -> Timing:
    """Read a Server-Timing header of ours."""
    found = _TIMING.search(header)
    if found is None:
        raise ValueError(f"no timing in {header!r}")
    return Timing(float(found[1]), float(found[2]), int(found[3]), int(found[4]))


@dataclass(frozen=True)
class Stage:
    """What a benchmark plays on."""

    product: Product
    box: Sandbox

    def press(self) -> str:
        """Return the signed request that pressing the button on Gus's record posts."""
        return signed_request(self.box, "lead:gus")

    def opened(self, raw: str) -> Window:
        """Post a signed request."""
        return Window.posted(self.product.url, raw)

    def open(self) -> Window:
        """Press the button and open the window."""
        return self.opened(self.press())

    def slow_down(self, seconds: float = LATENCY) -> None:
        """Let every remote call take that long from now on."""
        for service in SERVICES:
            body = {"service": service, "seconds": seconds}
            requests.post(f"{self.box.url}/latency", json=body, timeout=10).raise_for_status()


@contextmanager
def stage(*, crowd: int = 0) -> Iterator[Stage]:
    """Start everything, with the settings of production, and end it again.

    A crowd is that many users of the org who host nothing.
    """
    with tempfile.TemporaryDirectory() as folder, Sandbox(now=NOW, crowd=crowd) as box:
        url = f"sqlite:///{Path(folder) / 'handoff.db'}"
        migrate(url)
        queue = Valkey().start()
        product = Product(
            box=box,
            database_url=url,
            redis_url=queue.url,
            extra={
                "HANDOFF_LEASE_SECONDS": "60",
                "HANDOFF_BACKOFF_SECONDS": "1",
                "HANDOFF_CONNECT_TIMEOUT": "3",
                "HANDOFF_READ_TIMEOUT": "15",
                "HANDOFF_CHECK_SECONDS": "3",
                "HANDOFF_DISPLAY_SECONDS": "1.2",
                "HANDOFF_LOG_LEVEL": "WARNING",
            },
            is_warm=False,
        )
        try:
            yield Stage(product.start(), box)
        finally:
            product.stop()
            queue.stop()


class Watch:
    """Milliseconds since it was made."""

    def __init__(self) -> None:
        self._began = perf_counter()

    @property
    def ms(self) -> float:
        """How long it has run."""
        return (perf_counter() - self._began) * 1000
