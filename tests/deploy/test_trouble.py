"""Whatever goes wrong with `handoff deploy` is told in a sentence, with an exit code and never a stack trace."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from handoff.deploy.command import main
from sandbox.server import Sandbox
from tests.deploy.test_deploy import ORG, Run, admin, box, fault, org_of, run, small
from tests.support.ports import free_port
from tests.support.product import ROOT

__all__ = ["box", "run", "small"]
PAGE = "<html><body>Please log in to the proxy<br></body></html>"


def status(call: str, code: int, body: Any) -> dict[str, Any]:
    return {**fault(call, times=None), "kind": "status", "status": code, "body": body}


NO_SESSION = [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}]
NO_QUERY = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]
TROUBLE = [
    ((), status("metadata.deploy", 200, PAGE), 3, "see Setup → Deployment Status"),
    ((), status("metadata.deploy", 502, PAGE), 1, "refuses with status 502"),
    (("--remove", "--yes"), status("query", 401, NO_SESSION), 1, "expired: get a new one"),
    (("--remove", "--yes"), status("query", 403, NO_QUERY), 1, "This user may not deploy"),
    (("--remove", "--yes"), status("query", 503, PAGE), 1, "refuses with status 503"),
    (("--remove", "--yes"), status("query", 200, PAGE), 3, "not as Salesforce does"),
    (("--remove", "--yes"), fault("query", times=None), 3, "did not answer"),
    (("--username", "adam"), status("login", 200, PAGE), 1, "not answer as Salesforce does"),
    (("--username", "adam"), status("login", 503, PAGE), 1, "refuses the login: 503"),
]


@pytest.mark.parametrize(("more", "trouble", "code", "words"), TROUBLE)
def test_an_odd_answer(
    run: Run,
    small: Path,
    box: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: tuple[str, ...],
    trouble: dict[str, Any],
    code: int,
    words: str,
) -> None:
    (small / "force-app/main/default/permissionsets").mkdir()
    (small / "force-app/main/default/permissionsets/A.permissionset-meta.xml").write_text(
        '<PermissionSet xmlns="http://soap.sforce.com/2006/04/metadata"><label>A</label></PermissionSet>'
    )
    monkeypatch.setenv("SF_PASSWORD", "secret")
    box.world.faults.add(trouble)

    assert run("--project", str(small), *more) == code
    assert words in capsys.readouterr().err


def test_an_org_that_cannot_be_reached(
    small: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HANDOFF_SANDBOX_URL", f"http://127.0.0.1:{free_port()}")

    assert run("--project", str(small)) == 1
    assert "cannot be reached; nothing was sent" in capsys.readouterr().err
    assert run("--project", str(small), "--remove", "--yes") == 3
    assert "did not answer" in capsys.readouterr().err


@pytest.mark.parametrize("token", ["00D!se cret", "00D!secret\nmore", "00D!→"])
def test_a_token_that_is_none(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], token: str
) -> None:
    monkeypatch.setenv("SF_ACCESS_TOKEN", token)

    assert run("--check-only") == 1
    said = capsys.readouterr().err
    assert "SF_ACCESS_TOKEN is no access token" in said
    assert "00D" not in said


def test_nobody_there_to_type_a_password(small: Path) -> None:
    ended = command("--username", "adam", "--project", str(small), stdin=subprocess.DEVNULL)

    said = ended.communicate(timeout=30)[1]
    assert ended.returncode == 2
    assert "put it into SF_PASSWORD" in said
    assert "Traceback" not in said


def test_a_project_without_files_is_not_taken_for_a_success(
    run: Run, small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (small / "setup-app").rglob("*.xml"):
        path.unlink()

    assert run("--project", str(small)) == 2
    assert "nothing to deploy in" in capsys.readouterr().err


def test_files_that_cannot_be_deployed_stop_the_first_step_too(
    run: Run, small: Path, box: Sandbox
) -> None:
    (small / "setup-app/odd.thing-meta.xml").write_text("<a/>")

    assert run("--project", str(small)) == 2
    assert org_of(box).schema.get("Crate__c") is None


def test_an_address_that_cannot_be_taken_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--instance-url", "https://[larkspur"])

    assert "'https://[larkspur' is no address" in capsys.readouterr().err


def test_stopping_says_that_salesforce_goes_on(small: Path, box: Sandbox) -> None:
    box.world.faults.add(
        {**fault("metadata.checkDeployStatus", times=None), "kind": "slow", "seconds": 30}
    )
    token = str(admin(box)["access_token"])
    watching = command("--project", str(small), SF_ACCESS_TOKEN=token, HANDOFF_SANDBOX_URL=box.url)
    assert watching.stdout is not None
    assert "force-app:" in watching.stdout.readline()
    assert "Deployment 0Af" in watching.stdout.readline()

    watching.send_signal(signal.SIGINT)

    said = watching.communicate(timeout=30)[1]
    assert watching.returncode == 130
    assert "goes on in Salesforce" in said
    assert "Traceback" not in said


def command(*arguments: str, stdin: int | None = None, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "handoff.deploy", "--instance-url", ORG, *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **env},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
