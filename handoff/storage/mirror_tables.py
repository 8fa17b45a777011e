"""The tables of what has changed since Salesforce's booking records were last brought up to date."""

from sqlalchemy import BigInteger, Float, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from handoff.storage.columns import SentenceText
from handoff.storage.tables import Key, OrgKey, Stored


class TouchRow(Stored):
    """One change of a booking or of what it owes; the database itself adds it, by a trigger.

    Rows are only added and deleted, each by its number: who adds one waits for nobody.
    """

    __tablename__ = "mirror_touch"
    __table_args__ = (
        Index("mirror_touch_of_booking", "org_id", "booking_id"),
        {"sqlite_autoincrement": True},
    )
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True
    )
    org_id: Mapped[str] = mapped_column(OrgKey)
    booking_id: Mapped[str] = mapped_column(Key)


class RefusalRow(Stored):
    """A booking whose record Salesforce does not take: when it is tried again, and what Salesforce said."""

    __tablename__ = "mirror_refusal"
    booking_id: Mapped[str] = mapped_column(Key, primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    attempts: Mapped[int]
    next_try_at: Mapped[float] = mapped_column(Float)
    last_error: Mapped[str] = mapped_column(SentenceText, default="")


class TurnRow(Stored):
    """Who carries an org's changes to Salesforce; one worker at a time, in database seconds since 1970."""

    __tablename__ = "mirror_turn"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    claimed_until: Mapped[float] = mapped_column(Float)
    fence: Mapped[int]
    attempts: Mapped[int]
    next_try_at: Mapped[float] = mapped_column(Float)
