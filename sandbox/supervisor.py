"""Starts programs, starts them again when they die, and ends every one of them with all its children."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE = 8.0
"""Seconds between asking a program to end and ending it."""
MOST_DEATHS = 5
"""A program that dies more often than this within DEATHS_WITHIN is not started again."""
DEATHS_WITHIN = 30.0


class Broken(RuntimeError):
    """A program that the others need has ended and will not come back."""


class StopAsked(Exception):
    """Somebody wants everything to end."""


@dataclass
class Program:
    """One program, its log and its deaths; each runs in a session of its own."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    is_replaceable: bool = True
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(self.arguments),
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def last_words(self, lines: int = 15) -> str:
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""
        return "\n".join("    " + line for line in text.splitlines()[-lines:])

    def may_start_again(self) -> bool:
        """Note a death and say whether another start is worth trying."""
        now = time.monotonic()
        self.deaths = [at for at in self.deaths if now - at < DEATHS_WITHIN] + [now]
        return self.is_replaceable and len(self.deaths) <= MOST_DEATHS


class Supervisor:
    """The programs of one demonstration, in the order of their start."""

    def __init__(self, logs: Path, say: Callable[[str], None], *, grace: float = GRACE) -> None:
        logs.mkdir(parents=True, exist_ok=True)
        self._grace = grace
        self._logs = logs
        self._say = say
        self._programs: list[Program] = []
        self._stop_asked = False

    def ask_to_stop(self) -> None:
        """Make the next look raise StopAsked; all that a signal handler may do safely."""
        self._stop_asked = True

    def start(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        is_replaceable: bool = True,
    ) -> None:
        log = self._logs / f"{name}.log"
        log.write_bytes(b"")
        program = Program(name, arguments, environment, log, is_replaceable)
        self._programs.append(program)
        program.start()

    def run(self, name: str, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        """Run a program to its end; raises Broken unless it ends well."""
        self.start(name, arguments, environment, is_replaceable=False)
        program = self._programs[-1]
        while program.is_running:
            self.raise_if_asked()
            time.sleep(0.05)
        self._programs.remove(program)
        if program.process is None or program.process.returncode != 0:
            raise Broken(f"{name} failed:\n{program.last_words()}")

    def wait_until(self, is_ready: Callable[[], bool], what: str, *, seconds: float) -> None:
        """Wait until something is ready; raises Broken when time is up or a program has ended."""
        ends = time.monotonic() + seconds
        while not is_ready():
            self.raise_if_asked()
            for program in self._programs:
                if not program.is_running:
                    raise Broken(f"{program.name} ended:\n{program.last_words()}")
            if time.monotonic() > ends:
                words = "\n".join(f"  {p.name}:\n{p.last_words(6)}" for p in self._programs)
                raise Broken(f"{what} did not answer within {seconds:.0f} seconds.\n{words}")
            time.sleep(0.1)

    def look_after(self) -> None:
        """Start again what died; raises Broken if that is of no use, StopAsked if so asked."""
        self.raise_if_asked()
        for program in self._programs:
            if program.is_running:
                continue
            if not program.may_start_again():
                raise Broken(f"{program.name} ended:\n{program.last_words()}")
            self._say(f"{program.name} ended; starting it again")
            program.start()

    def raise_if_asked(self) -> None:
        if self._stop_asked:
            raise StopAsked

    def end(self) -> None:
        """End everything, the last started first."""
        _end(list(reversed(self._programs)), self._grace)
        self._programs.clear()


def _end(programs: Sequence[Program], grace: float) -> None:
    for program in programs:
        _signal(program, signal.SIGTERM)
    ends = time.monotonic() + grace
    while time.monotonic() < ends and any(program.is_running for program in programs):
        time.sleep(0.05)
    for program in programs:
        _signal(program, signal.SIGKILL)
        _end_session(program)
        if program.process:
            program.process.wait()


def _signal(program: Program, number: signal.Signals) -> None:
    if program.process and program.process.poll() is None:
        try:
            os.killpg(program.process.pid, number)
        except ProcessLookupError:
            return


def _end_session(program: Program) -> None:
    """End children that left the process group, as an RQ work horse does; only Linux can list them."""
    if program.process is None or not sys.platform.startswith("linux"):
        return
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            if os.getsid(int(entry.name)) == program.process.pid:
                os.kill(int(entry.name), signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            continue
