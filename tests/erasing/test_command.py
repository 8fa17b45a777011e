"""An operator erases a guest from the command line, and reads what was done or why it was not."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from handoff.storage.tables import AuditRow
from sandbox.environment import environment, new_key
from tests.cast import GUS, GUS_EMAIL, NOW_TEXT
from tests.support.inside import APP_URL, NOBODY_LISTENS
from tests.support.product import ROOT
from tests.support.served import Served
from tests.web.test_changes import booked


@pytest.fixture
def variables(served: Served, sqlite_url: str) -> Mapping[str, str]:
    booked(served.open(GUS))
    return environment(
        served.box.credentials,
        app_url=APP_URL,
        sandbox_url=served.box.url,
        database_url=sqlite_url,
        redis_url=NOBODY_LISTENS,
        secret_key=new_key(),
        now=NOW_TEXT,
    )


def erase(variables: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "handoff", "erase", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_guest_is_erased_once_the_operator_means_it(
    served: Served, variables: Mapping[str, str]
) -> None:
    org = served.person("olive").org_id

    refused = erase(variables, "--org", org, "--email", GUS_EMAIL)
    done = erase(variables, "--org", org, "--email", GUS_EMAIL, "--including-future")

    assert refused.returncode == 1
    assert "Discovery Call with Hana Berg on 3 Mar 2026, 14:30 UTC" in refused.stderr
    assert (done.returncode, done.stdout) == (0, "Erased in 1 booking.\n")
    lines = served.parts.database.run(lambda session: session.scalars(select(AuditRow)).all())
    assert [one.actor for one in lines if one.action == "erase_guest"] == ["operator"]


def test_what_cannot_be_used_is_said(served: Served, variables: Mapping[str, str]) -> None:
    other = erase(variables, "--org", "00D000000000009AAA", "--email", GUS_EMAIL)
    bare = erase({}, "--org", served.person("olive").org_id, "--email", GUS_EMAIL)

    assert other.returncode == 2
    assert served.person("olive").org_id in other.stderr
    assert bare.returncode == 2
    assert "HANDOFF_ORGS" in bare.stderr


def test_a_short_id_and_a_database_that_cannot_be_used(
    served: Served, variables: Mapping[str, str], tmp_path: Path
) -> None:
    org = served.person("olive").org_id
    wish = ("--org", org[:15], "--email", "nobody@nowhere.example")

    short = erase(variables, *wish)
    empty = erase({**variables, "DATABASE_URL": f"sqlite:///{tmp_path}/empty.db"}, *wish)
    nonsense = erase({**variables, "DATABASE_URL": "mysql://somewhere/db"}, *wish)

    assert (short.returncode, short.stdout) == (0, "Erased in 0 bookings.\n")
    assert (empty.returncode, nonsense.returncode) == (2, 2)
    assert "`python -m handoff doctor` says why" in empty.stderr
    assert "DATABASE_URL must begin with sqlite:// or postgres://" in nonsense.stderr
    assert "Traceback" not in empty.stderr + nonsense.stderr
