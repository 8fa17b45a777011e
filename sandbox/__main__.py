"""Run the pretend outside world until interrupted."""

import argparse
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from sandbox.clock import read_instant
from sandbox.listener import PortTaken
from sandbox.server import Sandbox
from sandbox.world import METADATA


def main(arguments: list[str] | None = None) -> int:
    wish = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="sandbox: %(message)s")
    box = Sandbox(
        port=wish.port,
        smtp_port=wish.smtp_port,
        app_url=wish.app_url,
        now=read_instant(wish.now) if wish.now else None,
        metadata=wish.metadata,
        crowd=wish.crowd,
        empty=wish.empty,
    )
    try:
        box.start()
    except PortTaken as taken:
        sys.stderr.write(f"sandbox: {taken}\n")
        return 1
    if wish.credentials_file:
        _write_secret(Path(wish.credentials_file), json.dumps(box.credentials, indent=2))
    sys.stdout.write(f"sandbox: {box.url} (mail on port {box.smtp_port})\n")
    sys.stdout.flush()
    _wait_for_signal()
    box.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="HTTP port (default 8001)")
    parser.add_argument("--smtp-port", type=int, default=8002, help="mail port (default 8002)")
    parser.add_argument("--app-url", default="http://127.0.0.1:8000", help="where the app runs")
    parser.add_argument("--now", help="start the clock at this instant, e.g. 2026-03-02T14:00:00Z")
    parser.add_argument("--metadata", default=METADATA, help="the Salesforce project to load")
    parser.add_argument("--crowd", type=int, default=0, help="further users who host nothing")
    parser.add_argument(
        "--empty", action="store_true", help="orgs in which nobody deployed Handoff"
    )
    parser.add_argument("--credentials-file", help="write the generated credentials there")
    return parser


def _write_secret(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")


def _wait_for_signal() -> None:
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()


if __name__ == "__main__":
    sys.exit(main())
