"""Ask the calendars themselves before anybody's time is taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handoff.actions.own_event import moved_event
from handoff.actions.read_known import AROUND
from handoff.calendars.gather import Reading, busy_of
from handoff.calendars.protocol import HostBusy
from handoff.org_settings import Switches
from handoff.people import Host, HostId
from handoff.spans import Span
from handoff.storage.pages import Page
from handoff.wiring import Parts


@dataclass(frozen=True)
class LiveQuestion:
    """Whose calendars, for which span; the event of the booking that is `moving` does not count."""

    hosts: Sequence[Host]
    span: Span
    switches: Switches
    moving: str = ""


def ask_calendars(parts: Parts, page: Page, question: LiveQuestion) -> Mapping[HostId, HostBusy]:
    """Return every host's answer; a calendar that fails, or takes too long, makes its host unknown."""
    own = moved_event(parts, page, question.moving)
    busy = busy_of(
        parts.calendars.get(page.org_id, {}),
        question.hosts,
        question.span.widened(AROUND, AROUND),
        budget=parts.settings.check_budget,
        reading=Reading(
            own.host_ids if own else frozenset(),
            frees_unanswered=question.switches.frees_unanswered,
        ),
    )
    return own.left_out(busy) if own else busy
