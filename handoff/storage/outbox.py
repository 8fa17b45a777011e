"""The outbox: what bookings owe the world, who is at it, and what came of it."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from handoff.booking.effects import BEFORE_OWNER, EffectKind, EffectState
from handoff.storage.columns import database_epoch
from handoff.storage.rowcounts import changed_rows
from handoff.storage.tables import BookingRow, EffectRow

_Parent, _Earlier, _Other = aliased(EffectRow), aliased(EffectRow), aliased(EffectRow)


def owe(session: Session, rows: Sequence[EffectRow]) -> None:
    """Add effects beside the booking that owes them; they may be tried at once."""
    session.flush()
    now = _database_now(session)
    for row in rows:
        row.next_try_at = row.next_try_at or now
    session.add_all(rows)
    session.flush()


def claim(session: Session, effect_id: str, lease: timedelta) -> EffectRow | None:
    """Take a due effect, or one whose worker has gone; None if it is not to be had now."""
    claimed = changed_rows(
        session,
        update(EffectRow)
        .where(EffectRow.id == effect_id, _is_due(0.0))
        .values(
            state=EffectState.CLAIMED,
            fence=EffectRow.fence + 1,
            attempts=EffectRow.attempts + 1,
            claimed_until=database_epoch() + lease.total_seconds(),
            first_try_at=func.coalesce(EffectRow.first_try_at, database_epoch()),
        ),
    )
    return _fresh(session, effect_id) if claimed == 1 else None


def finish(session: Session, row: EffectRow, *, remote_id: str = "") -> bool:
    """Record that it is done; False if the claim was lost meanwhile."""
    done = {"state": EffectState.DONE, "last_error": ""}
    return _change(session, row, done | ({"remote_id": remote_id} if remote_id else {}))


def fail_for_now(session: Session, row: EffectRow, *, wait: float, error: str) -> bool:
    """Owe it again after `wait` seconds; False if the claim was lost meanwhile."""
    next_try_at = database_epoch() + wait
    return _change(
        session, row, {"state": EffectState.OWED, "next_try_at": next_try_at, "last_error": error}
    )


def give_up(session: Session, row: EffectRow, *, state: str, error: str) -> bool:
    """End it as given up, unknown or cancelled; False if the claim was lost meanwhile."""
    return _change(session, row, {"state": EffectState(state), "last_error": error})


def mark_phase(session: Session, row: EffectRow, phase: str) -> bool:
    """Record how far it has come; False if the claim was lost meanwhile."""
    return _change(session, row, {"phase": phase})


def renew(session: Session, row: EffectRow, lease: timedelta) -> bool:
    """Keep the claim for another lease; False if it was lost meanwhile."""
    return _change(session, row, {"claimed_until": database_epoch() + lease.total_seconds()})


def due(session: Session, limit: int = 100, older_than: float = 0.0) -> list[tuple[str, str]]:
    """Return id and kind of what could be claimed now and has been so for `older_than` seconds."""
    rows = session.execute(
        select(EffectRow.id, EffectRow.kind)
        .where(_is_due(older_than))
        .order_by(EffectRow.next_try_at, EffectRow.id)
        .limit(limit)
    )
    return [(effect_id, kind) for effect_id, kind in rows]


def meeting_now(session: Session, effect_ids: Collection[str]) -> set[str]:
    """Return which of these effects belong to meetings that began at once: they go first."""
    return set(
        session.scalars(
            select(EffectRow.id)
            .join(BookingRow, BookingRow.id == EffectRow.booking_id)
            .where(EffectRow.id.in_(set(effect_ids)), BookingRow.is_now)
        )
    )


def waiting_on(session: Session, effect_id: str) -> list[tuple[str, str]]:
    """Return id and kind of what is owed and waited for this effect."""
    rows = session.execute(
        select(EffectRow.id, EffectRow.kind).where(
            EffectRow.depends_on == effect_id, EffectRow.state == EffectState.OWED
        )
    )
    return [(waiting_id, kind) for waiting_id, kind in rows]


def of_booking(
    session: Session, org_id: str, booking_id: str, *, lock: bool = False
) -> list[EffectRow]:
    """Return everything that a booking owes or owed, the calendar first; what is locked nobody claims meanwhile."""
    question = (
        select(EffectRow)
        .where(EffectRow.org_id == org_id, EffectRow.booking_id == booking_id)
        .order_by(
            EffectRow.generation,
            EffectRow.depends_on.is_not(None),
            EffectRow.kind,
            EffectRow.id,
        )
    )
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(question))


def of_bookings(
    session: Session, org_id: str, booking_ids: Collection[str]
) -> dict[str, list[EffectRow]]:
    """Return what each of these bookings owes or owed, the calendar first."""
    rows = session.scalars(
        select(EffectRow)
        .where(EffectRow.org_id == org_id, EffectRow.booking_id.in_(booking_ids))
        .order_by(EffectRow.depends_on.is_not(None), EffectRow.kind, EffectRow.recipient)
    )
    found: dict[str, list[EffectRow]] = {one: [] for one in booking_ids}
    for row in rows:
        found[row.booking_id].append(row)
    return found


def get(session: Session, org_id: str, effect_id: str) -> EffectRow | None:
    """Return one effect of this org, or None."""
    return session.scalars(
        select(EffectRow).where(EffectRow.org_id == org_id, EffectRow.id == effect_id)
    ).one_or_none()


def retry(session: Session, org_id: str, effect_id: str) -> EffectRow | None:
    """Owe afresh what was given up or is unknown; None if there is no such effect."""
    changed = changed_rows(
        session,
        update(EffectRow)
        .where(
            EffectRow.org_id == org_id,
            EffectRow.id == effect_id,
            EffectRow.state.in_([EffectState.GIVEN_UP, EffectState.UNKNOWN]),
        )
        .values(
            state=EffectState.OWED,
            attempts=0,
            phase="",
            first_try_at=None,
            next_try_at=database_epoch(),
        ),
    )
    return _fresh(session, effect_id) if changed == 1 else None


def hurry(session: Session, org_id: str, effect_id: str) -> EffectRow | None:
    """Let an owed effect be tried at once, however long it was to wait; None if it is not owed."""
    changed = changed_rows(
        session,
        update(EffectRow)
        .where(
            EffectRow.org_id == org_id,
            EffectRow.id == effect_id,
            EffectRow.state == EffectState.OWED,
        )
        .values(next_try_at=database_epoch()),
    )
    return _fresh(session, effect_id) if changed == 1 else None


def cancel_owed(session: Session, booking_id: str) -> None:
    """Owe no longer what nobody has begun."""
    changed_rows(
        session,
        update(EffectRow)
        .where(EffectRow.booking_id == booking_id, EffectRow.state == EffectState.OWED)
        .values(state=EffectState.CANCELLED),
    )


def wake(session: Session, booking: BookingRow) -> list[tuple[str, str]]:
    """Return id and kind of what the booking owes as it is now: nobody is in the way any more."""
    is_wanted = and_(_is_current(booking), EffectRow.state == EffectState.OWED)
    rows = session.execute(select(EffectRow.id, EffectRow.kind).where(is_wanted, _parent_is_done()))
    return [(effect_id, kind) for effect_id, kind in rows]


def owe_again(session: Session, booking: BookingRow, kinds: Sequence[str]) -> None:
    """Let what was done for the booking as it is now be looked at once more: somebody was late and wrote over it.

    Who is just at it loses it: they may have looked before that.
    """
    changed_rows(
        session,
        update(EffectRow)
        .where(
            _is_current(booking),
            EffectRow.kind.in_(kinds),
            EffectRow.state.in_([EffectState.DONE, EffectState.CLAIMED]),
        )
        .values(state=EffectState.OWED, fence=EffectRow.fence + 1, next_try_at=database_epoch()),
    )


def oldest_owed_age(session: Session) -> dict[str, float]:
    """Return, by kind, how many seconds the longest-owed effect has waited, if any could be done."""
    age = database_epoch() - func.min(func.coalesce(EffectRow.first_try_at, EffectRow.next_try_at))
    is_open = EffectRow.state.in_([EffectState.OWED, EffectState.CLAIMED])
    rows = session.execute(
        select(EffectRow.kind, age).where(is_open, _parent_is_done()).group_by(EffectRow.kind)
    )
    return {kind: max(0.0, float(seconds)) for kind, seconds in rows}


def seconds_since_first_try(session: Session, row: EffectRow) -> float:
    """Return how long ago the first of the present tries began; 0 if there was none."""
    age = session.scalar(
        select(database_epoch() - EffectRow.first_try_at).where(EffectRow.id == row.id)
    )
    return max(0.0, float(age or 0.0))


def _is_due(older_than: float) -> ColumnElement[bool]:
    moment = database_epoch() - older_than
    is_owed = and_(EffectRow.state == EffectState.OWED, EffectRow.next_try_at <= moment)
    is_left = and_(EffectRow.state == EffectState.CLAIMED, EffectRow.claimed_until < moment)
    return and_(or_(is_owed, is_left), _parent_is_done(), _nobody_is_before())


def _nobody_is_before() -> ColumnElement[bool]:
    """Say that no worker is still at what the booking owed before it was changed: a change waits for that."""
    earlier = select(_Earlier.id).where(
        _Earlier.booking_id == EffectRow.booking_id,
        _Earlier.generation < EffectRow.generation,
        _Earlier.state == EffectState.CLAIMED,
        _Earlier.claimed_until >= database_epoch(),
    )
    return ~exists(earlier.correlate(EffectRow))


def _is_current(booking: BookingRow) -> ColumnElement[bool]:
    return and_(EffectRow.booking_id == booking.id, EffectRow.generation == booking.generation)


def _parent_is_done() -> ColumnElement[bool]:
    parent = select(_Parent.id).where(
        _Parent.id == EffectRow.depends_on, _Parent.state == EffectState.DONE
    )
    is_done = or_(EffectRow.depends_on.is_(None), exists(parent.correlate(EffectRow)))
    return and_(is_done, _others_are_settled())


def _others_are_settled() -> ColumnElement[bool]:
    """Say that a change of owner comes last: nothing else that the booking owes Salesforce is still to be tried."""
    other = select(_Other.id).where(
        _Other.booking_id == EffectRow.booking_id,
        _Other.generation == EffectRow.generation,
        _Other.kind.in_(BEFORE_OWNER),
        _Other.state.in_([EffectState.OWED, EffectState.CLAIMED]),
    )
    return or_(EffectRow.kind != EffectKind.RECORD_OWNER, ~exists(other.correlate(EffectRow)))


def _change(session: Session, row: EffectRow, values: dict[str, Any]) -> bool:
    # The fence keeps a worker out who slept through its lease and wakes after another has taken over.
    statement = (
        update(EffectRow)
        .where(
            EffectRow.id == row.id,
            EffectRow.fence == row.fence,
            EffectRow.state == EffectState.CLAIMED,
        )
        .values(values)
    )
    return changed_rows(session, statement) == 1


def _fresh(session: Session, effect_id: str) -> EffectRow:
    return session.scalars(
        select(EffectRow).where(EffectRow.id == effect_id).execution_options(populate_existing=True)
    ).one()


def _database_now(session: Session) -> float:
    return float(session.scalar(select(database_epoch())) or 0.0)
