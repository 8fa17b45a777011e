"""One handover ends at every commit and at every remote call, by kill -9; others finish it, and nothing shows.

Every point is tried on SQLite for a host with a Google and for one with a Microsoft calendar; the commits are
tried on PostgreSQL too (what a rollback leaves there, at every fourth). Points are found by watching one handover
that is left alone.
"""

import random
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import AMERICAS, EMEA, NOW
from tests.crash.driver import Driver
from tests.crash.scene import Scene, Take
from tests.crash.truth import check_everything

POOLS = {"google": EMEA, "microsoft": AMERICAS}
"""The first in turn of each has a calendar of that kind."""
FEWEST_COMMITS, FEWEST_CALLS = 15, 12
"""Of one handover: hold, booking, five effects with claim, door and record."""
PAIRS = 6
KILLED = -signal.SIGKILL


@dataclass
class Lane:
    """One provider's outside world, warm process and beginning."""

    scene: Scene
    question: dict[str, Any]
    create: Callable[[], str]
    remove: Callable[[str], None]
    tries_rollback_every: int = 1
    """At which commits the process also ends before it: 1 for all, 4 for every fourth, 0 for none."""

    @property
    def box(self) -> Sandbox:
        return self.scene.box

    @contextmanager
    def take(self) -> Iterator[Take]:
        take = Take(self.scene, self.create(), self.question)
        yield take
        self.remove(take.url)

    def finish(self, take: Take) -> None:
        """Let time pass, let others do the rest, and look at everything."""
        take.let_leases_end()
        take.has_done()
        check_everything(self.box.world, take.url, take.answers["booking"])


@dataclass
class Onlooker:
    """Sees every remote call begin and end, and kills the child at one of these moments."""

    lane: Lane
    fatal: int = 0
    seen: list[str] = field(default_factory=list)

    def __call__(self, service: str, call: str, moment: str) -> bool:
        self.seen.append(f"{moment} {service} {call}")
        if len(self.seen) != self.fatal:
            return False
        self.lane.scene.driver.signal(signal.SIGKILL)
        return True

    @contextmanager
    def looking(self) -> Iterator[None]:
        self.lane.box.world.on_call = self
        try:
            yield
        finally:
            self.lane.box.world.on_call = None


@contextmanager
def lane(
    pool: str,
    url: str,
    directory: Path,
    *,
    create: Callable[[], str] | None = None,
    remove: Callable[[str], None] | None = None,
) -> Iterator[Lane]:
    """Open a window there; every take gets a copy of the database as it is then."""
    driver = Driver()
    try:
        with Sandbox(now=NOW) as box:
            scene = Scene(box, driver, url=url, directory=directory)
            question = scene.first_start(pool)
            scene.forget_tokens()
            made = Lane(scene, question, create or scene.copied, remove or scene.removed)
            with made.take() as take:
                take.rehearse()
            yield made
    finally:
        driver.stop()


@pytest.fixture(scope="module")
def lanes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Lane]]:
    google, microsoft = (tmp_path_factory.mktemp(name) for name in POOLS)
    for directory in (google, microsoft):
        migrate(f"sqlite:///{directory}/template.db")
    with (
        lane(POOLS["google"], f"sqlite:///{google}/template.db", google) as one,
        lane(POOLS["microsoft"], f"sqlite:///{microsoft}/template.db", microsoft) as other,
    ):
        # SQLite undoes what was not committed in the same way, whichever calendar it was for.
        other.tries_rollback_every = 0
        yield [one, other]


def side_by_side(lanes: list[Lane], work: Callable[[Lane], int]) -> list[int]:
    """Do the work for both providers at once; returns how many points each tried."""
    with ThreadPoolExecutor(len(lanes)) as threads:
        return list(threads.map(work, lanes))


def die_at_commits(lane: Lane) -> int:
    """End at every commit of a handover that changes something."""
    with lane.take() as take:
        take.has_done()
        check_everything(lane.box.world, take.url, take.answers["booking"])
        commits = take.answers["commits"]
    every = lane.tries_rollback_every
    points = [f"before:{number}" for number in range(1, commits + 1, every)] if every else []
    points += [f"after:{number}" for number in range(1, commits + 1)]
    for point in points:
        with lane.take() as take:
            die(take, point)
            finish(lane, take, f"commit {point}")
    return commits


def die(take: Take, point: str) -> None:
    status = take.outcome(fatal_commit=point)
    assert status == KILLED, f"commit {point} ended with {status}"


def finish(lane: Lane, take: Take, point: str) -> None:
    """Finish; a failure says at which point the first process had ended."""
    try:
        lane.finish(take)
    except AssertionError as error:
        raise AssertionError(f"ended {point}: {error}") from error


def die_at_calls(lane: Lane) -> int:
    """End before every remote call does its work, and after it has but before it answers."""
    onlooker = Onlooker(lane)
    with lane.take() as take, onlooker.looking():
        take.has_done()
    for number in range(1, len(onlooker.seen) + 1):
        fatal = Onlooker(lane, number)
        with lane.take() as take:
            with fatal.looking():
                status = take.outcome()
            assert status == KILLED, f"call {number} ended with {status}"
            finish(lane, take, fatal.seen[number - 1])
    return len(onlooker.seen) // 2


def die_twice(lane: Lane) -> int:
    """End at some commit, and again while that is being made good."""
    chance = random.Random(20260302)
    for _ in range(PAIRS):
        first, second = chance.randint(1, FEWEST_COMMITS), chance.randint(1, FEWEST_COMMITS)
        with lane.take() as take:
            die(take, f"after:{first}")
            take.let_leases_end()
            take.outcome(fatal_commit=f"after:{second}")
            finish(lane, take, f"after commits {first} and {second}")
    return PAIRS


def test_a_process_that_ends_at_any_commit_loses_and_doubles_nothing(lanes: list[Lane]) -> None:
    commits = side_by_side(lanes, die_at_commits)

    sys.stdout.write(f"crash points at commits on SQLite: {commits}\n")
    assert min(commits) >= FEWEST_COMMITS


def test_a_process_that_ends_at_any_remote_call_loses_and_doubles_nothing(
    lanes: list[Lane],
) -> None:
    calls = side_by_side(lanes, die_at_calls)

    sys.stdout.write(f"crash points at remote calls on SQLite: 2 × {calls}\n")
    assert min(calls) >= FEWEST_CALLS


def test_a_second_end_while_the_first_is_made_good_does_no_harm(lanes: list[Lane]) -> None:
    assert side_by_side(lanes, die_twice) == [PAIRS, PAIRS]
