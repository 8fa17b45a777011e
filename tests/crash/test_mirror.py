"""Whoever writes first, and wherever a process ends: one Event, one Booking record that says how things stand.

The Booking record is made before the Event is owed, or kept after Salesforce refused it; the process that then
writes the Event ends at every commit and before and after every call to Salesforce, by kill -9; others finish it.
"""

import copy
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from handoff.storage.database import Database
from handoff.storage.migrate import migrate
from handoff.storage.mirror_tables import TouchRow
from sandbox.server import Sandbox
from tests.cast import EMEA, NOW
from tests.crash.driver import Driver
from tests.crash.outside import created, hosts_of_bookings
from tests.crash.scene import Scene, Take
from tests.crash.truth import kept

KILLED = -signal.SIGKILL
NO_REGION = {"validation": {"object": "Event", "message": "Meetings need a region."}}
FEWEST_COMMITS = {"deliver and mirror": 16, "try again": 6}
"""Of everything that is owed, or of the one effect that was refused; with a turn at the mirror before and after."""
EVERY = {"deliver and mirror": 3, "try again": 1}
"""Which commits are tried: a handover's own have a test of theirs."""


class Stage:
    """A booking whose every take begins where the last process left it, outside and inside."""

    def __init__(self, scene: Scene, work: str) -> None:
        """Book, and let it come as far as the work begins: nothing is done yet, or all but what was refused."""
        self.scene, self.work = scene, work
        self._first = Take(scene, scene.copied(), scene.first_start(EMEA))
        self._first.has_done("book")
        if work == "try again":
            self._rules("POST", json=NO_REGION)
            self._first.has_done("deliver and mirror")
            self._rules("DELETE")
            self._has_been_refused()
        self._records = dict(self._bookings())

    def take(self) -> Take:
        """Begin where the work begins, here and in Salesforce."""
        take = Take(self.scene, self.scene.copied(self._first.url))
        self._bookings().update(copy.deepcopy(self._records))
        return take

    def _bookings(self) -> dict[str, Any]:
        [booking] = kept(self._first.url).bookings
        org: Any = self.scene.box.world.orgs[booking.org_id]
        rows: dict[str, Any] = org.rows("Handoff_Booking__c")
        return rows

    def _rules(self, method: str, **others: Any) -> None:
        url = f"{self.scene.box.url}/salesforce/rules"
        requests.request(method, url, timeout=30, **others).raise_for_status()

    def _has_been_refused(self) -> None:
        made = created(self.scene.box.world, kept(self._first.url).bookings[0].org_id)
        assert made["Event"] == []
        [row] = made["Handoff_Booking__c"]
        assert row["Status__c"] == "Needs Attention"
        assert "Meetings need a region." in row["Attention__c"]

    def finish(self, take: Take, point: str) -> None:
        """Let time pass, let others do the rest, and look at everything."""
        take.let_leases_end()
        take.has_done(self.work)
        try:
            check(self.scene, take)
        except (AssertionError, ValueError) as error:
            raise AssertionError(f"ended {point}: {error}") from error
        self.scene.removed(take.url)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    directory: Path = tmp_path_factory.mktemp("mirror")
    url = f"sqlite:///{directory}/template.db"
    migrate(url)
    driver = Driver()
    try:
        with Sandbox(now=NOW) as box:
            made = Scene(box, driver, url=url, directory=directory)
            Take(made, made.copied(), made.first_start(EMEA)).rehearse()
            yield made
    finally:
        driver.stop()


@pytest.mark.parametrize("work", FEWEST_COMMITS)
def test_a_process_that_ends_at_any_commit_leaves_one_event_and_one_true_record(
    scene: Scene, work: str
) -> None:
    stage = Stage(scene, work)
    alone = stage.take()
    alone.has_done(work)
    check(scene, alone)
    commits = alone.answers["commits"]

    for number in range(1, commits + 1, EVERY[work]):
        take = stage.take()
        status = take.outcome(work, fatal_commit=f"after:{number}")
        assert status == KILLED, f"commit {number} ended with {status}"
        stage.finish(take, f"after commit {number}")

    sys.stdout.write(f"crash points of {work} at commits: {commits}\n")
    assert commits >= FEWEST_COMMITS[work]


@pytest.mark.parametrize("work", FEWEST_COMMITS)
def test_a_process_that_ends_at_any_call_to_salesforce_leaves_one_event_and_one_true_record(
    scene: Scene, work: str
) -> None:
    stage = Stage(scene, work)
    calls = ends_at(stage, stage.take(), fatal=0)

    for number in range(1, calls + 1):
        take = stage.take()
        ends_at(stage, take, fatal=number)
        stage.finish(take, f"at call {number} to Salesforce")

    sys.stdout.write(f"crash points of {work} at calls to Salesforce: {calls}\n")
    assert calls >= 6


def ends_at(stage: Stage, take: Take, *, fatal: int) -> int:
    """Do the work; it ends before or after one of its calls to Salesforce. Return how many such moments there were."""
    seen: list[str] = []

    def look(service: str, call: str, moment: str) -> bool:
        if service != "salesforce":
            return False
        seen.append(f"{moment} {call}")
        if len(seen) != fatal:
            return False
        stage.scene.driver.signal(signal.SIGKILL)
        return True

    stage.scene.box.world.on_call = look
    try:
        status = take.outcome(stage.work)
    finally:
        stage.scene.box.world.on_call = None
    assert status == (KILLED if fatal else 0), f"{seen} ended with {status}"
    return len(seen)


def check(scene: Scene, take: Take) -> None:
    """One Event, one Booking record that says so, one main host; nothing is left to be told."""
    [booking] = kept(take.url).bookings
    made = created(scene.box.world, booking.org_id)
    [event] = [one for one in made["Event"] if not one["IsChild"]]
    [row] = made["Handoff_Booking__c"]
    assert (row["Booking_Key__c"], row["Event_Id__c"]) == (booking.id, event["Id"])
    assert (row["Status__c"], row["Attention__c"]) == ("Confirmed", None)
    assert "Event in Salesforce: done" in row["Effects__c"].splitlines()
    [host] = hosts_of_bookings(scene.box.world, booking.org_id)
    assert (host["Kind__c"], host["User__c"]) == ("Main", booking.main_host["id"])
    assert untold(take.url) == 0


def untold(url: str) -> int:
    database = Database(url)
    try:
        return database.run(
            lambda session: session.scalar(select(func.count()).select_from(TouchRow)) or 0
        )
    finally:
        database.dispose()
