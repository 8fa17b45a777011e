"""What both providers' answers have in common: waiting as told, and bodies that make no sense."""

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from handoff.clock import machine_now
from handoff.errors import TryLater
from handoff.wording import say

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""What reading a body raises if it is no JSON, cut short, or of another shape than the reference says."""
PASSING = frozenset([408, 425, 429, 500, 502, 503, 504])
UNCERTAIN = frozenset([408, 500, 502, 504])
"""Statuses after which nobody knows whether the work was done; 429 and 503 say that it was not."""


def unreadable(service: str, operation: str, *, writes: bool) -> TryLater:
    """Return the failure of a call whose answer could not be read; a write may have been done."""
    return TryLater(
        say("The calendar's answer could not be read."),
        service=service,
        operation=operation,
        code="unreadable",
        ambiguous=writes,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds that an answer asks us to wait: a number or a date, however it is spelled."""
    text = {name.lower(): value for name, value in headers.items()}.get("retry-after", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - machine_now()).total_seconds())
    except (ValueError, TypeError):
        return None
