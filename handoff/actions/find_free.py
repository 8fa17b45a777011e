"""Find out which of the wanted hosts are free for one meeting, by the rules that offer times."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.orm import Session

from handoff.actions.frame_problem import Known, frame_problem, minutes
from handoff.actions.meet_now import frame_now, this_minute
from handoff.actions.read_known import Question, read_known
from handoff.actions.take_turns import FreeHosts, Wanted
from handoff.availability.explain import explain
from handoff.availability.values import Id, Reason, Why
from handoff.calendars.protocol import HostBusy
from handoff.errors import Unacceptable
from handoff.people import HostId
from handoff.storage.pages import Page
from handoff.wording import phrase, say
from handoff.work_days import work_days

AROUND = timedelta(days=1)
"""How far around one start is looked: sequences of starts begin afresh each local midnight."""

OUTSIDE_RANGE = phrase("The meeting type cannot be booked on this date.")
IMPOSSIBLE = {
    Why.NOTICE: phrase("This time is in the past or sooner than the meeting type's notice allows."),
    Why.PERIOD: phrase("This time is further ahead than the meeting type allows."),
    Why.GRID: phrase(
        "Meetings of this type do not start at this minute. Choose one of the offered times."
    ),
}


def find_free(
    session: Session,
    page: Page,
    wanted: Wanted,
    busy: Mapping[HostId, HostBusy],
    *,
    ignored: frozenset[Why] = frozenset(),
) -> FreeHosts:
    """Return who could be the main host, and who of the second pool could join, beside every required host.

    Raises Unacceptable for a start that was never offered (off the grid, too soon, too far away).
    """
    span = wanted.meeting.widened(AROUND, AROUND)
    question = Question(
        wanted.chosen,
        wanted.meeting_type,
        span,
        wanted.now,
        wanted.choice.moving,
        days=work_days(wanted.settings, wanted.now),
    )
    known = read_known(session, page, question, busy)
    if not wanted.is_now and (
        wanted.meeting.starts_at.second or wanted.meeting.starts_at.microsecond
    ):
        raise Unacceptable(say(IMPOSSIBLE[Why.GRID]), field="starts_at")
    reasons = {
        str(host): {one.why for one in why} - ignored
        for host, why in _reasons(page, wanted, known).items()
    }
    for impossible, sentence in IMPOSSIBLE.items():
        if reasons and all(impossible in one for one in reasons.values()):
            is_range = impossible is Why.PERIOD and wanted.meeting_type.bookable_from is not None
            raise Unacceptable(say(OUTSIDE_RANGE if is_range else sentence), field="starts_at")
    if any(reasons[host.id] for host in wanted.chosen.required):
        return FreeHosts()
    return FreeHosts(
        main=frozenset(one.id for one in wanted.chosen.candidates if not reasons[one.id]),
        second=frozenset(one.id for one in wanted.chosen.second if not reasons[one.id]),
    )


def _reasons(page: Page, wanted: Wanted, known: Known) -> Mapping[Id, list[Reason]]:
    chosen, meeting_type = wanted.chosen, wanted.meeting_type
    if wanted.is_now:
        problem = frame_now(chosen, meeting_type, page.organizer, known=known, now=wanted.now)
        return explain(problem, minutes(this_minute(wanted.now)))
    span = wanted.meeting.widened(AROUND, AROUND)
    problem = frame_problem(
        chosen, meeting_type, page.organizer, known=known, span=span, now=wanted.now
    )
    return explain(problem, minutes(wanted.meeting.starts_at))
