"""Read a pool's accounts from the ledger: who stands where, whose turn it is, and who is to be brought up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.meeting_types import Pool, PoolKind
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.pools.accounts import NOTHING, Account, Entry, EntryKind, accounts_at
from handoff.pools.calibration import Calibration, calibrations, occasions
from handoff.pools.fairness import Standing, in_turn, member_order
from handoff.pools.periods import NEVER, period_start
from handoff.pools.possible import can_lead
from handoff.pools.rotation import Rotation, rotation_at, served
from handoff.storage import holds, ledger
from handoff.storage.ledger import Tally

NOT_BEGUN = Rotation()


@dataclass(frozen=True)
class PoolAccounts:
    """Every active member's standing, live holds included, and how far an order-based pool has come.

    `due` are calibrations that the standings include and the ledger does not yet; `carried` are the credits
    left from before the current period, and `is_noted` says whether the ledger knows them already.
    """

    pool: Pool
    standings: Sequence[Standing]
    rotation: Rotation = NOT_BEGUN
    due: Sequence[Calibration] = ()
    carried: Mapping[str, int] = field(default_factory=dict)
    since: datetime = NEVER
    is_noted: bool = True

    @property
    def order(self) -> list[Standing]:
        """The members in turn."""
        return in_turn(self.pool, self.standings, self.rotation)


def pool_accounts(
    session: Session, org_id: str, pool: Pool, settings: OrgSettings, now: datetime
) -> PoolAccounts:
    """Return the accounts; a live hold counts like a meeting until it ends. Writes nothing."""
    held = holds.of_pool(session, org_id, pool.id, now)
    last = ledger.last_assigned(session, org_id, pool.id)
    if pool.kind is PoolKind.ORDER:
        rotation = _with_holds(pool, rotation_of_pool(session, org_id, pool), held)
        return PoolAccounts(pool, _standings(pool, {}, last, ()), rotation)
    books = _Books.read(session, org_id, pool, now)
    plain = _standings(pool, books.accounts, last, ())
    due = _due(session, org_id, books, plain, settings=settings, now=now)
    accounts = dict(books.accounts)
    for one in due:
        host_id = one.occasion.host_id
        account = accounts.get(host_id, NOTHING)
        accounts[host_id] = replace(account, calibration=account.calibration + one.amount)
    return PoolAccounts(
        pool,
        _standings(pool, accounts, last, held),
        due=due,
        carried=books.carried,
        since=books.since,
        is_noted=books.is_noted,
    )


def keep_accounts(session: Session, org_id: str, accounts: PoolAccounts, now: datetime) -> None:
    """Write what the accounts found out: left credits at the period's beginning, and calibrations, each once.

    To be called in the transaction that chooses, with the pool locked.
    """
    pool = accounts.pool
    if not accounts.is_noted:
        ledger.add(
            session,
            org_id=org_id,
            pool_id=pool.id,
            host_id="",
            kind=EntryKind.RESET,
            at=accounts.since,
            amount=0,
            occasion=f"period of {accounts.since:%Y-%m-%dT%H:%MZ}",
            why={"carried": dict(accounts.carried)},
        )
    for one in accounts.due:
        ledger.add(
            session,
            org_id=org_id,
            pool_id=pool.id,
            host_id=one.occasion.host_id,
            kind=EntryKind.CALIBRATION,
            at=now,
            amount=one.amount,
            occasion=one.occasion.key,
        )


def next_in_turn(
    session: Session, org_id: str, pool: Pool, settings: OrgSettings, now: datetime
) -> Host | None:
    """Return the member whose turn it is to host, whether or not they are free at any time."""
    order = pool_accounts(session, org_id, pool, settings, now).order
    hosts = (settings.host(one.host_id) for one in order)
    return next((host for host in hosts if host and can_lead(host)), None)


def rotation_of_pool(session: Session, org_id: str, pool: Pool) -> Rotation:
    """Return how far an order-based pool has come by its ledger, holds aside."""
    since = ledger.last_count_at(session, org_id, pool.id) or NEVER
    return rotation_at(ledger.entries(session, org_id, pool.id, since))


def playing_ids(pool: Pool) -> set[str]:
    """Return the ids of members who take turns: active, with a weight."""
    return {str(one.host_id) for one in pool.members if one.is_active and one.weight > 0}


def _with_holds(pool: Pool, rotation: Rotation, held: Sequence[str]) -> Rotation:
    for host_id in held:
        rotation = served(rotation, host_id, member_order(pool), playing_ids(pool))
    return rotation


@dataclass(frozen=True)
class _Books:
    """A count-based pool's ledger, as far as the current period needs it."""

    pool: Pool
    since: datetime
    accounts: Mapping[str, Account]
    carried: Mapping[str, int]
    first_count: datetime | None
    is_noted: bool

    @classmethod
    def read(cls, session: Session, org_id: str, pool: Pool, now: datetime) -> "_Books":
        since = period_start(pool, now)
        tallies = ledger.tallies(session, org_id, pool.id, since)
        carried, is_noted = _carried(session, org_id, pool, since)
        # Whoever asks has waited for calendars, and then for the pool: what was entered meanwhile counts.
        entries = [_entry(one, until=now) for one in tallies]
        accounts = accounts_at(entries, pool, now, carried=carried)
        firsts = [one.first_at for one in tallies if one.kind is EntryKind.COUNT]
        return cls(pool, since, accounts, carried, min(firsts, default=None), is_noted)


def _carried(
    session: Session, org_id: str, pool: Pool, since: datetime
) -> tuple[Mapping[str, int], bool]:
    """Return the unused credits at the period's beginning, and whether they have been noted there."""
    if since == NEVER:
        return {}, True
    noted = ledger.latest_reset(session, org_id, pool.id, since)
    if noted and noted[0] == since:
        return noted[1], True
    begins, carried = noted or (NEVER, {})
    before = [one for one in ledger.entries(session, org_id, pool.id, begins) if one.at < since]
    accounts = accounts_at(before, pool, since, carried=carried)
    return {host_id: account.carried for host_id, account in accounts.items()}, False


def _entry(tally: Tally, *, until: datetime) -> Entry:
    return Entry(tally.host_id, tally.kind, tally.amount, min(tally.last_at, until))


def _due(
    session: Session,
    org_id: str,
    books: _Books,
    standings: Sequence[Standing],
    *,
    settings: OrgSettings,
    now: datetime,
) -> list[Calibration]:
    hosts = {str(host.id): host for host in settings.hosts}
    found = occasions(
        books.pool,
        hosts,
        first_count=books.first_count,
        since=books.since,
        now=now,
        usual_hours=settings.business_hours,
    )
    if not found:
        return []
    done = ledger.done_occasions(session, org_id, books.pool.id, books.since)
    return calibrations(standings, [one for one in found if one.key not in done])


def _standings(
    pool: Pool,
    accounts: Mapping[str, Account],
    last: Mapping[str, datetime],
    held: Sequence[str],
) -> list[Standing]:
    return [
        Standing(
            member.host_id,
            accounts.get(member.host_id, NOTHING).net + held.count(member.host_id),
            member.weight,
            last.get(member.host_id),
            member.sort_order,
        )
        for member in pool.members
        if member.is_active
    ]
