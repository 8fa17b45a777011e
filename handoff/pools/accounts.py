"""PURE. A pool's ledger, and every member's account at any instant worked out from it (spec §10.3, §10.6)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from handoff.meeting_types import Pool
from handoff.pools.periods import period_start


class EntryKind(StrEnum):
    """What an entry does: counts and calibrations add to an account, credits of both kinds take off it.

    A reset changes nothing: it notes, at the beginning of a period, which credits were left from before, so
    that nobody has to read further back.
    """

    COUNT = "count"
    CREDIT = "credit"
    NO_SHOW = "no_show"
    CALIBRATION = "calibration"
    RESET = "reset"


@dataclass(frozen=True)
class Entry:
    """One line of a pool's ledger, or several of one kind added up."""

    host_id: str
    kind: EntryKind
    amount: int
    at: datetime
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Account:
    """A member's account in one period; `carried` are credits left over from the periods before it."""

    counts: int = 0
    calibration: int = 0
    credits: int = 0
    carried: int = 0

    @property
    def net(self) -> int:
        """Calibration and counted meetings, less credits."""
        return self.calibration + self.counts - self.credits - self.carried

    @property
    def unused(self) -> int:
        """Credits that found no meeting to be taken off."""
        return max(0, -self.net)


NOTHING = Account()


def accounts_at(
    entries: Iterable[Entry],
    pool: Pool,
    at: datetime,
    *,
    carried: Mapping[str, int] | None = None,
) -> dict[str, Account]:
    """Return the accounts by host as they stood at an instant, in the period that was current then.

    `carried` are the unused credits with which the first of these entries' periods began. A reset clears
    counts and calibrations; credits that were not used up remain.
    """
    accounts = {host_id: Account(carried=left) for host_id, left in (carried or {}).items()}
    past = sorted((one for one in entries if one.at <= at), key=lambda one: one.at)
    current = period_start(pool, past[0].at) if past else period_start(pool, at)
    for entry in past:
        if period_start(pool, entry.at) > current:
            current = period_start(pool, entry.at)
            accounts = begun_anew(accounts)
        if entry.kind is not EntryKind.RESET:
            accounts[entry.host_id] = _with(accounts.get(entry.host_id, NOTHING), entry)
    return accounts if period_start(pool, at) == current else begun_anew(accounts)


def begun_anew(accounts: Mapping[str, Account]) -> dict[str, Account]:
    """Return the accounts with which the next period begins: only unused credits are left."""
    return {
        host_id: Account(carried=account.unused)
        for host_id, account in accounts.items()
        if account.unused
    }


def _with(account: Account, entry: Entry) -> Account:
    match entry.kind:
        case EntryKind.COUNT:
            return replace(account, counts=account.counts + entry.amount)
        case EntryKind.CALIBRATION:
            return replace(account, calibration=account.calibration + entry.amount)
        case _:
            return replace(account, credits=account.credits + entry.amount)
