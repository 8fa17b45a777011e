"""A warm process that forks a child for every order: it hands one meeting over and delivers what that owes.

Orders are lines of JSON on standard input; for each, the child's process id and later its exit status are
written to standard output. What a browser would have learned goes to the order's journal, a line each.
"""

import gc
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session, configure_mappers

from handoff.actions.deliver_effect import deliver_effect
from handoff.actions.mirror_bookings import mirror_bookings
from handoff.config import Settings
from handoff.people import OrgId
from handoff.storage import mirror, outbox
from handoff.storage.tables import EffectRow
from handoff.web import create_app
from handoff.wiring import Parts, assemble
from tests.support.inside import QuietDoorbell

PATIENCE_S = 60.0


class Journal:
    """What was answered before the process ended; a line is whole or not there."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)

    def read(self) -> dict[str, Any]:
        known: dict[str, Any] = {}
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                known |= json.loads(line)
        return known

    def note(self, **answers: Any) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(answers) + "\n")


class Commits:
    """Counts the commits that change something, and kills this process before or after one of them.

    A commit that has written nothing leaves everything as the one before it did: no point of its own.
    """

    def __init__(self, fatal: str) -> None:
        self.done = 0
        self._numbers = count(1)
        self._moment, _, number = fatal.partition(":")
        self._fatal = int(number or 0)
        event.listen(Engine, "before_cursor_execute", _note_write)
        event.listen(Session, "before_commit", self._before)
        event.listen(Session, "after_commit", self._after)

    def _before(self, session: Session) -> None:
        session.flush()
        if session.connection().info.pop("has_written", False):
            # Kept in the session: other threads may number theirs before this one is through.
            number = session.info["number"] = next(self._numbers)
            self.done = max(self.done, number)
            self._kill("before", number)

    def _after(self, session: Session) -> None:
        number = session.info.pop("number", 0)
        if number:
            self._kill("after", number)

    def _kill(self, moment: str, number: int) -> None:
        if (self._moment, self._fatal) == (moment, number):
            os.kill(os.getpid(), signal.SIGKILL)


def _note_write(connection: Connection, _cursor: Any, statement: str, *_others: Any) -> None:
    if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
        connection.info["has_written"] = True


def open_window(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Press the button; the page's token is what the browser keeps."""
    response = (
        create_app(parts).test_client().post("/canvas", data={"signed_request": order["raw"]})
    )
    journal.note(page=response.get_data(as_text=True))


def ask(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Ask one question of the open window."""
    response = (
        create_app(parts)
        .test_client()
        .post(
            order["path"],
            json=order["question"],
            headers={"Authorization": f"Bearer {order['token']}"},
        )
    )
    journal.note(answer=_answer(response))


def hand_over(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Hold and book, unless that was answered before; then do everything that is owed."""
    known = journal.read()
    browser = create_app(parts).test_client()
    headers = {"Authorization": f"Bearer {order['token']}"}
    if "booking" not in known:
        if "hold" not in known:
            held = browser.post("/holds", json=order["question"], headers=headers)
            known["hold"] = _answer(held)["hold"]["id"]
            journal.note(hold=known["hold"])
        body = {"hold_id": known["hold"], "guest": order["guest"]}
        booked = browser.post(
            "/bookings", json=body, headers={**headers, "Idempotency-Key": order["key"]}
        )
        journal.note(booking=_answer(booked)["booking"]["id"])
    deliver_everything(parts, order, journal)


def change(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Cancel or move the booking, unless that was answered before; then do everything that is owed."""
    known = journal.read()
    browser = create_app(parts).test_client()
    headers = {"Authorization": f"Bearer {order['token']}"}
    if "changed" not in known:
        body = {"reason": "The budget was cut"}
        if order["change"] == "move":
            if "new_hold" not in known:
                question = {**order["question"], "moving": known["booking"]} | order["later"]
                held = browser.post("/holds", json=question, headers=headers)
                known["new_hold"] = _answer(held)["hold"]["id"]
                journal.note(new_hold=known["new_hold"])
            body = {"hold_id": known["new_hold"]}
        path = f"/bookings/{known['booking']}/{order['change']}"
        changed = browser.post(
            path, json=body, headers={**headers, "Idempotency-Key": "the-change"}
        )
        journal.note(changed=_answer(changed)["booking"]["id"])
    deliver_everything(parts, order, journal)


def book(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Hold and book; nothing that is owed is done."""
    browser = create_app(parts).test_client()
    headers = {"Authorization": f"Bearer {order['token']}", "Idempotency-Key": order["key"]}
    held = browser.post("/holds", json=order["question"], headers=headers)
    body = {"hold_id": _answer(held)["hold"]["id"], "guest": order["guest"]}
    journal.note(
        booking=_answer(browser.post("/bookings", json=body, headers=headers))["booking"]["id"]
    )


def deliver_and_mirror(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Let Salesforce know of the booking before anything is done, do everything, and let it know again."""
    mirror_everything(parts)
    deliver_everything(parts, order, journal)
    mirror_everything(parts)


def try_again(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Owe again what Salesforce refused, unless that was done before; then do and tell everything."""
    parts.database.run(_retry_given_up)
    deliver_and_mirror(parts, order, journal)


def _retry_given_up(session: Session) -> None:
    for row in session.scalars(select(EffectRow).where(EffectRow.state == "given_up")).all():
        outbox.retry(session, row.org_id, row.id)


def mirror_everything(parts: Parts) -> None:
    """Bring Salesforce's Booking records up to date."""
    ends = time.monotonic() + PATIENCE_S
    while due := parts.database.run(mirror.orgs_due):
        assert time.monotonic() < ends, "bookings are not mirrored"
        for org_id in due:
            mirror_bookings(parts, OrgId(org_id))


def deliver_everything(parts: Parts, order: Mapping[str, Any], journal: Journal) -> None:
    """Do what is owed until nothing is open any more."""
    ends = time.monotonic() + PATIENCE_S
    while parts.database.run(_open_effects):
        assert time.monotonic() < ends, "effects are stuck"
        due = parts.database.run(outbox.due)
        for effect_id, _kind in due:
            deliver_effect(parts, effect_id)
        if not due:
            time.sleep(0.02)


def _open_effects(session: Session) -> int:
    is_open = EffectRow.state.in_(["owed", "claimed"])
    return session.scalar(select(func.count()).select_from(EffectRow).where(is_open)) or 0


def _answer(response: Any) -> Any:
    assert response.status_code < 300, response.get_data(as_text=True)
    return response.get_json()


WORK = {
    "open": open_window,
    "ask": ask,
    "hand over": hand_over,
    "change": change,
    "deliver": deliver_everything,
    "book": book,
    "deliver and mirror": deliver_and_mirror,
    "try again": try_again,
}


def _child(order: Mapping[str, Any]) -> None:
    commits = Commits(order["fatal_commit"])
    journal = Journal(order["journal"])
    parts = assemble(Settings.from_env(order["environment"]), doorbell=QuietDoorbell())
    WORK[order["work"]](parts, order, journal)
    parts.database.dispose()
    journal.note(commits=commits.done)


def _in_child(order: Mapping[str, Any]) -> None:
    status = 1
    try:
        _child(order)
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the parent's loop must never run here
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def rehearse(order: Mapping[str, Any]) -> None:
    """Do the order in this process: what a process does for the first time takes long, and children inherit it."""
    parts = assemble(Settings.from_env(order["environment"]), doorbell=QuietDoorbell())
    WORK[order["work"]](parts, order, Journal(order["journal"]))
    parts.database.dispose()
    del parts
    gc.collect()
    gc.freeze()


def main() -> None:
    """Take orders until standard input ends."""
    configure_mappers()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        if order["is_rehearsal"]:
            rehearse(order)
            sys.stdout.write("0\n0\n")
            sys.stdout.flush()
            continue
        pid = os.fork()
        if pid == 0:
            _in_child(order)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        sys.stdout.write(f"{os.waitpid(pid, 0)[1]}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
