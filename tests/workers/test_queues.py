"""Queue names, processes and job names agree wherever they are written down."""

import importlib
import inspect
from pathlib import Path

import pytest

from handoff import doorbell
from workers import jobs, queues, schedule

PROCFILE = Path(__file__).resolve().parents[2] / "Procfile"


def procfile() -> dict[str, str]:
    lines = PROCFILE.read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


def test_every_queue_has_a_process_of_its_own() -> None:
    started = {
        command.rpartition(" ")[2]
        for command in procfile().values()
        if command.startswith("python -m workers ")
    }

    assert started == {*queues.QUEUES, queues.CLOCK}


def test_the_procfile_releases_and_serves() -> None:
    assert procfile()["release"] == "python -m handoff.storage.migrate"
    assert procfile()["web"].startswith("gunicorn app:app ")


def test_the_doorbell_rings_only_where_somebody_listens() -> None:
    rung = {*doorbell.QUEUE_OF.values(), doorbell.SYNC_QUEUE, doorbell.NOW_QUEUE}

    assert rung <= set(queues.QUEUES)


@pytest.mark.parametrize("dotted", [doorbell.DELIVER, doorbell.SYNC_SETTINGS])
def test_every_job_name_is_a_function(dotted: str) -> None:
    module, _, function = dotted.rpartition(".")

    assert callable(getattr(importlib.import_module(module), function))


def test_the_clock_runs_only_jobs() -> None:
    assert {turn.job.__module__ for turn in schedule.TURNS} == {"workers.jobs"}


def test_every_job_that_needs_nobody_to_ask_is_on_the_clock() -> None:
    """What takes no argument is about everything there is: nobody but the clock would ever begin it."""
    own = vars(jobs).items()
    unasked = {
        name
        for name, found in own
        if inspect.isfunction(found)
        and found.__module__ == jobs.__name__
        and not inspect.signature(found).parameters
    }

    assert unasked == {turn.job.__name__ for turn in schedule.TURNS}
