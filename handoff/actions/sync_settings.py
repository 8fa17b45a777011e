"""Read an org's settings from Salesforce into the read-only copy."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from handoff.actions.departed_hosts import departed_hosts, departure_problems
from handoff.actions.known_audiences import with_known_audiences
from handoff.actions.tell_problems import log_new, tell_problems
from handoff.org_settings import OrgSettings
from handoff.people import OrgId
from handoff.storage import settings_copy, settings_readings
from handoff.wiring import Parts

log = logging.getLogger(__name__)

STALE_AFTER = timedelta(minutes=1)
MUCH_USED = 0.8
"""Of an org's API calls of a day: above it bookings need the rest more than fresh settings do."""
REST = timedelta(minutes=10)


def sync_settings(parts: Parts, org_id: OrgId, *, anew: bool = False) -> OrgSettings:
    """Replace the copy by what Salesforce says now, and tell it what is wrong. Raises OutsideError; may be repeated.

    With `anew` nothing is remembered of what fields exist and what has been told: an admin has mended something.
    """
    settings = _read(parts, org_id, checks_fields=True, anew=anew)
    tell_problems(parts, org_id, settings, anew=anew)
    return settings


def refresh_settings(parts: Parts, org_id: OrgId) -> bool:
    """Do what `sync_settings` does unless somebody is at it; say whether it was done. Raises OutsideError.

    Whoever wants the settings anew meanwhile is remembered, and the clock has them read again.
    """
    if not parts.database.run(lambda session: settings_readings.begin(session, org_id)):
        return False
    rest = timedelta()
    try:
        sync_settings(parts, org_id)
        if parts.salesforce.used_share(org_id) > MUCH_USED:
            rest = REST
            log.warning("settings rest", extra={"org_id": org_id})
    finally:
        parts.database.run(lambda session: settings_readings.end(session, org_id, rest=rest))
    return True


def current_settings(parts: Parts, org_id: OrgId) -> OrgSettings:
    """Return the copy, reading it first if there is none and asking for a new one if it is stale."""
    return dated_settings(parts, org_id)[0]


def dated_settings(parts: Parts, org_id: OrgId) -> tuple[OrgSettings, datetime]:
    """Return what `current_settings` does, and when Salesforce was asked for it."""
    now = parts.clock.now()
    kept = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    if kept is None:
        # Somebody waits: which fields exist is looked at by a worker.
        settings = _read(parts, org_id, checks_fields=False)
        parts.doorbell.ask_for_settings(org_id)
        return settings, now
    if abs(now - kept[1]) > STALE_AFTER:
        parts.doorbell.ask_for_settings(org_id)
    return kept


def settings_read_at(parts: Parts, org_id: OrgId) -> datetime | None:
    """Return when Salesforce was asked for the copy, or None if there is none."""
    kept = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    return kept[1] if kept else None


def _read(parts: Parts, org_id: OrgId, *, checks_fields: bool, anew: bool = False) -> OrgSettings:
    # As of the moment before the question: a later answer may already hold a later change.
    now = parts.clock.now()
    before = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    read = parts.salesforce.read_settings(org_id, checks_fields=checks_fields, anew=anew)
    read = with_known_audiences(read, before[0] if before else None)
    departed = departure_problems(departed_hosts(parts, org_id, read))
    settings = replace(read, problems=(*read.problems, *departed))
    parts.database.run(lambda session: settings_copy.keep(session, org_id, settings, now))
    log.info("settings read", extra={"org_id": org_id, "count": len(settings.problems)})
    log_new(org_id, before[0].problems if before else (), settings.problems)
    return settings
