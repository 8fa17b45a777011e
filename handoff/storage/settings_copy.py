"""The read-only copy of an org's settings, and when Salesforce was asked for it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.org_settings import OrgSettings
from handoff.storage.settings_json import settings_json, settings_of
from handoff.storage.upserts import insert_once
from handoff.storage.window_tables import SettingsRow

CLOCKS_APART = timedelta(minutes=1)
"""Copies from further ahead were read by a clock that has been put right since."""


def read(session: Session, org_id: str) -> tuple[OrgSettings, datetime] | None:
    """Return the copy and when it was read, or None before the first reading in this release's format."""
    row = session.get(SettingsRow, org_id)
    settings = settings_of(row.body) if row else None
    return (settings, row.read_at) if row and settings else None


class RememberedSettings:
    """The copies that one process has read: made from JSON again only when something in them has changed."""

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        self._copies: dict[str, tuple[int, OrgSettings]] = {}

    def read(self, session: Session, org_id: str) -> tuple[OrgSettings, datetime] | None:
        """Return what `read` would; the settings are the same object as long as nothing has changed."""
        newest = session.execute(
            select(SettingsRow.version, SettingsRow.read_at).where(SettingsRow.org_id == org_id)
        ).first()
        if newest is None:
            return None
        kept = self._copies.get(org_id)
        if kept is not None and kept[0] == newest.version:
            return kept[1], newest.read_at
        row = session.get(SettingsRow, org_id)
        settings = settings_of(row.body) if row else None
        if row is None or settings is None:
            return None
        self._copies[org_id] = (row.version, settings)
        return settings, row.read_at


def keep(session: Session, org_id: str, settings: OrgSettings, now: datetime) -> None:
    """Keep what was asked for at `now`; the version grows when something has changed, and only then is much written.

    Of two readings the one that was asked for later stays, whichever ends first.
    """
    body = settings_json(settings)
    first = {"org_id": org_id, "body": body, "version": 1, "read_at": now}
    if insert_once(session, SettingsRow, first):
        return
    # Locked, so that of two readings at once each change has a version of its own.
    row = session.get_one(SettingsRow, org_id, with_for_update=True, populate_existing=True)
    if now < row.read_at <= now + CLOCKS_APART:
        return
    if row.body != body:
        row.body = body
        row.version += 1
    row.read_at = now
