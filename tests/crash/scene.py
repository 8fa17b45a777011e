"""One meeting handed over by processes that may end anywhere: where it begins, and how it goes on."""

import json
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import update

from handoff.storage.database import Database
from handoff.storage.mirror_tables import TurnRow
from handoff.storage.tables import EffectRow
from handoff.storage.window_tables import TokenRow
from sandbox.environment import environment, new_key
from sandbox.server import Sandbox
from tests.cast import GUS, GUS_EMAIL, NOW_TEXT
from tests.crash.driver import Driver
from tests.crash.outside import undo_everything
from tests.support.inside import APP_URL, NOBODY_LISTENS
from tests.support.product import UNHURRIED
from tests.support.window import Window, signed_request

AN_HOUR = 3600.0


class Scene:
    """A window opened on Gus in one database; every take begins with a copy of that."""

    def __init__(self, box: Sandbox, driver: Driver, *, url: str, directory: Path) -> None:
        """Press the button, once for all takes."""
        self.box, self.driver, self.url, self._directory = box, driver, url, directory
        self._secret_key = new_key()
        self._starts: dict[str, dict[str, Any]] = {}
        opening = Take(self, url)
        opening.has_done("open", raw=signed_request(box, GUS))
        self.window = Window.drawn(APP_URL, opening.answers["page"])

    def first_start(self, pool: str) -> dict[str, Any]:
        """Return what is to be held: the pool's first offered time."""
        if pool not in self._starts:
            self._starts[pool] = self._asked(pool)
        return dict(self._starts[pool])

    def _asked(self, pool: str) -> dict[str, Any]:
        question = self.window.question(self.window.pool(pool))
        asking = Take(self, self.url)
        asking.has_done(
            "ask", path="/times", question={**question, "from": "2026-03-02", "days": 7}
        )
        return {**question, "starts_at": asking.answers["answer"]["slots"][0]["starts_at"]}

    def forget_tokens(self) -> None:
        """Let takes begin without access to anything, so that getting it can be interrupted too."""
        _change(self.url, lambda session: session.query(TokenRow).delete())

    def variables(self, database_url: str) -> dict[str, str]:
        """Return the product's environment."""
        variables = environment(
            self.box.credentials,
            app_url=APP_URL,
            sandbox_url=self.box.url,
            database_url=database_url,
            redis_url=NOBODY_LISTENS,
            secret_key=self._secret_key,
            now=NOW_TEXT,
        )
        return {**variables, **UNHURRIED, "HANDOFF_LOG_LEVEL": "ERROR"}

    def journal(self) -> Path:
        """Return a file that nobody has written yet."""
        return self._directory / f"{uuid.uuid4()}.journal"

    def copied(self, url: str = "") -> str:
        """Return a SQLite database that is as another one is, or as this scene's was after the button."""
        path = self._directory / f"{uuid.uuid4()}.db"
        shutil.copyfile((url or self.url).removeprefix("sqlite:///"), path)
        return f"sqlite:///{path}"

    def removed(self, url: str) -> None:
        """Delete a copy."""
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)


class Take:
    """One handing over in a database of its own; the journal is what the browser learned."""

    def __init__(self, scene: Scene, url: str, question: dict[str, Any] | None = None) -> None:
        """Begin with nothing done outside."""
        self.scene, self.url, self.question = scene, url, question or {}
        self._journal = scene.journal()
        undo_everything(scene.box.world)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered before any process ended."""
        known: dict[str, Any] = {}
        if self._journal.exists():
            for line in self._journal.read_text(encoding="utf-8").splitlines():
                known |= json.loads(line)
        return known

    def order(self, work: str = "hand over", **others: Any) -> dict[str, Any]:
        """Return what a child is to do."""
        window: Window | None = getattr(self.scene, "window", None)
        return {
            "environment": self.scene.variables(self.url),
            "journal": str(self._journal),
            "work": work,
            "fatal_commit": "",
            "is_rehearsal": False,
            "token": window.context["token"] if window else "",
            "question": self.question,
            "guest": {"first_name": "Gus", "last_name": "Grant", "email": GUS_EMAIL},
            "key": "the-only-key-of-this-booking",
        } | others

    def outcome(self, work: str = "hand over", **others: Any) -> int:
        """Have a child do it and return its exit status, negative for the signal that ended it."""
        self.scene.driver.begin(self.order(work, **others))
        return self.scene.driver.ended()

    def has_done(self, work: str = "hand over", **others: Any) -> None:
        """Have a child do it; it must come to its end."""
        status = self.outcome(work, **others)
        assert status == 0, f"{work} ended with {status}"

    def rehearse(self) -> None:
        """Have the warm process itself do it, so that its children are quicker."""
        self.has_done(is_rehearsal=True)

    def let_leases_end(self) -> None:
        """Let an hour pass as the database counts it, for everything that somebody was at."""
        let_leases_end(self.url)


def let_leases_end(url: str) -> None:
    """Let an hour pass as the database counts it, for effects, tokens and orgs that somebody was at."""

    def age(session: Any) -> None:
        session.execute(
            update(EffectRow).values(
                claimed_until=EffectRow.claimed_until - AN_HOUR,
                next_try_at=EffectRow.next_try_at - AN_HOUR,
            )
        )
        session.execute(update(TokenRow).values(renewing_until=0.0))
        session.execute(update(TurnRow).values(claimed_until=0.0, next_try_at=0.0))

    _change(url, age)


def _change(url: str, work: Callable[[Any], Any]) -> None:
    database = Database(url)
    try:
        database.run(work)
    finally:
        database.dispose()
