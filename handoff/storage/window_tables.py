"""The tables behind an open window: its token, seen nonces, and copies of what other services said."""

from datetime import datetime
from typing import Any

from sqlalchemy import Float, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from handoff.storage.tables import NOTHING, OrgKey, Person, Stored


class DeploymentRow(Stored):
    """This deployment's own id, made at the first migration; part of every remote key."""

    __tablename__ = "deployment"
    id: Mapped[str] = mapped_column(String(36), primary_key=True)


class PageRow(Stored):
    """One open window. Only the SHA-256 of its token is kept; the Salesforce token is encrypted."""

    __tablename__ = "page"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    org_id: Mapped[str] = mapped_column(OrgKey)
    user_id: Mapped[str] = mapped_column(Person)
    organizer: Mapped[dict[str, Any]]
    record: Mapped[dict[str, Any]]
    nonce: Mapped[str] = mapped_column(String(128), default="")
    access: Mapped[bytes] = mapped_column(LargeBinary)
    handoff_id: Mapped[str] = mapped_column(String(36))
    window_id: Mapped[str] = mapped_column(String(36), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    told: Mapped[dict[str, Any] | None]
    opened_at: Mapped[datetime | None]


class NonceRow(Stored):
    """A nonce that has opened a window and may not open another."""

    __tablename__ = "canvas_nonce"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    nonce: Mapped[str] = mapped_column(String(128), primary_key=True)
    seen_at: Mapped[datetime]


class TokenRow(Stored):
    """An access token of another service, encrypted; renewed by one process at a time."""

    __tablename__ = "access_token"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    service: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject: Mapped[str] = mapped_column(String(320), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    expires_at: Mapped[float] = mapped_column(Float, default=0.0)
    renewing_until: Mapped[float] = mapped_column(Float, default=0.0)


class SettingsRow(Stored):
    """The read-only copy of an org's settings and when it was read."""

    __tablename__ = "settings_copy"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    body: Mapped[dict[str, Any]]
    version: Mapped[int]
    read_at: Mapped[datetime]


class ReadingRow(Stored):
    """Who reads an org's settings and whether somebody wants them anew; times are database seconds since 1970.

    `told` is a digest of the problems that Salesforce has been told, empty before the first time.
    """

    __tablename__ = "settings_reading"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    wanted_at: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    began_at: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    reading_until: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    told: Mapped[str] = mapped_column(String(64), default="", server_default=NOTHING)


class DescribeRow(Stored):
    """What Salesforce said one user may see of an object, and when."""

    __tablename__ = "describe_copy"
    org_id: Mapped[str] = mapped_column(OrgKey, primary_key=True)
    user_id: Mapped[str] = mapped_column(Person, primary_key=True)
    object_name: Mapped[str] = mapped_column(String(80), primary_key=True)
    body: Mapped[dict[str, Any]]
    read_at: Mapped[datetime]
