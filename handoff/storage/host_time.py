"""Whose time is taken by which hold or booking; the database itself refuses an overlap."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from handoff.errors import HoldLapsed
from handoff.spans import Span
from handoff.storage.locks import lock_hosts
from handoff.storage.rowcounts import changed_rows
from handoff.storage.tables import HoldRow, HostTimeRow
from handoff.wording import say


@dataclass(frozen=True)
class Taken:
    """One host's time that is not free; `span` is the meeting with its buffers."""

    host_id: str
    span: Span
    meeting: Span
    meeting_type_id: str
    hold_id: str | None
    booking_id: str | None
    expires_at: datetime | None
    pool_id: str = ""


def drop_expired(session: Session, org_id: str, host_ids: Iterable[str], now: datetime) -> None:
    """Delete the lapsed holds of these hosts, with all the time that those holds took."""
    lapsed = select(HostTimeRow.hold_id).where(
        HostTimeRow.org_id == org_id,
        HostTimeRow.host_id.in_(set(host_ids)),
        HostTimeRow.hold_id.is_not(None),
        HostTimeRow.expires_at <= now,
    )
    # The holds are locked before their time goes: one that is being extended or booked is waited for.
    gone = session.scalars(
        select(HoldRow.id)
        .where(HoldRow.id.in_(lapsed), HoldRow.expires_at <= now)
        .order_by(HoldRow.id)
        .with_for_update()
    ).all()
    if gone:
        session.execute(delete(HostTimeRow).where(HostTimeRow.hold_id.in_(gone)))
        session.execute(delete(HoldRow).where(HoldRow.id.in_(gone)))


def take(
    session: Session,
    *,
    org_id: str,
    host_ids: Iterable[str],
    protected: Span,
    meeting: Span,
    meeting_type_id: str,
    hold_id: str,
    expires_at: datetime,
    picked: Mapping[str, str] | None = None,
    moving: str = "",
) -> None:
    """Take the span of every host for a hold, or of none: an overlap ends the transaction.

    `picked` names the pools that hosts were picked from. Time that the booking `moving` protects already is
    not taken again: it is that booking's until it has moved.
    """
    # Two rows that exclude each other, written at once, would wait for each other until PostgreSQL
    # calls it a deadlock a second later; whoever comes second waits here instead.
    lock_hosts(session, org_id, host_ids)
    own = _protected_by(session, org_id, moving) if moving else {}
    for host_id in sorted(set(host_ids)):
        for span in _without(protected, own.get(host_id)):
            session.execute(
                insert(HostTimeRow).values(
                    id=str(uuid.uuid4()),
                    org_id=org_id,
                    host_id=host_id,
                    starts_at=span.starts_at,
                    ends_at=span.ends_at,
                    meeting_starts_at=meeting.starts_at,
                    meeting_ends_at=meeting.ends_at,
                    meeting_type_id=meeting_type_id,
                    hold_id=hold_id,
                    expires_at=expires_at,
                    pool_id=(picked or {}).get(host_id, ""),
                )
            )


def _protected_by(session: Session, org_id: str, booking_id: str) -> dict[str, Span]:
    rows = _of_booking(session, org_id, booking_id)
    return {row.host_id: Span(row.starts_at, row.ends_at) for row in rows}


def _of_booking(session: Session, org_id: str, booking_id: str) -> Iterable[HostTimeRow]:
    return session.scalars(
        select(HostTimeRow).where(
            HostTimeRow.org_id == org_id, HostTimeRow.booking_id == booking_id
        )
    )


def _without(span: Span, own: Span | None) -> list[Span]:
    """Return what of a span lies before and after another."""
    if own is None or not span.overlaps(own):
        return [span]
    before = [Span(span.starts_at, own.starts_at)] if span.starts_at < own.starts_at else []
    after = [Span(own.ends_at, span.ends_at)] if own.ends_at < span.ends_at else []
    return before + after


def taken(
    session: Session, org_id: str, host_ids: Iterable[str], span: Span, now: datetime
) -> tuple[Taken, ...]:
    """Return what of these hosts' time overlaps the span; lapsed holds no longer count."""
    rows = session.scalars(
        select(HostTimeRow)
        .where(
            HostTimeRow.org_id == org_id,
            HostTimeRow.host_id.in_(set(host_ids)),
            HostTimeRow.starts_at < span.ends_at,
            HostTimeRow.ends_at > span.starts_at,
            or_(HostTimeRow.expires_at.is_(None), HostTimeRow.expires_at > now),
        )
        .order_by(HostTimeRow.starts_at, HostTimeRow.host_id)
        .execution_options(populate_existing=True)
    )
    return tuple(_taken(row) for row in rows)


def confirm(session: Session, *, hold_id: str, booking_id: str) -> None:
    """Turn the hold's time into the booking's: the same rows, so nobody can come between."""
    confirmed = changed_rows(
        session,
        update(HostTimeRow)
        .where(HostTimeRow.hold_id == hold_id)
        .values(hold_id=None, booking_id=booking_id, expires_at=None),
    )
    if not confirmed:
        raise HoldLapsed(say("Your hold on this time has ended. Choose a time again."))


def replace_booking(
    session: Session,
    *,
    org_id: str,
    booking_id: str,
    hold_id: str,
    host_ids: Iterable[str],
    protected: Span,
    meeting: Span,
    meeting_type_id: str,
    picked: Mapping[str, str] | None = None,
) -> None:
    """Give a booking the time that a hold kept for its move, in place of the time it had.

    Whoever stays was picked from the pool that they were picked from. Whatever of the time others have taken
    meanwhile ends the transaction.
    """
    stays = {row.host_id: row.pool_id for row in _of_booking(session, org_id, booking_id)}
    release(session, hold_id)
    release_booking(session, booking_id)
    # Taken as for a hold that is confirmed at once: the rule of the database sees one kind of row.
    take(
        session,
        org_id=org_id,
        host_ids=host_ids,
        protected=protected,
        meeting=meeting,
        meeting_type_id=meeting_type_id,
        hold_id=hold_id,
        expires_at=meeting.ends_at,
        picked={**stays, **(picked or {})},
    )
    confirm(session, hold_id=hold_id, booking_id=booking_id)


def shift(session: Session, hold_id: str, by: timedelta) -> None:
    """Move a hold's time along; an overlap ends the transaction."""
    rows = session.scalars(
        select(HostTimeRow).where(HostTimeRow.hold_id == hold_id).order_by(HostTimeRow.host_id)
    ).all()
    for row in rows:
        row.starts_at, row.ends_at = row.starts_at + by, row.ends_at + by
        row.meeting_starts_at += by
        row.meeting_ends_at += by
    session.flush()


def move_to_host(session: Session, *, hold_id: str, old_host_id: str, new_host_id: str) -> None:
    """Give a hold's time to another host; an overlap there ends the transaction."""
    session.execute(
        update(HostTimeRow)
        .where(HostTimeRow.hold_id == hold_id, HostTimeRow.host_id == old_host_id)
        .values(host_id=new_host_id)
    )


def extend(session: Session, hold_id: str, expires_at: datetime) -> None:
    """Let a hold's time end later."""
    session.execute(
        update(HostTimeRow).where(HostTimeRow.hold_id == hold_id).values(expires_at=expires_at)
    )


def release(session: Session, hold_id: str) -> None:
    """Give a hold's time back. May be repeated."""
    session.execute(delete(HostTimeRow).where(HostTimeRow.hold_id == hold_id))


def release_booking(session: Session, booking_id: str) -> None:
    """Give a booking's time back. May be repeated."""
    session.execute(delete(HostTimeRow).where(HostTimeRow.booking_id == booking_id))


def _taken(row: HostTimeRow) -> Taken:
    return Taken(
        host_id=row.host_id,
        span=Span(row.starts_at, row.ends_at),
        meeting=Span(row.meeting_starts_at, row.meeting_ends_at),
        meeting_type_id=row.meeting_type_id,
        hold_id=row.hold_id,
        booking_id=row.booking_id,
        expires_at=row.expires_at,
        pool_id=row.pool_id,
    )
