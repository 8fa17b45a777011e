"""Have an org's settings read again, because Salesforce says that one of them has changed."""

from handoff.people import OrgId
from handoff.storage import settings_readings
from handoff.wiring import Parts


def ask_for_settings(parts: Parts, org_id: OrgId) -> None:
    """Remember that they are wanted and wake a worker, at most once a second however many ask. May be repeated.

    What comes while they are read, or too soon after, is not lost: the clock has them read once more.
    """
    if parts.database.run(lambda session: settings_readings.want(session, org_id)):
        parts.doorbell.ask_for_settings(org_id)


def ask_for_wanted_settings(parts: Parts) -> None:
    """Wake a worker for every org whose settings are wanted and not being read. May be repeated."""
    for org_id in parts.database.run(settings_readings.wanted):
        parts.doorbell.ask_for_settings(org_id)
