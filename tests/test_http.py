"""The one way out, against a real listener: time-outs, the guard, the Host header, redirects and log lines."""

import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from handoff.http import (
    CallInsideTransaction,
    open_session,
    transaction_is_open,
    was_never_sent,
)
from handoff.observability import JsonLines, counting_remote_time


class Answering(BaseHTTPRequestHandler):
    """Tells what it was asked; some paths are difficult."""

    protocol_version = "HTTP/1.1"
    server: "Far"

    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path, self.client_address))
        path = self.path.partition("?")[0]
        if path == "/slow":
            self.server.over.wait(60)
        if path == "/drips":
            self._drip()
            return
        body = json.dumps({"host": self.headers["Host"], "cookie": self.headers["Cookie"]}).encode()
        self.send_response(302 if path == "/moved" else 200)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Set-Cookie", "whose=somebody-elses; Path=/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100")
        self.end_headers()
        self.wfile.write(b"begun")
        self.wfile.flush()
        self.server.over.wait(0.3)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        return


class Far(ThreadingHTTPServer):
    """Another service."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Answering)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that gave up is what some tests are about."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def far() -> Iterator[Far]:
    server = Far()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_sandbox_gets_the_socket_and_the_vendor_keeps_its_name(far: Far) -> None:
    session = open_session("salesforce", sandbox_url=far.url)

    answer = session.get("https://larkspur.my.salesforce.com/services?q=a%20b&x=%2F")

    assert answer.json()["host"] == "larkspur.my.salesforce.com"
    assert far.asked[0][1] == "/services?q=a%20b&x=%2F"


def test_without_a_sandbox_nothing_is_readdressed(far: Far) -> None:
    answer = open_session("google").get(f"{far.url}/x")

    assert answer.json()["host"] == far.url.removeprefix("http://")


def test_the_query_stays_as_it_was_written(far: Far) -> None:
    session = open_session("salesforce", sandbox_url=far.url)

    session.get("https://x.my.salesforce.com/query", params={"q": "SELECT Id FROM Lead"})

    assert far.asked[0][1] == "/query?q=SELECT+Id+FROM+Lead"


@pytest.mark.parametrize("asked_for", [None, 60])
def test_our_time_out_holds_whatever_a_library_asks_for(far: Far, asked_for: int | None) -> None:
    session = open_session("google", timeout=(0.5, 0.2))
    began = time.monotonic()

    with pytest.raises(requests.ReadTimeout) as late:
        session.get(f"{far.url}/slow", timeout=asked_for)

    assert time.monotonic() - began < 30
    assert not was_never_sent(late.value)


def test_a_body_that_is_cut_short_is_an_error(far: Far) -> None:
    with pytest.raises(requests.RequestException) as cut:
        open_session("google").get(f"{far.url}/drips")

    assert not was_never_sent(cut.value)


def test_a_body_that_comes_slowly_counts_as_remote_time(far: Far) -> None:
    with counting_remote_time() as calls, pytest.raises(requests.RequestException):
        open_session("google", timeout=(1, 2)).get(f"{far.url}/drips")

    ((began, ended),) = calls
    assert ended - began >= 0.25


def test_what_found_nobody_was_never_sent() -> None:
    with pytest.raises(requests.ConnectionError) as refused:
        open_session("google", timeout=(0.5, 0.5)).get("http://127.0.0.1:1/")

    assert was_never_sent(refused.value)


def test_no_redirect_is_followed(far: Far) -> None:
    for ask in (
        lambda: open_session("google").get(f"{far.url}/moved"),
        lambda: open_session("google").get(f"{far.url}/moved", allow_redirects=True),
    ):
        assert ask().status_code == 302
    assert {path for _, path, _ in far.asked} == {"/moved"}


def test_no_call_leaves_inside_a_transaction(far: Far) -> None:
    session = open_session("google")

    with transaction_is_open():
        with transaction_is_open(), pytest.raises(CallInsideTransaction):
            session.get(far.url)
        with pytest.raises(CallInsideTransaction):
            session.get(far.url)

    assert far.asked == []
    assert session.get(far.url).ok


def test_another_threads_transaction_is_none_of_ours(far: Far) -> None:
    session = open_session("google")
    statuses: list[int] = []

    with transaction_is_open():
        thread = threading.Thread(target=lambda: statuses.append(session.get(far.url).status_code))
        thread.start()
        thread.join()

    assert statuses == [200]


def test_cookies_and_the_environment_stay_out_of_it(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "")
    session = open_session("salesforce")

    answers = [session.get(f"{far.url}/x").json() for _ in range(2)]

    assert [one["cookie"] for one in answers] == [None, None]


def test_one_connection_serves_many_calls(far: Far) -> None:
    session = open_session("google")

    for _ in range(5):
        session.get(f"{far.url}/x")

    assert len({client for _, _, client in far.asked}) == 1


def test_a_log_line_names_the_call_and_none_of_its_secrets(
    far: Far, caplog: pytest.LogCaptureFixture
) -> None:
    session = open_session("salesforce", sandbox_url=far.url)
    with caplog.at_level(logging.INFO, logger="handoff.http"):
        session.get(
            "https://larkspur.my.salesforce.com/users/hana@larkspur.example?token=secret-1",
            headers={"Authorization": "Bearer secret-2"},
        )

    (record,) = [one for one in caplog.records if one.name == "handoff.http"]
    line = json.loads(JsonLines().format(record))
    assert (line["service"], line["method"], line["status"]) == ("salesforce", "GET", 200)
    assert line["host"] == "larkspur.my.salesforce.com"
    assert "secret" not in json.dumps(line)
    assert "hana" not in json.dumps(line)


def test_a_failed_call_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.INFO, logger="handoff.http"),
        pytest.raises(requests.ConnectionError),
    ):
        open_session("google", timeout=(0.2, 0.2)).get("http://127.0.0.1:1/")

    assert [one.status for one in caplog.records if one.name == "handoff.http"] == [0]
