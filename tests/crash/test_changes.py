"""A move or a cancellation ends at some commit or remote call, by kill -9; others finish it, and nothing shows."""

import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import AMERICAS, EMEA, GUS_EMAIL, NOW
from tests.crash.driver import Driver
from tests.crash.outside import created, new_events, received
from tests.crash.scene import Scene, Take
from tests.crash.truth import Kept, kept

KILLED = -signal.SIGKILL
LATER = {"starts_at": "2026-03-05T15:30:00Z"}
AFTER_COMMITS = {"cancellation": (1, 2, 3, 5), "move": (1, 2, 3, 4, 6)}
CALLS = [
    (EMEA, "cancellation", "google", "events.delete"),
    (AMERICAS, "cancellation", "microsoft", "events.cancel"),
    (EMEA, "move", "google", "events.patch"),
    (AMERICAS, "move", "microsoft", "events.patch"),
    (EMEA, "move", "salesforce", "composite"),
]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    directory: Path = tmp_path_factory.mktemp("changes")
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


def booked(scene: Scene, pool: str) -> Take:
    take = Take(scene, scene.copied(), scene.first_start(pool))
    take.has_done()
    return take


def finish(scene: Scene, take: Take, change: str) -> None:
    take.let_leases_end()
    take.has_done("change", change=change, later=LATER)
    check_change(scene, take, change)
    scene.removed(take.url)


@pytest.mark.parametrize("change", AFTER_COMMITS)
def test_a_change_that_ends_at_a_commit_is_finished_by_others(scene: Scene, change: str) -> None:
    for number in AFTER_COMMITS[change]:
        take = booked(scene, EMEA)
        status = take.outcome("change", change=change, later=LATER, fatal_commit=f"after:{number}")
        assert status == KILLED, f"commit {number} ended with {status}"
        finish(scene, take, change)


@pytest.mark.parametrize(("pool", "change", "service", "call"), CALLS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_change_that_ends_at_a_remote_call_is_finished_by_others(
    scene: Scene, pool: str, change: str, service: str, call: str, moment: str
) -> None:
    take = booked(scene, pool)

    def end(*seen: Any) -> bool:
        if seen != (service, call, moment):
            return False
        scene.driver.signal(signal.SIGKILL)
        return True

    scene.box.world.on_call = end
    try:
        assert take.outcome("change", change=change, later=LATER) == KILLED
    finally:
        scene.box.world.on_call = None
    finish(scene, take, change)


def check_change(scene: Scene, take: Take, change: str) -> None:
    """One booking, changed once, by the database and by everybody outside."""
    world, state = scene.box.world, kept(take.url)
    [booking] = state.bookings
    is_off = change == "cancellation"
    assert (booking.generation, booking.attention) == (2, "")
    assert booking.state == ("cancelled" if is_off else "confirmed")
    assert [one.booking_id for one in state.taken] == ([] if is_off else [booking.id])
    assert state.holds == []
    [(_, event)] = new_events(world)
    assert event.status == ("cancelled" if is_off else "confirmed")
    assert event.starts_at == booking.starts_at
    made = created(world, booking.org_id)
    [in_salesforce] = [one for one in made["Event"] if not one["IsChild"]]
    wanted = "Cancelled" if is_off else "Confirmed"
    assert in_salesforce["Handoff_Status__c"] == wanted
    assert [one["Status__c"] for one in made["Handoff_Booking__c"]] == [wanted]
    _check_accounts(state, is_off)
    _check_letters(scene, state)


def _check_accounts(state: Kept, is_off: bool) -> None:
    kinds = Counter(one.kind for one in state.ledger if one.booking_id)
    assert kinds == ({"count": 1, "credit": 1} if is_off else {"count": 1})


def _check_letters(scene: Scene, state: Kept) -> None:
    arrived = Counter(received(scene.box.world))
    assert max(arrived.values()) == 1, arrived
    at_guest = [address for address, _ in arrived if address == GUS_EMAIL]
    letters = [one for one in state.effects if one.kind == "letter"]
    unknown = [one for one in letters if one.state == "unknown" and one.recipient == GUS_EMAIL]
    assert 2 - len(unknown) <= len(at_guest) <= 2
    assert {one.state for one in state.effects} <= {"done", "unknown"}
