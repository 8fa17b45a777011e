"""Why a time is closed, in words that do not give away what a colleague is doing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handoff.actions.frame_problem import instant
from handoff.actions.offer_times import OfferedTimes
from handoff.availability.values import Reason, Why
from handoff.people import Organizer

WORDS = {
    Why.HOURS: "outside working hours",
    Why.TYPE_HOURS: "outside the hours of this meeting type",
    Why.OVERRIDE: "other hours on this date",
    Why.AWAY: "away",
    Why.BUSY: "busy {span}",
    Why.BOOKING: "has a Handoff meeting {span}",
    Why.BUFFER: "too close to another meeting ({span})",
    Why.HOLD: "held by another organizer {span}",
    Why.LIMIT: "has reached the limit of meetings",
    Why.UNKNOWN: "the calendar could not be read",
    Why.NOTICE: "sooner than the minimum notice",
    Why.PERIOD: "further ahead than this meeting type allows",
    Why.WINDOW: "outside the dates shown",
    Why.GRID: "meetings of this type do not start at this minute",
}


def in_words(reason: Reason, organizer: Organizer) -> str:
    """Return the reason for this person, on their clock."""
    begins, ends = (_clock(instant(one), organizer) for one in (reason.start, reason.end))
    return WORDS[reason.why].format(span=f"{begins}–{ends}")


def _clock(at: datetime, organizer: Organizer) -> str:
    local = at.astimezone(ZoneInfo(organizer.zone))
    if organizer.locale != "en_US":
        return local.strftime("%H:%M")
    return local.strftime("%I:%M %p").removeprefix("0")


def why_nothing(offered: OfferedTimes) -> str:
    """Say why these dates hold no offer, or nothing if they do."""
    if offered.slots:
        return ""
    unknown = [
        f"{host.name}: {offered.known.busy[host.id].unknown.rstrip('.')}"
        for host in (*offered.chosen.candidates, *offered.chosen.required)
        if host.id in offered.known.busy and offered.known.busy[host.id].unknown
    ]
    if unknown and len(unknown) >= len(offered.chosen.candidates):
        return f"The calendars could not be read ({'; '.join(unknown[:3])})."
    if offered.span.ends_at <= offered.now:
        return "These dates are in the past."
    if offered.chosen.pool:
        return f"Nobody in pool {offered.chosen.pool.name} is free on these dates."
    if offered.chosen.required:
        return "The chosen hosts have no free time in common on these dates."
    return f"{offered.chosen.candidates[0].name} has no free time on these dates."
