"""An org's settings as one user may use them: what they may not book cannot be chosen."""

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from handoff.actions.sync_settings import current_settings
from handoff.actions.window_roles import only_hosts, roles_in
from handoff.meeting_types import MeetingType, Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host, Role, UserId
from handoff.storage.pages import Page
from handoff.wiring import Parts

T = TypeVar("T", MeetingType, Pool, Host)
REMEMBERED = 16
"""Narrowed settings that one process keeps: users with the same rights share them."""


def own_settings(parts: Parts, page: Page) -> OrgSettings:
    """Return the settings for an open window's user. Raises OutsideError before the first reading."""
    settings = current_settings(parts, page.org_id)
    return settings_for(page.user_id, roles_in(settings, page), settings)


def settings_for(user_id: UserId, roles: Collection[Role], settings: OrgSettings) -> OrgSettings:
    """Return the settings as somebody with these roles may use them.

    Those of a Host are whole: their own meetings may be of any type and with any colleague, which was settled
    when they were booked.
    """
    return settings if only_hosts(roles) else narrowed(settings, user_id)


def narrowed(settings: OrgSettings, user_id: str) -> OrgSettings:
    """Return the settings in which every type, pool and host that this user may not book says so.

    Nothing is left out: a meeting counts in all pools of its host, whoever books it. Whoever may book everything
    gets the very same object, and so do all who have the same rights.
    """
    closed = _closed_to(settings, user_id)
    return _closing(_Same(settings), closed) if closed else settings


def _closed_to(settings: OrgSettings, user_id: str) -> frozenset[str]:
    """Return the ids of everything that this user may not book; an id names one thing in an org."""
    everything: tuple[MeetingType | Pool | Host, ...] = (
        *settings.meeting_types,
        *settings.pools,
        *settings.hosts,
    )
    return frozenset(
        str(one.id)
        for one in everything
        if one.bookable_by and not settings.may_book(user_id, one.bookable_by)
    )


class _Same:
    """Settings that equal only themselves, so that what was made of them is found without reading them through."""

    def __init__(self, settings: OrgSettings) -> None:
        self.settings = settings

    def __hash__(self) -> int:
        return id(self.settings)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.settings is self.settings


@lru_cache(maxsize=REMEMBERED)
def _closing(whole: _Same, closed: frozenset[str]) -> OrgSettings:
    settings = whole.settings
    return replace(
        settings,
        meeting_types=tuple(_closed(one, closed) for one in settings.meeting_types),
        pools=tuple(_closed(one, closed) for one in settings.pools),
        hosts=tuple(_closed(one, closed) for one in settings.hosts),
    )


def _closed(one: T, closed: frozenset[str]) -> T:
    return replace(one, is_bookable=False) if one.id in closed else one
