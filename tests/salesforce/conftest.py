"""The gateway against the sandbox's orgs, and what its tests ask of the world."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from handoff.canvas.context import read_context
from handoff.canvas.signed_request import verify_for
from handoff.config import OrgConfig
from handoff.http import open_session
from handoff.people import OrgId
from handoff.records import UserAccess
from handoff.salesforce.gateway import SalesforceGateway
from handoff.tokens import MemoryTokens
from sandbox.salesforce import writes
from sandbox.server import Sandbox
from tests.cast import GUS, NOW
from tests.support.inside import settings_for

TIMEOUT = 30


class KeptDescribes:
    """Keeps describes in memory; a test may spoil what is kept."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], dict[str, Any]] = {}

    def get(self, org_id: str, user_id: str, object_name: str) -> dict[str, Any] | None:
        return self.kept.get((org_id, user_id, object_name))

    def put(self, org_id: str, user_id: str, object_name: str, body: dict[str, Any]) -> None:
        self.kept[org_id, user_id, object_name] = body


class Larkspur:
    """One of the sandbox's companies, with a gateway to it and eyes on what happened there."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.orgs = dict(settings_for(box, "sqlite://").orgs)
        self.org: OrgConfig = next(org for org in self.orgs.values() if org.name == "Larkspur")
        self.tokens = MemoryTokens()
        self.describes = KeptDescribes()
        self.gateway = SalesforceGateway(
            open_session("salesforce", timeout=(1, 2), sandbox_url=box.url),
            self.tokens,
            self.orgs,
            self.describes,
            box.world.clock,
        )

    @property
    def org_id(self) -> OrgId:
        return self.org.org_id

    @property
    def theirs(self) -> Any:
        """The company's org as the sandbox knows it; the world's own JSON takes too long for many looks."""
        return self.box.world.orgs[self.org_id]

    def calls(self) -> dict[str, int]:
        """How often each call was made to Salesforce, apart from those for tokens."""
        with self.box.world.lock:
            counts = dict(self.box.world.calls["salesforce"])
        return {name: count for name, count in counts.items() if name != "token" and count}

    def records(self, object_name: str) -> list[dict[str, Any]]:
        with self.box.world.lock:
            rows: list[dict[str, Any]] = self.theirs.as_json()[object_name]
        return rows

    def record(self, key: str) -> str:
        return str(self.theirs.keys[key])

    def user(self, key: str) -> str:
        return self.record(key)

    def access(self, key: str, **wish: str) -> UserAccess:
        answer = requests.get(
            f"{self.box.url}/lightning/signed-request",
            params={"as": key, "record": self.record(GUS), **wish},
            timeout=TIMEOUT,
        )
        envelope, org = verify_for(answer.json()["signed_request"], self.orgs)
        return read_context(
            envelope, org, NOW, extra_origins=(self.box.url,), checks_age=False
        ).access

    def fault(self, **wish: Any) -> None:
        wish = {"service": "salesforce", **wish}
        answer = requests.post(f"{self.box.url}/faults", json=wish, timeout=TIMEOUT)
        assert answer.status_code == 201, answer.text

    def rule(self, **wish: Any) -> None:
        answer = requests.post(f"{self.box.url}/salesforce/rules", json=wish, timeout=TIMEOUT)
        assert answer.status_code == 201, answer.text

    def create(self, object_name: str, **fields: Any) -> str:
        """Write a record as the company's admin does."""
        return self._write("POST", f"sobjects/{object_name}", fields)["id"]

    def change(self, object_name: str, record_id: str, **fields: Any) -> None:
        self._write("PATCH", f"sobjects/{object_name}/{record_id}", fields)

    def plant(self, object_name: str, **fields: Any) -> str:
        """Store a row as it may stand there from before a validation rule: nothing is checked."""
        kind = self.theirs.schema.get(object_name)
        defaults = {one.name: one.default for one in kind.fields.values()}
        with self.box.world.lock:
            return str(
                writes.plant(self.theirs, object_name=object_name, record={**defaults, **fields})
            )

    def _write(self, method: str, path: str, fields: dict[str, Any]) -> Any:
        answer = requests.request(
            method,
            f"{self.box.url}/services/data/v67.0/{path}",
            json=fields,
            headers={
                "Host": "larkspur.my.salesforce.com",
                "Authorization": f"Bearer {self.access('adam').token}",
            },
            timeout=TIMEOUT,
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None


@pytest.fixture(scope="package")
def standing_box() -> Iterator[Sandbox]:
    """One outside world for all tests that leave no settings behind."""
    with Sandbox(now=NOW) as sandbox:
        yield sandbox


@pytest.fixture
def larkspur(standing_box: Sandbox) -> Iterator[Larkspur]:
    """A company whose records outlast the test; its rules and faults do not."""
    yield Larkspur(standing_box)
    for path in ("salesforce/rules", "faults"):
        requests.delete(f"{standing_box.url}/{path}", timeout=TIMEOUT)


@pytest.fixture
def own_larkspur(box: Sandbox) -> Larkspur:
    """A company in a world of the test's own."""
    return Larkspur(box)
