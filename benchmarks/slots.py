"""How long the slot engine takes, in turn with the yardstick, and whether both offer the same.

Every figure is the median over some rounds of the median of repeated runs in a fresh process.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median
from typing import Any

from benchmarks import problems, yardstick
from handoff.availability.problem import read_problem
from handoff.availability.slots import offerable

ROUNDS = 3
REPEATS = 31
SETS = ((50, 4), (200, 12))  # hosts, weeks
TOUCHED_SHARE = 10  # after one host's change, at most a tenth of the yardstick's warm time
ENGINE = ("handoff.availability", "--repeat", str(REPEATS))
YARDSTICK = ("benchmarks.yardstick", str(REPEATS))
HEAD = (
    f"{'problem':24}{'starts':>8}{'pairs':>9}"
    f"{'yardstick':>12}{'engine':>9}{'ratio':>8}"
    f"{'yard. cold':>12}{'engine':>9}{'ratio':>8}"
    f"{'one changed':>13}{'ratio':>8}\n"
)


def main() -> None:
    """Print one line for each problem, and whether the engine is as fast as promised."""
    sys.stdout.write(
        f"milliseconds, hosts listed for every start, Python {sys.version.split()[0]}\n"
    )
    sys.stdout.write(HEAD)
    kept = True
    for size, weeks in SETS:
        for name, document in problems.variants("pool", size, weeks):
            kept = _line(name, document) and kept
    promise = "no slower than the yardstick, and a tenth of its warm time after one change"
    sys.stdout.write(f"{promise}: {'kept' if kept else 'NOT kept'}\n")


def _line(name: str, document: dict[str, Any]) -> bool:
    starts, pairs = _compared(document)
    middle = str(document["hosts"][len(document["hosts"]) // 2]["id"])
    commands = [
        YARDSTICK,
        ENGINE,
        (*YARDSTICK, "--cold"),
        (*ENGINE, "--cold"),
        (*ENGINE, "--touch", middle),
    ]
    text = json.dumps(document)
    rounds = [[_milliseconds(command, text) for command in commands] for _ in range(ROUNDS)]
    figures = [median(column) for column in zip(*rounds, strict=True)]
    warm, engine, cold, engine_cold, touched = figures
    sys.stdout.write(
        f"{name:24}{starts:8}{pairs:9}"
        f"{warm:12.3f}{engine:9.3f}{engine / warm:8.2f}"
        f"{cold:12.3f}{engine_cold:9.3f}{engine_cold / cold:8.2f}"
        f"{touched:13.3f}{touched / warm:8.3f}\n"
    )
    sys.stdout.flush()
    return engine <= warm and engine_cold <= cold and touched * TOUCHED_SHARE <= warm


def _compared(document: dict[str, Any]) -> tuple[int, int]:
    """Return how many starts and pairs of start and host there are, the same for both."""
    offer = offerable(read_problem(document))
    if (offer.starts, offer.masks) != yardstick.sweep(yardstick.read(document)):
        raise SystemExit("The engine and the yardstick do not offer the same.")
    return len(offer.starts), sum(mask.bit_count() for mask in offer.masks)


def _milliseconds(command: Sequence[str], problem: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", *command], input=problem, capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout)["ms"])


if __name__ == "__main__":
    main()
