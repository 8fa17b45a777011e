"""PURE. How long a slot is kept for one open window."""

from datetime import datetime, timedelta

HOLD_LASTS = timedelta(minutes=5)
HOLD_ENDS = timedelta(minutes=15)
"""A hold in use is extended, but never past this long after it was taken (spec §7.4)."""


def first_end(now: datetime) -> datetime:
    """Return when a hold taken now lapses."""
    return now + HOLD_LASTS


def extended_end(taken_at: datetime, now: datetime) -> datetime:
    """Return when a hold that is in use now lapses."""
    return min(now + HOLD_LASTS, taken_at + HOLD_ENDS)
