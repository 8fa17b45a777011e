"""Say when the chosen hosts work, so that the grid can grey the rest."""

from collections.abc import Sequence

from handoff.actions.frame_problem import DEFAULT_HOURS, instant, minutes, weekly_rules
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.hours import weekly_open
from handoff.people import HostId
from handoff.spans import Span


def open_hours(offered: OfferedTimes) -> Sequence[tuple[HostId, Span]]:
    """Return each candidate's and required host's hours in the span, within the meeting type's own."""
    reach = (minutes(offered.span.starts_at), minutes(offered.span.ends_at))
    type_weekly = weekly_rules(offered.meeting_type.weekly_hours)
    return [
        (host.id, Span(instant(max(start, reach[0])), instant(min(end, reach[1]))))
        for host in (*offered.chosen.candidates, *offered.chosen.required)
        for start, end in weekly_open(
            host.zone, weekly_rules(host.weekly_hours or DEFAULT_HOURS), type_weekly, reach
        )
        if start < reach[1] and end > reach[0]
    ]
