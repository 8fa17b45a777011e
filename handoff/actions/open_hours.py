"""Say when the chosen hosts work, so that the grid can grey the rest."""

from collections.abc import Sequence

from handoff.actions.frame_problem import frame_problem, instant, minutes, weekly_rules
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.hours import host_open
from handoff.intervals import clip
from handoff.people import HostId, Organizer
from handoff.spans import Span


def open_hours(offered: OfferedTimes, organizer: Organizer) -> Sequence[tuple[HostId, Span]]:
    """Return the hours of each host who has to be there or could be, within the meeting type's own and without leave."""
    reach = (minutes(offered.span.starts_at), minutes(offered.span.ends_at))
    type_weekly = weekly_rules(offered.meeting_type.weekly_hours)
    problem = frame_problem(
        offered.chosen,
        offered.meeting_type,
        organizer,
        known=offered.known,
        span=offered.span,
        now=offered.now,
    )
    return [
        (HostId(str(host.id)), Span(instant(start), instant(end)))
        for host in problem.hosts
        for start, end in clip(host_open(host, type_weekly, reach), *reach)
    ]
