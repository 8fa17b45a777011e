"""The commands at a terminal that stops them, hangs up, or lacks their letters."""

import os
import signal
import subprocess
import sys

import pytest

from tests.support.product import ROOT

SCRIPT = """
import sys, threading, time
from concurrent.futures import ThreadPoolExecutor
from handoff.terminal import at_terminal

def run(arguments):
    print("→ begun", flush=True)
    with ThreadPoolExecutor(1) as pool:
        pool.submit({work})
    print("done")
    return 0

sys.exit(at_terminal(run, []))
"""


def begun(work: str, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(work=work)],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_ctrl_c_ends_it_at_once_with_a_word() -> None:
    process = begun("time.sleep, 20", PYTHONUTF8="1")
    assert process.stdout is not None
    assert process.stdout.readline() == "→ begun\n"
    process.send_signal(signal.SIGINT)

    said = process.communicate(timeout=10)[1]

    assert (process.returncode, said) == (130, "Stopped.\n")


def test_a_reader_who_has_gone_is_no_error() -> None:
    process = begun("time.sleep, 0.5", PYTHONUTF8="1")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()

    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert process.wait(timeout=10) == 141
    process.stderr.close()


@pytest.mark.parametrize("encoding", ["ascii", "iso-8859-1", "cp1252"])
def test_a_terminal_without_our_letters_reads_the_rest(encoding: str) -> None:
    process = begun("time.sleep, 0", PYTHONIOENCODING=f"{encoding}:strict")

    assert process.communicate(timeout=10) == ("? begun\ndone\n", "")
    assert process.returncode == 0
