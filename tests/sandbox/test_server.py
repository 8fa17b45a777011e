"""The sandbox is one listener that knows whom each request is for, starts clearly and ends cleanly."""

import http.client
import json
import socket
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from sandbox.clock import Clock, read_instant
from sandbox.listener import PortTaken
from sandbox.server import Sandbox
from tests.cast import NOW, NOW_TEXT

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def box(shared: Sandbox) -> Sandbox:
    return shared


def ask(box: Sandbox, host: str, path: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(box.url.rpartition(":")[2]), timeout=30
    )
    connection.request(method, path, headers={"Host": host})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body


@pytest.mark.parametrize(
    "host",
    [
        "graph.microsoft.com",
        "login.microsoftonline.com",
        "www.googleapis.com",
        "oauth2.googleapis.com",
        "evil.example",
        "localhost",
    ],
)
def test_an_unknown_path_is_a_loud_501(box: Sandbox, host: str) -> None:
    status, body = ask(box, host, "/nothing/like/this?x=1", "POST")

    assert status == 501
    assert f"POST {host}/nothing/like/this" in body


def test_a_vendors_host_is_enough_to_reach_its_simulator(box: Sandbox) -> None:
    google = ask(box, "www.googleapis.com", "/calendar/v3/calendars/x/events")
    by_path = ask(box, "localhost", "/calendar/v3/calendars/x/events")
    microsoft = ask(box, "graph.microsoft.com", "/v1.0/users/x/events")

    assert (google[0], json.loads(google[1])["error"]["message"]) == (401, "Invalid Credentials")
    assert by_path[0] == 401
    assert json.loads(microsoft[1])["error"]["code"] == "InvalidAuthenticationToken"


def test_a_connection_serves_many_requests(box: Sandbox) -> None:
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(box.url.rpartition(":")[2]), timeout=30
    )
    sockets = set()
    for path in ("/faults", "/nothing", "/credentials.json", "/faults"):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        sockets.add(connection.sock)
    connection.close()

    assert len(sockets) == 1
    assert None not in sockets


def test_a_body_in_chunks_is_understood(box: Sandbox) -> None:
    pieces = iter([b'{"service": "google",', b' "kind": "slow"}'])
    headers = {"Content-Type": "application/json"}

    answer = requests.post(f"{box.url}/faults", data=pieces, headers=headers, timeout=30)
    requests.delete(f"{box.url}/faults", timeout=30)

    assert answer.status_code == 201


def test_its_own_time_is_a_few_milliseconds(box: Sandbox) -> None:
    took = []
    with requests.Session() as session:
        session.trust_env = False
        for _ in range(30):
            started = time.perf_counter()
            session.get(f"{box.url}/faults", timeout=30)
            took.append(time.perf_counter() - started)

    assert min(took) < 0.02


def test_many_clients_at_once_are_all_answered(box: Sandbox) -> None:
    answers: list[int] = []

    def ask_for_the_world() -> None:
        answers.append(requests.get(f"{box.url}/world.json", timeout=20).status_code)

    threads = [threading.Thread(target=ask_for_the_world) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [200] * 12


def test_the_world_tells_everything(box: Sandbox) -> None:
    world = requests.get(f"{box.url}/world.json", timeout=30).json()

    assert world["now"].startswith("2026-03-02T14:0")
    people = {person["key"]: person for person in world["people"]}
    assert people["hana"]["provider"] == "google"
    assert people["hugo"]["zone"] == "America/New_York"
    assert set(world["calendars"]["hana@larkspur.example"]["events"][0]) >= {
        "id", "subject", "starts_at", "ends_at", "attendees", "organizer", "link", "location",
        "description", "status", "busy", "private", "seed",
    }  # fmt: skip
    assert set(world) >= {"records", "invitations", "letters", "salesforce", "calls"}


def test_the_world_can_be_told_without_the_events_it_started_with(box: Sandbox) -> None:
    world = requests.get(f"{box.url}/world.json?seed=no", timeout=30).json()

    assert all(calendar["events"] == [] for calendar in world["calendars"].values())
    assert world["people"]


def test_credentials_name_both_companies_and_this_listener(box: Sandbox) -> None:
    found = requests.get(f"{box.url}/credentials.json", timeout=30).json()

    assert found == box.credentials
    assert [org["name"] for org in found["orgs"]] == ["Larkspur", "Fernhill"]
    account = found["orgs"][0]["google"]["service_account"]
    assert account["token_uri"] == f"{box.url}/token"
    assert "PRIVATE KEY" in found["orgs"][0]["worker"]["private_key"]
    assert found["orgs"][0]["org_id"] != found["orgs"][1]["org_id"]
    assert found["mail"] == {"host": "127.0.0.1", "port": box.smtp_port}


def test_every_week_is_busy_but_leaves_time_to_meet(box: Sandbox) -> None:
    calendars = box.world.calendars
    opens = datetime(2026, 3, 2, tzinfo=UTC)

    for email, calendar in calendars.items():
        for week in range(4):
            starts_at = opens + timedelta(weeks=week)
            events = calendar.between(starts_at, starts_at + timedelta(days=5))
            busy = [e for e in events if e.is_busy(email) and not e.all_day]
            hours = sum((e.ends_at - e.starts_at for e in busy), timedelta()) / timedelta(hours=1)
            assert 2 <= hours <= 27, (email, week, hours)


def test_the_same_instant_gives_the_same_weeks(box: Sandbox) -> None:
    with Sandbox(now=NOW) as other:
        for email, calendar in other.world.calendars.items():
            assert set(calendar.events) <= set(box.world.calendars[email].events)


def test_hana_can_always_be_met_in_the_morning(box: Sandbox) -> None:
    calendar = box.world.calendars["hana@larkspur.example"]

    for day in range(5):
        starts_at = datetime(2026, 3, 9, 9, tzinfo=UTC) + timedelta(days=day)
        morning = calendar.between(starts_at, starts_at + timedelta(hours=1))
        assert not any(e.is_busy(calendar.email) for e in morning)


def test_a_taken_port_is_named(box: Sandbox) -> None:
    port = int(box.url.rpartition(":")[2])

    with pytest.raises(PortTaken, match=f"port {port} is in use"):
        Sandbox(port=port).start()
    with pytest.raises(PortTaken, match=f"port {box.smtp_port} is in use"):
        Sandbox(smtp_port=box.smtp_port).start()


def test_stopping_frees_ports_and_ends_open_connections() -> None:
    sandbox = Sandbox(now=NOW).start()
    port, smtp_port = int(sandbox.url.rpartition(":")[2]), sandbox.smtp_port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/faults")
    connection.getresponse().read()

    sandbox.stop()

    connection.close()
    for number in (port, smtp_port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", number), timeout=1)


def test_the_app_url_may_come_later() -> None:
    with Sandbox(now=NOW) as sandbox:
        sandbox.app_url = "http://127.0.0.1:9999"

        assert sandbox.world.app_url == "http://127.0.0.1:9999"


def test_the_clock_ticks_from_any_instant_and_can_be_moved() -> None:
    clock = Clock(NOW)
    assert NOW <= clock.now() < NOW + timedelta(seconds=5)

    clock.advance(timedelta(days=1))
    assert timedelta(days=1) <= clock.now() - NOW < timedelta(days=1, seconds=5)
    assert read_instant("2026-03-02T14:00:00Z") == read_instant("2026-03-02T15:00:00+01:00")


def test_the_command_runs_the_whole_world_and_ends_on_a_signal(tmp_path: Path) -> None:
    secrets = tmp_path / "credentials.json"
    program = [sys.executable, "-m", "sandbox", "--port", "0", "--smtp-port", "0"]
    options = ["--now", NOW_TEXT, "--credentials-file", str(secrets)]
    with subprocess.Popen(
        program + options, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = line.split()[1]
        world = requests.get(f"{url}/world.json", timeout=30).json()
        process.terminate()

    assert process.returncode == 0
    assert world["now"].startswith("2026-03-02T14:0")
    assert json.loads(secrets.read_text())["orgs"][0]["name"] == "Larkspur"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600


def test_the_command_says_which_port_is_taken(box: Sandbox) -> None:
    port = box.url.rpartition(":")[2]
    program = [sys.executable, "-m", "sandbox", "--port", port, "--smtp-port", "0"]

    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == f"sandbox: port {port} is in use by another program\n"
