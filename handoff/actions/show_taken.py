"""Show what other windows hold and what is booked, cheaply enough to be asked every second."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from handoff.actions.local_days import local_days
from handoff.spans import Span
from handoff.storage import holds, host_time, taken_times
from handoff.storage.host_time import Taken
from handoff.storage.pages import Page
from handoff.wiring import Parts


@dataclass(frozen=True)
class TakenTimes:
    """Others' holds and all bookings of some hosts; the version is another when any of them is."""

    version: str
    taken: Sequence[Taken]
    holders: Mapping[str, str]


def show_taken(
    parts: Parts, page: Page, *, host_ids: Collection[str], first_on: date, days: int
) -> TakenTimes:
    """Return what is taken on some of the organizer's dates. Raises Unacceptable for dates out of reach."""
    now = parts.clock.now()
    span = local_days(page.organizer, first_on, days, now)

    def read(session: Session) -> TakenTimes:
        own = {hold.id for hold in holds.of_window(session, page.org_id, page.window_id)}
        rows = host_time.taken(session, page.org_id, host_ids, span, now)
        taken = others(rows, own, span)
        held = [one.hold_id for one in taken if one.hold_id]
        names = taken_times.holders(session, page.org_id, held)
        return TakenTimes(version_of(taken), taken, names)

    return parts.database.run(read)


def others(taken: Iterable[Taken], own_hold_ids: Collection[str], span: Span) -> list[Taken]:
    """Return whose meetings lie in the span, each once, without what this window holds itself."""
    found = {
        (one.host_id, one.hold_id, one.booking_id): one
        for one in taken
        if one.hold_id not in own_hold_ids and one.meeting.overlaps(span)
    }
    return list(found.values())


def version_of(taken: Iterable[Taken]) -> str:
    """Return a text that is another as soon as a hold or booking is made, moved or gone."""
    lines = sorted(
        f"{one.host_id} {one.hold_id} {one.booking_id} {one.span.starts_at} {one.span.ends_at}"
        for one in taken
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
