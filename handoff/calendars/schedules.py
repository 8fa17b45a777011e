"""Graph's getSchedule for many hosts: 20 mailboxes a question, and no question longer than Graph answers.

https://learn.microsoft.com/graph/api/calendar-getschedule
"""

from collections.abc import Sequence

from handoff.calendars.chunks import groups, pieces
from handoff.calendars.schedule_items import Question
from handoff.people import Host
from handoff.spans import Span

MOST_MAILBOXES = 20


def questions_of_schedules(hosts: Sequence[Host], span: Span) -> list[Question]:
    """Return what is to be asked to know when all these hosts are taken."""
    return [
        Question(group, piece) for group in groups(hosts, MOST_MAILBOXES) for piece in pieces(span)
    ]
