"""Takes the pictures of the Bookings component: python take.py <build directory> <directory for the pictures>.

That of a wide list of meetings is for the documents; the others lie beside the build, to be looked at.
"""

import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

# A column as wide as the page, and one in a sidebar or on a telephone.
WIDTHS = {"": 1280, "-360": 360}
NOW = "2026-03-02T14:00:00Z"

PAGE = """<!doctype html><html lang="en"><head><title>Bookings</title><link rel="icon" href="data:,"><link rel="stylesheet" href="slds.css">
<style>html, body { margin: 0; background: #f3f3f3; } body { padding: 16px; }</style></head>
<body><main id="stage"></main><script type="module" src="page.js"></script></body></html>"""


def meeting(key: str, starts: str, ends: str, **more: Any) -> dict[str, Any]:
    given = {
        "key": key,
        "meetingType": "Discovery Call",
        "guestName": "Gus Grant",
        "startsAt": f"{starts}:00.000Z",
        "endsAt": f"{ends}:00.000Z",
        "status": "Confirmed",
        "hosts": [{"name": "Hana Berg", "isOptional": False}],
        "isTest": False,
        "mayChange": True,
    }
    return given | more


UPCOMING = [
    meeting("1", "2026-03-03T15:00", "2026-03-03T15:30", meetingLink="https://meet.example/hana"),
    meeting(
        "2",
        "2026-03-05T19:00",
        "2026-03-05T19:45",
        meetingType="Product Demo",
        status="Needs Attention",
        hosts=[
            {"name": "Hugo Sands", "isOptional": False},
            {"name": "Maya Tanaka", "isOptional": False},
            {"name": "Hana Berg", "isOptional": True},
        ],
    ),
    meeting(
        "3", "2026-03-09T13:00", "2026-03-09T13:30", status="Accepted", isTest=True, mayChange=False
    ),
]
PAST = [
    meeting("4", "2026-02-24T15:00", "2026-02-24T15:30", status="Completed", mayChange=False),
    meeting("5", "2026-02-20T15:00", "2026-02-20T15:30", status="No Show", mayChange=False),
    meeting("6", "2025-12-17T16:00", "2025-12-17T16:30", status="Cancelled", mayChange=False),
]


def listing(**given: Any) -> dict[str, Any]:
    return {"data": {"upcoming": [], "past": [], "hasMore": False, "mayBook": True} | given}


ANSWERS: dict[str, dict[str, Any] | None] = {
    "": listing(upcoming=UPCOMING, past=PAST, hasMore=True),
    "-empty": listing(),
    "-earlier": listing(past=PAST[:1]),
    "-loading": None,
    "-problem": {"error": {"body": {"message": "Open Handoff from a record that you can see."}}},
}


@contextmanager
def served(build: Path) -> Iterator[str]:
    """The build over HTTP: a module does not load from a file."""
    (build / "index.html").write_text(PAGE, encoding="utf-8")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(build))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def take(page: Page, answer: dict[str, Any] | None, into: Path) -> None:
    page.evaluate(
        "answer => window.show('Bookings', answer, "
        "{ recordId: '00Q', objectApiName: 'Lead', showPast: true, howMany: 5 })",
        answer,
    )
    page.wait_for_timeout(600)  # icons come one by one, each out of a file of its own
    page.screenshot(path=into, full_page=True)


def main(build: Path, pictures: Path) -> None:
    broken: list[Any] = []
    with served(build) as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 200})
            page.clock.install(time=NOW)
            page.on("pageerror", lambda error: broken.append(error))
            page.goto(address)
            page.wait_for_function("() => Boolean(window.show)", timeout=8000)
            page.clock.resume()
            for scene, answer in ANSWERS.items():
                into = build if scene or name else pictures
                take(page, answer, into / f"bookings-component{scene}{name}.png")
        browser.close()
    if broken:
        sys.exit(f"The page has errors: {broken[0]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
