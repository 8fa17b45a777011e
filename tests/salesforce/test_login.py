"""The workers' login: the JWT bearer flow, kept in the token store."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import responses

from handoff.clock import machine_now
from handoff.errors import AccessLost, TryLater, TurnedDown
from handoff.http import open_session
from handoff.salesforce.login import WorkerLogins, exchange
from handoff.tokens import MemoryTokens
from tests.salesforce.conftest import Larkspur

TOKEN_URL = "https://larkspur.my.salesforce.com/services/oauth2/token"


def test_the_token_lasts_fifty_minutes_since_salesforce_does_not_say(larkspur: Larkspur) -> None:
    token = exchange(open_session("salesforce", sandbox_url=larkspur.box.url), larkspur.org)

    assert token.value.startswith(larkspur.org_id[:15])
    remaining = token.expires_at - machine_now()
    assert timedelta(minutes=49) < remaining <= timedelta(minutes=50)


def test_a_token_is_asked_for_once(larkspur: Larkspur) -> None:
    before = larkspur.box.world.calls["salesforce"]["token"]

    larkspur.gateway.read_settings(larkspur.org_id)
    larkspur.gateway.read_settings(larkspur.org_id)

    assert larkspur.box.world.calls["salesforce"]["token"] == before + 1


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "somebody-else"},
        {"username": "nobody@larkspur.example"},
        {"private_key": "no key at all"},
        {"private_key": ""},
    ],
)
def test_a_login_that_is_not_allowed_is_lost_access(
    larkspur: Larkspur, change: dict[str, str]
) -> None:
    org = replace(larkspur.org, worker=replace(larkspur.org.worker, **change))
    session = open_session("salesforce", sandbox_url=larkspur.box.url)

    with pytest.raises(AccessLost) as caught:
        WorkerLogins(session, MemoryTokens()).token(org)

    assert org.worker.client_id not in caught.value.message


def test_another_audience_is_refused(larkspur: Larkspur) -> None:
    org = replace(larkspur.org, login_url="https://evil.example")

    with pytest.raises(AccessLost):
        exchange(open_session("salesforce", sandbox_url=larkspur.box.url), org)


@pytest.mark.parametrize(
    "reply,error",
    [
        ({"status": 503, "body": "<html>Down for maintenance</html>"}, TryLater),
        ({"status": 500, "body": ""}, TryLater),
        ({"status": 429, "json": {"error": "rate", "error_description": "slow down"}}, TryLater),
        ({"status": 200, "body": "<html>hello</html>"}, TryLater),
        ({"status": 200, "json": []}, TryLater),
        ({"status": 200, "json": {"access_token": None}}, TryLater),
        (
            {"status": 400, "json": {"error": "invalid_grant", "error_description": "inactive"}},
            AccessLost,
        ),
        ({"status": 400, "json": {"error": "something_new"}}, AccessLost),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}, TurnedDown),
    ],
)
@responses.activate
def test_odd_answers_to_a_login_are_told_apart(
    larkspur: Larkspur, reply: dict[str, Any], error: type[Exception]
) -> None:
    responses.post(TOKEN_URL, **reply)

    with pytest.raises(error):
        exchange(open_session("salesforce"), larkspur.org)

    assert len(responses.calls) == 1
