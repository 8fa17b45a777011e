"""What can be booked: meeting types, pools and the per-object settings, as read from Salesforce."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NewType

from handoff.people import Host, HostId, Provider

MeetingTypeId = NewType("MeetingTypeId", str)
PoolId = NewType("PoolId", str)


class Platform(StrEnum):
    """Where the meeting takes place online."""

    HOST_DEFAULT = "host_default"
    GOOGLE_MEET = "google_meet"
    TEAMS = "microsoft_teams"
    PERSONAL_LINK = "personal_link"
    NONE = "none"


class PoolKind(StrEnum):
    """How a pool chooses whose turn it is."""

    COUNT = "count"
    ORDER = "order"


@dataclass(frozen=True)
class MeetingType:
    """Length, buffers, notice and texts of a kind of meeting."""

    id: MeetingTypeId
    name: str
    duration: timedelta
    step: timedelta = timedelta(minutes=30)
    buffer_before: timedelta = timedelta()
    buffer_after: timedelta = timedelta()
    minimum_notice: timedelta = timedelta()
    horizon_days: int = 28
    weekly_hours: str = ""
    objects: tuple[str, ...] = ()
    platform: Platform = Platform.HOST_DEFAULT
    subject: str = "{meeting_type.name}: {guest.name}"
    location: str = ""
    description: str = ""
    guest_invitation: bool = True
    guest_confirmation: bool = True
    creates_salesforce_event: bool = True
    sort_order: int = 0

    def is_offered_on(self, object_name: str) -> bool:
        """Say whether this type may be booked from records of that object."""
        return not self.objects or object_name in self.objects


@dataclass(frozen=True)
class PoolMember:
    """A host's place in a pool."""

    host_id: HostId
    weight: int = 1
    sort_order: int = 0
    is_active: bool = True


@dataclass(frozen=True)
class Pool:
    """Hosts who share turns; counts reset with each period in `zone`."""

    id: PoolId
    name: str
    kind: PoolKind
    zone: str
    reset: str
    members: tuple[PoolMember, ...]


@dataclass(frozen=True)
class ObjectSetting:
    """What an admin chose for records of one Salesforce object; field paths are API names."""

    object_name: str
    is_enabled: bool = True
    detail_fields: tuple[str, ...] = ()
    user_field_paths: tuple[str, ...] = ()
    guest_first_name: str = ""
    guest_last_name: str = ""
    guest_email: str = ""
    guest_company: str = ""
    guest_contact: str = ""
    default_meeting_type: str = ""
    owner_field: str = ""
    owner_field_only_if_empty: bool = False


@dataclass(frozen=True)
class OrgSettings:
    """Everything an org's admins decided, read together at one time."""

    meeting_types: tuple[MeetingType, ...] = ()
    pools: tuple[Pool, ...] = ()
    hosts: tuple[Host, ...] = ()
    objects: tuple[ObjectSetting, ...] = ()
    problems: tuple[str, ...] = field(default=())

    def meeting_type(self, type_id: str) -> MeetingType | None:
        """Return the type with that id, or None."""
        return next((one for one in self.meeting_types if one.id == type_id), None)

    def pool(self, pool_id: str) -> Pool | None:
        """Return the pool with that id, or None."""
        return next((one for one in self.pools if one.id == pool_id), None)

    def host(self, host_id: str) -> Host | None:
        """Return the host with that user id, or None."""
        return next((one for one in self.hosts if one.id == host_id), None)

    def object_setting(self, object_name: str) -> ObjectSetting | None:
        """Return the settings for that object, or None."""
        return next((one for one in self.objects if one.object_name == object_name), None)


def platforms_of(host: Host) -> tuple[Platform, ...]:
    """Return where this host can meet: through their calendar, their own link, or nowhere online."""
    own = {Provider.GOOGLE: (Platform.GOOGLE_MEET,), Provider.MICROSOFT: (Platform.TEAMS,)}
    link = (Platform.PERSONAL_LINK,) if host.personal_link else ()
    return (*own.get(host.provider, ()), *link, Platform.NONE)


def default_platform(host: Host) -> Platform:
    """Return where this host meets unless somebody says otherwise."""
    if host.platform == "Personal Link" and host.personal_link:
        return Platform.PERSONAL_LINK
    return Platform.NONE if host.platform == "None" else platforms_of(host)[0]
