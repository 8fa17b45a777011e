"""PURE. From a record to candidate hosts, each with where they came from or why they cannot be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.meeting_types import Pool
from handoff.org_settings import OrgSettings
from handoff.people import Host
from handoff.records import RecordUser, RecordView
from handoff.wording import say

NOT_OPEN = say("not open to you")
"""Why an Organizer cannot book what an admin keeps for others."""


@dataclass(frozen=True)
class Candidate:
    """Somebody named by the record; a `reason` in words means that they cannot be chosen."""

    path: str
    label: str
    host_id: str
    name: str
    reason: str = ""
    object_label: str = ""


def why_not(host: Host | None, *, is_active: bool = True, lost: str = "") -> str:
    """Return why somebody cannot be booked, or an empty string.

    `lost` is the sentence about a calendar that cannot be read any more.
    """
    if not is_active or (host and not host.is_active):
        return say("inactive user")
    if host is None or not host.is_permitted:
        return say("not a Handoff Host")
    if not host.is_bookable:
        return NOT_OPEN
    return lost if host.has_calendar else say("no calendar connected")


def candidates(users: Sequence[RecordUser], settings: OrgSettings) -> list[Candidate]:
    """Return a candidate for each user field that names somebody."""
    return [_candidate(user, settings) for user in users if user.user_id]


def _candidate(user: RecordUser, settings: OrgSettings) -> Candidate:
    if user.is_queue:
        reason = say("owned by a queue: nobody in particular")
    else:
        reason = why_not(settings.host(user.user_id), is_active=user.is_active)
    return Candidate(
        user.path, user.label, user.user_id, user.name, reason, object_label=user.object_label
    )


def fields_naming(record: RecordView, user_id: str) -> list[str]:
    """Return what people call the record's fields that name this user ("Account Owner"), each once."""
    return list(dict.fromkeys(user.label for user in record.users if user.user_id == user_id))


def playing_members(pool: Pool, settings: OrgSettings) -> list[Host]:
    """Return the members of a pool who can be booked at all, in member order."""
    hosts = [
        settings.host(member.host_id)
        for member in sorted(pool.members, key=lambda one: (one.sort_order, one.host_id))
        if member.is_active and member.weight > 0
    ]
    return [host for host in hosts if host and not why_not(host)]
