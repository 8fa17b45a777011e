"""Read an org's settings from Salesforce into the read-only copy."""

import logging
from datetime import timedelta

from handoff.org_settings import OrgSettings
from handoff.people import OrgId
from handoff.storage import settings_copy
from handoff.wiring import Parts

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=1)


def sync_settings(parts: Parts, org_id: OrgId) -> OrgSettings:
    """Replace the copy by what Salesforce says now. Raises OutsideError; may be repeated."""
    settings = parts.salesforce.read_settings(org_id)
    now = parts.clock.now()
    parts.database.run(lambda session: settings_copy.keep(session, org_id, settings, now))
    log.info("settings read", extra={"org_id": org_id, "count": len(settings.problems)})
    return settings


def current_settings(parts: Parts, org_id: OrgId) -> OrgSettings:
    """Return the copy, reading it first if there is none and asking for a new one if it is stale."""
    kept = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    if kept is None:
        return sync_settings(parts, org_id)
    settings, read_at = kept
    if parts.clock.now() - read_at > STALE_AFTER:
        parts.doorbell.ask_for_settings(org_id)
    return settings
