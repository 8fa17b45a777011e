"""Send one letter of a booking, at most once: what cannot be confirmed is shown, not repeated."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.actions.known_settings import known_settings
from handoff.actions.meeting_record import answer_words, why_this_host
from handoff.actions.write_salesforce import FIRST_GENERATION
from handoff.booking.effects import LetterKind
from handoff.booking.states import BookingState
from handoff.delivery import Delivered, DeliveryUnknown, LeaseLost
from handoff.errors import TryLater
from handoff.notifications.letters import LetterFacts, redirected, render
from handoff.people import OrgId
from handoff.snapshots import guest_of, host_of, organizer_of
from handoff.spans import Span
from handoff.storage import outbox
from handoff.storage.tables import BookingRow, EffectRow
from handoff.wiring import Parts
from handoff.wording import say

FINAL_DOT = "data"
LOST = say(
    "The mail server did not confirm that it took this letter. It may or may not have arrived."
)


def send_letter(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Hand the letter to the mail server. Raises OutsideError, or DeliveryUnknown if its answer was lost.

    The phase is committed just before the final dot, so that a worker killed there leaves its trace.
    """
    if effect.phase == FINAL_DOT:
        raise DeliveryUnknown(LOST)
    org_id = OrgId(booking.org_id)
    settings = parts.database.run(lambda session: known_settings(parts, session, org_id))
    letter = render(
        LetterKind(effect.template),
        _facts(parts, booking, effect),
        recipient=_recipient(booking, effect),
        message_id=f"{effect.id}.{booking.generation}",
        settings=settings,
    )

    if booking.is_test:
        letter = redirected(letter, booking.test_mailbox, settings.tongue)

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


def _facts(parts: Parts, booking: BookingRow, effect: EffectRow) -> LetterFacts:
    org = parts.settings.orgs.get(organizer_of(booking.organizer).org_id)
    recalled = effect.details or {}
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
        explanation=why_this_host(booking),
        attention=booking.attention,
        answers=tuple((one["label"], answer_words(one["value"])) for one in booking.answers or []),
        was=_span(recalled.get("was")),
        released=host_of(recalled["host"]) if "host" in recalled else None,
        changed_by=organizer_of(recalled["by"]) if "by" in recalled else None,
        reason=booking.cancel_reason,
        is_cancelled=booking.state == BookingState.CANCELLED,
        is_moved=booking.generation > FIRST_GENERATION,
    )


def _span(ends: list[str] | None) -> Span | None:
    return Span(*(datetime.fromisoformat(one) for one in ends)) if ends else None
