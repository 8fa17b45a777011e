"""Chromium for the tests: finds it, starts it and watches its pages for what no page may do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 40_000
"""Milliseconds that a crowded machine may need for anything that shows on a page."""
LOOPBACK = ("localhost", "127.0.0.1")
OPTIONS = (
    "--no-sandbox",  # Chromium's own sandbox does not work for root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Run one Chromium."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "these tests need Chromium; bin/test installs it"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched_page(
    browser: Browser, *, width: int = 1280, height: int = 800, zone: str = "America/New_York"
) -> Iterator[Page]:
    """Open a page as Olive would; fails at the end on script errors, refused content and calls abroad."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-US", timezone_id=zone
    )
    context.set_default_timeout(PATIENCE)
    wrongs: list[str] = []
    page = context.new_page()

    def note_message(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            wrongs.append(message.text)

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme.startswith(("http", "ws")) and address.hostname not in LOOPBACK:
            wrongs.append(f"asked {request.url}")

    context.on("weberror", lambda error: wrongs.append(str(error.error)))
    context.on("console", note_message)
    context.on("request", note_request)
    try:
        yield page
    finally:
        context.close()
    assert not wrongs, "\n".join(wrongs)
