"""The forms of questions about times."""

from datetime import date

from pydantic import Field

from handoff.web.bodies import Body, Hosts, Id, OwnId, Zone

MOST_WATCHED, MOST_NOW = 260, 60


class TimesBody(Hosts):
    """Which dates to look at; `from` is a date of the organizer's zone. A fresh answer asks calendars anew."""

    first_on: date = Field(alias="from")
    days: int = Field(default=7, ge=1, le=62)
    fresh: bool = False
    guest_zone: Zone = ""


class TakenBody(Body):
    """Whose holds and bookings to watch, on which dates; `moving` is the booking that gets a new time."""

    hosts: list[Id] = Field(max_length=MOST_WATCHED)
    first_on: date = Field(alias="from")
    days: int = Field(default=7, ge=1, le=62)
    moving: OwnId | None = None


class NowBody(Body):
    """Who may be free now, for which kind of meeting."""

    meeting_type: Id | None = None
    hosts: list[Id] = Field(max_length=MOST_NOW)
