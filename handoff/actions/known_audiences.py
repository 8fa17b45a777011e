"""Keep who may book what where Salesforce no longer tells: a lost field permission opens nothing to everybody."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from handoff.meeting_types import MeetingType, Pool
from handoff.org_settings import UNKNOWN_AUDIENCE, OrgSettings
from handoff.people import Host

Bookable = TypeVar("Bookable", MeetingType, Pool, Host)


def with_known_audiences(read: OrgSettings, before: OrgSettings | None) -> OrgSettings:
    """Return the settings with the audiences of the reading before, where this one has none to tell.

    What was not there before, as in a package older than the field, is open to everybody.
    """
    old = before or OrgSettings()
    return replace(
        read,
        meeting_types=_known(read.meeting_types, old.meeting_types),
        pools=_known(read.pools, old.pools),
        hosts=_known(read.hosts, old.hosts),
        audiences={**old.audiences, **read.audiences} if _lacks(read) else read.audiences,
    )


def _known(read: Sequence[Bookable], old: Sequence[Bookable]) -> tuple[Bookable, ...]:
    told = {str(one.id): one.bookable_by for one in old}
    return tuple(
        replace(one, bookable_by=told.get(str(one.id), ()))
        if one.bookable_by == UNKNOWN_AUDIENCE
        else one
        for one in read
    )


def _lacks(read: OrgSettings) -> bool:
    bookable: list[MeetingType | Pool | Host] = [*read.meeting_types, *read.pools, *read.hosts]
    return any(one.bookable_by == UNKNOWN_AUDIENCE for one in bookable)
