"""Keep Salesforce's Booking records current: whatever changes in a booking or in what it owes is carried there."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.known_settings import known_settings
from handoff.actions.meeting_record import meeting_record
from handoff.booking.effects import EffectKind, EffectState
from handoff.booking.standing import EffectNow, attention_lines, effect_lines, status_of
from handoff.booking.states import BookingState
from handoff.delivery import LeaseLost
from handoff.errors import OutsideError, TryLater, TurnedDown
from handoff.languages import said_to
from handoff.people import OrgId, Tongue
from handoff.records import BookingStanding, MirroredBooking
from handoff.storage import bookings, mirror, outbox
from handoff.storage.mirror import Turn
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Records that Salesforce takes in one request."""
MOST_ROUNDS = 5
"""Requests in one turn, after which the next turn goes on."""
WAITS = (5, 30, 120, 600)
"""Seconds before Salesforce is asked again, scaled by a setting; the last one for ever: nothing here is given up."""

Changes = Mapping[str, Sequence[int]]
"""Of each booking the numbers of its changes."""


@dataclass(frozen=True)
class _Batch:
    changes: Changes
    records: Sequence[MirroredBooking]
    unreadable: Mapping[str, OutsideError]


def mirror_bookings(parts: Parts, org_id: OrgId) -> int:
    """Bring the org's Booking records up to date; return how many were. May be repeated, and by several at once.

    One worker at a time does an org; what one left undone, another finds undone. The Event is not written here.
    """
    turn = parts.database.run(
        lambda session: mirror.take_turn(session, org_id, parts.settings.lease)
    )
    if turn is None:
        return 0
    carried = 0
    wait: float | None = None
    try:
        for _ in range(MOST_ROUNDS):
            batch = parts.database.run(lambda session: _batch(parts, session, org_id))
            if not batch.changes:
                break
            carried += _carry(parts, turn, batch)
    except LeaseLost:
        log.warning("lease lost", extra={"org_id": org_id, "kind": "mirror"})
    except OutsideError as error:
        wait = _wait(parts, turn.attempts, error)
        log.warning("bookings not mirrored", extra={"org_id": org_id, "code": error.code})
    finally:
        parts.database.run(lambda session: mirror.end_turn(session, turn, wait=wait))
    return carried


def mirror_all(parts: Parts) -> int:
    """Wake a worker for every org whose Booking records are behind; if nobody hears, do it here. May be repeated."""
    due = parts.database.run(mirror.orgs_due)
    known = [OrgId(one) for one in due if one in parts.settings.orgs]
    for org_id in known:
        if not parts.doorbell.ask_to_mirror(org_id):
            mirror_bookings(parts, org_id)
    return len(known)


def _batch(parts: Parts, session: Session, org_id: OrgId) -> _Batch:
    changes = mirror.changed_bookings(session, org_id, MOST_AT_ONCE)
    rows = bookings.of_ids(session, org_id, changes)
    effects = outbox.of_bookings(session, org_id, changes)
    now = parts.clock.now()
    tongue = known_settings(parts, session, org_id).tongue
    records, unreadable = [], dict[str, OutsideError]()
    for row in rows:
        try:
            standing = standing_of(row, effects.get(row.id, ()), tongue=tongue, now=now)
            records.append(MirroredBooking(meeting_record(row, tongue), standing))
        except (LookupError, TypeError, ValueError):
            # A newer release may have written it: it holds up no other, and is looked at again.
            log.exception("booking not readable", extra={"org_id": org_id, "booking_id": row.id})
            unreadable[row.id] = _unreadable()
    return _Batch(changes, records, unreadable)


def _unreadable() -> OutsideError:
    words = say("This release of Handoff cannot read the booking.")
    return TurnedDown(words, service="handoff", operation="mirror_bookings", code="unreadable")


def _carry(parts: Parts, turn: Turn, batch: _Batch) -> int:
    refused = {
        **batch.unreadable,
        **parts.salesforce.mirror_bookings(OrgId(turn.org_id), batch.records),
    }

    def record(session: Session) -> bool:
        is_ours = mirror.renew_turn(session, turn, parts.settings.lease)
        if is_ours:
            done = {one: numbers for one, numbers in batch.changes.items() if one not in refused}
            mirror.forget_changes(session, turn.org_id, done)
            _note_refusals(parts, session, turn, refused)
        else:
            # Another may have carried something newer, and this has come after it.
            mirror.touch(session, turn.org_id, batch.changes)
        return is_ours

    if not parts.database.run(record):
        raise LeaseLost
    for booking_id, error in refused.items():
        extra = {"org_id": turn.org_id, "booking_id": booking_id, "code": error.code}
        log.warning("booking not mirrored", extra=extra)
    return len(batch.changes) - len(refused)


def _note_refusals(
    parts: Parts, session: Session, turn: Turn, refused: Mapping[str, OutsideError]
) -> None:
    before = mirror.refusals(session, turn.org_id, refused)
    for booking_id, error in refused.items():
        attempts = before.get(booking_id, 0)
        mirror.note_refusal(
            session,
            turn.org_id,
            booking_id,
            attempts=attempts + 1,
            wait=_wait(parts, attempts, error),
            error=error.message,
        )


def _wait(parts: Parts, attempts: int, error: OutsideError) -> float:
    """Return seconds to leave Salesforce alone after so many failures before this one."""
    asked = error.retry_after if isinstance(error, TryLater) else None
    wait = WAITS[min(attempts, len(WAITS) - 1)] * parts.settings.backoff.total_seconds()
    return max(wait, asked or 0.0)


def standing_of(
    booking: BookingRow, owed: Sequence[EffectRow], *, tongue: Tongue, now: datetime
) -> BookingStanding:
    """Return how the booking stands, in the org's language; what it owed before it was changed is over."""
    effects = [_now(one) for one in owed if one.generation == booking.generation]
    state = BookingState(booking.state)
    return BookingStanding(
        status=status_of(state, booking.attention, effects),
        attention=_lines(attention_lines(booking.attention, effects), tongue),
        effects=_lines(effect_lines(effects), tongue),
        at=now,
    )


def _lines(sentences: Sequence[str], tongue: Tongue) -> str:
    return "\n".join(said_to(tongue, one) for one in sentences)


def _now(effect: EffectRow) -> EffectNow:
    return EffectNow(
        EffectKind(effect.kind),
        EffectState(effect.state),
        template=effect.template,
        attempts=effect.attempts,
        error=effect.last_error,
    )
