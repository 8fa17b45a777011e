"""Checks of this deployment itself: database, queues, workers, mail relay and its own address."""

from collections.abc import Iterator

import redis
import requests
from sqlalchemy.exc import SQLAlchemyError

from handoff.clock import SystemClock
from handoff.config import OrgConfig, Settings
from handoff.doctor.findings import Finding, failed, fine, note, warning
from handoff.doorbell import NOW_QUEUE, QUEUE_OF, SYNC_QUEUE
from handoff.errors import OutsideError
from handoff.heartbeat import connected, last_beat, workers_by_queue
from handoff.http import open_session
from handoff.notifications.mail import Mailer
from handoff.storage import outbox
from handoff.storage.database import Database
from handoff.storage.last_opened import last_opened_at
from handoff.storage.migrate import steps

DATABASE, REDIS, WORKERS, MAIL, ADDRESS = (
    "Database",
    "Redis",
    "Workers",
    "Mail relay",
    "Handoff's own address",
)
LONG_OWED = 900.0
"""Seconds; an effect is tried again after ten minutes at the latest while a service is away for long."""
QUEUES = tuple(dict.fromkeys((NOW_QUEUE, *QUEUE_OF.values(), SYNC_QUEUE)))


def check_database(settings: Settings) -> Iterator[Finding]:
    """Say whether the database answers, is at this release's step, and what has waited in it for long."""
    try:
        step, newest = steps(settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        yield failed(
            DATABASE,
            f"It does not answer ({type(error).__name__}).",
            "Check DATABASE_URL, that the server runs, and that this machine may reach it.",
        )
        return
    if step != newest:
        yield failed(
            DATABASE,
            f"It is at step {step or 'none'}, this release needs {newest}.",
            "Run `python -m handoff.storage.migrate`. If the database is newer, deploy the newer release here.",
        )
        return
    if settings.environment == "production" and settings.database_url.startswith("sqlite"):
        yield warning(
            DATABASE,
            "SQLite serves one machine only.",
            "For several web or worker machines set DATABASE_URL to PostgreSQL.",
        )
    else:
        yield fine(DATABASE, f"answers, at step {step}")
    yield from _owed(settings)


def _owed(settings: Settings) -> Iterator[Finding]:
    database = Database(settings.database_url)
    try:
        oldest = database.run(outbox.oldest_owed_age)
    finally:
        database.dispose()
    for kind, seconds in sorted(oldest.items()):
        if seconds > LONG_OWED:
            yield warning(
                f"Owed effects: {kind}",
                f"The oldest has waited {round(seconds / 60)} minutes.",
                "See below whether its service answers and its worker runs; the booking's page says what it was told.",
            )


def check_canvas(settings: Settings, org: OrgConfig) -> Iterator[Finding]:
    """Say when a signed request of the org was last accepted: nothing else proves the canvas secret."""
    about = f"{org.name}: canvas app"
    database = Database(settings.database_url)
    try:
        at = database.run(lambda session: last_opened_at(session, org.org_id))
    except (OutsideError, SQLAlchemyError, OSError):
        # The database has a line of its own.
        return
    finally:
        database.dispose()
    if at:
        yield fine(about, f"a window was last opened at {at:%Y-%m-%d %H:%M} UTC")
    else:
        yield note(
            about,
            "No window has been opened yet: whether the canvas secret is right shows at the first press of the button.",
            "If the window then says that the signature is wrong: canvas_secrets must hold the consumer secret of "
            "Setup → External Client App Manager → Handoff → Settings → OAuth.",
        )


def check_queues(settings: Settings) -> Iterator[Finding]:
    """Say whether Redis answers, every queue has a worker, and the clock runs."""
    client = connected(settings.redis_url)
    try:
        seen, beat = workers_by_queue(client), last_beat(client)
    except (redis.RedisError, OSError) as error:
        yield failed(
            REDIS,
            f"It does not answer ({type(error).__name__}). Nothing is lost, but everything waits for the clock's sweep.",
            "Check REDIS_URL and that Redis or Valkey runs there.",
        )
        return
    finally:
        client.close()
    yield fine(REDIS, "answers")
    idle = [queue for queue in QUEUES if not seen.get(queue)]
    if idle:
        yield failed(
            WORKERS,
            f"Nobody works the queues {', '.join(idle)}.",
            "Start `python -m workers QUEUE` for each (Procfile has a line for every queue).",
        )
    else:
        yield fine(WORKERS, ", ".join(f"{queue}: {seen[queue]}" for queue in QUEUES))
    if beat is None:
        yield failed(
            "Clock",
            "It has shown no sign of life for a minute: holds do not end and nothing is tried again.",
            "Start `python -m workers clock`.",
        )
    else:
        yield fine("Clock", "runs")


def check_mail(settings: Settings) -> Iterator[Finding]:
    """Say whether the relay takes our sender's address; no letter is sent."""
    mail = settings.mail
    try:
        Mailer(mail, clock=SystemClock(), timeout=settings.timeout).check()
    except OutsideError as error:
        yield failed(
            MAIL,
            f"{error.message} ({mail.host}:{mail.port})",
            "Check SMTP_HOST, SMTP_PORT, SMTP_STARTTLS, SMTP_USERNAME, SMTP_PASSWORD, and that the relay lets "
            "this machine send as HANDOFF_MAIL_FROM.",
        )
        return
    yield fine(MAIL, f"takes letters from {mail.sender}")
    if settings.environment == "production" and mail.username and not mail.starttls:
        yield warning(
            MAIL,
            "The password travels without encryption.",
            "Set SMTP_STARTTLS=yes if the relay offers it.",
        )


def check_address(settings: Settings) -> Iterator[Finding]:
    """Say whether the public address leads to a Handoff."""
    url = f"{settings.public_url}/health"
    session = open_session("handoff", timeout=settings.timeout)
    try:
        answer = session.get(url)
        is_ours = answer.ok and answer.json().get("status") == "live"
    except (requests.RequestException, ValueError, AttributeError) as error:
        yield warning(
            ADDRESS,
            f"{url} cannot be reached from here ({type(error).__name__}).",
            "Check HANDOFF_PUBLIC_URL, the web process and its proxy. Salesforce users' browsers must reach it.",
        )
        return
    finally:
        session.close()
    if is_ours:
        yield fine(ADDRESS, settings.public_url)
    else:
        yield failed(
            ADDRESS,
            f"{url} answers with status {answer.status_code}, and not as Handoff does.",
            "Set HANDOFF_PUBLIC_URL to where the web process is reached.",
        )
    if settings.environment != "production":
        yield note(ADDRESS, f"HANDOFF_ENV is {settings.environment}.")
