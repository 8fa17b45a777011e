"""Bookings, and which of them an organizer's key led to."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, delete, func, or_, select, true
from sqlalchemy.orm import Session

from handoff.booking.states import BookingState
from handoff.meeting_types import Platform
from handoff.spans import Span
from handoff.storage.tables import BookingRow, IdempotencyRow

MOST_UPCOMING = 20
"""More than a person looks through before asking for another meeting."""

FOLDED_TO_ASCII = "\u00df\u017f\u1e9e\u212a\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
"""All letters beyond ASCII whose case folds to letters within it."""


def get(session: Session, org_id: str, booking_id: str, *, lock: bool = False) -> BookingRow | None:
    """Return one booking of this org, or None; a locked one is read afresh and stays ours to the end."""
    question = select(BookingRow).where(BookingRow.org_id == org_id, BookingRow.id == booking_id)
    if lock:
        question = question.with_for_update().execution_options(populate_existing=True)
    return session.scalars(question).one_or_none()


def of_ids(session: Session, org_id: str, booking_ids: Iterable[str]) -> Sequence[BookingRow]:
    """Return these bookings of the org."""
    return session.scalars(
        select(BookingRow).where(BookingRow.org_id == org_id, BookingRow.id.in_(list(booking_ids)))
    ).all()


def by_key(session: Session, org_id: str, user_id: str, key: str) -> IdempotencyRow | None:
    """Return what this organizer's key led to earlier, or None."""
    return session.get(IdempotencyRow, (org_id, user_id, key))


def remember_key(
    session: Session,
    *,
    org_id: str,
    user_id: str,
    key: str,
    request_hash: str,
    booking_id: str,
    now: datetime,
) -> None:
    """Keep what a key led to; the same key used by two transactions at once is refused to one."""
    session.add(
        IdempotencyRow(
            org_id=org_id,
            user_id=user_id,
            key=key,
            request_hash=request_hash,
            booking_id=booking_id,
            created_at=now,
        )
    )
    session.flush()


def forget_keys(session: Session, before: datetime) -> None:
    """Delete what keys led to before an instant; nobody repeats a request that late."""
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.created_at < before))


def forget_keys_of(session: Session, org_id: str, booking_id: str) -> None:
    """Delete what keys led to this booking: each holds a digest of what was typed."""
    session.execute(
        delete(IdempotencyRow).where(
            IdempotencyRow.org_id == org_id, IdempotencyRow.booking_id == booking_id
        )
    )


def with_guest(session: Session, org_id: str, email: str) -> Sequence[BookingRow]:
    """Return every booking with this guest, the primary one or added, locked; `email` is casefolded.

    The database finds all that may be it, since none compares all scripts as people do.
    """
    rows = session.execute(
        select(BookingRow.id, BookingRow.guest, BookingRow.guests)
        .where(
            BookingRow.org_id == org_id, BookingRow.erased_at.is_(None), _may_be_with_guest(email)
        )
        .execution_options(yield_per=1000)
    )
    wanted = [
        row.id
        for row in rows
        if email in {one.casefold() for one in (row.guest["email"], *row.guests)}
    ]
    return session.scalars(
        select(BookingRow)
        .where(BookingRow.org_id == org_id, BookingRow.id.in_(wanted))
        .order_by(BookingRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _may_be_with_guest(email: str) -> ColumnElement[bool]:
    """Look at the JSON as it is written, ASCII alone: taking it apart takes ten times as long."""
    if not email.isascii():
        return true()
    written = cast(BookingRow.guest, Text) + cast(BookingRow.guests, Text)
    # In Turkish, a database's lower case of I has no dot.
    lower = func.replace(func.lower(written), "ı", "i")
    folded = (written.contains(_json(one), autoescape=True) for one in FOLDED_TO_ASCII)
    return or_(
        lower.contains(_json(email), autoescape=True),
        and_(written.contains("\\u", autoescape=True), or_(*folded)),
    )


def _json(words: str) -> str:
    return json.dumps(words)[1:-1]


def ended_before(
    session: Session, org_id: str, before: datetime, *, limit: int
) -> Sequence[BookingRow]:
    """Return bookings that ended before an instant and whose guests are not erased, locked, the oldest first."""
    return session.scalars(
        select(BookingRow)
        .where(
            BookingRow.org_id == org_id,
            BookingRow.ends_at < before,
            BookingRow.erased_at.is_(None),
        )
        .order_by(BookingRow.ends_at, BookingRow.id)
        .limit(limit)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def with_personal_link(session: Session, org_id: str, span: Span) -> Sequence[BookingRow]:
    """Return the bookings at somebody's personal link that overlap a span, or begin or end with it."""
    return session.scalars(
        select(BookingRow).where(
            BookingRow.org_id == org_id,
            BookingRow.platform == Platform.PERSONAL_LINK,
            BookingRow.starts_at <= span.ends_at,
            BookingRow.ends_at >= span.starts_at,
        )
    ).all()


def upcoming(
    session: Session,
    org_id: str,
    *,
    record_id: str,
    guest_emails: Iterable[str],
    now: datetime,
    host_id: str = "",
) -> list[BookingRow]:
    """Return what is agreed and has not ended, for this record or with one of these guests, the soonest first.

    With a `host_id` only those in which that host takes part.
    """
    guest_email = func.lower(BookingRow.guest["email"].as_string())
    wanted = {email.lower() for email in guest_emails if email}
    return list(
        session.scalars(
            select(BookingRow)
            .where(
                BookingRow.org_id == org_id,
                BookingRow.ends_at > now,
                BookingRow.state.in_([BookingState.ACCEPTED, BookingState.CONFIRMED]),
                or_(BookingRow.record_id == record_id, guest_email.in_(wanted)),
                _takes_part(host_id) if host_id else true(),
            )
            .order_by(BookingRow.starts_at, BookingRow.id)
            .limit(MOST_UPCOMING)
        )
    )


def _takes_part(host_id: str) -> ColumnElement[bool]:
    return or_(
        BookingRow.main_host["id"].as_string() == host_id,
        BookingRow.second_host_id == host_id,
        cast(BookingRow.additional, Text).contains(_json(host_id), autoescape=True),
    )
