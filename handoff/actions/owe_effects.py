"""Turn what is owed into rows of the outbox, and say how a booking stood before it changes."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from handoff.booking.changes import Former, OldEvent
from handoff.booking.effects import EffectKind, EffectState, LetterKind, Owed
from handoff.storage import outbox
from handoff.storage.tables import BookingRow, EffectRow

_WRITTEN = (EffectState.DONE, EffectState.CLAIMED, EffectState.UNKNOWN)
_OVER = (EffectState.DONE, EffectState.CANCELLED)


def effect_rows(booking: BookingRow, owed: Sequence[Owed]) -> list[EffectRow]:
    """Return the rows; what waits for the calendar waits for the event among them, if there is one."""
    calendar_id = str(uuid.uuid4())
    has_event = any(one.kind is EffectKind.CALENDAR for one in owed)
    return [_row(booking, one, calendar_id if has_event else None) for one in owed]


def ready(rows: Sequence[EffectRow]) -> list[tuple[str, str]]:
    """Return id and kind of those that wait for no other."""
    return [(row.id, row.kind) for row in rows if row.depends_on is None]


def former_state(session: Session, booking: BookingRow, details: Mapping[str, Any]) -> Former:
    """Return how the booking stands, before it is moved or cancelled; `details` is what letters must recall."""
    # Locked: a worker who claimed one after this look would write what nobody takes away again.
    effects = outbox.of_booking(session, booking.org_id, booking.id, lock=True)
    current = [one for one in effects if one.generation == booking.generation]
    unfinished = [one for one in current if one.state not in _OVER]
    return Former(
        main_host_id=booking.main_host["id"],
        main_host_email=booking.main_host["email"],
        written_to=_written_to(effects),
        unfinished={EffectKind(one.kind) for one in unfinished},
        carried=[_owed(one) for one in unfinished if _is_carried(one)],
        event=_event(booking, effects),
        details=details,
        known_times={
            one.recipient: one.details["was"]
            for one in current
            if one.details and "was" in one.details and one.state not in _WRITTEN
        },
    )


def _row(booking: BookingRow, owed: Owed, calendar_id: str | None) -> EffectRow:
    is_calendar = owed.kind is EffectKind.CALENDAR
    return EffectRow(
        id=calendar_id if is_calendar else str(uuid.uuid4()),
        org_id=booking.org_id,
        booking_id=booking.id,
        generation=booking.generation,
        kind=owed.kind,
        recipient=owed.recipient,
        template=owed.template,
        details=dict(owed.details) if owed.details else None,
        state=EffectState.OWED,
        depends_on=calendar_id if owed.waits_for_calendar else None,
        handoff_id=booking.handoff_id,
    )


def _written_to(effects: Sequence[EffectRow]) -> set[str]:
    """Return who knows of the meeting by letter; a host whom another replaced is done with it."""
    letters = [one for one in effects if one.kind == EffectKind.LETTER and one.state in _WRITTEN]
    known: set[str] = set()
    for one in sorted(letters, key=lambda letter: letter.generation):
        if one.template == LetterKind.HOST_RELEASED:
            known.discard(one.recipient)
        elif one.template != LetterKind.ATTENTION:
            known.add(one.recipient)
    return known


def _is_carried(effect: EffectRow) -> bool:
    return effect.kind == EffectKind.CALENDAR_REMOVAL or effect.template == LetterKind.HOST_RELEASED


def _owed(effect: EffectRow) -> Owed:
    return Owed(EffectKind(effect.kind), effect.recipient, effect.template, effect.details)


def _event(booking: BookingRow, effects: Sequence[EffectRow]) -> OldEvent | None:
    """Return the event that stands on the host's calendar, or may: a worker has at least begun to write it."""
    host = booking.main_host
    is_begun = any(
        one.kind == EffectKind.CALENDAR and one.recipient == host["id"] and one.fence > 0
        for one in effects
    )
    if not (booking.event_id or is_begun):
        return None
    return OldEvent(host, booking.event_id, booking.event_version)
