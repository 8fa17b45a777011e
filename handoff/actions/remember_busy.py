"""Ask calendars for the grid, and remember for a minute what they answered.

Only what is shown may rest on it: whoever takes somebody's time asks the calendar itself.
"""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from handoff.calendars.gather import PLAIN, Reading, busy_of, busy_so_far
from handoff.calendars.protocol import BusyBlock, BusyKind, HostBusy
from handoff.errors import HandoffError
from handoff.people import Host, HostId, OrgId
from handoff.spans import Span
from handoff.storage import busy_copy
from handoff.storage.busy_copy import Copy
from handoff.wiring import Parts
from handoff.wording import again, kept, say

log = logging.getLogger(__name__)

FRESH = timedelta(seconds=60)
"""How long an answer is shown without asking again."""
SOON_AGAIN = timedelta(seconds=10)
"""How long a failure that may pass is believed; lost access stays lost for the whole minute."""
SATURDAY = 5
"""Copies begin on one, early enough for the Monday of every zone."""
AHEAD = timedelta(weeks=2)
"""They end whole fortnights later, so that going on to the next week finds them."""
LEAST = 3 * AHEAD
KINDS = tuple(BusyKind)
COMING = say("the calendar has not answered yet")


@dataclass(frozen=True)
class Remembered:
    """Every host's answer; who is `coming` has not answered yet, and counts as unknown until then."""

    busy: Mapping[HostId, HostBusy]
    coming: frozenset[HostId] = frozenset()
    read_at: Mapping[HostId, datetime] = field(default_factory=dict)

    @property
    def as_of(self) -> datetime | None:
        """When the oldest of these answers was read."""
        return min(self.read_at.values(), default=None)


def copied_span(span: Span) -> Span:
    """Return the whole weeks that are asked for to know a span, and the weeks after it."""
    first = span.starts_at.astimezone(UTC)
    day = first - timedelta(days=(first.weekday() - SATURDAY) % 7)
    begins = day.replace(hour=0, minute=0, second=0, microsecond=0)
    fortnights = -((begins - span.ends_at) // AHEAD)
    return Span(begins, begins + max(LEAST, fortnights * AHEAD))


def from_copies(
    parts: Parts, hosts: Iterable[Host], copies: Iterable[Copy], now: datetime
) -> Remembered:
    """Return what is known without asking anybody; a host about whom nothing is kept is not in it."""
    latest = {one.host_id: one for one in copies}
    patience = timedelta(seconds=_limit(parts))
    busy: dict[HostId, HostBusy] = {}
    coming: set[HostId] = set()
    read_at: dict[HostId, datetime] = {}
    for host in hosts:
        copy = latest.get(host.id)
        if copy is None:
            continue
        if _is_under_way(copy, now, patience):
            busy[host.id] = HostBusy(unknown=COMING)
            coming.add(host.id)
        elif copy.read_at is not None and _is_fresh(copy, copy.read_at, now):
            busy[host.id] = _answer(copy.blocks, copy.unknown, "lost" * copy.is_access_lost)
            read_at[host.id] = copy.read_at
    return Remembered(busy, frozenset(coming), read_at)


@dataclass(frozen=True)
class Asking:
    """In which org, for which whole weeks, when, and in how much detail calendars are asked."""

    org_id: OrgId
    span: Span
    now: datetime
    reading: Reading = PLAIN


def ask_closely(
    parts: Parts, asking: Asking, hosts: Sequence[Host], *, kept: Remembered
) -> Remembered:
    """Ask for the events of these hosts; for who does not answer in time, what is kept has to do.

    Titles are in this answer and nowhere else: what is remembered of it are times.
    """
    if not hosts:
        return kept
    found = busy_of(
        parts.calendars.get(asking.org_id, {}),
        hosts,
        asking.span,
        budget=parts.settings.display_budget,
        reading=asking.reading,
    )
    known = {host_id: one for host_id, one in found.items() if not one.unknown}
    _keep(parts, asking.org_id, asking.span, known, asking.now)
    return Remembered(
        {**kept.busy, **known},
        kept.coming - frozenset(known),
        {**kept.read_at, **dict.fromkeys(known, asking.now)},
    )


def ask_the_rest(
    parts: Parts, asking: Asking, hosts: Sequence[Host], *, kept: Remembered
) -> Remembered:
    """Ask whoever is not kept, all at once; who has not answered within the budget is coming.

    Their answers are remembered whenever they come.
    """
    org_id, span, now = asking.org_id, asking.span, asking.now
    wanted = [host for host in {one.id: one for one in hosts}.values() if host.id not in kept.busy]
    if not wanted:
        return kept

    def heard(answers: Mapping[HostId, HostBusy]) -> None:
        _keep(parts, org_id, span, answers, now)

    found = busy_so_far(
        parts.calendars.get(org_id, {}),
        wanted,
        span,
        patience=parts.settings.display_budget,
        limit=_limit(parts),
        heard=heard,
        reading=replace(asking.reading, events=frozenset()),
    )
    if found.under_way:
        ids = [host.id for host in found.under_way]
        parts.database.run(lambda session: busy_copy.note_asked(session, org_id, span, ids, now))
    late = {host.id: HostBusy(unknown=COMING) for host in wanted if host.id not in found.answers}
    return Remembered(
        {**kept.busy, **found.answers, **late},
        kept.coming | frozenset(late),
        {**kept.read_at, **dict.fromkeys(found.answers, now)},
    )


def _limit(parts: Parts) -> float:
    """Return the seconds after which a calendar that has not answered is given up."""
    return sum(parts.settings.timeout)


def _keep(
    parts: Parts,
    org_id: OrgId,
    span: Span,
    answers: Mapping[HostId, HostBusy],
    now: datetime,
) -> None:
    copies = [_copy(host_id, answer, now) for host_id, answer in answers.items()]
    try:
        parts.database.run(lambda session: busy_copy.keep(session, org_id, span, copies))
    except HandoffError as error:
        # The answer itself is as good without its copy: the next one who wants it asks again.
        log.warning("busy time not kept", extra={"code": type(error).__name__})


def _copy(host_id: HostId, answer: HostBusy, now: datetime) -> Copy:
    blocks = [
        [int(one.span.starts_at.timestamp()), _whole(one.span.ends_at), KINDS.index(one.kind)]
        for one in answer.blocks
    ]
    return Copy(
        host_id,
        json.dumps(blocks, separators=(",", ":")),
        json.dumps(kept(answer.unknown)) if answer.unknown else "",
        answer.is_access_lost,
        read_at=now,
    )


def _whole(at: datetime) -> int:
    return -int(-at.timestamp() // 1)


@lru_cache(maxsize=512)
def _answer(blocks: str, unknown: str, lost: str) -> HostBusy:
    """Read a copy; the same hosts are asked about again and again within the minute."""
    reason = again(json.loads(unknown)) if unknown else ""
    return HostBusy(_blocks(blocks), reason, bool(lost))


def _blocks(text: str) -> tuple[BusyBlock, ...]:
    return tuple(
        [
            BusyBlock(
                Span(datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)),
                KINDS[kind],
            )
            for start, end, kind in json.loads(text)
        ]
    )


def _is_under_way(copy: Copy, now: datetime, patience: timedelta) -> bool:
    asked_at, read_at = copy.asked_at, copy.read_at
    if asked_at is None or not -FRESH <= now - asked_at < patience:
        return False
    return read_at is None or asked_at > read_at


def _is_fresh(copy: Copy, read_at: datetime, now: datetime) -> bool:
    lasts = SOON_AGAIN if copy.unknown and not copy.is_access_lost else FRESH
    return -FRESH <= now - read_at < lasts
