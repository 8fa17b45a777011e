"""What somebody may do in a window: book for others, or only change the meetings that they host (spec §2)."""

from collections.abc import Collection

from handoff.org_settings import OrgSettings
from handoff.people import Role
from handoff.storage.pages import Page

BOOKERS = frozenset({Role.ORGANIZER, Role.ADMIN})
OPENERS = BOOKERS | {Role.HOST}


def roles_in(settings: OrgSettings, page: Page) -> frozenset[Role]:
    """Return the roles that count in a window; one that opened as a Host's stays a Host's."""
    roles = settings.roles_of(page.user_id)
    return roles & {Role.HOST} if page.told.is_hosts else roles


def only_hosts(roles: Collection[Role]) -> bool:
    """Say whether these are the roles of a Host who books for nobody."""
    return Role.HOST in roles and BOOKERS.isdisjoint(roles)
