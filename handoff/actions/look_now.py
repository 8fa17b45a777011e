"""Look who is free right now, for the bolts beside their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handoff.actions.choose_hosts import ChosenHosts, choose_meeting_type
from handoff.actions.learn_times import Learned, learn_times
from handoff.actions.meet_now import free_now, now_span, why_not_now
from handoff.actions.own_settings import own_settings
from handoff.actions.read_known import Question
from handoff.availability.values import Reason
from handoff.meeting_types import MeetingType, MeetingTypeId
from handoff.people import Host
from handoff.pools.routing import why_not
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.work_days import work_days

USUAL = MeetingType(MeetingTypeId(""), "", timedelta(minutes=30))
"""What is looked for before a meeting type is chosen."""


@dataclass(frozen=True)
class SeenNow:
    """Who is free, and what keeps the others; `unbookable` are those who cannot be booked at all, with the reason."""

    hosts: Sequence[Host]
    free_ids: frozenset[str]
    reasons: Mapping[str, Sequence[Reason]]
    unbookable: Mapping[str, str]
    meeting_type: MeetingType
    now: datetime
    learned: Learned | None = None


def look_now(parts: Parts, page: Page, *, meeting_type_id: str, host_ids: Sequence[str]) -> SeenNow:
    """Say of some users who is free now, each by themselves. Raises Unacceptable for an unknown type."""
    settings = own_settings(parts, page)
    kind = choose_meeting_type(settings, meeting_type_id, page.record) if meeting_type_id else USUAL
    found = {host_id: settings.host(host_id) for host_id in host_ids}
    unbookable = {host_id: why_not(host) for host_id, host in found.items() if why_not(host)}
    hosts = tuple(host for host in found.values() if host and host.id not in unbookable)
    now = parts.clock.now()
    if not hosts:
        return SeenNow((), frozenset(), {}, unbookable, kind, now)
    alone = ChosenHosts(hosts, None, (), (), anyone=True)
    wanted = Question(
        alone,
        kind,
        now_span(kind, now),
        now,
        switches=settings.switches,
        days=work_days(settings, now),
    )
    learned = learn_times(parts, page, wanted)
    free = free_now(hosts, kind, page.organizer, known=learned.known, now=now)
    closed = [host for host in hosts if host.id not in free]
    reasons = why_not_now(closed, kind, page.organizer, known=learned.known, now=now)
    return SeenNow(hosts, free, reasons, unbookable, kind, now, learned)
