"""`handoff`: the commands for operators and admins; each also runs as `python -m handoff NAME`."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from handoff.deploy.command import main as deploy
from handoff.doctor.command import main as doctor
from handoff.erasing.command import main as erase
from handoff.terminal import at_terminal


@dataclass(frozen=True)
class Command:
    """What a command does, in a line, and how it runs: arguments in, exit code out."""

    summary: str
    run: Callable[[list[str]], int]


COMMANDS = {
    "deploy": Command("bring the Salesforce project into an org, or take it out", deploy),
    "doctor": Command("check every connection, permission and setting", doctor),
    "erase": Command("forget a guest of one org", erase),
}
UNUSABLE = 2


def main(arguments: list[str] | None = None) -> int:
    """Run the named command and return its exit code."""
    name, *rest = [*(sys.argv[1:] if arguments is None else arguments), ""]
    command = COMMANDS.get(name)
    if command is not None:
        return at_terminal(command.run, rest[:-1])
    is_asked = name in ("-h", "--help")
    (sys.stdout if is_asked else sys.stderr).write(_usage())
    return 0 if is_asked else UNUSABLE


def _usage() -> str:
    lines = [f"  {name:<8} {command.summary}" for name, command in COMMANDS.items()]
    return "\n".join(("usage: handoff COMMAND …, or handoff COMMAND --help", "", *lines, ""))


if __name__ == "__main__":
    sys.exit(main())
