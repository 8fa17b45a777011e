"""Keep a Host who books for nobody to what changing an own meeting takes (spec §2)."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from handoff.actions.booking_rights import rights_of
from handoff.actions.choose_hosts import HostChoice
from handoff.actions.show_booking import visible
from handoff.errors import NotAllowed
from handoff.storage.pages import Page
from handoff.storage.tables import BookingRow
from handoff.wiring import Parts
from handoff.wording import say

ONLY_OWN = say(
    "You can reschedule and cancel the meetings that you host, and nothing else. "
    "Booking for others needs the permission set Handoff Organizer. Ask your Salesforce admin."
)


def keep_to_own(
    parts: Parts, page: Page, choice: HostChoice, meeting_type_id: str, *, is_now: bool = False
) -> None:
    """Let a Host ask for a new time of an own meeting, with its type and its hosts; anybody else for anything.

    Raises NotAllowed; NotFound if the meeting is not theirs.
    """
    booking = _own(parts, page, choice.moving)
    if booking is None:
        return
    if is_now:
        raise NotAllowed(ONLY_OWN)
    if choice != _settled(booking) or meeting_type_id != booking.meeting_type["id"]:
        raise NotAllowed(
            say("Your meeting keeps its type and its hosts. Only an organizer can change those.")
        )


def keep_to_own_hosts(parts: Parts, page: Page, moving: str, host_ids: Collection[str]) -> None:
    """Let a Host see the time of an own meeting's hosts; anybody else of anybody. Raises NotAllowed, NotFound."""
    booking = _own(parts, page, moving)
    if booking and not set(host_ids) <= _hosts(_settled(booking)):
        raise NotAllowed(ONLY_OWN)


def _own(parts: Parts, page: Page, booking_id: str) -> BookingRow | None:
    """Return the meeting that a Host changes; None for who may book. Raises NotAllowed, NotFound."""
    rights = rights_of(parts, page)
    if not rights.are_a_hosts:
        return None
    if not booking_id:
        raise NotAllowed(ONLY_OWN)

    def look(session: Session) -> BookingRow:
        return visible(session, page, booking_id, rights)

    return parts.database.run(look)


def _settled(booking: BookingRow) -> HostChoice:
    """Return the choice that leaves everybody in place: a pool's turn was settled when the meeting was booked."""
    return HostChoice(
        main_host_id=str(booking.main_host["id"]),
        additional=tuple(
            (str(one["host"]["id"]), bool(one["required"])) for one in booking.additional
        ),
        moving=booking.id,
    )


def _hosts(choice: HostChoice) -> set[str]:
    return {choice.main_host_id, *(host_id for host_id, _ in choice.additional)}
