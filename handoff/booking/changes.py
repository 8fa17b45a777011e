"""PURE. What a booking owes once it was moved or cancelled: who hears of it, and what is written again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handoff.booking.effects import Addresses, EffectKind, LetterKind, Owed

_MOVED = {
    LetterKind.GUEST: LetterKind.GUEST_MOVED,
    LetterKind.HOST: LetterKind.HOST_MOVED,
    LetterKind.ORGANIZER: LetterKind.ORGANIZER_MOVED,
}
MAY_BE_THERE = "may be there"
"""The template of a calendar effect whose event an earlier agreement has written, or may have."""


@dataclass(frozen=True)
class OldEvent:
    """An event to take off a host's calendar, with all that is needed to find it."""

    host: Mapping[str, Any]
    event_id: str
    event_version: int


@dataclass(frozen=True)
class Former:
    """How a booking stood before the change.

    `written_to` are the addresses that have had a letter of ours, or may have; `unfinished` the kinds of effects
    that were still owed; `carried` what must be done whatever comes, such as taking an event off a former host's
    calendar. `event` is None if nobody ever tried to write one. `known_times` are of those who were not told of
    the latest move yet.
    """

    main_host_id: str
    main_host_email: str
    written_to: Collection[str] = ()
    unfinished: Collection[EffectKind] = ()
    carried: Sequence[Owed] = ()
    event: OldEvent | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    known_times: Mapping[str, Any] = field(default_factory=dict)


def owed_by_cancellation(
    former: Former, *, record_id: str, addresses: Addresses, confirms_guests: bool
) -> list[Owed]:
    """Return what a cancelled booking owes: guests and host hear of it only if they had heard of the meeting.

    A record that changed its owner keeps the new one: nobody knows what the former owner has done since.
    Invited guests are told by the provider besides; one letter a person comes from us (docs/decisions/0009).
    """
    guests = [one for one in addresses.guests if confirms_guests and one in former.written_to]
    letters = dict.fromkeys(guests, LetterKind.GUEST_CANCELLED)
    letters |= {addresses.organizer: LetterKind.ORGANIZER_CANCELLED}
    if addresses.main_host in former.written_to:
        letters |= {addresses.main_host: LetterKind.HOST_CANCELLED}
    return [
        *([_removal(former.event)] if former.event else []),
        *_letters(letters, former),
        Owed(EffectKind.SALESFORCE, record_id),
    ]


def owed_by_move(
    former: Former,
    *,
    main_host_id: str,
    record_id: str,
    addresses: Addresses,
    confirms_guests: bool,
    owner_field: str,
    changes_owner: bool = False,
) -> list[Owed]:
    """Return what a booking with a new time, and perhaps a new host, owes."""
    is_other_host = main_host_id != former.main_host_id
    letters = dict.fromkeys(addresses.guests, LetterKind.GUEST) if confirms_guests else {}
    if is_other_host and former.main_host_email in former.written_to:
        letters |= {former.main_host_email: LetterKind.HOST_RELEASED}
    letters |= {addresses.organizer: LetterKind.ORGANIZER}
    letters |= {addresses.main_host: LetterKind.HOST}
    told = {address: _moved(kind, address, former) for address, kind in letters.items()}
    may_be_there = bool(former.event) and not is_other_host
    owed = [Owed(EffectKind.CALENDAR, main_host_id, MAY_BE_THERE if may_be_there else "")]
    if is_other_host and former.event:
        owed.append(_removal(former.event))
    owed += _letters(told, former)
    owed.append(Owed(EffectKind.SALESFORCE, record_id))
    if owner_field and (is_other_host or EffectKind.OWNER_FIELD in former.unfinished):
        owed.append(Owed(EffectKind.OWNER_FIELD, owner_field, details=former.details))
    if EffectKind.RECORD_FIELDS in former.unfinished:
        owed.append(Owed(EffectKind.RECORD_FIELDS, record_id))
    if changes_owner and (is_other_host or EffectKind.RECORD_OWNER in former.unfinished):
        owed.append(Owed(EffectKind.RECORD_OWNER, record_id))
    return owed


def _moved(kind: LetterKind, address: str, former: Former) -> LetterKind:
    """Return the letter for somebody who knows the old time; who never heard of it is told as of a new meeting."""
    return _MOVED.get(kind, kind) if address in former.written_to else kind


def _letters(letters: Mapping[str, LetterKind], former: Former) -> list[Owed]:
    carried = [
        one
        for one in former.carried
        if one.kind is not EffectKind.LETTER or one.recipient not in letters
    ]
    return [
        *(
            Owed(EffectKind.LETTER, address, kind, _recalled(address, former))
            for address, kind in letters.items()
            if address
        ),
        *carried,
    ]


def _recalled(address: str, former: Former) -> Mapping[str, Any]:
    known = former.known_times.get(address)
    return {**former.details, "was": known} if known else former.details


def _removal(event: OldEvent) -> Owed:
    return Owed(
        EffectKind.CALENDAR_REMOVAL,
        f"{event.host['id']}:{event.event_version}",
        details={
            "host": dict(event.host),
            "event_id": event.event_id,
            "event_version": event.event_version,
        },
    )
