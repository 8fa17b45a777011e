"""simple-salesforce, unmodified, pointed at the sandbox as one of the cast or as the integration user."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import requests
from simple_salesforce import Salesforce

from sandbox.server import Sandbox
from tests.sandbox.clients import org_credentials, vendor_session

VERSION = "67.0"
INSTANCE = "https://larkspur.my.salesforce.com"
LOGIN = "https://login.salesforce.com"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def signed_request(box: Sandbox, **wish: str) -> dict[str, Any]:
    answer = requests.get(f"{box.url}/lightning/signed-request", params=wish, timeout=30)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def envelope(raw: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(base64.b64decode(raw.split(".", 1)[1]))
    return found


def user_token(box: Sandbox, key: str, **wish: str) -> str:
    raw = signed_request(box, record=record_id(box, "lead:gus"), **{"as": key}, **wish)
    return str(envelope(raw["signed_request"])["client"]["oauthToken"])


def record_id(box: Sandbox, key: str) -> str:
    return str(next(row["id"] for row in box.world.as_json()["records"] if row["key"] == key))


def user_id(box: Sandbox, key: str) -> str:
    return box.world.people[key].user_id


@contextmanager
def as_user(box: Sandbox, key: str, *, token: str | None = None) -> Iterator[Salesforce]:
    with vendor_session(box) as session:
        token = token or user_token(box, key)
        yield Salesforce(session_id=token, instance_url=INSTANCE, version=VERSION, session=session)


def assertion(box: Sandbox, **changes: Any) -> str:
    worker = org_credentials(box)["worker"]
    claims = {
        "iss": worker["consumer_key"],
        "sub": worker["username"],
        "aud": LOGIN,
        "exp": datetime.now(UTC) + timedelta(minutes=3),
        **changes,
    }
    return jwt.encode(claims, worker["private_key"], algorithm="RS256")


def token_answer(box: Sandbox, proof: str, *, host: str = LOGIN) -> requests.Response:
    with vendor_session(box) as session:
        return session.post(
            f"{host}/services/oauth2/token",
            data={"grant_type": JWT_BEARER, "assertion": proof},
            timeout=30,
        )


@contextmanager
def integration(box: Sandbox) -> Iterator[Salesforce]:
    token = token_answer(box, assertion(box)).json()["access_token"]
    with as_user(box, "", token=token) as salesforce:
        yield salesforce


@contextmanager
def as_admin(box: Sandbox) -> Iterator[Salesforce]:
    """The admin as the credentials file lets them in."""
    with as_user(box, "", token=org_credentials(box)["admin"]["access_token"]) as salesforce:
        yield salesforce
