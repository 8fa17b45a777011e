"""What the holidays are called that fall on some dates."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from handoff.actions.offer_times import OfferedTimes
from handoff.people import Host


def holidays_on(offered: OfferedTimes, hosts: Iterable[Host], language: str) -> list[str]:
    """Return the names of these hosts' holidays on the dates shown, each once; to be asked where there is one."""
    span, names = offered.span, offered.known.days.holiday_names
    found: dict[str, None] = {}
    for host in hosts:
        zone = ZoneInfo(host.zone)
        first, last = (at.astimezone(zone).date() for at in (span.starts_at, span.ends_at))
        for step in range((last - first).days + 1):
            found |= dict.fromkeys(names(host, first + timedelta(days=step), language))
    return list(found)
