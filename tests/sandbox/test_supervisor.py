"""The demonstration's supervisor: what dies is started again, and nothing is left behind."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sandbox.supervisor import Broken, StopAsked, Supervisor
from tests.support.processes import wait_until

SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
STUBBORN = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
if os.fork() == 0:
    os.setpgrp()
open({ready!r} + str(os.getpid()), "w").close()
time.sleep(600)
"""


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def programs(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "log", said.append, grace=0.3)
    yield supervisor
    supervisor.end()


def children() -> list[int]:
    return [process.pid for process in psutil.Process().children(recursive=True)]


def test_a_program_that_dies_is_started_again(programs: Supervisor, said: list[str]) -> None:
    before = set(children())
    programs.start("sleeper", SLEEPS, os.environ)
    (first,) = set(children()) - before

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: looked_after(programs, said), "it is started again")

    (second,) = set(children()) - before
    assert second != first


def looked_after(programs: Supervisor, said: list[str]) -> bool:
    programs.look_after()
    return "sleeper ended; starting it again" in said


def test_a_program_that_keeps_dying_is_given_up_with_its_last_words(programs: Supervisor) -> None:
    programs.start("fool", [sys.executable, "-c", "print('I cannot')"], os.environ)

    with pytest.raises(Broken, match=r"(?s)fool ended.*I cannot"):
        keep_looking(programs)


def keep_looking(programs: Supervisor) -> None:
    for _ in range(600):
        programs.look_after()
        time.sleep(0.05)


def test_what_cannot_be_replaced_is_not_started_again(
    programs: Supervisor, said: list[str]
) -> None:
    programs.start("once", [sys.executable, "-c", "pass"], os.environ, is_replaceable=False)

    with pytest.raises(Broken, match="once ended"):
        keep_looking(programs)
    assert said == []


def test_waiting_ends_when_a_program_does(programs: Supervisor) -> None:
    programs.start("fool", [sys.executable, "-c", "print('I cannot')"], os.environ)

    with pytest.raises(Broken, match=r"(?s)fool ended.*I cannot"):
        programs.wait_until(lambda: False, "Nothing", seconds=60)


def test_a_command_that_fails_says_why(programs: Supervisor) -> None:
    with pytest.raises(Broken, match=r"(?s)migrate failed.*no such table"):
        programs.run(
            "migrate", [sys.executable, "-c", "raise SystemExit('no such table')"], os.environ
        )


def test_a_wish_to_stop_is_heard_while_waiting(programs: Supervisor) -> None:
    programs.start("sleeper", SLEEPS, os.environ)
    programs.ask_to_stop()

    with pytest.raises(StopAsked):
        programs.wait_until(lambda: False, "Nothing", seconds=60)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists sessions")
def test_ending_leaves_nothing_behind_even_what_left_its_group(
    programs: Supervisor, tmp_path: Path
) -> None:
    ready = tmp_path / "ready"
    ready.mkdir()
    code = STUBBORN.format(ready=f"{ready}/")
    programs.start("stubborn", [sys.executable, "-c", code], os.environ)
    wait_until(lambda: len(list(ready.iterdir())) == 2, "both are there")
    pids = [int(path.name) for path in ready.iterdir()]

    began = time.monotonic()
    programs.end()

    assert time.monotonic() - began < 60
    wait_until(lambda: not any(is_alive(pid) for pid in pids), "both are gone")


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
