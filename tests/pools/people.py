"""Members, pools and ledgers with short names, so that a test names only what it is about."""

from datetime import UTC, datetime
from typing import Any

from handoff.meeting_types import Pool, PoolId, PoolKind, PoolMember
from handoff.people import Host, HostId, Provider
from handoff.pools.accounts import Entry, EntryKind

NAMES = {"ana": "Ana", "ben": "Ben", "chris": "Chris", "dora": "Dora", "eva": "Eva"}


def day(on: int, hour: int = 10, month: int = 3) -> datetime:
    """An instant of spring 2026."""
    return datetime(2026, month, on, hour, tzinfo=UTC)


def pool_of(
    *names: str, kind: PoolKind = PoolKind.COUNT, reset: str = "Month", **members: Any
) -> Pool:
    """A pool in Berlin; `ana=member("ana", weight=2)` replaces a plain member."""
    plain = (
        members.get(name) or PoolMember(HostId(name), sort_order=place)
        for place, name in enumerate(names)
    )
    return Pool(PoolId("a00"), "EMEA", kind, "Europe/Berlin", reset, tuple(plain))


def member(name: str, **others: Any) -> PoolMember:
    """A member who is not like the others."""
    return PoolMember(HostId(name), **others)


def host(name: str, **others: Any) -> Host:
    """Somebody in Berlin."""
    values = {"zone": "Europe/Berlin", "provider": Provider.GOOGLE, "calendar": "c"} | others
    return Host(HostId(name), NAMES.get(name, name), f"{name}@x.example", **values)


def count(name: str, at: datetime, amount: int = 1, **why: Any) -> Entry:
    """A counted meeting."""
    return Entry(name, EntryKind.COUNT, amount, at, why)


def credit(name: str, at: datetime, amount: int = 1) -> Entry:
    """A credit for a cancelled meeting."""
    return Entry(name, EntryKind.CREDIT, amount, at)


def no_show(name: str, at: datetime, amount: int = 1) -> Entry:
    """A credit for a guest who did not come."""
    return Entry(name, EntryKind.NO_SHOW, amount, at)


def calibration(name: str, at: datetime, amount: int) -> Entry:
    """What brings a member up to the others."""
    return Entry(name, EntryKind.CALIBRATION, amount, at)
