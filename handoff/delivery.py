"""How a door's work on an effect may end, apart from the errors of other services."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Delivered:
    """Done; `on_booking` changes the booking in the transaction that records it."""

    remote_id: str = ""
    on_booking: Callable[[Any], None] | None = None


class NotYet(Exception):
    """The work has gone as far as it can and goes on after a pause."""

    def __init__(self, seconds: float) -> None:
        """Keep how long to pause."""
        super().__init__(seconds)
        self.seconds = seconds


class DeliveryUnknown(Exception):
    """Nobody can say whether a letter left; it is not sent again by itself."""

    def __init__(self, reason: str) -> None:
        """Keep the reason in words."""
        super().__init__(reason)
        self.reason = reason


class LeaseLost(Exception):
    """Another worker has taken the effect over; stop at once and record nothing."""
