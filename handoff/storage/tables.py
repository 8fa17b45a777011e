"""The tables of holds, bookings, effects and the ledger; every one of them is an org's own."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from handoff.storage.columns import SentenceText, UtcDateTime

OrgKey = String(18)
Person = String(18)
Key = String(36)
NOTHING = text("''")
"""The default of columns that rows of an earlier release lack."""


class Stored(DeclarativeBase):
    """Where all tables are registered."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: Text(),
    }


class HoldRow(Stored):
    """A slot kept for one open window."""

    __tablename__ = "hold"
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    window_id: Mapped[str] = mapped_column(Key, index=True)
    organizer_id: Mapped[str] = mapped_column(Person)
    organizer_name: Mapped[str]
    meeting_type_id: Mapped[str] = mapped_column(Person)
    pool_id: Mapped[str] = mapped_column(Person, default="")
    main_host_id: Mapped[str] = mapped_column(Person)
    additional: Mapped[list[Any]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    explanation: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]
    method: Mapped[str] = mapped_column(String(12), default="specific", server_default="specific")
    member_of: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)
    is_anyone: Mapped[bool] = mapped_column(default=False, server_default=false())
    second_pool_id: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)
    second_host_id: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)
    second_explanation: Mapped[str] = mapped_column(default="", server_default=NOTHING)
    second_counts: Mapped[dict[str, Any] | None]
    explained: Mapped[dict[str, Any] | None]
    is_now: Mapped[bool] = mapped_column(default=False, server_default=false())
    moving: Mapped[str] = mapped_column(Key, default="", server_default=NOTHING)


class HostTimeRow(Stored):
    """One host's protected span for one hold or booking. The database itself refuses overlaps."""

    __tablename__ = "host_time"
    __table_args__ = (
        Index("host_time_of_host", "org_id", "host_id", "starts_at"),
        Index("host_time_of_type", "org_id", "meeting_type_id", "meeting_starts_at"),
    )
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    host_id: Mapped[str] = mapped_column(Person)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    meeting_starts_at: Mapped[datetime]
    meeting_ends_at: Mapped[datetime]
    meeting_type_id: Mapped[str] = mapped_column(Person)
    hold_id: Mapped[str | None] = mapped_column(Key, index=True)
    booking_id: Mapped[str | None] = mapped_column(Key, index=True)
    expires_at: Mapped[datetime | None]
    pool_id: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)


class BookingRow(Stored):
    """An agreed meeting with its own copy of everything that was agreed."""

    __tablename__ = "booking"
    __table_args__ = (
        Index("booking_of_record", "org_id", "record_id"),
        Index("booking_ahead", "org_id", "ends_at"),
        Index(
            "booking_to_erase",
            "org_id",
            "ends_at",
            postgresql_where=text("erased_at IS NULL"),
            sqlite_where=text("erased_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    generation: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(20))
    attention: Mapped[str] = mapped_column(SentenceText, default="")
    organizer: Mapped[dict[str, Any]]
    organizer_id: Mapped[str] = mapped_column(Person)
    object_name: Mapped[str] = mapped_column(String(80))
    record_id: Mapped[str] = mapped_column(Person)
    record_name: Mapped[str]
    main_host: Mapped[dict[str, Any]]
    additional: Mapped[list[Any]]
    meeting_type: Mapped[dict[str, Any]]
    pool_id: Mapped[str] = mapped_column(Person, default="")
    pool_name: Mapped[str] = mapped_column(default="")
    host_source: Mapped[str] = mapped_column(default="")
    explanation: Mapped[str] = mapped_column(default="")
    changed_host: Mapped[str] = mapped_column(default="")
    guest: Mapped[dict[str, Any]]
    guests: Mapped[list[Any]]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    title: Mapped[str]
    location: Mapped[str]
    description: Mapped[str]
    notes: Mapped[str]
    platform: Mapped[str] = mapped_column(String(20))
    link: Mapped[str] = mapped_column(default="")
    link_state: Mapped[str] = mapped_column(String(10), default="none")
    event_id: Mapped[str] = mapped_column(default="")
    event_version: Mapped[int] = mapped_column(default=1, server_default="1")
    cancel_reason: Mapped[str] = mapped_column(default="", server_default=NOTHING)
    owner_field: Mapped[dict[str, Any]]
    handoff_id: Mapped[str] = mapped_column(String(36), default="")
    created_at: Mapped[datetime]
    method: Mapped[str] = mapped_column(String(12), default="specific", server_default="specific")
    second_pool_id: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)
    second_pool_name: Mapped[str] = mapped_column(default="", server_default=NOTHING)
    second_host_id: Mapped[str] = mapped_column(Person, default="", server_default=NOTHING)
    second_explanation: Mapped[str] = mapped_column(default="", server_default=NOTHING)
    explained: Mapped[dict[str, Any] | None]
    answers: Mapped[list[Any] | None]
    is_now: Mapped[bool] = mapped_column(default=False, server_default=false())
    opened_at: Mapped[datetime | None]
    changes_owner: Mapped[bool] = mapped_column(default=False, server_default=false())
    erased_at: Mapped[datetime | None]
    test_mailbox: Mapped[str] = mapped_column(default="", server_default=NOTHING)

    @property
    def is_test(self) -> bool:
        """Say whether it was booked in test mode; it stays a test whatever is switched later."""
        return bool(self.test_mailbox)


class IdempotencyRow(Stored):
    """What one organizer's key led to; the same key again gives the same booking."""

    __tablename__ = "idempotency"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    user_id: Mapped[str] = mapped_column(Person, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    booking_id: Mapped[str] = mapped_column(Key)
    created_at: Mapped[datetime]


class EffectRow(Stored):
    """One thing a booking owes another service. Times of leases are database seconds since 1970."""

    __tablename__ = "effect"
    __table_args__ = (
        UniqueConstraint("org_id", "booking_id", "generation", "kind", "recipient"),
        Index("effect_due", "state", "next_try_at"),
    )
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    booking_id: Mapped[str] = mapped_column(ForeignKey("booking.id"), index=True)
    generation: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str] = mapped_column(String(320), default="")
    template: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[str] = mapped_column(String(12))
    depends_on: Mapped[str | None] = mapped_column(Key, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    first_try_at: Mapped[float | None] = mapped_column(Float)
    next_try_at: Mapped[float] = mapped_column(Float, default=0.0)
    claimed_until: Mapped[float] = mapped_column(Float, default=0.0)
    fence: Mapped[int] = mapped_column(default=0)
    phase: Mapped[str] = mapped_column(String(10), default="")
    remote_id: Mapped[str] = mapped_column(default="")
    last_error: Mapped[str] = mapped_column(SentenceText, default="")
    details: Mapped[dict[str, Any] | None]
    handoff_id: Mapped[str] = mapped_column(String(36), default="")


class LedgerRow(Stored):
    """One entry of a pool's account; never changed, never deleted.

    An entry that no booking led to has an empty `booking_id` and says in `occasion` what it is for.
    """

    __tablename__ = "ledger"
    __table_args__ = (
        UniqueConstraint(
            "org_id", "pool_id", "booking_id", "generation", "kind", "occasion", name="ledger_once"
        ),
        Index("ledger_of_pool", "org_id", "pool_id", "at"),
        Index("ledger_of_member", "org_id", "pool_id", "kind", "host_id", "at"),
        Index("ledger_of_booking", "org_id", "booking_id"),
    )
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    pool_id: Mapped[str] = mapped_column(Person)
    host_id: Mapped[str] = mapped_column(Person)
    booking_id: Mapped[str] = mapped_column(Key)
    generation: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    why: Mapped[dict[str, Any]]
    amount: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    occasion: Mapped[str] = mapped_column(String(80), default="", server_default=NOTHING)


class AuditRow(Stored):
    """Who did what, when; never changed."""

    __tablename__ = "audit"
    id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey, index=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    outcome: Mapped[dict[str, Any]]
