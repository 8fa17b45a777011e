"""An org without Handoff gets it as the admin guide says, and a meeting is booked on what was deployed."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.journeys.test_a_handoff import hand_gus_to_hana
from tests.support.product import ROOT, Product
from tests.support.queue_server import Valkey

PROJECT = ROOT / "sf_metadata"
COMMANDS = PROJECT / "node_modules" / ".bin"
QUIET = {
    "SF_DISABLE_TELEMETRY": "true",
    "SF_SKIP_NEW_VERSION_CHECK": "true",
    "SF_AUTOUPDATE_DISABLE": "true",
}


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """Two companies whose orgs know nothing of Handoff."""
    with Sandbox(now=NOW, empty=True) as sandbox:
        yield sandbox


@pytest.fixture
def product(box: Sandbox, valkey: Valkey, sqlite_url: str) -> Iterator[Product]:
    """The whole product; a test starts it when the org is ready."""
    made = Product(box=box, database_url=sqlite_url, redis_url=valkey.url)
    yield made
    made.stop()


def with_the_salesforce_cli(box: Any, app_url: str, home: Path) -> None:
    if not (COMMANDS / "sf").exists():
        pytest.skip("the Salesforce CLI is not installed (bin/check-metadata installs it)")
    admin = box.credentials["orgs"][0]["admin"]
    env = {
        **QUIET,
        "HOME": str(home),
        "PATH": f"{COMMANDS}:{os.environ['PATH']}",
        "SF_ACCESS_TOKEN": admin["access_token"],
    }
    login = ["sf", "org", "login", "access-token", "--instance-url", box.url, "--no-prompt"]
    run([*login, "--alias", "acme"], env)
    run([str(PROJECT / "scripts" / "install.sh"), "acme", app_url], env)


def with_python_alone(box: Any, app_url: str, home: Path) -> None:
    org = box.credentials["orgs"][0]
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "SF_ACCESS_TOKEN": org["admin"]["access_token"],
        "HANDOFF_SANDBOX_URL": box.url,
    }
    where = ["--instance-url", org["instance_url"], "--app-url", app_url]
    run([sys.executable, "-m", "handoff.deploy", *where], env)


def run(arguments: list[str], env: Mapping[str, str]) -> None:
    ended = subprocess.run(
        arguments, cwd=ROOT, env=dict(env), capture_output=True, text=True, timeout=240, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("deploy", [with_the_salesforce_cli, with_python_alone])
def test_what_was_deployed_books_a_meeting(
    page: Page, product: Product, box: Any, tmp_path: Path, deploy: Any
) -> None:
    deploy(box, product.url, tmp_path)
    assert requests.post(f"{box.url}/plant", timeout=30).ok
    product.start()

    hand_gus_to_hana(page, box)
