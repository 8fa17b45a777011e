"""Write a booking's event on the main host's calendar, move it, or adopt what an earlier try left there."""

from dataclasses import replace
from functools import partial

from sqlalchemy.orm import Session

from handoff.actions.known_settings import known_settings
from handoff.booking.changes import MAY_BE_THERE
from handoff.booking.effects import LINK_WAITS
from handoff.booking.states import BookingState
from handoff.calendars.protocol import Attendee, Calendar, EventDraft, EventRef, LinkState
from handoff.delivery import Delivered, LeaseLost, NotYet
from handoff.errors import AccessLost
from handoff.languages import said_to
from handoff.meeting_types import Platform
from handoff.people import Host, OrgId, Provider, Role
from handoff.snapshots import host_of
from handoff.spans import Span
from handoff.storage import bookings, outbox
from handoff.storage.deployment import deployment_id
from handoff.storage.tables import BookingRow, EffectRow
from handoff.test_mode import marked
from handoff.wiring import Parts
from handoff.wording import say

LINK = "link"


def write_calendar_event(parts: Parts, booking: BookingRow, effect: EffectRow) -> Delivered:
    """Put the event, or move what is there. Raises OutsideError, or NotYet while its meeting link is pending.

    May be repeated.
    """
    host = host_of(booking.main_host)
    draft = draft_for(_draft(parts, booking, host), effect)
    ref = _written(calendar_of(parts, booking, host), host, draft, booking=booking, effect=effect)
    if ref.link_state is LinkState.PENDING:
        _wait_for_link(parts, booking, effect, ref)
    return Delivered(ref.event_id, partial(_note_event, ref=ref, host=host))


def event_key(parts: Parts, booking: BookingRow, version: int | None = None) -> str:
    """Return the name of one of the booking's events; it keeps it however often it is moved."""
    deployment = parts.database.run(deployment_id)
    return f"{deployment}:{booking.id}:{version or booking.event_version}"


def calendar_of(parts: Parts, booking: BookingRow, host: Host) -> Calendar:
    """Return the door to the host's calendar, if they are a Handoff Host still. Raises AccessLost."""
    _check_permitted(parts, OrgId(booking.org_id), host)
    calendar = parts.calendars.get(OrgId(booking.org_id), {}).get(Provider(host.provider))
    if calendar is None:
        raise AccessLost(
            say("This org has no connection to {provider} calendars.", provider=host.provider),
            service=host.provider,
            operation="put_event",
        )
    return calendar


def _check_permitted(parts: Parts, org_id: OrgId, host: Host) -> None:
    kept = parts.database.run(lambda session: parts.remembered.read(session, org_id))
    if kept is not None and Role.HOST not in kept[0].roles_of(host.id):
        raise AccessLost(
            say(
                "{name} is no longer a Handoff Host, so Handoff may not touch their calendar.",
                name=host.name,
            ),
            service=host.provider,
            operation="put_event",
        )


def forget_event(booking: BookingRow) -> None:
    """Note that somebody removed the event: one that is written after this is another one."""
    booking.event_version += 1
    booking.event_id = booking.link = ""
    booking.link_state = LinkState.NONE


def _written(
    calendar: Calendar, host: Host, draft: EventDraft, *, booking: BookingRow, effect: EffectRow
) -> EventRef:
    if effect.template != MAY_BE_THERE or effect.phase.startswith(LINK):
        return calendar.put_event(host, draft)
    known = booking.event_id
    if not known:
        # A worker may have written it without living to tell: look, and write it only if it is not there.
        draft = replace(draft, may_exist=True)
        known = calendar.put_event(host, draft).event_id
    return calendar.move_event(host, EventRef(known), draft)


def draft_for(draft: EventDraft, effect: EffectRow) -> EventDraft:
    """Return the draft, looking first if it was ever tried: a person's *Retry* counts the tries anew."""
    return replace(draft, may_exist=effect.fence > 1)


def _draft(parts: Parts, booking: BookingRow, host: Host) -> EventDraft:
    draft = _plain_draft(booking, host, key=event_key(parts, booking))
    if not booking.is_test:
        return draft
    org_id = OrgId(booking.org_id)
    settings = parts.database.run(lambda session: known_settings(parts, session, org_id))
    told = said_to(settings.tongue_of(host.id), _would_invite(draft))
    return _in_test_mode(draft, booking.test_mailbox, told=told)


def _would_invite(draft: EventDraft) -> str:
    named = ", ".join(one.email for one in draft.attendees)
    if not named:
        return say("TEST: would have invited nobody.")
    return say("TEST: would have invited {people}.", people=named)


def _in_test_mode(draft: EventDraft, mailbox: str, *, told: str) -> EventDraft:
    """Return the draft with nobody invited but the owner of the test mailbox; its text names the others."""
    return replace(
        draft,
        title=marked(draft.title),
        description=f"{told}\n\n{draft.description}",
        attendees=tuple(one for one in draft.attendees if one.email.lower() == mailbox.lower()),
        sends_invitations=False,
    )


def _plain_draft(booking: BookingRow, host: Host, *, key: str) -> EventDraft:
    return EventDraft(
        key=key,
        booking_id=booking.id,
        title=booking.title,
        description=booking.description,
        location=booking.location or (host.personal_link if _is_personal(booking) else ""),
        span=Span(booking.starts_at, booking.ends_at),
        attendees=tuple(_attendees(booking)),
        platform=Platform(booking.platform),
        sends_invitations=bool(booking.meeting_type["guest_invitation"]),
    )


def _is_personal(booking: BookingRow) -> bool:
    return booking.platform == Platform.PERSONAL_LINK


def _attendees(booking: BookingRow) -> list[Attendee]:
    hosts = [
        Attendee(one["host"]["calendar"], one["host"]["name"], not one["required"])
        for one in booking.additional
    ]
    provider = booking.main_host["provider"]
    if provider == Provider.MICROSOFT and not booking.meeting_type["guest_invitation"]:
        # Exchange mails every attendee of an event, whatever we ask for.
        return hosts
    guest = booking.guest
    primary = Attendee(guest["email"], f"{guest['first_name']} {guest['last_name']}".strip())
    guests = [primary, *(Attendee(email) for email in booking.guests)]
    # A guest who was erased has no address any more.
    return [*hosts, *(one for one in guests if one.email)]


def _wait_for_link(parts: Parts, booking: BookingRow, effect: EffectRow, ref: EventRef) -> None:
    looked = int(effect.phase.removeprefix(LINK) or 0) if effect.phase.startswith(LINK) else 0
    if looked >= len(LINK_WAITS):
        return

    def record(session: Session) -> bool:
        row = bookings.get(session, booking.org_id, booking.id, lock=True)
        if row is None or row.generation != effect.generation:
            # Changed meanwhile: nobody waits for this link any more.
            return False
        if not outbox.mark_phase(session, effect, f"{LINK}{looked + 1}"):
            raise LeaseLost
        _note_event(row, ref=ref, host=host_of(booking.main_host))
        return True

    if parts.database.run(record):
        raise NotYet(LINK_WAITS[looked] * parts.settings.backoff.total_seconds())


def _note_event(booking: BookingRow, *, ref: EventRef, host: Host) -> None:
    is_personal = booking.platform == Platform.PERSONAL_LINK
    booking.event_id = ref.event_id
    booking.link = host.personal_link if is_personal else ref.link
    booking.link_state = LinkState.READY if is_personal and host.personal_link else ref.link_state
    booking.attention = ""
    if booking.state == BookingState.ACCEPTED:
        booking.state = BookingState.CONFIRMED
