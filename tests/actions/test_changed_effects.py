"""What changes owe, done twice, late, at once and before services that fail: it is seen once all the same."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import update

from handoff.actions.deliver_effect import deliver_effect
from handoff.storage import ledger
from handoff.storage.tables import EffectRow, HostTimeRow
from tests.cast import EMEA, GUS, GUS_EMAIL
from tests.support.served import Served, serving
from tests.support.window import Answer, Window
from tests.web.test_changes import booked, cancelled, salesforce, subjects
from tests.web.test_moves import LATER, moved, standing_events, taken

STAMPS = ("LastModifiedDate", "LastModifiedById", "SystemModstamp")


def begin(served: Served, window: Window, key: str, change: str) -> str:
    """Book, let everything be done, and change it."""
    main = window.host(served.person(key).name)
    booking_id = booked(window, main=main)
    served.deliver()
    if change == "cancel":
        cancelled(window, booking_id)
    else:
        moved(window, booking_id, main=main)
    return booking_id


def current(served: Served, booking_id: str) -> list[EffectRow]:
    generation = served.row(booking_id).generation
    return [one for one in served.effects(booking_id).values() if one.generation == generation]


def outside(served: Served) -> dict[str, Any]:
    world = served.world()
    return {name: world[name] for name in ("calendars", "invitations", "letters", "salesforce")}


@pytest.mark.parametrize(("key", "change"), [("hana", "move"), ("hugo", "cancel")])
def test_each_effect_of_a_change_done_again_does_nothing_more(
    served: Served, key: str, change: str
) -> None:
    window = served.open(GUS)
    booking_id = begin(served, window, key, change)
    served.deliver()
    left = outside(served)
    _owe_all_again(served, booking_id)

    served.deliver()

    again = outside(served)
    letters = again.pop("letters")
    assert again["invitations"] == left["invitations"]
    assert _without_notes(again) == _without_notes(left)
    assert letters == left["letters"]


def _owe_all_again(served: Served, booking_id: str) -> None:
    """Let everything but letters be owed as after a worker that died before it could record."""
    served.parts.database.run(
        lambda session: session.execute(
            update(EffectRow)
            .where(
                EffectRow.booking_id == booking_id,
                EffectRow.generation == served.row(booking_id).generation,
                EffectRow.kind != "letter",
            )
            .values(state="owed", next_try_at=0.0)
        )
    )


def _without_notes(world: dict[str, Any]) -> dict[str, Any]:
    """Leave out what only says when somebody last wrote the same again."""
    kept = {name: world[name] for name in ("calendars",)}
    for org_id, org in world["salesforce"].items():
        rows = [*org["Event"], *org["Handoff_Booking__c"]]
        kept[org_id] = [
            {name: value for name, value in row.items() if name not in STAMPS} for row in rows
        ]
    return kept


@pytest.mark.parametrize(
    ("key", "change", "service", "call"),
    [
        ("hana", "cancel", "google", "events.delete"),
        ("hugo", "cancel", "microsoft", "events.cancel"),
        ("hana", "move", "google", "events.patch"),
        ("hana", "cancel", "salesforce", "composite"),
        ("hana", "move", "salesforce", "composite"),
    ],
)
def test_an_answer_that_is_lost_leaves_nothing_undone_and_nothing_double(
    served: Served, key: str, change: str, service: str, call: str
) -> None:
    window = served.open(GUS)
    booking_id = begin(served, window, key, change)
    served.fault(service, "drop_after", call=call, times=1)

    served.deliver()

    assert {one.state for one in current(served, booking_id)} == {"done"}
    kinds = [one["kind"] for one in served.world()["invitations"] if one["to"] == GUS_EMAIL]
    assert kinds == ["request", "cancel" if change == "cancel" else "update"]
    assert len(salesforce(served, "Event")) == 1
    assert len(subjects(served, GUS_EMAIL)) == 2


class Meanwhile:
    """Does something once, when a remote call has begun or ended; the call then goes on."""

    def __init__(self, moment: tuple[str, str, str], work: Callable[[], object]) -> None:
        self._moment, self._work, self._is_over = moment, work, False

    def __call__(self, service: str, call: str, moment: str) -> bool:
        if (service, call, moment) == self._moment and not self._is_over:
            self._is_over = True
            self._work()
        return False


@pytest.fixture
def during(served: Served) -> Iterator[Callable[..., None]]:
    def arrange(service: str, call: str, moment: str, work: Callable[[], object]) -> None:
        served.box.world.on_call = Meanwhile((service, call, moment), work)

    yield arrange
    served.box.world.on_call = None


CALLS = {"hana": ("google", "events.insert"), "hugo": ("microsoft", "events.create")}


@pytest.mark.parametrize(
    ("key", "moment", "is_late"),
    [
        ("hana", "before", False),
        ("hana", "before", True),
        ("hugo", "before", True),
        ("hugo", "after", False),
    ],
)
def test_an_event_that_is_being_written_while_the_meeting_is_cancelled_does_not_stay(
    served: Served, during: Callable[..., None], key: str, moment: str, is_late: bool
) -> None:
    window, host = served.open(GUS), served.person(key)
    booking_id = booked(window, main=window.host(host.name))

    def cancel() -> None:
        if is_late:
            _end_leases(served)
        cancelled(window, booking_id)
        served.deliver(rounds=3)

    during(*CALLS[key], moment, cancel)
    deliver_effect(served.parts, served.effects(booking_id)["calendar"].id)
    served.deliver()

    assert standing_events(served, host.email) == []
    row = served.row(booking_id)
    assert (row.state, row.attention) == ("cancelled", "")
    assert {one.state for one in current(served, booking_id)} == {"done"}
    assert served.letters_to(GUS_EMAIL) == []


@pytest.mark.parametrize("is_late", [False, True], ids=["in its lease", "late"])
def test_an_event_that_is_being_written_while_the_meeting_is_moved_stands_at_the_new_time(
    served: Served, during: Callable[..., None], is_late: bool
) -> None:
    window, host = served.open(GUS), served.person("hana")
    booking_id = booked(window)

    def move() -> None:
        if is_late:
            _end_leases(served)
        moved(window, booking_id)
        served.deliver(rounds=3)

    during("google", "events.insert", "before", move)
    deliver_effect(served.parts, served.effects(booking_id)["calendar"].id)
    served.deliver()

    [event] = standing_events(served, host.email)
    assert event["starts_at"] == LATER
    assert served.row(booking_id).state == "confirmed"
    assert subjects(served, GUS_EMAIL) == ["Confirmed"]


@pytest.mark.parametrize("is_late", [False, True], ids=["in its lease", "late"])
def test_salesforce_ends_up_cancelled_whoever_wrote_last(
    served: Served, during: Callable[..., None], is_late: bool
) -> None:
    window = served.open(GUS)
    booking_id = booked(window)
    deliver_effect(served.parts, served.effects(booking_id)["calendar"].id)

    def cancel() -> None:
        if is_late:
            _end_leases(served)
        cancelled(window, booking_id)
        served.deliver(rounds=3)

    during("salesforce", "composite", "before", cancel)
    deliver_effect(served.parts, served.effects(booking_id)["salesforce"].id)
    served.deliver()

    [kept] = salesforce(served, "Handoff_Booking__c")
    assert kept["Status__c"] == "Cancelled"
    assert {one["Handoff_Status__c"] for one in salesforce(served, "Event")} <= {"Cancelled"}


def _end_leases(served: Served) -> None:
    served.parts.database.run(
        lambda session: session.execute(update(EffectRow).values(claimed_until=0.0))
    )


def test_cancelling_moving_and_working_at_once_end_in_one_agreement(
    box: Any, database_url: str
) -> None:
    with serving(box, database_url) as served:
        window = served.open(GUS)
        booking_id = booked(window, main=window.pool(EMEA))
        question = window.question(window.pool(EMEA), moving=booking_id)
        hold_id = str(window.hold(question, LATER)["id"])
        org_id = served.person("olive").org_id

        def ask(path: str, body: dict[str, str], key: str) -> int:
            try:
                window.ask("POST", f"/bookings/{booking_id}/{path}", body, {"Idempotency-Key": key})
            except Answer as answer:
                return answer.status
            return 202

        def work() -> int:
            served.deliver(rounds=4)
            return 0

        jobs: list[Callable[[], int]] = [
            work,
            lambda: ask("cancellation", {"reason": "One"}, "first-key"),
            lambda: ask("move", {"hold_id": hold_id}, "second-key"),
            lambda: ask("cancellation", {"reason": "Two"}, "third-key"),
            work,
        ]
        with ThreadPoolExecutor(len(jobs)) as threads:
            ended = [one.result() for one in [threads.submit(job) for job in jobs]]
        time.sleep(0.1)
        served.deliver()

        assert ended[1] == ended[3] == 202
        assert ended[2] in (202, 410, 422)
        assert served.row(booking_id).state == "cancelled"
        events = [
            event
            for person in served.box.world.people.values()
            if person.provider != "none"
            for event in standing_events(served, person.email)
        ]
        assert events == []
        assert _counted(served, org_id, booking_id) == []
        assert [one for one in taken(served) if _is_bookings(served, booking_id)] == []
        assert {one.state for one in current(served, booking_id)} == {"done"}


def _counted(served: Served, org_id: str, booking_id: str) -> list[Any]:
    return served.parts.database.run(
        lambda session: ledger.counted_for(session, org_id, booking_id)
    )


def _is_bookings(served: Served, booking_id: str) -> bool:
    return bool(
        served.parts.database.run(
            lambda session: session.query(HostTimeRow).filter_by(booking_id=booking_id).count()
        )
    )
