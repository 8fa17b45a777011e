"""Trouble on demand: which of the next remote calls is slow, refused, dropped or out of access."""

import itertools
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["slow", "status", "drop_before", "drop_after", "lose_access"]
SERVICES = ("google", "microsoft", "salesforce", "mail")


class FaultRefused(ValueError):
    """The fault as described makes no sense."""


@dataclass(slots=True)
class Fault:
    """One rule; empty `call` or `host` means any, empty `times` means until cleared."""

    id: int
    service: str
    kind: Kind
    call: str | None = None
    host: str | None = None
    times: int | None = 1
    seconds: float = 0.0
    status: int = 503
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    def matches(self, service: str, call: str, hosts: frozenset[str]) -> bool:
        return (
            self.service == service
            and self.call in (None, call)
            and (self.host is None or self.host.lower() in hosts)
            and self.times != 0
        )


class Faults:
    """The faults switched on, in the order in which they were, and each service's latency."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._ids = itertools.count(1)
        self._latency: dict[str, float] = {}
        self._held_up: dict[int, threading.Event] = {}

    def add(self, wish: dict[str, Any]) -> Fault:
        """Switch a fault on. Raises FaultRefused with the reason when the wish makes no sense."""
        known = set(Fault.__slots__) - {"id"}
        if unknown := set(wish) - known:
            raise FaultRefused(f"unknown keys {sorted(unknown)}; known are {sorted(known)}")
        if wish.get("service") not in SERVICES:
            raise FaultRefused(f"service must be one of {', '.join(SERVICES)}")
        if wish.get("kind") not in get_args(Kind):
            raise FaultRefused(f"kind must be one of {', '.join(get_args(Kind))}")
        given = {key: value for key, value in wish.items() if value is not None or key == "times"}
        with self._lock:
            fault = Fault(id=next(self._ids), **given)
            self._faults.append(fault)
            self._held_up[fault.id] = threading.Event()
            return fault

    def take(self, service: str, call: str, hosts: Iterable[str] = ()) -> Fault | None:
        """The first fault that fits this call, counted as used once; None when all is well."""
        named = frozenset(host.lower() for host in hosts)
        with self._lock:
            for fault in self._faults:
                if fault.matches(service, call, named):
                    self._use(fault)
                    return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self._faults.remove(fault)

    def clear(self) -> None:
        """Switch every fault off; what one of them still holds up goes on at once."""
        with self._lock:
            self._faults.clear()
            for goes_on in self._held_up.values():
                goes_on.set()
            self._held_up.clear()

    def hold_up(self, fault: Fault) -> None:
        """Wait as a slow fault says, or until the faults are cleared."""
        if goes_on := self._held_up.get(fault.id):
            goes_on.wait(fault.seconds)

    def remove(self, fault_id: int) -> bool:
        with self._lock:
            kept = [fault for fault in self._faults if fault.id != fault_id]
            found = len(kept) < len(self._faults)
            self._faults = kept
            return found

    def as_json(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def set_latency(self, service: str, seconds: float) -> None:
        if service not in SERVICES:
            raise FaultRefused(f"service must be one of {', '.join(SERVICES)}")
        with self._lock:
            self._latency[service] = max(0.0, seconds)

    def latency(self, service: str) -> float:
        return self._latency.get(service, 0.0)

    def latencies(self) -> dict[str, float]:
        return {service: self.latency(service) for service in SERVICES}
