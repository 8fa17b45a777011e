"""Let in who holds a permission set for it, and nobody from whom it was taken (spec §2)."""

from datetime import datetime, timedelta

from handoff.actions.own_settings import settings_for
from handoff.actions.sync_settings import dated_settings, sync_settings
from handoff.actions.window_roles import BOOKERS, OPENERS, roles_in
from handoff.errors import NotAllowed, OutsideError, TryLater
from handoff.org_settings import OrgSettings
from handoff.people import OrgId, Role, UserId
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say

ROLES_LAST = timedelta(hours=24)
"""An outage of a night or a day keeps nobody from work; whose permission set was taken away is out the day after."""


def admit_user(parts: Parts, org_id: OrgId, user_id: UserId) -> OrgSettings:
    """Return the settings for somebody who may open windows. Raises NotAllowed, OutsideError.

    Who may not book by the copy may have been given the permission set a minute ago: Salesforce itself is asked
    once, and also where the copy is too old to decide.
    """
    settings = _young_settings(parts, org_id)
    known = settings.roles_of(user_id)
    if BOOKERS.isdisjoint(known):
        given = OPENERS & parts.salesforce.read_roles(org_id, user_id)
        if given - known:
            settings = sync_settings(parts, org_id)
    roles = settings.roles_of(user_id)
    if OPENERS.isdisjoint(roles):
        raise NotAllowed(
            say(
                "Handoff opens for people who hold the permission set Handoff Organizer. "
                "Ask your Salesforce admin to give it to you, then press the button again."
            )
        )
    return settings_for(user_id, roles, settings)


def roles_now(parts: Parts, page: Page) -> frozenset[Role]:
    """Return what the window's user may do now, by a copy that is a minute old at most while in use.

    Raises NotAllowed if they may not use a window any more, TryLater if Salesforce was not read for long.
    """
    settings, read_at = dated_settings(parts, page.org_id)
    if _is_too_old(parts, read_at):
        raise _too_old()
    roles = roles_in(settings, page)
    if not OPENERS.isdisjoint(roles):
        return roles
    if page.told.is_hosts:
        raise NotAllowed(
            say(
                "You do not hold the permission set Handoff Host any more, so nothing can be changed "
                "from this window."
            )
        )
    raise NotAllowed(
        say(
            "You do not hold the permission set Handoff Organizer any more, so nothing can be booked "
            "or changed from this window."
        )
    )


def _young_settings(parts: Parts, org_id: OrgId) -> OrgSettings:
    settings, read_at = dated_settings(parts, org_id)
    if not _is_too_old(parts, read_at):
        return settings
    try:
        return sync_settings(parts, org_id)
    except OutsideError as error:
        raise _too_old() from error


def _is_too_old(parts: Parts, read_at: datetime) -> bool:
    return parts.clock.now() - read_at > ROLES_LAST


def _too_old() -> TryLater:
    return TryLater(
        say(
            "Who may use Handoff was last read from Salesforce more than a day ago, so nothing can be opened, "
            "booked or changed until it can be read again. If this lasts, tell whoever runs Handoff."
        ),
        service="salesforce",
        operation="read_roles",
        code="roles_too_old",
    )
