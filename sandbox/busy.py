"""Fills calendars with ordinary working weeks: the same ones for the same person and day."""

import hashlib
import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sandbox.people import Attendee, Calendar, CalendarEvent, Person, ShowAs
from sandbox.world import World

WEEKS = 4
MOST_BUSY = timedelta(hours=4)
LENGTHS = (30, 30, 30, 60, 60, 90)
SUBJECTS = (
    "Pipeline review", "Forecast call", "1:1", "Customer check-in", "Deal desk", "Team stand-up",
    "Quarterly business review", "Renewal planning", "Interview", "Enablement session",
    "Contract redlines", "Product feedback", "Onboarding call", "Account planning", "Budget sync",
)  # fmt: skip
KEPT_FREE = (time(10), time(11)), (time(14), time(15))
ALWAYS_REACHABLE = ("hana", "hugo", "maya")
MEETS_NOBODY = ("rosa",)
"""In nobody else's meetings: whoever joins the choice of company changes everybody's weeks."""


def plant(world: World) -> None:
    """Give everybody with a calendar four weeks from this week's Monday on."""
    with world.lock:
        now = world.clock.now()
        for person in world.people.values():
            calendar = world.calendars.get(person.email)
            if calendar is not None:
                weeks = _Weeks(world, person, replace(calendar, events={}))
                for event in _made(weeks, now):
                    calendar.events[event.id] = _copied(event, now - timedelta(days=7))


_known: dict[object, tuple[CalendarEvent, ...]] = {}


def _made(weeks: "_Weeks", now: datetime) -> tuple[CalendarEvent, ...]:
    """The same person has the same weeks in every world: a process makes them once."""
    person = weeks.person
    key = (
        *(person.key, person.email, person.name, weeks.zone.key, weeks.monday(now)),
        *(person.starts_work, person.ends_work),
        *((one.email, one.name) for one in weeks.colleagues),
    )
    if key not in _known:
        weeks.fill(weeks.monday(now))
        _known[key] = tuple(weeks.calendar.events.values())
    return _known[key]


def _copied(event: CalendarEvent, created_at: datetime) -> CalendarEvent:
    """An event of its own: what happens to it in one world leaves the others alone."""
    return CalendarEvent(
        id=event.id,
        subject=event.subject,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        organizer=event.organizer,
        attendees=[Attendee(one.email, one.name, status=one.status) for one in event.attendees],
        status=event.status,
        show_as=event.show_as,
        all_day=event.all_day,
        seed=True,
        created_at=created_at,
        updated_at=created_at,
    )


class _Weeks:
    """One person's weeks, with their own random numbers."""

    def __init__(self, world: World, person: Person, calendar: Calendar) -> None:
        self.person = person
        self.calendar = calendar
        self.zone = ZoneInfo(person.zone)
        self.colleagues = [
            p
            for p in world.people.values()
            if p.org_id == person.org_id and p.has_calendar and p.key not in MEETS_NOBODY
        ]
        self.random = random.Random()

    def monday(self, now: datetime) -> date:
        today = now.astimezone(self.zone).date()
        return today - timedelta(days=today.weekday())

    def fill(self, monday: date) -> None:
        for week in range(WEEKS):
            for weekday in range(5):
                day = monday + timedelta(weeks=week, days=weekday)
                self.random.seed(f"{self.person.email} {day.isoformat()}")
                self._fill_day(day, week)

    def _fill_day(self, day: date, week: int) -> None:
        if week >= 2 and self.random.random() < 0.04 and self.person.key not in ALWAYS_REACHABLE:
            self._add(day, time(), timedelta(days=1), "Out of office", "oof", all_day=True)
            return
        if self.random.random() < 0.06:
            self._add(day, time(), timedelta(days=1), "Working from home", "free", all_day=True)
        if self.random.random() < 0.6:
            self._add(day, time(12), timedelta(minutes=self.random.choice((30, 60))), "Lunch")
        if self.random.random() < 0.03:
            self._add(day, time(15), timedelta(hours=2), "Doctor's appointment", "oof")
        self._add_meetings(day)

    def _add_meetings(self, day: date) -> None:
        booked = timedelta()
        for _ in range(self.random.randint(2, 5)):
            length = timedelta(minutes=self.random.choice(LENGTHS))
            hour = self.random.randint(self.person.starts_work, self.person.ends_work - 2)
            start = time(hour, self.random.choice((0, 0, 30)))
            show_as: ShowAs = "tentative" if self.random.random() < 0.15 else "busy"
            subject = self.random.choice(SUBJECTS)
            if booked + length <= MOST_BUSY and self._is_allowed(day, start, length):
                self._add(day, start, length, subject, show_as)
                booked += length

    def _is_allowed(self, day: date, start: time, length: timedelta) -> bool:
        starts_at = self._instant(day, start)
        if self.person.key in ALWAYS_REACHABLE:
            for opens, closes in KEPT_FREE:
                if starts_at < self._instant(day, closes) and starts_at + length > self._instant(
                    day, opens
                ):
                    return False
        taken = self.calendar.between(starts_at, starts_at + length)
        return not any(event.is_busy(self.person.email) for event in taken)

    def _add(
        self,
        day: date,
        start: time,
        length: timedelta,
        subject: str,
        show_as: ShowAs = "busy",
        *,
        all_day: bool = False,
    ) -> None:
        starts_at = self._instant(day, start)
        ends_at = self._instant(day + length, start) if all_day else starts_at + length
        identity = f"{self.person.email} {starts_at.isoformat()} {subject}"
        event = CalendarEvent(
            id=hashlib.sha256(identity.encode()).hexdigest()[:26],
            subject=subject,
            starts_at=starts_at,
            ends_at=ends_at,
            organizer=self.person.email,
            show_as=show_as,
            status="tentative" if show_as == "tentative" else "confirmed",
            all_day=all_day,
            attendees=[] if all_day or subject == "Lunch" else self._company(),
            seed=True,
        )
        self.calendar.events[event.id] = event

    def _company(self) -> list[Attendee]:
        other = self.random.choice(self.colleagues)
        if other.email == self.person.email:
            return []
        return [
            Attendee(self.person.email, self.person.name, status="accepted"),
            Attendee(other.email, other.name, status="accepted"),
        ]

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)
