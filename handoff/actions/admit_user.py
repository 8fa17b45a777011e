"""Let in who holds the permission set for it, and nobody from whom it was taken (spec §2)."""

from handoff.actions.own_settings import narrowed
from handoff.actions.sync_settings import current_settings, sync_settings
from handoff.errors import NotAllowed
from handoff.org_settings import OrgSettings
from handoff.people import OrgId, Role, UserId
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say

OPENERS = frozenset({Role.ORGANIZER, Role.ADMIN})


def admit_user(parts: Parts, org_id: OrgId, user_id: UserId) -> OrgSettings:
    """Return the settings for somebody who may open windows. Raises NotAllowed, OutsideError.

    Who may not by the copy may have been given the permission set a minute ago: Salesforce itself is asked once.
    """
    settings = current_settings(parts, org_id)
    if not _may_open(settings, user_id) and OPENERS & parts.salesforce.read_roles(org_id, user_id):
        settings = sync_settings(parts, org_id)
    if not _may_open(settings, user_id):
        raise NotAllowed(
            say(
                "Handoff opens for people who hold the permission set Handoff Organizer. "
                "Ask your Salesforce admin to give it to you, then press the button again."
            )
        )
    return narrowed(settings, user_id)


def roles_now(parts: Parts, page: Page) -> frozenset[Role]:
    """Return what the window's user may do now, by a copy that is a minute old at most while in use.

    Raises NotAllowed if they may not use a window any more.
    """
    settings = current_settings(parts, page.org_id)
    if not _may_open(settings, page.user_id):
        raise NotAllowed(
            say(
                "You do not hold the permission set Handoff Organizer any more, so nothing can be booked "
                "or changed from this window."
            )
        )
    return settings.roles_of(page.user_id)


def _may_open(settings: OrgSettings, user_id: str) -> bool:
    return bool(OPENERS & settings.roles_of(user_id))
