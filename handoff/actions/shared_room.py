"""Warn of a personal link that two meetings use without a gap: guests of one could walk into the other."""

from sqlalchemy.orm import Session

from handoff.booking.states import is_open
from handoff.people import Host
from handoff.spans import Span
from handoff.storage import bookings
from handoff.wording import say


def room_warning(
    session: Session, org_id: str, host: Host | None, meeting: Span, *, without: str = ""
) -> str:
    """Return the warning, or nothing; the booking `without` is the one that is being moved.

    It concerns a meeting with the host's personal link only.
    """
    if host is None or not host.personal_link:
        return ""
    beside = bookings.with_personal_link(session, org_id, meeting)
    links = {
        str(one.main_host.get("personal_link") or "")
        for one in beside
        if one.id != without and is_open(one.state)
    }
    if host.personal_link not in links:
        return ""
    return say(
        "Another meeting uses the personal link of {name} right before or after this one: guests could meet there.",
        name=host.name,
    )
