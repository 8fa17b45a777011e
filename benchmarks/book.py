"""From Schedule to the answer, and to the last effect done, with slow remote calls."""

import sys
import time
from statistics import median

from benchmarks.stage import LATENCY, Stage, Timing, Watch, read_timing, stage
from tests.support.window import Window

ROUNDS = 15
LONGEST = 30.0


def main() -> None:
    """Print the figures beside what is promised."""
    with stage() as playing:
        _once(playing, 0)
        playing.slow_down()
        runs = [_once(playing, number) for number in range(1, ROUNDS + 1)]
    answers = [wall for wall, _, _ in runs]
    own = median(wall - timing.remote for wall, timing, _ in runs)
    trips = max(timing.trips for _, timing, _ in runs)
    effects = [done for _, _, done in runs]
    sys.stdout.write(
        f"book: answer in {median(answers):.0f} ms at {LATENCY * 1000:.0f} ms a remote call "
        f"({trips} round trip, own {own:.0f} ms); all effects done "
        f"{median(effects):.0f} ms later (longest {max(effects):.0f} ms)\n"
    )
    kept = trips == 1 and own <= 50 and max(effects) <= 3000
    sys.stdout.write(
        "one round trip and 50 ms of our own, everything done within 3 s: "
        f"{'kept' if kept else 'NOT kept'}\n"
    )


def _once(playing: Stage, number: int) -> tuple[float, Timing, float]:
    window = playing.open()
    question = window.question(window.host("Hana Berg"))
    slots = window.times(question, days=14)["slots"]
    hold = window.hold(question, slots[0]["starts_at"])
    watch = Watch()
    booking = window.book(hold["id"], subject=f"Measured {number}")["booking"]
    answered = watch.ms
    timing = read_timing(window.timings[-1])
    return answered, timing, _wait(window, booking["id"], Watch())


def _wait(window: Window, booking_id: str, watch: Watch) -> float:
    while watch.ms < LONGEST * 1000:
        states = {effect["state"] for effect in window.booking(booking_id)["effects"]}
        if states == {"done"}:
            return watch.ms
        time.sleep(0.02)
    raise AssertionError(f"after {LONGEST} s the effects are {states}")


if __name__ == "__main__":
    main()
