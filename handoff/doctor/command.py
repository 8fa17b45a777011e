"""`handoff doctor`: runs the examination and prints it, for people or as JSON."""

import argparse
import json
import logging
import sys
import textwrap
from collections.abc import Iterable
from dataclasses import asdict

from handoff.config import Settings
from handoff.doctor.examination import examine
from handoff.doctor.findings import Finding, State
from handoff.errors import Misconfigured
from handoff.terminal import at_terminal

HEALTHY, SICK, UNUSABLE = 0, 1, 2
WIDTH = 110


def main(arguments: list[str]) -> int:
    """Return 0 if nothing failed, 1 if something did, 2 if the configuration cannot be read at all."""
    parser = _parser()
    wish = parser.parse_args(arguments)
    if wish.write and not wish.host:
        parser.error("--write needs --host, the one calendar that may be written to")
    logging.disable(logging.CRITICAL)
    try:
        settings = Settings.from_env()
    except Misconfigured as error:
        sys.stderr.write(f"FAILED   Configuration\n{_indented(str(error.message))}\n")
        return UNUSABLE
    found = examine(settings, org_id=wish.org, host=wish.host, writes=wish.write)
    kept = _as_json(found) if wish.json else _as_lines(found)
    return SICK if State.FAILED in kept else HEALTHY


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handoff doctor",
        description="Checks every connection, permission and setting of this deployment and says what is wrong "
        "and where to mend it. Changes nothing unless --write is given. It reads the same environment as the web process.",
    )
    parser.add_argument("--org", default="", help="only this org (its id)")
    parser.add_argument("--host", default="", help="only the calendar of this host (an address)")
    parser.add_argument(
        "--write", action="store_true", help="with --host: write an event there and remove it again"
    )
    parser.add_argument("--json", action="store_true", help="findings as a JSON list")
    return parser


def _as_json(found: Iterable[Finding]) -> set[State]:
    kept = list(found)
    sys.stdout.write(json.dumps([asdict(one) for one in kept], indent=2) + "\n")
    return {one.state for one in kept}


def _as_lines(found: Iterable[Finding]) -> set[State]:
    states: list[State] = []
    for one in found:
        states.append(one.state)
        sys.stdout.write(_line(one))
        sys.stdout.flush()
    sys.stdout.write(_summary(states))
    return set(states)


def _line(one: Finding) -> str:
    head = f"{one.state:<8} {one.about}"
    if one.state is State.OK:
        return f"{head}: {one.words}\n" if one.words else f"{head}\n"
    mend = f"{_indented('→ ' + one.fix)}\n" if one.fix else ""
    return f"{head}\n{_indented(one.words)}\n{mend}"


def _indented(words: str) -> str:
    margin = " " * 9
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(states: list[State]) -> str:
    bad, doubtful = states.count(State.FAILED), states.count(State.WARNING)
    if not bad and not doubtful:
        return "\nEverything is in order.\n"
    return f"\n{bad} failed, {doubtful} to look at.\n"


if __name__ == "__main__":
    sys.exit(at_terminal(main, sys.argv[1:]))
