"""Send one letter of a booking, at most once: what cannot be confirmed is shown, not repeated."""

from sqlalchemy.orm import Session

from handoff.booking.effects import LetterKind
from handoff.delivery import Delivered, DeliveryUnknown, LeaseLost
from handoff.errors import TryLater
from handoff.notifications.letters import LetterFacts, render
from handoff.snapshots import guest_of, host_of, organizer_of
from handoff.spans import Span
from handoff.storage import outbox
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts

FINAL_DOT = "data"
LOST = "The mail server did not confirm that it took this letter. It may or may not have arrived."


def send_letter(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Hand the letter to the mail server. Raises OutsideError, or DeliveryUnknown if its answer was lost.

    The phase is committed just before the final dot, so that a worker killed there leaves its trace.
    """
    if effect.phase == FINAL_DOT:
        raise DeliveryUnknown(LOST)
    letter = render(
        LetterKind(effect.template),
        _facts(parts, booking),
        recipient=_recipient(booking, effect),
        message_id=f"{effect.id}.{booking.generation}",
    )

    def commit_phase(session: Session) -> bool:
        # A slow relay may have used the lease up; a fresh one outlasts the wait for its last answer.
        outbox.renew(session, effect, parts.settings.lease)
        return outbox.mark_phase(session, effect, FINAL_DOT)

    def before_final_dot() -> None:
        if not parts.database.run(commit_phase):
            raise LeaseLost

    try:
        parts.mailer.send(letter, before_final_dot=before_final_dot)
    except TryLater as error:
        if error.ambiguous:
            raise DeliveryUnknown(LOST) from error
        raise
    return Delivered(letter.message_id)


def _recipient(booking: BookingRow, effect: EffectRow) -> str:
    if effect.template == LetterKind.ATTENTION:
        return str(booking.organizer["email"])
    return effect.recipient


def _facts(parts: Parts, booking: BookingRow) -> LetterFacts:
    org = parts.settings.orgs.get(organizer_of(booking.organizer).org_id)
    return LetterFacts(
        title=booking.title,
        span=Span(booking.starts_at, booking.ends_at),
        meeting_type=booking.meeting_type["name"],
        main_host=host_of(booking.main_host),
        additional_hosts=tuple(host_of(one["host"]) for one in booking.additional),
        organizer=organizer_of(booking.organizer),
        guest=guest_of(booking.guest),
        other_guests=tuple(booking.guests),
        location=booking.location,
        link=booking.link,
        link_is_in_invitation=not booking.link and booking.link_state == "pending",
        description=booking.description,
        notes=booking.notes,
        record_name=booking.record_name,
        record_url=f"{org.instance_url}/{booking.record_id}" if org else "",
        explanation=booking.explanation,
        attention=booking.attention,
    )
