"""A worker that sleeps through its lease, and work that ends every worker: neither harms anything else."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff.storage.migrate import migrate
from sandbox.server import Sandbox
from tests.cast import AMERICAS, EMEA, NOW
from tests.crash.driver import Driver
from tests.crash.scene import Scene, Take
from tests.crash.truth import check_everything, kept

MOST_DEATHS = 30


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    directory: Path = tmp_path_factory.mktemp("leases")
    url = f"sqlite:///{directory}/template.db"
    migrate(url)
    driver = Driver()
    with Sandbox(now=NOW) as box:
        made = Scene(box, driver, url=url, directory=directory)
        Take(made, made.copied(), made.first_start(EMEA)).rehearse()
        yield made
    driver.stop()


@pytest.fixture(scope="module")
def second() -> Iterator[Driver]:
    """Another warm process, for two children at once."""
    driver = Driver()
    yield driver
    driver.stop()


class Sleeper:
    """Puts the child to sleep at the first of these moments, and lets its call go on."""

    def __init__(self, driver: Driver, service: str, call: str, moment: str) -> None:
        self._driver, self._wanted = driver, (service, call, moment)
        self.sleeps = threading.Event()

    def __call__(self, service: str, call: str, moment: str) -> bool:
        if not self.sleeps.is_set() and (service, call, moment) == self._wanted:
            self._driver.signal(signal.SIGSTOP)
            self.sleeps.set()
        return False


@pytest.mark.parametrize(
    ("pool", "service", "call", "moment"),
    [
        (EMEA, "google", "events.insert", "before"),
        (EMEA, "google", "events.insert", "after"),
        (AMERICAS, "microsoft", "events.create", "before"),
        (EMEA, "mail", "deliver", "before"),
        (EMEA, "mail", "deliver", "after"),
        (EMEA, "salesforce", "composite", "after"),
    ],
)
def test_who_sleeps_through_a_lease_is_kept_out_on_waking(
    scene: Scene, second: Driver, pool: str, service: str, call: str, moment: str
) -> None:
    take = Take(scene, scene.copied(), scene.first_start(pool))
    sleeper = Sleeper(scene.driver, service, call, moment)
    scene.box.world.on_call = sleeper
    scene.driver.begin(take.order())
    assert sleeper.sleeps.wait(60)
    take.let_leases_end()

    second.begin(take.order("deliver"))
    assert second.ended() == 0
    done = {row.id: (row.state, row.fence, row.remote_id) for row in kept(take.url).effects}
    scene.driver.signal(signal.SIGCONT)
    assert scene.driver.ended() == 0
    scene.box.world.on_call = None

    check_everything(scene.box.world, take.url, take.answers["booking"])
    assert {row.id: (row.state, row.fence, row.remote_id) for row in kept(take.url).effects} == done


def test_work_that_ends_every_worker_is_given_up_while_the_rest_goes_on(scene: Scene) -> None:
    take = Take(scene, scene.copied(), scene.first_start(EMEA))
    deaths = _deaths(scene, take, "salesforce", "composite")

    states = {(row.kind, row.state) for row in kept(take.url).effects}
    [poison] = [row for row in kept(take.url).effects if row.kind == "salesforce"]
    assert states == {("calendar", "done"), ("letter", "done"), ("salesforce", "given_up")}
    assert poison.last_error == "The worker ended each time it tried this."
    assert 3 <= deaths < MOST_DEATHS


def _deaths(scene: Scene, take: Take, service: str, call: str) -> int:
    """Let a new worker come for as long as the work ends each of them; returns how many ended."""

    def end(*seen: Any) -> bool:
        if seen != (service, call, "before"):
            return False
        scene.driver.signal(signal.SIGKILL)
        return True

    scene.box.world.on_call = end
    deaths = 0
    while take.outcome() == -signal.SIGKILL:
        deaths += 1
        assert deaths < MOST_DEATHS
        take.let_leases_end()
    scene.box.world.on_call = None
    return deaths
