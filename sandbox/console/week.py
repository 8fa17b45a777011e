"""Lays one calendar's week out for the page: where each event stands in its day column."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.people import Calendar, CalendarEvent

FIRST_HOUR, LAST_HOUR = 7, 20
SHORT_PERCENT = 6.0


@dataclass(frozen=True, slots=True)
class Block:
    """An event's place in a day, in percent of the shown hours."""

    event: CalendarEvent
    label: str
    top: float
    height: float
    lane: int
    lanes: int

    @property
    def kind(self) -> str:
        if self.event.status == "cancelled":
            return "cancelled"
        return "booked" if not self.event.seed else self.event.show_as

    @property
    def is_short(self) -> bool:
        """Too low for two lines of text."""
        return self.height < SHORT_PERCENT


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    blocks: list[Block]
    all_day: list[CalendarEvent]


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    days: list[Day]
    hours: list[int]


def week_of(calendar: Calendar, monday: date, zone: ZoneInfo) -> Week:
    days = [_day(calendar, monday + timedelta(days=number), zone) for number in range(7)]
    if not any(day.blocks or day.all_day for day in days[5:]):
        days = days[:5]
    return Week(monday=monday, days=days, hours=list(range(FIRST_HOUR, LAST_HOUR)))


def _day(calendar: Calendar, on: date, zone: ZoneInfo) -> Day:
    opens = datetime.combine(on, time(FIRST_HOUR), zone).astimezone(UTC)
    closes = datetime.combine(on, time(LAST_HOUR), zone).astimezone(UTC)
    events = [e for e in calendar.between(opens, closes) if e.status != "cancelled" or not e.seed]
    timed = [event for event in events if not event.all_day]
    blocks = [_block(event, timed, (opens, closes), zone) for event in timed]
    return Day(on=on, blocks=blocks, all_day=[event for event in events if event.all_day])


def _block(
    event: CalendarEvent,
    others: list[CalendarEvent],
    shown: tuple[datetime, datetime],
    zone: ZoneInfo,
) -> Block:
    opens, closes = shown
    starts_at, ends_at = max(event.starts_at, opens), min(event.ends_at, closes)
    beside = [e for e in others if e.starts_at < event.ends_at and e.ends_at > event.starts_at]
    local_start, local_end = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
    return Block(
        event=event,
        label=f"{local_start:%H:%M}–{local_end:%H:%M}",
        top=100 * (starts_at - opens) / (closes - opens),
        height=100 * (ends_at - starts_at) / (closes - opens),
        lane=beside.index(event),
        lanes=len(beside),
    )
