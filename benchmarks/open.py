"""From the button to offered times for a pool of 50 hosts over one week, with slow remote calls."""

import sys
from statistics import median

from benchmarks.stage import LATENCY, Stage, Timing, Watch, read_timing, stage

ROUNDS = 21


def main() -> None:
    """Print cold and warm figures beside what is promised."""
    with stage() as playing:
        playing.slow_down()
        cold_wall, cold = _once(playing)
        warm = [_once(playing) for _ in range(ROUNDS)]
    _line("cold", [(cold_wall, cold)])
    _line("warm", warm)
    trips = max(sum(one.trips for one in timings) for _, timings in warm)
    calls = max(sum(one.calls for one in timings) for _, timings in warm)
    own = median(wall - sum(one.remote for one in timings) for wall, timings in warm)
    kept = trips <= 3 and calls <= 5 and own <= 150
    sys.stdout.write(
        "at most 3 round trips one after another, 5 remote requests, 150 ms of our own: "
        f"{'kept' if kept else 'NOT kept'}\n"
    )


def _once(playing: Stage) -> tuple[float, list[Timing]]:
    raw = playing.press()
    watch = Watch()
    window = playing.opened(raw)
    # What calendars answered a moment ago is not counted on: every round asks them.
    window.times({**window.question(window.pool("Everyone")), "fresh": True})
    return watch.ms, [read_timing(header) for header in window.timings]


def _line(name: str, runs: list[tuple[float, list[Timing]]]) -> None:
    wall = median(wall for wall, _ in runs)
    remote = median(sum(one.remote for one in timings) for _, timings in runs)
    own = median(wall - sum(one.remote for one in timings) for wall, timings in runs)
    trips = max(sum(one.trips for one in timings) for _, timings in runs)
    calls = max(sum(one.calls for one in timings) for _, timings in runs)
    sys.stdout.write(
        f"open {name}: {wall:.0f} ms in all at {LATENCY * 1000:.0f} ms a remote call; "
        f"{trips} round trips, {calls} remote requests ({remote:.0f} ms), own {own:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
