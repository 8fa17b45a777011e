"""What an admin looks after: settings with problems, and hosts who left while meetings are ahead of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from handoff.actions.booking_rights import Rights, rights_of
from handoff.actions.departed_hosts import DepartedHost, departed_hosts
from handoff.actions.show_booking import SeenBooking, seen
from handoff.actions.sync_settings import current_settings, settings_read_at, sync_settings
from handoff.errors import AccessLost, OutsideError, TryLater, TurnedDown
from handoff.org_settings import OrgSettings, SettingProblem
from handoff.salesforce.addresses import record_url
from handoff.storage.pages import Page
from handoff.wiring import Parts
from handoff.wording import say


@dataclass(frozen=True)
class ReviewedSettings:
    """As of when, what is wrong with which record, and whose meetings need somebody else."""

    origin: str
    read_at: datetime
    problems: Sequence[SettingProblem]
    departed: Sequence[tuple[DepartedHost, Sequence[SeenBooking]]]

    def url(self, record_id: str, object_name: str = "") -> str:
        """Return where the admin finds a record; empty for what is none."""
        return record_url(self.origin, record_id, object_name)


def review_settings(parts: Parts, page: Page) -> ReviewedSettings:
    """Return what the copy says. Raises OutsideError before the first reading."""
    return _reviewed(parts, page, current_settings(parts, page.org_id))


def reload_settings(parts: Parts, page: Page) -> ReviewedSettings:
    """Read the settings anew, then return what they say. Raises TryLater if Salesforce cannot be read."""
    try:
        settings = sync_settings(parts, page.org_id, anew=True)
    except (AccessLost, TurnedDown) as error:
        raise _unreadable(error) from error
    return _reviewed(parts, page, settings)


def _unreadable(error: OutsideError) -> TryLater:
    """Whatever the cause, the copy serves on and the reading can be tried again."""
    return TryLater(
        say("Salesforce's settings could not be read: {reason}", reason=error.message),
        service=error.service,
        operation=error.operation,
        code=error.code,
    )


def _reviewed(parts: Parts, page: Page, settings: OrgSettings) -> ReviewedSettings:
    now, rights = parts.clock.now(), rights_of(parts, page)
    departed = departed_hosts(parts, page.org_id, settings)
    return ReviewedSettings(
        origin=_origin_of(page),
        read_at=settings_read_at(parts, page.org_id) or now,
        problems=settings.problems,
        departed=[(one, _seen(page, one, now, rights)) for one in departed],
    )


def _origin_of(page: Page) -> str:
    """Return where this user looks at records: where the opened one stands."""
    found = urlsplit(page.record.url)
    return f"{found.scheme}://{found.netloc}" if found.netloc else page.access.instance_url


def _seen(page: Page, host: DepartedHost, now: datetime, rights: Rights) -> list[SeenBooking]:
    return [seen(page, row, now, rights) for row in host.bookings]
