"""Rows with everything filled in, so that a test names only what it is about."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from handoff.spans import Span
from handoff.storage import holds, host_time
from handoff.storage.database import Database
from handoff.storage.tables import BookingRow, EffectRow, HoldRow
from tests.cast import GUS_EMAIL, NOW

T = TypeVar("T")

ORG, OTHER_ORG = "00D000000000001AAA", "00D000000000002AAA"
HANA, HUGO, MAYA = "005000000000001AAA", "005000000000002AAA", "005000000000003AAA"
OLIVE = "005000000000009AAA"
POOL = "a00000000000001AAA"
DISCOVERY = "a01000000000001AAA"
LEAD = "00Q000000000001AAA"
SOON = NOW + timedelta(minutes=5)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def span(begins: float, ends: float) -> Span:
    return Span(at(begins), at(ends))


def hold(**changes: Any) -> HoldRow:
    values = {
        "id": str(uuid.uuid4()),
        "org_id": ORG,
        "window_id": "window-1",
        "organizer_id": OLIVE,
        "organizer_name": "Olive Ortega",
        "meeting_type_id": DISCOVERY,
        "pool_id": POOL,
        "main_host_id": HANA,
        "additional": [],
        "starts_at": at(60),
        "ends_at": at(90),
        "created_at": NOW,
        "expires_at": SOON,
        "explanation": "",
        "counts": {},
    }
    return HoldRow(**values | changes)


def held(
    session: Session, host_ids: Sequence[str], protected: Span, *, org_id: str = ORG, **changes: Any
) -> HoldRow:
    row = hold(org_id=org_id, main_host_id=host_ids[0], **changes)
    holds.add(session, row)
    host_time.take(
        session,
        org_id=org_id,
        host_ids=host_ids,
        protected=protected,
        meeting=protected,
        meeting_type_id=DISCOVERY,
        hold_id=row.id,
        expires_at=row.expires_at,
    )
    return row


def booking(**changes: Any) -> BookingRow:
    values = {
        "id": str(uuid.uuid4()),
        "org_id": ORG,
        "generation": 1,
        "state": "accepted",
        "organizer": {},
        "organizer_id": OLIVE,
        "object_name": "Lead",
        "record_id": LEAD,
        "record_name": "Gus Grant",
        "main_host": {},
        "additional": [],
        "meeting_type": {},
        "guest": {"email": GUS_EMAIL},
        "guests": [],
        "starts_at": at(60),
        "ends_at": at(90),
        "title": "",
        "location": "",
        "description": "",
        "notes": "",
        "platform": "none",
        "owner_field": {},
        "created_at": NOW,
    }
    return BookingRow(**values | changes)


def effect(booking_id: str, **changes: Any) -> EffectRow:
    values = {
        "id": str(uuid.uuid4()),
        "org_id": ORG,
        "booking_id": booking_id,
        "generation": 1,
        "kind": "calendar",
        "recipient": HANA,
        "state": "owed",
    }
    return EffectRow(**values | changes)


def at_once(database: Database, count: int, work: Callable[[int], T]) -> list[T | Exception]:
    """Do the work in so many threads and return what each came to."""
    database.ping()

    def one(number: int) -> T | Exception:
        try:
            return work(number)
        except Exception as error:  # noqa: BLE001 - the test looks at every one
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
