"""The tables of what calendars answered lately, and of whose calendar can no longer be read."""

from datetime import datetime

from sqlalchemy import Boolean
from sqlalchemy.orm import Mapped, mapped_column

from handoff.storage.tables import OrgKey, Person, Stored


class BusyCopyRow(Stored):
    """When one host is taken within a span, as their calendar said at `read_at`; never a title.

    `blocks` is a list in JSON of [start, end, kind], in seconds since 1970. `asked_at` is when a question was
    left under way that nobody waits for any more.
    """

    __tablename__ = "busy_copy"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    host_id: Mapped[str] = mapped_column(Person, primary_key=True)
    starts_at: Mapped[datetime] = mapped_column(primary_key=True)
    ends_at: Mapped[datetime]
    blocks: Mapped[str] = mapped_column(default="[]")
    unknown: Mapped[str] = mapped_column(default="")
    is_access_lost: Mapped[bool] = mapped_column(Boolean, default=False)
    read_at: Mapped[datetime | None] = mapped_column(index=True)
    asked_at: Mapped[datetime | None]


class LostAccessRow(Stored):
    """Since when a host's calendar cannot be read; gone as soon as it can."""

    __tablename__ = "lost_access"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    host_id: Mapped[str] = mapped_column(Person, primary_key=True)
    since: Mapped[datetime]
