"""Both providers at once: what is late, lost or missing never hides what is known."""

import contextvars
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from handoff.calendars.chunks import LATE
from handoff.calendars.gather import busy_of, busy_so_far
from handoff.calendars.protocol import Detail, HostBusy
from handoff.calendars.threads import Threads
from handoff.errors import TryLater
from handoff.http import CallInsideTransaction, transaction_is_open
from handoff.observability import counting_remote_time, covered_seconds, remote_call
from handoff.people import Host, HostId, Provider
from handoff.spans import Span
from tests.calendars.desks import MARCH_20
from tests.paper_calendar import PaperCalendar

A_DAY = Span(MARCH_20, MARCH_20 + timedelta(days=1))
HANA = Host(HostId("005H"), "Hana", "hana@x.example", "UTC", Provider.GOOGLE, "hana@x.example")
HUGO = replace(HANA, id=HostId("005U"), provider=Provider.MICROSOFT, calendar="hugo@x.example")
CORA = replace(HANA, id=HostId("005C"), provider=Provider.NONE, calendar="")


@dataclass
class Before(PaperCalendar):
    """A paper calendar before which something happens."""

    happens: Callable[[], None]

    def __post_init__(self) -> None:
        super().__init__()

    def busy(
        self,
        hosts: Sequence[Host],
        span: Span,
        *,
        budget: float | None = None,
        detail: Detail = Detail.TIMES,
    ) -> Mapping[HostId, HostBusy]:
        with remote_call():
            self.happens()
        return super().busy(hosts, span, budget=budget, detail=detail)


def fail() -> None:
    raise TryLater("Not now.", service="paper", operation="busy")


def test_both_providers_are_asked_at_the_same_time() -> None:
    both = threading.Barrier(2)
    calendars = {one: Before(lambda: _meet(both)) for one in (Provider.GOOGLE, Provider.MICROSOFT)}

    with counting_remote_time() as calls:
        found = busy_of(calendars, [HANA, HUGO], A_DAY)

    assert {one.unknown for one in found.values()} == {""}
    assert len(calls) == 2
    assert covered_seconds(calls) < sum(ended - began for began, ended in calls)


def _meet(both: threading.Barrier) -> None:
    both.wait(60)
    time.sleep(0.05)


def test_a_late_provider_is_unknown_and_the_other_known() -> None:
    over = threading.Event()
    calendars = {Provider.GOOGLE: PaperCalendar(), Provider.MICROSOFT: Before(lambda: _wait(over))}
    began = time.monotonic()

    found = busy_of(calendars, [HANA, HUGO], A_DAY, budget=1)

    assert time.monotonic() - began < 30
    assert found[HANA.id].unknown == ""
    assert found[HUGO.id].unknown == LATE
    over.set()


def _wait(event: threading.Event) -> None:
    event.wait(60)


def test_a_provider_that_fails_as_a_whole_is_unknown() -> None:
    calendars = {Provider.GOOGLE: Before(fail), Provider.MICROSOFT: PaperCalendar()}

    found = busy_of(calendars, [HANA, HUGO], A_DAY)

    assert (found[HANA.id].unknown, found[HUGO.id].unknown) == ("Not now.", "")


def test_hosts_without_a_calendar_or_a_connection_are_unknown() -> None:
    found = busy_of({Provider.GOOGLE: PaperCalendar()}, [HANA, HUGO, CORA], A_DAY)

    assert found[HANA.id].unknown == ""
    assert found[HUGO.id].unknown == found[CORA.id].unknown == "no calendar connected"


def test_nobody_is_asked_for_no_hosts() -> None:
    assert busy_of({Provider.GOOGLE: Before(fail)}, [], A_DAY, budget=60) == {}


@pytest.mark.parametrize("budget", [None, 60.0])
def test_the_guard_reaches_into_the_threads(budget: float | None) -> None:
    calendars = {Provider.GOOGLE: PaperCalendar(), Provider.MICROSOFT: PaperCalendar()}

    with transaction_is_open(), pytest.raises(CallInsideTransaction):
        busy_of(calendars, [HANA, HUGO], A_DAY, budget=budget)


def test_a_full_pool_answers_in_time_and_begins_nothing_late() -> None:
    over, begun = threading.Event(), []

    def work(question: int) -> int:
        begun.append(question)
        over.wait(60)
        return question

    threads: Threads[int, int] = Threads(2)
    answers = threads.ask(work, range(6), budget=1)
    over.set()
    later = threads.ask(lambda question: question * 10, [1, 2], budget=60)

    assert answers == [None] * 6
    assert sorted(begun) == [0, 1]
    assert later == [10, 20]


def test_threads_see_what_the_caller_saw() -> None:
    seen: contextvars.ContextVar[str] = contextvars.ContextVar("seen", default="")
    token = seen.set("mine")

    threads: Threads[int, str] = Threads(2)

    assert threads.ask(lambda _: seen.get(), [1, 2]) == ["mine", "mine"]
    seen.reset(token)


def test_what_is_late_goes_on_and_is_heard_later() -> None:
    over, heard = threading.Event(), []
    calendars = {Provider.GOOGLE: PaperCalendar(), Provider.MICROSOFT: Before(lambda: _wait(over))}
    came = threading.Event()

    def listen(answers: Mapping[HostId, HostBusy]) -> None:
        heard.append(set(answers))
        if HUGO.id in answers:
            came.set()

    found = busy_so_far(calendars, [HANA, HUGO, CORA], A_DAY, patience=1, limit=60, heard=listen)
    before = list(heard)
    over.set()

    assert set(found.answers) == {HANA.id, CORA.id}
    assert [host.id for host in found.under_way] == [HUGO.id]
    assert before == [{HANA.id}]
    assert came.wait(60)


def test_a_failing_provider_is_heard_as_unknown() -> None:
    heard: dict[HostId, HostBusy] = {}

    found = busy_so_far(
        {Provider.GOOGLE: Before(fail)}, [HANA], A_DAY, patience=60, limit=60, heard=heard.update
    )

    assert found.answers == heard
    assert heard[HANA.id].unknown == "Not now."


def test_what_never_began_is_not_under_way() -> None:
    over = threading.Event()
    threads: Threads[int, int] = Threads(1)

    said = threads.ask_on(lambda question: over.wait(60) and question, [1, 2], patience=1)
    over.set()

    assert [one.is_under_way for one in said] == [True, False]


def test_more_hosts_than_one_request_takes_are_asked_in_groups() -> None:
    crowd = [replace(HANA, id=HostId(f"005{n}"), calendar=f"{n}@x.example") for n in range(120)]
    heard: list[int] = []

    found = busy_so_far(
        {Provider.GOOGLE: PaperCalendar()},
        crowd,
        A_DAY,
        patience=60,
        limit=60,
        heard=lambda answers: heard.append(len(answers)),
    )

    assert sorted(heard) == [20, 50, 50]
    assert len(found.answers) == 120
