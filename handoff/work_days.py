"""When hosts work unless they say otherwise: the org's hours, its holidays, and those of each host's region."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from handoff.holiday_regions import holidays_of
from handoff.org_settings import DEFAULT_HOURS, Holiday, OrgSettings
from handoff.people import Host

EPOCH_DAY = date(1970, 1, 1).toordinal()
PAST, AHEAD = 1, 4
"""Years for which holidays are known: further away nothing can be booked."""


@dataclass(frozen=True, eq=False)
class WorkDays:
    """An org's usual hours and its holidays, and the holidays of regions in these years."""

    weekly_hours: str = DEFAULT_HOURS
    holidays: tuple[Holiday, ...] = ()
    years: range = range(0)
    _days: dict[str, frozenset[int]] = field(default_factory=dict, init=False, repr=False)

    def days_off(self, host: Host) -> frozenset[int]:
        """Return the host's holidays, as days since 1970; hosts of one region share the value."""
        region = host.holiday_region
        if region not in self._days:
            own = (one.on for one in self.holidays)
            there = holidays_of(region, self.years) if region else {}
            self._days[region] = frozenset(on.toordinal() - EPOCH_DAY for on in (*own, *there))
        return self._days[region]

    def holiday_names(self, host: Host, on: date, language: str = "") -> Iterator[str]:
        """Yield what that date is called where the host has a holiday, the org's own first."""
        yield from (one.name for one in self.holidays if one.on == on)
        if host.holiday_region:
            name = holidays_of(host.holiday_region, self.years, language).get(on)
            if name:
                yield name


USUAL = WorkDays()
"""What holds for an org of which nothing is known."""


def work_days(settings: OrgSettings, now: datetime) -> WorkDays:
    """Return what an org's settings say for the years around now; equal settings share one value."""
    return _shared(settings.business_hours, settings.holidays, now.year)


@lru_cache(maxsize=64)
def _shared(weekly_hours: str, holidays: tuple[Holiday, ...], year: int) -> WorkDays:
    return WorkDays(weekly_hours, holidays, range(year - PAST, year + AHEAD))
