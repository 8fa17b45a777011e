"""Erase a guest by e-mail address, at once and wherever they are known."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from handoff.actions.erase_booking import erase_booking, erase_further_guest
from handoff.booking.states import BookingState
from handoff.errors import Unacceptable
from handoff.people import OrgId
from handoff.storage import audit, bookings
from handoff.storage.tables import BookingRow
from handoff.wiring import Parts
from handoff.wording import Figure, Figures, say

MOST_NAMED = 5


def erase_guest(
    parts: Parts, org_id: OrgId, *, email: str, actor: str, including_future: bool = False
) -> int:
    """Erase the guest from all bookings of the org; return from how many. May be repeated.

    Raises Unacceptable for what is no address, and, unless they are included, while meetings with the guest are
    still to take place: those are named.
    """
    wanted, now = email.strip().casefold(), parts.clock.now()
    if "@" not in wanted:
        raise Unacceptable(say("Give the guest's e-mail address."), field="email")

    def erase(session: Session) -> int:
        found = bookings.with_guest(session, org_id, wanted)
        if not including_future:
            _refuse([one for one in found if is_ahead(one, now)])
        for booking in found:
            if booking.guest["email"].casefold() == wanted:
                erase_booking(session, booking, now)
            else:
                erase_further_guest(session, booking, wanted)
        audit.note(
            session,
            org_id=org_id,
            at=now,
            actor=actor,
            action="erase_guest",
            subject=fingerprint(org_id, wanted),
            outcome={"bookings": len(found), "including_future": including_future},
        )
        return len(found)

    return parts.database.run(erase)


def fingerprint(org_id: str, email: str) -> str:
    """Return by what an erasure is found again by who knows the address, and by nobody else."""
    return hashlib.sha256(f"{org_id}\n{email}".encode()).hexdigest()[:40]


def is_ahead(booking: BookingRow, now: datetime) -> bool:
    """Say whether the meeting is still to take place."""
    return booking.ends_at > now and booking.state != BookingState.CANCELLED


def _refuse(ahead: Sequence[BookingRow]) -> None:
    if ahead:
        raise Unacceptable(
            say(
                "This guest still has meetings: {meetings}. Cancel them first, or erase the guest from them too.",
                meetings=_listed(sorted(ahead, key=lambda one: one.starts_at)),
            ),
            field="email",
        )


def _listed(ahead: Sequence[BookingRow]) -> str:
    named = _joined(_named(one) for one in ahead[:MOST_NAMED])
    further = len(ahead) - MOST_NAMED
    return (
        say("{meetings}, and {count} more", meetings=named, count=further) if further > 0 else named
    )


def _joined(sentences: Iterable[str]) -> str:
    first, *others = sentences
    for one in others:
        first = say("{first}; {second}", first=first, second=one)
    return first


def _named(booking: BookingRow) -> str:
    at = booking.starts_at.astimezone(UTC)
    return say(
        "{type} with {host} on {moment}",
        type=booking.meeting_type["name"],
        host=booking.main_host["name"],
        moment=Figure(f"{at.day} {at:%b %Y, %H:%M} UTC", Figures.MOMENT, at),
    )
