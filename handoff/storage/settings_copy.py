"""The read-only copy of an org's settings, and when Salesforce was asked for it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handoff.org_settings import OrgSettings
from handoff.storage.settings_json import settings_json, settings_of
from handoff.storage.upserts import insert_or_replace
from handoff.storage.window_tables import SettingsRow


def read(session: Session, org_id: str) -> tuple[OrgSettings, datetime] | None:
    """Return the copy and when it was read, or None before the first reading in this release's format."""
    row = session.get(SettingsRow, org_id)
    settings = settings_of(row.body) if row else None
    return (settings, row.read_at) if row and settings else None


class RememberedSettings:
    """The copies that one process has read: made from JSON again only when there is a newer one."""

    def __init__(self) -> None:
        """Begin with nothing remembered."""
        self._copies: dict[str, tuple[OrgSettings, datetime]] = {}

    def read(self, session: Session, org_id: str) -> tuple[OrgSettings, datetime] | None:
        """Return what `read` would."""
        read_at = session.scalar(select(SettingsRow.read_at).where(SettingsRow.org_id == org_id))
        kept = self._copies.get(org_id)
        if kept is None or kept[1] != read_at:
            kept = read(session, org_id) if read_at else None
            if kept is not None:
                self._copies[org_id] = kept
        return kept


def keep(session: Session, org_id: str, settings: OrgSettings, now: datetime) -> None:
    """Keep what was read; the version grows when something has changed."""
    body = settings_json(settings)
    row = session.get(SettingsRow, org_id)
    version = 1 if row is None else row.version + (row.body != body)
    insert_or_replace(
        session,
        SettingsRow,
        {"org_id": org_id, "body": body, "version": version, "read_at": now},
    )
    if row is not None:
        session.expire(row)
