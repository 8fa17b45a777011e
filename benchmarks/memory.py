"""What each process holds in memory after some work, and how long it takes to start."""

import subprocess
import sys
from collections.abc import Mapping
from statistics import median

from benchmarks.stage import Watch, stage

ROUNDS = 3
STARTS = {
    "web": "import app",
    "worker": "from workers import __main__, jobs; jobs.parts()",
}


def main() -> None:
    """Print a line for each kind of process."""
    with stage() as playing:
        window = playing.open()
        window.times(window.question(window.pool("Everyone")))
        for name in ("web", "calendar", "mail", "salesforce", "clock"):
            megabytes = playing.product.resident_bytes(name) / 1e6
            sys.stdout.write(f"{name}: {megabytes:.0f} MB resident\n")
        for name, code in STARTS.items():
            seconds = median(_start(code, playing.product.environment) for _ in range(ROUNDS))
            sys.stdout.write(f"{name}: ready {seconds:.0f} ms after a cold start of Python\n")


def _start(code: str, environment: Mapping[str, str]) -> float:
    watch = Watch()
    subprocess.run([sys.executable, "-c", code], env=dict(environment), check=True)
    return watch.ms


if __name__ == "__main__":
    main()
