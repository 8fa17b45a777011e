"""Nothing secret and nobody's name in logs or in Redis; in the database secrets are sealed."""

import io
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from handoff.observability import start_logging
from tests.cast import EMEA, GUS, GUS_EMAIL
from tests.support.queue_server import Valkey
from tests.support.served import Served, refused, serving
from tests.support.window import Window, post_canvas, signed_request

TYPED = {
    "subject": "canary-subject-5f1c",
    "location": "canary-location-5f1c",
    "description": "canary-description-5f1c",
    "notes": "canary-notes-5f1c",
    "guests": ["canary-guest@northwind.example"],
}
PEOPLE = ("Gus Grant", "Gus", GUS_EMAIL, "Northwind", "Hana Berg", "hana@", "olive@", "Ortega")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Everything that is logged, as it would stand on standard error."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    written = io.StringIO()
    start_logging("INFO")
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    # The pretend world's mail server lives in this process too.
    handler.addFilter(lambda record: record.name != "mail.log")
    yield written
    root.handlers, root.level = before


def tokens_of(served: Served) -> list[str]:
    """Every credential and every token that the outside world has given out."""
    found: list[str] = []
    for org in served.box.world.orgs.values():
        found += [token.partition("!")[2] for token in org.sessions]
    for org in served.box.credentials["orgs"]:
        found += [org["canvas"]["consumer_secret"], org["microsoft"]["client_secret"]]
        for key in (org["worker"]["private_key"], org["google"]["service_account"]["private_key"]):
            found += key.splitlines()[1:3]
    return found


def whole_run(served: Served) -> tuple[Window, list[str]]:
    """Book twice with trouble of every kind on the way; returns the last window and all signed requests."""
    raws = [signed_request(served.box, GUS) for _ in range(3)]
    post_canvas(served.url, raws[0])
    post_canvas(served.url, raws[0])
    post_canvas(served.url, raws[1][:-5])
    window = Window.posted(served.url, raws[2])
    for main in (window.host("Hana Berg"), window.pool(EMEA)):
        question = window.question(main)
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
        served.fault("google", "status", times=1, status=503)
        served.fault("microsoft", "drop_before", times=1)
        refused_or_booked(window, hold["id"])
        for service in ("google", "microsoft", "salesforce", "mail"):
            served.fault(service, "status", times=1, status=500)
            served.fault(service, "drop_after", times=1)
        served.deliver(rounds=500)
        served.box.world.faults.clear()
    refused(window.book, "x" * 36, **TYPED)
    refused(window.ask, "POST", "/bookings", {"canary-subject-5f1c": 1})
    return window, raws


def refused_or_booked(window: Window, hold: str) -> None:
    for attempt in range(3):
        try:
            window.book(hold, key=f"a-key-of-{hold}", **TYPED)
        except Exception:
            if attempt == 2:
                raise
        else:
            return


def hits(text: str, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if secret in text]


def test_logs_name_nobody_and_give_nothing_away(served: Served, lines: io.StringIO) -> None:
    window, raws = whole_run(served)

    text = lines.getvalue()
    secrets = [*tokens_of(served), window.context["token"], *(raw[:60] for raw in raws)]
    events = [json.loads(line) for line in text.splitlines()]
    assert hits(text, [*PEOPLE, "canary", *secrets]) == []
    assert {"request", "remote call", "effect", "refused"} <= {one["event"] for one in events}
    assert all(one.get("handoff_id") for one in events if one["event"] == "effect")


def test_an_unexpected_error_is_logged_by_place_and_kind_only(
    served: Served, lines: io.StringIO
) -> None:
    window = served.open(GUS)
    app_log = logging.getLogger("handoff.web.errors")
    try:
        raise RuntimeError("canary-secret in words")
    except RuntimeError:
        app_log.exception("unexpected error", extra={"route": "/x", "email": GUS_EMAIL})

    line = json.loads(lines.getvalue().splitlines()[-1])
    assert line["exception"] == "RuntimeError"
    assert line["where"]
    assert "canary" not in lines.getvalue()
    assert GUS_EMAIL not in lines.getvalue()
    assert window.context["token"] not in lines.getvalue()


def test_a_line_break_in_a_name_stays_in_its_line(served: Served, lines: io.StringIO) -> None:
    logging.getLogger("handoff").info("one\nline", extra={"code": "two\nlines"})

    assert len(lines.getvalue().strip().splitlines()) == 1


def test_the_database_keeps_tokens_sealed_only(served: Served, sqlite_url: str) -> None:
    window, raws = whole_run(served)

    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as database:
        text = "\n".join(database.iterdump())
    secrets = [*tokens_of(served), window.context["token"], *(raw[:60] for raw in raws)]
    in_blobs = [secret.encode().hex() for secret in secrets]
    assert "canary-notes-5f1c" in text
    assert hits(text, secrets) == []
    assert hits(text.lower(), in_blobs) == []


def test_redis_holds_ids_and_nothing_else(box: Any, sqlite_url: str, valkey: Valkey) -> None:
    with serving(box, sqlite_url, redis_url=valkey.url) as running:
        window, _ = whole_run(running)
        secrets = [*tokens_of(running), window.context["token"]]
        with valkey.client() as client:
            content = b"".join(
                key + (client.dump(key) or b"") + repr(readable(client, key)).encode()
                for key in client.scan_iter()
            ).decode("latin-1")

    assert "workers.jobs.deliver" in content
    assert hits(content, [*PEOPLE, "canary", *secrets]) == []


def readable(client: Any, key: bytes) -> object:
    match client.type(key):
        case b"hash":
            return client.hgetall(key)
        case b"list":
            return client.lrange(key, 0, -1)
        case b"set":
            return client.smembers(key)
        case b"zset":
            return client.zrange(key, 0, -1)
        case _:
            return client.get(key)
