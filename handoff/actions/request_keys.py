"""The Idempotency-Key of a change: the same request again finds it done, another under the same key is refused."""

from datetime import datetime

from sqlalchemy.orm import Session

from handoff.errors import Unacceptable
from handoff.storage import bookings
from handoff.storage.pages import Page
from handoff.wording import say


def is_done_before(session: Session, page: Page, key: str, fingerprint: str) -> bool:
    """Say whether this organizer's key has led to this very change. Raises Unacceptable if to another."""
    known = bookings.by_key(session, page.org_id, page.user_id, key)
    if known is None:
        return False
    if known.request_hash != fingerprint:
        raise Unacceptable(
            say("This was already sent with other details. Try again."), field="Idempotency-Key"
        )
    return True


def remember_request(
    session: Session, page: Page, *, key: str, fingerprint: str, booking_id: str, now: datetime
) -> None:
    """Keep what the key led to; of two transactions with the same key at once one is refused."""
    bookings.remember_key(
        session,
        org_id=page.org_id,
        user_id=page.user_id,
        key=key,
        request_hash=fingerprint,
        booking_id=booking_id,
        now=now,
    )
