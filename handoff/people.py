"""The people in a handoff: Organizer, Host and Guest."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

OrgId = NewType("OrgId", str)
UserId = NewType("UserId", str)
HostId = NewType("HostId", str)
"""A Host's Salesforce user id, 18 characters."""


class Role(StrEnum):
    """What somebody may do, by the permission sets they hold in Salesforce (spec §2)."""

    ORGANIZER = "organizer"
    HOST = "host"
    POOL_MANAGER = "pool_manager"
    ADMIN = "admin"
    INTEGRATION = "integration"


class Provider(StrEnum):
    """Where a Host's calendar lives."""

    GOOGLE = "google"
    MICROSOFT = "microsoft"
    NONE = "none"


@dataclass(frozen=True)
class Caps:
    """How many meetings at most on one day, in one week, in one month; None for no limit (spec §6.3)."""

    day: int | None = None
    week: int | None = None
    month: int | None = None


NO_CAPS = Caps()


@dataclass(frozen=True)
class Leave:
    """Local dates on which a host is away, both included."""

    first_on: date
    last_on: date
    reason: str = ""


@dataclass(frozen=True)
class Tongue:
    """How somebody, or a whole org, is written to: language and locale as Salesforce names them, and their zone."""

    language: str = "en_US"
    locale: str = "en_US"
    zone: str = "UTC"


ENGLISH = Tongue()


@dataclass(frozen=True)
class Organizer:
    """The Salesforce user who books on behalf of others."""

    org_id: OrgId
    user_id: UserId
    name: str
    email: str
    zone: str
    locale: str = "en_US"
    language: str = "en_US"

    @property
    def tongue(self) -> Tongue:
        """Return how they are written to."""
        return Tongue(self.language, self.locale, self.zone)


@dataclass(frozen=True)
class Host:
    """A colleague in whose calendar meetings are booked; `zone` is an IANA name.

    A calendar that is read-only can be looked at but not written: such a host is never the main one.
    `dated_hours` replaces the weekly hours on single dates (hours_text says how it is written); `holiday_region`
    is a country or a state in it, such as `DE-BE`. `bookable_by` names the audiences that may book this host:
    permission sets and public groups by API name; none is everybody. `is_permitted` says whether they hold the
    Handoff Host permission set, without which nobody's calendar is touched. `is_bookable` is False in the
    settings of an Organizer who may not book this host.
    """

    id: HostId
    name: str
    email: str
    zone: str
    provider: Provider
    calendar: str
    title: str = ""
    weekly_hours: str = ""
    platform: str = "Calendar"
    personal_link: str = ""
    is_active: bool = True
    is_read_only: bool = False
    caps: Caps = NO_CAPS
    leave: tuple[Leave, ...] = ()
    dated_hours: str = ""
    holiday_region: str = ""
    bookable_by: tuple[str, ...] = ()
    is_permitted: bool = True
    is_bookable: bool = True

    @property
    def has_calendar(self) -> bool:
        """Say whether there is a calendar that may be read and written: only a Handoff Host's may."""
        return self.is_permitted and self.provider is not Provider.NONE and bool(self.calendar)


@dataclass(frozen=True)
class Guest:
    """A person outside the company who attends; `zone` is an IANA name or empty if unknown.

    Unless somebody confirmed the zone it is a guess, and letters name another beside it (spec §6.10).
    """

    first_name: str
    last_name: str
    email: str
    company: str = ""
    zone: str = ""
    zone_is_confirmed: bool = False

    @property
    def name(self) -> str:
        """First and last name, joined."""
        return f"{self.first_name} {self.last_name}".strip()
