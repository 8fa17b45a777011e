"""PURE. The vocabulary of what is owed: calendar event, letters, Salesforce records; and when to try again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any


class EffectKind(StrEnum):
    """What kind of thing is owed."""

    CALENDAR = "calendar"
    CALENDAR_REMOVAL = "calendar_removal"
    LETTER = "letter"
    SALESFORCE = "salesforce"
    OWNER_FIELD = "owner_field"
    RECORD_FIELDS = "record_fields"
    RECORD_OWNER = "record_owner"


ON_CALENDARS = (EffectKind.CALENDAR, EffectKind.CALENDAR_REMOVAL)
"""What a person must look after if it is given up."""

BEFORE_OWNER = (EffectKind.SALESFORCE, EffectKind.OWNER_FIELD, EffectKind.RECORD_FIELDS)
"""What is settled, done or given up, before a record changes its owner: with it may go the right to write there."""


class EffectState(StrEnum):
    """How far it has come; only letters can be unknown."""

    OWED = "owed"
    CLAIMED = "claimed"
    DONE = "done"
    UNKNOWN = "unknown"
    GIVEN_UP = "given_up"
    CANCELLED = "cancelled"


class LetterKind(StrEnum):
    """Which letter."""

    GUEST = "guest"
    HOST = "host"
    ORGANIZER = "organizer"
    GUEST_MOVED = "guest_moved"
    HOST_MOVED = "host_moved"
    ORGANIZER_MOVED = "organizer_moved"
    HOST_RELEASED = "host_released"
    GUEST_CANCELLED = "guest_cancelled"
    HOST_CANCELLED = "host_cancelled"
    ORGANIZER_CANCELLED = "organizer_cancelled"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Owed:
    """One effect before it has a row; `details` is what it must recall of how things were."""

    kind: EffectKind
    recipient: str
    template: str = ""
    details: Mapping[str, Any] | None = None

    @property
    def waits_for_calendar(self) -> bool:
        """Say whether it waits for the event, if one is owed beside it: all but the event itself and a call for help."""
        return self.kind is not EffectKind.CALENDAR and self.template != LetterKind.ATTENTION


@dataclass(frozen=True)
class Addresses:
    """Who may be written to about a booking."""

    main_host: str
    organizer: str
    guests: Sequence[str]


WAITS = (1, 5, 30, 120, 600, 3600, 10800)
"""Seconds between tries, four hours in all, after which a person decides; scaled by a setting."""

TRIES = len(WAITS) + 1

ERASED = "erased:"
"""How the recipient of a letter begins whose reader was erased."""

LINK_WAITS = (1, 2, 4, 8)
"""Seconds between looks at a pending meeting link: fifteen in all (house rule: letters wait no longer)."""


def owed_by_booking(
    *,
    main_host_id: str,
    record_id: str,
    addresses: Addresses,
    confirms_guests: bool,
    owner_field: str,
    changes_owner: bool = False,
    writes_answers: bool = False,
) -> list[Owed]:
    """Return what a new booking owes. One letter a person: the table of spec §9.5."""
    owed = [Owed(EffectKind.CALENDAR, main_host_id)]
    letters = dict.fromkeys(addresses.guests, LetterKind.GUEST) if confirms_guests else {}
    letters |= {addresses.organizer: LetterKind.ORGANIZER}
    letters |= {addresses.main_host: LetterKind.HOST}
    owed += [Owed(EffectKind.LETTER, address, kind) for address, kind in letters.items() if address]
    owed.append(Owed(EffectKind.SALESFORCE, record_id))
    if owner_field:
        owed.append(Owed(EffectKind.OWNER_FIELD, owner_field))
    if writes_answers:
        owed.append(Owed(EffectKind.RECORD_FIELDS, record_id))
    if changes_owner:
        owed.append(Owed(EffectKind.RECORD_OWNER, record_id))
    return owed


def wait_before_next(attempts: int, *, unit: timedelta, asked: float | None = None) -> float | None:
    """Return seconds to wait after so many failed tries, or None to give up; honors what the service asked for."""
    if attempts >= TRIES:
        return None
    return max(WAITS[attempts - 1] * unit.total_seconds(), asked or 0.0)
