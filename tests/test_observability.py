"""Log lines that name what happened and nobody to whom, and seconds spent waiting for others."""

import contextvars
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from handoff.observability import (
    FIELDS,
    JsonLines,
    counting_remote_time,
    covered_seconds,
    handoff_id,
    remote_call,
    start_logging,
)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process writes to standard error; the root logger is put back afterwards."""
    root, written = logging.getLogger(), io.StringIO()
    kept, level = root.handlers, root.level
    monkeypatch.setattr(sys, "stderr", written)
    start_logging()
    yield written
    root.handlers = kept
    root.setLevel(level)


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_is_json_with_the_allowed_fields_only(logged: io.StringIO) -> None:
    extra = {"service": "google", "ms": 12, "email": "gus@x.example", "token": "ya29", "body": "x"}

    logging.getLogger("handoff.test").info("remote call", extra=extra)

    (line,) = lines(logged)
    assert {key: line[key] for key in ("event", "level", "service", "ms")} == {
        "event": "remote call",
        "level": "info",
        "service": "google",
        "ms": 12,
    }
    assert set(line) == {"at", "level", "event", "service", "ms"}


def test_no_allowed_field_is_one_for_people_or_secrets() -> None:
    assert not FIELDS & {"email", "name", "token", "body", "url", "subject", "address", "headers"}


def test_an_exception_says_where_and_what_but_not_whom(logged: io.StringIO) -> None:
    def look_up(address: str) -> None:
        raise LookupError(f"no calendar of {address}")

    try:
        look_up("gus@northwind.example")
    except LookupError:
        logging.getLogger("handoff.test").exception("failed")

    (line,) = lines(logged)
    assert line["exception"] == "LookupError"
    assert any(place.endswith(" look_up") for place in line["where"])
    assert "northwind" not in logged.getvalue()


def test_an_endless_traceback_keeps_its_end() -> None:
    def dig(depth: int) -> None:
        if depth == 0:
            raise ValueError
        dig(depth - 1)

    try:
        dig(50)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, sys.exc_info())

    assert len(json.loads(JsonLines().format(record))["where"]) == 8


def test_the_handoff_follows_into_every_line(logged: io.StringIO) -> None:
    token = handoff_id.set("h-1")
    logging.getLogger("handoff.test").info("one")
    handoff_id.reset(token)
    logging.getLogger("handoff.test").info("two")

    assert [line.get("handoff_id") for line in lines(logged)] == ["h-1", None]


def test_a_line_break_in_a_value_breaks_no_line(logged: io.StringIO) -> None:
    logging.getLogger("handoff.test").info("odd\nevent", extra={"reason": 'a\n{"level": "x"}'})

    (line,) = lines(logged)
    assert line["reason"] == 'a\n{"level": "x"}'


def test_values_that_are_no_json_are_written_as_text(logged: io.StringIO) -> None:
    logging.getLogger("handoff.test").info("done", extra={"outcome": {1}, "code": OSError})

    (line,) = lines(logged)
    assert line["outcome"] == "{1}"


@pytest.mark.parametrize("library", ["urllib3", "googleapiclient", "httplib2", "rq", "werkzeug"])
def test_libraries_that_talk_much_are_quiet(logged: io.StringIO, library: str) -> None:
    logging.getLogger(library).info("Starting new HTTPS connection")

    assert logged.getvalue() == ""


def test_a_library_that_quotes_answers_is_silent(logged: io.StringIO) -> None:
    logging.getLogger("msal.oauth2cli").error("Token response is not in json format: secret")

    assert logged.getvalue() == ""


@pytest.mark.parametrize(
    ("calls", "seconds"),
    [
        ([], 0.0),
        ([(1.0, 3.0)], 2.0),
        ([(1.0, 3.0), (2.0, 4.0)], 3.0),
        ([(5.0, 6.0), (1.0, 2.0)], 2.0),
        ([(1.0, 10.0), (2.0, 3.0), (9.0, 11.0)], 10.0),
        ([(1.0, 2.0), (2.0, 3.0)], 2.0),
    ],
)
def test_time_under_way_is_counted_once(calls: list[tuple[float, float]], seconds: float) -> None:
    assert covered_seconds(calls) == pytest.approx(seconds)


def test_calls_are_counted_in_the_block_and_in_its_threads() -> None:
    def call() -> None:
        with remote_call():
            pass

    call()
    with counting_remote_time() as calls:
        call()
        thread = threading.Thread(target=contextvars.copy_context().run, args=[call])
        thread.start()
        thread.join()
    call()

    assert len(calls) == 2


def test_a_call_that_fails_took_its_time_too() -> None:
    with counting_remote_time() as calls, pytest.raises(TimeoutError), remote_call():
        raise TimeoutError

    assert len(calls) == 1
