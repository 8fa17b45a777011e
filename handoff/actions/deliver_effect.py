"""Do one owed effect, once: claim it, call one door, record what came of it."""

import logging
from collections.abc import Callable

from sqlalchemy.orm import Session

from handoff.actions.remove_calendar_event import remove_calendar_event
from handoff.actions.send_letter import send_letter
from handoff.actions.tell_attention import tell_attention
from handoff.actions.write_calendar_event import forget_event, write_calendar_event
from handoff.actions.write_salesforce import (
    write_owner_field,
    write_record_fields,
    write_record_owner,
    write_salesforce,
)
from handoff.booking.effects import ON_CALENDARS, TRIES, EffectKind, wait_before_next
from handoff.delivery import Delivered, DeliveryUnknown, LeaseLost, NotYet
from handoff.errors import OutsideError, TryLater
from handoff.observability import handoff_id
from handoff.storage import bookings, outbox
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say

log = logging.getLogger(__name__)

Door = Callable[[Parts, BookingRow, EffectRow], Delivered]
Waking = list[tuple[str, str]]
"""Id and kind of effects that can be done now."""

DOORS: dict[EffectKind, Door] = {
    EffectKind.CALENDAR: write_calendar_event,
    EffectKind.CALENDAR_REMOVAL: remove_calendar_event,
    EffectKind.LETTER: send_letter,
    EffectKind.SALESFORCE: write_salesforce,
    EffectKind.OWNER_FIELD: write_owner_field,
    EffectKind.RECORD_FIELDS: write_record_fields,
    EffectKind.RECORD_OWNER: write_record_owner,
}

WRITTEN_OVER = {
    EffectKind.CALENDAR: ON_CALENDARS,
    EffectKind.CALENDAR_REMOVAL: (),
    EffectKind.LETTER: (),
    EffectKind.SALESFORCE: (EffectKind.SALESFORCE,),
    EffectKind.OWNER_FIELD: (EffectKind.OWNER_FIELD,),
    EffectKind.RECORD_FIELDS: (),
    EffectKind.RECORD_OWNER: (EffectKind.RECORD_OWNER,),
}
"""What is looked at again after a worker who was late, and late for a change too, may have written over it."""

DELETED = "deleted"
"""A calendar's code for an event that somebody has removed."""


def deliver_effect(parts: Parts, effect_id: str) -> None:
    """Claim and deliver. May be called any number of times and late: the effect is done once all the same."""
    claimed = parts.database.run(lambda session: _claim(parts, session, effect_id))
    if claimed is None:
        return
    booking, effect = claimed
    token = handoff_id.set(effect.handoff_id)
    try:
        _deliver(parts, booking, effect)
    finally:
        handoff_id.reset(token)


def _claim(parts: Parts, session: Session, effect_id: str) -> tuple[BookingRow, EffectRow] | None:
    effect = outbox.claim(session, effect_id, parts.settings.lease)
    if effect is None:
        return None
    booking = bookings.get(session, effect.org_id, effect.booking_id)
    if booking is None or _is_stale(booking, effect):
        outbox.give_up(session, effect, state="cancelled", error="")
        return None
    return booking, effect


def _is_stale(booking: BookingRow, effect: EffectRow) -> bool:
    return booking.generation != effect.generation


def _deliver(parts: Parts, booking: BookingRow, effect: EffectRow) -> None:
    if effect.attempts > TRIES * 3:
        _give_up(parts, effect, say("The worker ended each time it tried this."))
        return
    try:
        delivered = DOORS[EffectKind(effect.kind)](parts, booking, effect)
    except LeaseLost:
        log.warning("lease lost", extra={"effect_id": effect.id, "kind": effect.kind})
    except NotYet as pause:
        _pause(parts, effect, pause.seconds)
    except DeliveryUnknown as outcome:
        _leave_unknown(parts, effect, outcome.reason)
    except OutsideError as error:
        _record_failure(parts, effect, error)
    else:
        _finish(parts, effect, delivered)


def _pause(parts: Parts, effect: EffectRow, seconds: float) -> None:
    parts.database.run(lambda session: outbox.fail_for_now(session, effect, wait=seconds, error=""))


def _leave_unknown(parts: Parts, effect: EffectRow, reason: str) -> None:
    _note(effect, "unknown", "")
    parts.database.run(
        lambda session: outbox.give_up(session, effect, state="unknown", error=reason)
    )


def _finish(parts: Parts, effect: EffectRow, delivered: Delivered) -> None:
    def record(session: Session) -> tuple[str, list[tuple[str, str]], bool]:
        booking = _locked(session, effect)
        is_now = booking.is_now
        is_ours = outbox.finish(session, effect, remote_id=delivered.remote_id)
        if _is_stale(booking, effect):
            waking = _after_a_change(session, booking, effect)
            return "done before a change", waking, is_now
        if not is_ours:
            return "lease lost", [], is_now
        if delivered.on_booking:
            delivered.on_booking(booking)
        return "done", outbox.waiting_on(session, effect.id), is_now

    outcome, waiting, is_now = parts.database.run(record)
    _note(effect, outcome, "")
    parts.doorbell.ring(waiting, is_now=is_now)


def _locked(session: Session, effect: EffectRow) -> BookingRow:
    """Return the effect's booking, which nobody changes before this transaction ends."""
    booking = bookings.get(session, effect.org_id, effect.booking_id, lock=True)
    if booking is None:
        raise LookupError("an effect without a booking")
    return booking


def _after_a_change(session: Session, booking: BookingRow, effect: EffectRow) -> Waking:
    """Let what the change owes go on. It waited for this worker's lease: what did not, may be written over now."""
    outbox.owe_again(session, booking, WRITTEN_OVER[EffectKind(effect.kind)])
    return outbox.wake(session, booking)


def _record_failure(parts: Parts, effect: EffectRow, error: OutsideError) -> None:
    wait = None
    if isinstance(error, TryLater):
        wait = wait_before_next(
            effect.attempts, unit=parts.settings.backoff, asked=error.retry_after
        )
    _note(effect, "given up" if wait is None else "failed", error.code or type(error).__name__)
    if wait is None:
        _give_up(parts, effect, error.message, code=error.code)
        return
    now = parts.clock.now()

    def record(session: Session, booking: BookingRow) -> Waking:
        if _is_stale(booking, effect):
            return _drop(session, booking, effect)
        is_ours = _back_to_owed(session, effect, wait=wait, error=error.message)
        if not is_ours or not _is_out_of_reach(parts, session, effect):
            return []
        reason = say("The calendar has been out of reach: {error}", error=error.message)
        return tell_attention(session, effect, reason=reason, now=now)

    _record_and_ring(parts, effect, record)


def _record_and_ring(
    parts: Parts, effect: EffectRow, record: Callable[[Session, BookingRow], Waking]
) -> None:
    """Record with the booking locked, then wake workers for what is owed because of it."""

    def work(session: Session) -> tuple[Waking, bool]:
        booking = _locked(session, effect)
        return record(session, booking), booking.is_now

    waking, is_now = parts.database.run(work)
    parts.doorbell.ring(waking, is_now=is_now)


def _drop(session: Session, booking: BookingRow, effect: EffectRow) -> Waking:
    """End what failed and is wanted no longer; its change goes on."""
    outbox.give_up(session, effect, state="cancelled", error="")
    return _after_a_change(session, booking, effect)


def _back_to_owed(session: Session, effect: EffectRow, *, wait: float, error: str) -> bool:
    if effect.kind == EffectKind.LETTER:
        outbox.mark_phase(session, effect, "")
    return outbox.fail_for_now(session, effect, wait=wait, error=error)


def _is_out_of_reach(parts: Parts, session: Session, effect: EffectRow) -> bool:
    if effect.kind != EffectKind.CALENDAR:
        return False
    since = outbox.seconds_since_first_try(session, effect)
    return since >= parts.settings.out_of_reach.total_seconds()


def _give_up(parts: Parts, effect: EffectRow, error: str, *, code: str = "") -> None:
    now = parts.clock.now()

    def record(session: Session, booking: BookingRow) -> Waking:
        if _is_stale(booking, effect):
            return _drop(session, booking, effect)
        # One transaction: a worker killed between the two would leave a booking that nobody is told of.
        given_up = outbox.give_up(session, effect, state="given_up", error=error)
        if not given_up or effect.kind not in ON_CALENDARS:
            return []
        if effect.kind == EffectKind.CALENDAR and code == DELETED:
            forget_event(booking)
        return tell_attention(session, effect, reason=error, now=now)

    _record_and_ring(parts, effect, record)


def _note(effect: EffectRow, outcome: str, code: str) -> None:
    log.info(
        "effect",
        extra={
            "effect_id": effect.id,
            "booking_id": effect.booking_id,
            "kind": effect.kind,
            "attempt": effect.attempts,
            "outcome": outcome,
            "code": code,
        },
    )
