"""Times are shown as far as they are known when a calendar, the database or the queue is in trouble."""

import contextlib
import sqlite3
from typing import Any

import pytest
import requests

from tests.cast import EMEA, GUS
from tests.support.ports import free_port
from tests.support.served import Served, refused, serving
from tests.support.window import post_canvas, signed_request


def hosts_by_provider(served: Served, times: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    provider = {one.user_id: one.provider for one in served.box.world.people.values()}
    found: dict[str, list[dict[str, Any]]] = {"google": [], "microsoft": []}
    for host in times["hosts"]:
        found[provider[host["id"]]].append(host)
    return found


@pytest.mark.parametrize(("down", "up"), [("google", "microsoft"), ("microsoft", "google")])
@pytest.mark.parametrize("kind", ["status", "drop_before", "lose_access"])
def test_one_provider_down_leaves_the_others_hosts_on_offer(
    standing: Served, down: str, up: str, kind: str
) -> None:
    window = standing.open(GUS)
    question = window.question(window.pool(EMEA), fresh=True)
    standing.fault(down, kind, times=None)

    times = window.times(question)

    hosts = hosts_by_provider(standing, times)
    unknown = {host["id"] for host in hosts[down]}
    assert times["slots"]
    assert {host["state"] for host in hosts[up]} == {"known"}
    assert {host["state"] for host in hosts[down]} == {"unknown"}
    assert all(host["reason"] for host in hosts[down])
    assert not any(unknown & set(slot["hosts"]) for slot in times["slots"])


def test_both_providers_down_is_said(standing: Served) -> None:
    window = standing.open(GUS)
    question = window.question(window.pool(EMEA), fresh=True)
    for service in ("google", "microsoft"):
        standing.fault(service, "status", status=500, times=None)

    times = window.times(question)

    assert times["slots"] == []
    assert times["closed_reason"].startswith("The calendars could not be read (")


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{", "null", '{"calendars": 5}'])
@pytest.mark.parametrize("service", ["google", "microsoft"])
def test_an_answer_that_is_none_makes_its_hosts_unknown(
    standing: Served, service: str, body: str
) -> None:
    window = standing.open(GUS)
    question = window.question(window.pool(EMEA), fresh=True)
    standing.fault(service, "status", status=200, body=body, times=None)

    times = window.times(question)

    assert {host["state"] for host in hosts_by_provider(standing, times)[service]} == {"unknown"}
    assert times["slots"]


def test_a_locked_database_is_said_in_words_and_never_a_500(
    served: Served, sqlite_url: str
) -> None:
    window = served.open(GUS)
    with contextlib.closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("BEGIN EXCLUSIVE")

        answer = refused(window.ask, "GET", "/hosts?q=hana")
        other.rollback()

    assert answer.status == 503
    assert answer.headers["Retry-After"]
    assert answer.error["message"] == (
        "The database did not answer in time. Try again in a moment."
    )
    assert window.ask("GET", "/hosts?q=hana")["hosts"]


def test_a_database_that_is_gone_is_said_in_words(box: Any) -> None:
    with serving(box, f"postgresql://handoff@127.0.0.1:{free_port()}/handoff") as running:
        page = post_canvas(running.url, signed_request(box, GUS))
        health = requests.get(f"{running.url}/health/ready", timeout=30)
        alive = requests.get(f"{running.url}/health", timeout=30)

    assert (page.status_code, health.status_code, alive.status_code) == (503, 503, 200)
    assert page.headers["Retry-After"]
    assert "The database did not answer in time." in page.text
    assert "psycopg" not in page.text + health.text


def test_without_redis_a_booking_is_accepted_all_the_same_and_its_effects_are_done(
    box: Any, sqlite_url: str
) -> None:
    with serving(box, sqlite_url, redis_url=f"redis://127.0.0.1:{free_port()}/0") as running:
        window = running.open(GUS)
        question = window.question(window.host("Hana Berg"))
        hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

        booking = window.book(hold["id"])["booking"]
        running.deliver()

        assert booking["state"] == "accepted"
        assert {row.state for row in running.effects(booking["id"]).values()} == {"done"}


def test_a_copy_of_the_settings_serves_while_salesforce_is_down(standing: Served) -> None:
    window = standing.open(GUS)
    question = window.question(window.host("Hana Berg"))
    standing.fault("salesforce", "status", status=503, times=None)

    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

    assert window.book(hold["id"])["booking"]["state"] == "accepted"
