"""What can be booked: meeting types with their questions and rules, and pools, as read from Salesforce."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from handoff.conditions import Condition
from handoff.people import NO_CAPS, Caps, Host, HostId, Provider

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


class AdditionalHosts(StrEnum):
    """Which hosts a type allows beside the main one (spec §4.5)."""

    NONE = "none"
    REQUIRED = "required"
    ANY = "any"


class HostRule(StrEnum):
    """Who chooses among a type's possible hosts: the organizer, or the type by itself (spec §4.12)."""

    ORGANIZER = "organizer"
    IN_ORDER = "in_order"
    FEWEST = "fewest"


class PossibleKind(StrEnum):
    """What a line of a type's possible hosts names."""

    HOST = "host"
    POOL = "pool"
    FIELD = "field"


@dataclass(frozen=True)
class PossibleHost:
    """A user, a pool, or a user field of the record; `name` is an id, or a field path such as `Account.OwnerId`."""

    kind: PossibleKind
    name: str


class QuestionKind(StrEnum):
    """How a type's own question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    PICKLIST = "picklist"
    CHECKBOX = "checkbox"


@dataclass(frozen=True)
class Question:
    """A type's own question; the two fields are paths on the record, empty for none (spec §8.2)."""

    id: str
    label: str
    kind: QuestionKind = QuestionKind.TEXT
    is_required: bool = False
    is_read_only: bool = False
    options: tuple[str, ...] = ()
    prefill_field: str = ""
    write_field: str = ""


@dataclass(frozen=True)
class GuestFields:
    """Field paths that tell the guest's names and address; an empty one is not overridden."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class MeetingType:
    """Length, buffers, notice, texts and rules of a kind of meeting.

    `bookable_from` and `bookable_until` (local dates, both included) replace the rolling horizon when both
    are set. `bookable_by` names audiences, and `is_bookable` is False, as with `Host`. `is_packed` packs starts
    from the beginning of each free stretch instead of the step grid.
    """

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
    is_offered: bool = True
    conditions: tuple[Condition, ...] = ()
    additional_hosts: AdditionalHosts = AdditionalHosts.ANY
    is_time_first: bool = False
    possible_hosts: tuple[PossibleHost, ...] = ()
    host_rule: HostRule = HostRule.ORGANIZER
    caps: Caps = NO_CAPS
    is_packed: bool = False
    bookable_from: date | None = None
    bookable_until: date | None = None
    prefills_guest: bool = True
    guest_fields: GuestFields = GuestFields()
    questions: tuple[Question, ...] = ()
    bookable_by: tuple[str, ...] = ()
    is_bookable: bool = True

    def is_offered_on(self, object_name: str) -> bool:
        """Say whether this type may be booked from records of that object, its conditions aside."""
        is_open = self.is_offered and self.is_bookable
        return is_open and (not self.objects or object_name in self.objects)


@dataclass(frozen=True)
class PoolMember:
    """A host's place in a pool; `caps` count this host's meetings by their date in the host's zone."""

    host_id: HostId
    weight: int = 1
    sort_order: int = 0
    is_active: bool = True
    caps: Caps = NO_CAPS
    joined_at: datetime | None = None


@dataclass(frozen=True)
class Pool:
    """Hosts who share turns; counts reset with each period in `zone`. `is_bookable` is as with `Host`."""

    id: PoolId
    name: str
    kind: PoolKind
    zone: str
    reset: str
    members: tuple[PoolMember, ...]
    bookable_by: tuple[str, ...] = ()
    is_bookable: bool = True


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
