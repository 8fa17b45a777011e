"""The product's web server in a thread of the test's own process; its effects are delivered when the test says so."""

import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import select

from handoff.actions.deliver_effect import deliver_effect
from handoff.doorbell import Doorbell
from handoff.storage import outbox
from handoff.storage.tables import BookingRow, EffectRow
from handoff.web import create_app
from handoff.wiring import Parts, assemble
from sandbox.people import CalendarEvent
from tests.cast import LARKSPUR
from tests.support.answering import answering
from tests.support.inside import QuietDoorbell, settings_for
from tests.support.window import Answer, Window, signed_request

QUICK = {"HANDOFF_BACKOFF_SECONDS": "0.0001", "HANDOFF_LOG_LEVEL": "INFO"}
"""All tries of an effect fit into a second or two."""


class Compiled(BytecodeCache):
    """Templates that are compiled once for all apps of this process."""

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what is kept."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = Compiled()


class WorldClock:
    """The pretend world's clock, which a test may move, told to the product."""

    def __init__(self, box: Any) -> None:
        """Keep the world."""
        self._box = box

    def now(self) -> datetime:
        """Return the instant that the world is at."""
        now: datetime = self._box.world.clock.now()
        return now


class Served:
    """The product against one sandbox: a URL for windows, and its parts for what workers do."""

    def __init__(self, box: Any, parts: Parts, *, url: str) -> None:
        self.box, self.parts, self.url = box, parts, url

    def open(self, record: str, who: str = "olive", **others: object) -> Window:
        """Press the button on a record."""
        return Window.posted(self.url, signed_request(self.box, record, who, **others))

    def advance(self, by: timedelta) -> None:
        """Move the product's clock and the world's together."""
        self.box.world.clock.advance(by)

    def deliver(self, *, rounds: int = 40) -> None:
        """Do what is owed as workers would, until nothing is due any more."""
        for _ in range(rounds):
            due = self._due() or self._due(after=0.02)
            if not due:
                return
            for effect_id, _kind in due:
                deliver_effect(self.parts, effect_id)

    def _due(self, *, after: float = 0.0) -> list[tuple[str, str]]:
        # A pause of a fraction of a millisecond is over at the second look.
        time.sleep(after)
        return self.parts.database.run(lambda session: outbox.due(session, limit=100))

    def effects(self, booking_id: str) -> dict[str, EffectRow]:
        """Return a booking's effects by kind, letters by their template."""
        rows = self.parts.database.run(
            lambda session: session.scalars(
                select(EffectRow).where(EffectRow.booking_id == booking_id)
            ).all()
        )
        return {row.template or row.kind: row for row in rows}

    def hurry(self, row: EffectRow) -> None:
        """Let an effect's pause end at once."""
        self.parts.database.run(lambda session: outbox.hurry(session, row.org_id, row.id))

    def row(self, booking_id: str) -> BookingRow:
        """Return the booking as the database has it."""
        return self.parts.database.run(
            lambda session: session.scalars(
                select(BookingRow).where(BookingRow.id == booking_id)
            ).one()
        )

    def world(self) -> dict[str, Any]:
        """Return what exists outside, without the seeded weeks."""
        world: dict[str, Any] = self.box.world.as_json(with_seed=False)
        return world

    def letters_to(self, address: str) -> list[dict[str, Any]]:
        """Return the letters that one person has received."""
        return [letter for letter in self.world()["letters"] if address in letter["to"]]

    def events_of(self, address: str) -> list[dict[str, Any]]:
        """Return what was written into one calendar since the beginning."""
        events: list[dict[str, Any]] = self.world()["calendars"][address]["events"]
        return events

    def make_busy(self, key: str, starts_at: str, *, minutes: int = 30) -> None:
        """Put an appointment into somebody's calendar, as they would themselves."""
        begins = datetime.fromisoformat(starts_at)
        email = self.person(key).email
        event = CalendarEvent(
            id=f"busy{uuid.uuid4().hex}",
            subject="Dentist",
            starts_at=begins,
            ends_at=begins + timedelta(minutes=minutes),
            organizer=email,
            seed=True,
        )
        with self.box.world.lock:
            self.box.world.calendars[email].events[event.id] = event

    def person(self, key: str) -> Any:
        """Return somebody of the cast."""
        return self.box.world.people[key]

    def fault(self, service: str, kind: str, **others: Any) -> None:
        """Let something go wrong outside from now on; `times=None` until cleared."""
        self.box.world.faults.add({"service": service, "kind": kind, **others})


def copied(template: Path, directory: Path) -> str:
    """Return the address of a copy of a migrated SQLite database."""
    path = directory / "handoff.db"
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


def refused(ask: Callable[..., object], *arguments: Any, **named: Any) -> Answer:
    """Return the refusal that a request must meet."""
    try:
        given = ask(*arguments, **named)
    except Answer as answer:
        return answer
    raise AssertionError(f"this was not refused: {given}")


@contextmanager
def serving(
    box: Any,
    database_url: str,
    *,
    doorbell: Doorbell | None = None,
    redis_url: str = "",
    extra: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Run the product's web server; without a doorbell of the test's own nobody is rung for."""
    variables = {**QUICK, **(extra or {})}
    settings = (
        settings_for(box, database_url, redis_url=redis_url, extra=variables)
        if redis_url
        else settings_for(box, database_url, extra=variables)
    )
    bell = None if redis_url and doorbell is None else doorbell or QuietDoorbell()
    parts = replace(assemble(settings, doorbell=bell), clock=WorldClock(box))
    app = create_app(parts)
    app.jinja_env.bytecode_cache = TEMPLATES
    try:
        with answering(app) as url:
            yield Served(box, parts, url=url)
    finally:
        parts.database.dispose()


def org_of(served: Served) -> Any:
    """Return the sandbox's Larkspur."""
    return next(org for org in served.box.world.orgs.values() if org.name == LARKSPUR)


def writes(served: Served, object_name: str) -> list[dict[str, Any]]:
    """Return what was written of one kind of object, the oldest first."""
    return [one for one in org_of(served).written if one["object"] == object_name]
