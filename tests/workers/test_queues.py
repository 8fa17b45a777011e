"""Queue names, processes and job names agree wherever they are written down."""

import importlib
from pathlib import Path

import pytest

from handoff import doorbell
from workers import queues, schedule

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
