"""The composition root: settings in, the parts that actions work with out."""

from collections.abc import Mapping
from dataclasses import dataclass

from handoff.calendars.google import GoogleCalendar
from handoff.calendars.microsoft import MicrosoftCalendar
from handoff.calendars.protocol import Calendar
from handoff.clock import Clock, StartedClock, SystemClock
from handoff.config import OrgConfig, Settings
from handoff.doorbell import Doorbell, RqDoorbell
from handoff.http import open_session
from handoff.notifications.mail import Mailer
from handoff.people import OrgId, Provider
from handoff.salesforce.gateway import SalesforceGateway
from handoff.storage.database import Database
from handoff.storage.describes import SqlDescribes
from handoff.storage.sealing import Sealer
from handoff.storage.settings_copy import RememberedSettings
from handoff.storage.tokens import SqlTokens
from handoff.tokens import TokenStore


@dataclass(frozen=True)
class Parts:
    """Everything an action may use."""

    settings: Settings
    clock: Clock
    database: Database
    sealer: Sealer
    salesforce: SalesforceGateway
    calendars: Mapping[OrgId, Mapping[Provider, Calendar]]
    mailer: Mailer
    doorbell: Doorbell
    remembered: RememberedSettings


def assemble(settings: Settings, *, doorbell: Doorbell | None = None) -> Parts:
    """Construct the doors. Opens no connection: those are made on first use, after any fork."""
    clock = open_clock(settings)
    database = Database(settings.database_url)
    sealer = Sealer(settings.secret_keys)
    tokens = SqlTokens(database, sealer)
    return Parts(
        settings=settings,
        clock=clock,
        database=database,
        sealer=sealer,
        salesforce=SalesforceGateway(
            open_session("salesforce", timeout=settings.timeout, sandbox_url=settings.sandbox_url),
            tokens,
            settings.orgs,
            SqlDescribes(database, clock),
            clock,
        ),
        calendars={
            org.org_id: open_calendars(org, settings, tokens) for org in settings.orgs.values()
        },
        mailer=Mailer(settings.mail, clock=clock, timeout=settings.timeout),
        doorbell=doorbell or RqDoorbell(settings.redis_url),
        remembered=RememberedSettings(),
    )


def open_clock(settings: Settings) -> Clock:
    """Return the machine's clock, or one that was started at an instant of the operator's choice."""
    return StartedClock(settings.starts_at) if settings.starts_at else SystemClock()


def open_calendars(
    org: OrgConfig, settings: Settings, tokens: TokenStore
) -> Mapping[Provider, Calendar]:
    """Return the calendar doors that an org has credentials for. Opens no connection."""
    calendars: dict[Provider, Calendar] = {}
    if org.google:
        calendars[Provider.GOOGLE] = GoogleCalendar(
            org.google,
            org_id=org.org_id,
            tokens=tokens,
            sandbox_url=settings.sandbox_url,
            timeout=settings.timeout,
        )
    if org.microsoft:
        calendars[Provider.MICROSOFT] = MicrosoftCalendar(
            org.microsoft,
            org_id=org.org_id,
            tokens=tokens,
            sandbox_url=settings.sandbox_url,
            timeout=settings.timeout,
        )
    return calendars
