"""Every kind of job may run twice, late, at once with itself, unrung, and before a service that is down."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from handoff.actions.deliver_effect import deliver_effect
from handoff.actions.expire_holds import expire_holds
from handoff.actions.sweep_effects import sweep_effects
from handoff.actions.sync_settings import sync_settings
from handoff.people import OrgId
from handoff.storage.tables import EffectRow, HoldRow, HostTimeRow
from sandbox.server import Sandbox
from tests.cast import GUS, HANA, HUGO, NOW
from tests.support.served import Served, copied, serving
from tests.support.window import Window

NAMES = {HANA: "Hana Berg", HUGO: "Hugo Sands"}
WORKERS = 6


@dataclass(frozen=True)
class Kind:
    """One kind of job: whose booking owes it, and the remote call that does it."""

    host: str
    effect: str
    service: str
    call: str


KINDS = {
    "google event": Kind(HANA, "calendar", "google", "events.insert"),
    "microsoft event": Kind(HUGO, "calendar", "microsoft", "events.create"),
    "letter": Kind(HANA, "guest", "mail", "deliver"),
    "salesforce": Kind(HUGO, "salesforce", "salesforce", "composite"),
    "owner field": Kind(HUGO, "owner_field", "salesforce", "sobjects.update"),
}


class DeafDoorbell:
    """Nobody can have heard."""

    def ring(self, effects: Sequence[tuple[str, str]], *, is_now: bool = False) -> bool:
        """Say so."""
        return not effects

    def ask_for_settings(self, org_id: str) -> bool:
        """Say so."""
        return False

    def ask_to_mirror(self, org_id: str) -> bool:
        """Say so."""
        return False


@dataclass(frozen=True)
class Scene:
    """A booking of which everything is owed that comes before the job, and nothing after."""

    served: Served
    kind: Kind
    booking_id: str

    @property
    def effect(self) -> EffectRow:
        return self.served.effects(self.booking_id)[self.kind.effect]

    @property
    def calls(self) -> int:
        return int(self.served.box.world.calls[self.kind.service][self.kind.call])

    def deliver(self) -> None:
        deliver_effect(self.served.parts, self.effect.id)

    def deliver_everything(self) -> None:
        self.served.deliver()
        states = {one.state for one in self.served.effects(self.booking_id).values()}
        assert states == {"done"}

    def fault(self, kind: str, **others: Any) -> None:
        self.served.fault(self.kind.service, kind, call=self.kind.call, **others)


def book(window: Window, host: str) -> str:
    question = window.question(window.host(NAMES[host]))
    start = window.times(question)["slots"][0]["starts_at"]
    return str(window.book(window.hold(question, start)["id"])["booking"]["id"])


@contextmanager
def _standing(url: str, **options: Any) -> Iterator[Served]:
    with Sandbox(now=NOW) as box:
        for org in box.world.orgs.values():
            _write_the_host_to_leads(org)
        with serving(box, url, **options) as served:
            yield served


def _write_the_host_to_leads(org: Any) -> None:
    for row in org.rows("Handoff_Object_Setting__mdt").values():
        if row.get("Object_API_Name__c") == "Lead":
            row["Owner_Field__c"] = "SDR__c"


def _take_gus_away(world: Any) -> None:
    """Let Gus have no SDR, since by default only an empty field is written."""
    for org in world.orgs.values():
        if GUS in org.keys:
            org.row(org.keys[GUS])["SDR__c"] = None


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    with _standing(copied(sqlite_template, tmp_path_factory.mktemp("jobs"))) as served:
        yield served


@pytest.fixture(params=KINDS)
def scene(request: pytest.FixtureRequest, standing: Served) -> Iterator[Scene]:
    """Everything before the job is done."""
    kind = KINDS[request.param]
    _take_gus_away(standing.box.world)
    booking_id = book(standing.open(GUS), kind.host)
    if kind.effect != "calendar":
        deliver_effect(standing.parts, standing.effects(booking_id)["calendar"].id)
    yield Scene(standing, kind, booking_id)
    standing.box.world.faults.clear()


def outside(served: Served) -> dict[str, Any]:
    """Return what the world holds apart from how often it was asked."""
    world = served.world()
    return {name: world[name] for name in ("calendars", "invitations", "letters", "salesforce")}


def test_a_job_run_twice_does_its_work_once(scene: Scene) -> None:
    before = scene.calls

    scene.deliver()
    left = outside(scene.served)
    scene.deliver()

    assert scene.calls == before + 1
    assert outside(scene.served) == left
    assert (scene.effect.state, scene.effect.attempts) == ("done", 1)
    scene.deliver_everything()


def test_a_job_run_by_several_workers_at_once_does_its_work_once(scene: Scene) -> None:
    before = scene.calls
    effect_id = scene.effect.id

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(lambda _: deliver_effect(scene.served.parts, effect_id), range(WORKERS)))

    assert scene.calls == before + 1
    assert (scene.effect.state, scene.effect.attempts) == ("done", 1)
    scene.deliver_everything()


def test_a_job_before_a_service_that_is_down_is_done_when_it_is_up_again(scene: Scene) -> None:
    scene.fault("status", status=451 if scene.kind.service == "mail" else 503, times=2)

    scene.deliver()
    assert scene.effect.state == "owed"
    assert scene.effect.last_error
    time.sleep(0.01)
    scene.deliver()

    assert scene.effect.state == "owed"
    scene.deliver_everything()
    assert scene.effect.attempts == 3
    assert scene.effect.last_error == ""


def test_a_job_whose_answer_was_lost_is_not_done_again(scene: Scene) -> None:
    scene.fault("drop_after", times=1)

    scene.deliver()
    left = outside(scene.served)
    time.sleep(0.01)
    scene.deliver()

    wanted = "unknown" if scene.kind.service == "mail" else "done"
    assert scene.effect.state == wanted
    assert outside(scene.served) == left


def test_a_job_that_comes_late_finds_nothing_to_do(scene: Scene) -> None:
    effect_id = scene.effect.id
    scene.deliver_everything()
    left, calls = outside(scene.served), scene.calls

    deliver_effect(scene.served.parts, effect_id)

    assert (outside(scene.served), scene.calls) == (left, calls)


@pytest.mark.parametrize("host", [HANA, HUGO])
def test_the_sweep_does_everything_by_itself_when_nobody_hears_the_bell(
    tmp_path: Path, sqlite_template: Path, host: str
) -> None:
    with _standing(copied(sqlite_template, tmp_path), doorbell=DeafDoorbell()) as served:
        booking_id = book(served.open(GUS), host)

        for _ in range(3):
            _let_a_moment_pass(served)
            sweep_effects(served.parts)

        states = {name: one.state for name, one in served.effects(booking_id).items()}
        assert set(states.values()) == {"done"}, states
        assert len(served.world()["letters"]) == 3


def _let_a_moment_pass(served: Served) -> None:
    served.parts.database.run(
        lambda session: session.execute(
            update(EffectRow).values(next_try_at=EffectRow.next_try_at - 5)
        )
    )


def test_settings_read_twice_are_the_same(standing: Served) -> None:
    org_id = OrgId(next(iter(standing.parts.settings.orgs)))

    assert sync_settings(standing.parts, org_id) == sync_settings(standing.parts, org_id)


def test_lapsed_holds_go_once_and_bookings_stay(standing: Served) -> None:
    window = standing.open(GUS)
    book(window, HANA)
    question = window.question(window.host(NAMES[HUGO]))
    window.hold(question, window.times(question)["slots"][3]["starts_at"])
    booked = count(standing, HostTimeRow) - 1
    _let_holds_lapse(standing)

    assert expire_holds(standing.parts) >= 1
    assert expire_holds(standing.parts) == 0

    assert count(standing, HoldRow) == 0
    assert count(standing, HostTimeRow) == booked
    standing.deliver()


def _let_holds_lapse(served: Served) -> None:
    def age(session: Any) -> None:
        session.execute(update(HoldRow).values(expires_at=NOW))
        session.execute(
            update(HostTimeRow).where(HostTimeRow.hold_id.is_not(None)).values(expires_at=NOW)
        )

    served.parts.database.run(age)


def count(served: Served, row: type[Any]) -> int:
    return served.parts.database.run(
        lambda session: session.scalar(select(func.count()).select_from(row)) or 0
    )
