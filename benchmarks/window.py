"""The window in a real browser: opening, other hosts, searching and seeing what others hold, with slow remote calls."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from playwright.sync_api import Browser, Frame, Page

from benchmarks.stage import LATENCY, Stage, stage
from tests.support.browser import running_browser, watched_page
from tests.support.window_page import RecordPage, WindowPage

PROBE = (Path(__file__).parent / "window_probe.js").read_text()
CROWD = 2_000
OPENINGS, TOGGLES, HOLDS = 9, 21, 9
TOGGLED, MAIN = "Hugo Sands", "Hana Berg"
OTHERS = (
    "Jonas Keller,Lena Vogt,Mateusz Zielinski,Pavel Dvorak,Anouk Visser,Amelia Clarke,Rhys Morgan,"
    "Priya Nair,Callum Reid"
).split(",")
TYPED = (
    "h,ha,han,hana,hana b,s,sø,søn,son,j,jo,jos,josé,sales,engineer,müller,mul,zielinski,a,al,alv,maya tan"
).split(",")
ROW = "{:<58}{:>12}{:>34}\n"

Measured = Mapping[str, float]


def main() -> None:
    """Print what is promised of the window beside what was measured."""
    sys.stdout.write(f"every remote call takes {LATENCY * 1000:.0f} ms; {CROWD:,} users\n")
    sys.stdout.write(ROW.format("what", "promise", "measured"))
    with stage(crowd=CROWD) as playing, running_browser() as browser:
        playing.open()
        playing.slow_down()
        _opening(playing, browser)
        _searching(playing, browser)
        for label, prepare in (("1", _one), ("10", _ten), ("50", _fifty)):
            _toggling(playing, browser, label, prepare)
        _holding(playing, browser)


def _opening(playing: Stage, browser: Browser) -> None:
    with watched_page(browser) as page:
        page.add_init_script(PROBE)
        first = _opened(playing, page)
        again = [_opened(playing, page) for _ in range(OPENINGS)]
    own = [one["first"] - one["remote"] for one in again]
    _line("first paint after the POST, ours without remote calls", "", own)
    requests = max(one["requests"] for one in again)
    _row("requests between the POST and the first paint", "at most 1", f"{requests:.0f}")
    weight = first["weight"] / 1000
    _row("JavaScript and CSS as sent, kept for ever", "250 kB", f"{weight:.0f} kB")
    _row("requests to another host", "0", f"{max(one['abroad'] for one in [first, *again]):.0f}")
    shift = max(one["shift"] for one in [first, *again])
    _row("layout shift while opening", "none", f"{shift:.4f}")


def _opened(playing: Stage, page: Page) -> Measured:
    frame = _press(playing, page).frame()
    page.wait_for_timeout(1500)
    opening: Measured = frame.evaluate("measured.opening()")
    return opening


def _press(playing: Stage, page: Page, who: str = "olive") -> WindowPage:
    return RecordPage(page, playing.box, "lead:gus", who).press_book_meeting()


@contextmanager
def _window(playing: Stage, browser: Browser, who: str = "olive") -> Iterator[WindowPage]:
    with watched_page(browser) as page:
        page.add_init_script(PROBE)
        window = _press(playing, page, who)
        window.frame().evaluate("measured.begin()")
        _clear(window)
        yield window


def _clear(window: WindowPage) -> None:
    """Take away whom a suggestion brought along."""
    while window.inside.locator("#pills .pill").count():
        window.inside.locator("#pills [aria-label^=Remove]").first.click()


def _searching(playing: Stage, browser: Browser) -> None:
    with _window(playing, browser) as window:
        window.button("Add Hosts").click()
        _open_search(window)
        found = [_found(window.frame(), typed) for typed in TYPED]
    first, *rest = found
    _row("first search after opening: server's own, key to list", "", _pair(first))
    _line(f"search over {CROWD:,} users: server's own", "100 ms", [one["own"] for one in rest])
    _line("from the key to the list on the screen", "", [one["total"] for one in rest])


def _open_search(window: WindowPage) -> None:
    if not window.inside.get_by_label("Specific User").is_visible():
        window.inside.get_by_role("button", name="Specific User").click()


def _found(frame: Frame, typed: str) -> Measured:
    found: Measured = frame.evaluate("typed => measured.search(typed)", typed)
    frame.page.wait_for_timeout(300)
    return found


def _one(window: WindowPage) -> None:
    window.search_host(MAIN)


def _ten(window: WindowPage) -> None:
    for name in (MAIN, *OTHERS):
        window.search_host(name)


def _fifty(window: WindowPage) -> None:
    window.choose_pool("Everyone")


def _toggling(playing: Stage, browser: Browser, label: str, prepare: Any) -> None:
    with _window(playing, browser) as window:
        prepare(window)
        window.button("Add Hosts").click()
        _open_search(window)
        window.inside.get_by_label("Specific User").fill(TOGGLED)
        window.inside.locator("#host-found .option", has_text=TOGGLED).wait_for()
        runs = _toggled(window.frame())
    calls = sum(one["calls"] for one in runs)
    title = f"{label} hosts, one more or less: "
    _line(f"{title}server's own", "", [one["own"] for one in runs])
    _line(f"{title}click to painted grid", "100 ms", [one["total"] for one in runs])
    _line(f"{title}of that the browser", "", [one["total"] - one["own"] for one in runs])
    size = max(one["bytes"] for one in runs) / 1000
    _row(f"{title}remote calls, answer", "0", f"{calls:.0f}, {size:.0f} kB")


def _toggled(frame: Frame) -> Sequence[Measured]:
    """Add and remove one host in turn; their calendars have been read less than a minute ago."""
    runs = []
    for number in range(TOGGLES + 4):
        if number in (1, 2):
            frame.evaluate("measured.refresh()")
            frame.page.wait_for_timeout(1500)
        run: Measured = frame.evaluate("measured.toggle('#host-found .option')")
        frame.page.wait_for_timeout(350)
        runs.append(run)
    return runs[4:]


def _holding(playing: Stage, browser: Browser) -> None:
    seconds = []
    with _window(playing, browser, "otto") as window:
        _one(window)
        window.inside.locator("[data-slot]").first.wait_for()
        for _ in range(HOLDS):
            seconds.append(_held(playing, window))
    _row("held by another organizer, seen after", "2 s", f"{max(seconds):.1f} s at the longest")


def _held(playing: Stage, window: WindowPage) -> float:
    """Hold a time as somebody else; return the seconds until this window shows it."""
    frame, other = window.frame(), playing.open()
    question = other.question(other.host(MAIN))
    slots = other.times(question)["slots"]
    seen = frame.evaluate("measured.held")
    other.hold(question, slots[len(slots) // 2]["starts_at"])
    held_at = frame.evaluate("Date.now()")
    frame.wait_for_function("seen => measured.held > seen", arg=seen)
    return max(0.0, (frame.evaluate("measured.heldAt") - held_at) / 1000)


def _pair(one: Measured) -> str:
    return f"{one['own']:.0f} ms, {one['total']:.0f} ms"


def _line(what: str, promise: str, values: Sequence[float]) -> None:
    longest = quantiles(values, n=20, method="inclusive")[18]
    _row(what, promise, f"median {median(values):.0f} ms, p95 {longest:.0f} ms")


def _row(what: str, promise: str, measured: str) -> None:
    sys.stdout.write(ROW.format(what, promise, measured))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
