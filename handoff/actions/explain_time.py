"""Say per host why a start is closed, from the same parts that decide whether it is offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handoff.actions.choose_hosts import ChosenHosts, HostChoice
from handoff.actions.frame_problem import frame_problem, minutes
from handoff.actions.learn_times import Learned, learn_times
from handoff.actions.offer_times import A_DAY, chosen_question, refuse_far
from handoff.actions.own_settings import own_settings
from handoff.availability.explain import explain
from handoff.availability.values import Reason
from handoff.meeting_types import MeetingType
from handoff.spans import Span
from handoff.storage.pages import Page
from handoff.wiring import Parts


@dataclass(frozen=True)
class ExplainedTime:
    """What closes a start for each host who has to be free; nobody's list is empty unless that host is."""

    chosen: ChosenHosts
    meeting_type: MeetingType
    reasons: Mapping[str, Sequence[Reason]]
    learned: Learned


def explain_time(
    parts: Parts, page: Page, *, meeting_type_id: str, choice: HostChoice, starts_at: datetime
) -> ExplainedTime:
    """Explain a start by what the grid rests on. Raises Unacceptable."""
    settings = own_settings(parts, page)
    now = parts.clock.now()
    wanted = chosen_question(settings, page, meeting_type_id, choice, now)
    refuse_far(starts_at, now)
    meeting = Span(starts_at, starts_at + wanted.meeting_type.duration)
    wanted = replace(
        wanted,
        chosen=replace(wanted.chosen, optional=()),
        span=meeting.widened(A_DAY, A_DAY),
    )
    learned = learn_times(parts, page, wanted)
    problem = frame_problem(
        wanted.chosen,
        wanted.meeting_type,
        page.organizer,
        known=learned.known,
        span=wanted.span,
        now=now,
    )
    reasons = explain(problem, minutes(starts_at))
    return ExplainedTime(
        wanted.chosen,
        wanted.meeting_type,
        {str(host): tuple(why) for host, why in reasons.items()},
        learned,
    )
