"""One short function a job; every job may run twice or late."""

import logging
from functools import cache

import redis

from handoff.actions.ask_for_settings import ask_for_wanted_settings
from handoff.actions.deliver_effect import deliver_effect
from handoff.actions.expire_guests import expire_guests as expire_old_guests
from handoff.actions.expire_holds import expire_holds as expire
from handoff.actions.mirror_bookings import mirror_all
from handoff.actions.mirror_bookings import mirror_bookings as mirror
from handoff.actions.sweep_effects import sweep_effects
from handoff.actions.sync_settings import refresh_settings
from handoff.config import Settings
from handoff.errors import OutsideError
from handoff.heartbeat import beat, connected
from handoff.people import OrgId
from handoff.wiring import Parts, assemble

log = logging.getLogger(__name__)


@cache
def parts() -> Parts:
    """Return this process's parts; connections are opened after the fork, on first use."""
    return assemble(Settings.from_env())


@cache
def _signs() -> redis.Redis:
    return connected(parts().settings.redis_url)


def deliver(effect_id: str) -> None:
    """Do one owed effect."""
    deliver_effect(parts(), effect_id)


def sync_settings(org_id: str) -> None:
    """Read one org's settings again; while Salesforce is away the copy serves on, and the clock asks again."""
    try:
        refresh_settings(parts(), OrgId(org_id))
    except OutsideError as error:
        log.warning("settings not read", extra={"org_id": org_id, "code": error.code})


def show_life() -> None:
    """Leave a sign that the clock runs, for `handoff doctor` to find."""
    beat(_signs())


def mirror_bookings(org_id: str) -> None:
    """Bring one org's Booking records up to date."""
    mirror(parts(), OrgId(org_id))


def mirror_changes() -> None:
    """Have every org's Booking records brought up to date in which something has changed."""
    mirror_all(parts())


def sweep() -> None:
    """Wake somebody for whatever is owed and not being done."""
    sweep_effects(parts())


def expire_holds() -> None:
    """Let lapsed holds go."""
    expire(parts())


def read_wanted_settings() -> None:
    """Have settings read that somebody wanted while they were being read."""
    ask_for_wanted_settings(parts())


def expire_guests() -> None:
    """Erase the guests that their orgs keep no longer."""
    expire_old_guests(parts())


def sync_all_settings() -> None:
    """Ask for every org's settings to be read again."""
    for org_id in parts().settings.orgs:
        parts().doorbell.ask_for_settings(org_id)
