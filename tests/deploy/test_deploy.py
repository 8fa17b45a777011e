"""`handoff deploy` against an org that knows nothing of Handoff, over sockets."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handoff.__main__ import main as handoff
from handoff.deploy.command import main
from handoff.deploy.following import Patience
from sandbox import seed
from sandbox.server import Sandbox
from tests.cast import LARKSPUR, NOW
from tests.deploy.test_convert import MAIN, element, put
from tests.sandbox.clients import org_credentials

ORG = "https://larkspur.my.salesforce.com"
APP = "https://handoff.larkspur.example"
HASTY = Patience(pause=0, tries=3)
BAD_SET = (
    "<classAccesses><apexClass>HandoffNowhere</apexClass><enabled>true</enabled></classAccesses>"
)
Run = Callable[..., int]


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox(now=NOW, empty=True) as sandbox:
        monkeypatch.setenv("HANDOFF_SANDBOX_URL", sandbox.url)
        monkeypatch.setenv("SF_ACCESS_TOKEN", str(admin(sandbox)["access_token"]))
        yield sandbox


@pytest.fixture
def run(box: Sandbox) -> Run:
    def run(*arguments: str) -> int:
        return main(["--instance-url", ORG, *arguments], patience=HASTY)

    return run


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project with one custom object in force-app and a tab for it in setup-app."""
    packages = [{"path": "force-app", "default": True}, {"path": "setup-app"}]
    told = {"packageDirectories": packages, "sourceApiVersion": "67.0"}
    (tmp_path / "sfdx-project.json").write_text(json.dumps(told), encoding="utf-8")
    inside = (
        "<deploymentStatus>Deployed</deploymentStatus><label>Crate</label><nameField><label>Name</label>"
        "<type>Text</type></nameField><pluralLabel>Crates</pluralLabel><sharingModel>ReadWrite</sharingModel>"
    )
    put(
        tmp_path,
        f"{MAIN}/objects/Crate__c/Crate__c.object-meta.xml",
        element("CustomObject", inside),
    )
    tab = "<customObject>true</customObject><motif>Custom1: Heart</motif>"
    put(tmp_path, "setup-app/tabs/Crate__c.tab-meta.xml", element("CustomTab", tab))
    return tmp_path


def admin(box: Sandbox) -> dict[str, Any]:
    found: dict[str, Any] = org_credentials(box)["admin"]
    return found


def org_of(box: Sandbox) -> Any:
    return next(org for org in box.world.orgs.values() if org.name == LARKSPUR)  # type: ignore[attr-defined]


def broken(small: Path) -> Path:
    put(
        small,
        f"{MAIN}/permissionsets/Crates.permissionset-meta.xml",
        element("PermissionSet", f"\n{BAD_SET}\n<label>Crates</label>"),
    )
    return small


class TestDeploying:
    def test_the_whole_project_and_out_again(
        self, run: Run, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--app-url", APP, "--languages") == 0
        said = capsys.readouterr().out
        order = [said.index(f"{name}:") for name in ("force-app", "setup-app", "translations-app")]
        assert order == sorted(order)
        assert "InProgress: " in said
        assert "Everything is deployed." in said
        assert org_of(box).schema.client_apps["Handoff"].canvas_url == f"{APP}/canvas"
        assert seed.settle(box.world) == [LARKSPUR]

        assert run("--remove", "--yes") == 0
        said = capsys.readouterr().out
        assert "12 records of Handoff_Meeting_Type__c" in said
        assert "assignments of its permission sets" in said
        schema = org_of(box).schema
        assert not [name for name in schema.objects if name.startswith("handoff")]
        assert (schema.permission_sets, schema.client_apps) == ({}, {})
        assert not [f for f in schema.objects["event"].fields if f.startswith("handoff")]

    def test_a_check_of_all_steps_at_once_changes_nothing(
        self, run: Run, small: Path, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--project", str(small), "--check-only") == 0

        assert "Everything could be deployed." in capsys.readouterr().out
        assert org_of(box).schema.get("Crate__c") is None

    def test_a_failure_is_told_with_its_place_and_what_to_do(
        self, run: Run, small: Path, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--project", str(broken(small))) == 1

        said = capsys.readouterr().out
        assert "FAILED PermissionSet Crates (permissionsets/Crates.permissionset, line 3)" in said
        assert "no ApexClass named HandoffNowhere found" in said
        assert "→ Deploy force-app before setup-app" in said
        assert "Nothing was changed in the org." in said
        assert said.count("  Deployment 0Af") == 1
        assert org_of(box).schema.get("Crate__c") is None

    def test_one_problem_of_many_is_said_once(
        self, run: Run, small: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for place in range(9):
            put(
                small,
                f"{MAIN}/quickActions/Lead.Go{place}.quickAction-meta.xml",
                element(
                    "QuickAction",
                    "<label>Go</label><lightningComponent>nowhere</lightningComponent>"
                    "<optionsCreateFeedItem>false</optionsCreateFeedItem><type>LightningComponent</type>",
                ),
            )

        assert run("--project", str(small)) == 1

        said = capsys.readouterr().out
        assert said.count("no AuraDefinitionBundle named nowhere found") == 1
        assert "and 3 more" in said

    def test_without_a_yes_nothing_is_removed(
        self,
        run: Run,
        small: Path,
        box: Sandbox,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        run("--project", str(small))
        monkeypatch.setattr("sys.stdin", io.StringIO("no\n"))

        assert run("--project", str(small), "--remove") == 1
        assert org_of(box).schema.get("Crate__c") is not None

        monkeypatch.setattr("sys.stdin", io.StringIO("remove\n"))
        assert run("--project", str(small), "--remove") == 0
        assert org_of(box).schema.get("Crate__c") is None


class TestLostConnections:
    def test_a_short_break_is_waited_out(
        self, run: Run, small: Path, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        box.world.faults.add(fault("metadata.checkDeployStatus", times=2))

        assert run("--project", str(small)) == 0
        assert "asking again" in capsys.readouterr().out

    def test_a_long_one_is_taken_up_again_by_the_id(
        self, run: Run, small: Path, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        box.world.faults.add(fault("metadata.checkDeployStatus", times=None))
        assert run("--project", str(small)) == 3
        words = capsys.readouterr().err
        deployment = words.rpartition("--resume ")[2].strip()
        box.world.faults.clear()

        assert run("--project", str(small), "--resume", deployment) == 0

        assert "Succeeded: 1 components." in capsys.readouterr().out
        assert org_of(box).schema.get("Crate__c") is not None

    def test_a_break_while_sending_says_where_to_look(
        self, run: Run, small: Path, box: Sandbox, capsys: pytest.CaptureFixture[str]
    ) -> None:
        box.world.faults.add(fault("metadata.deploy", times=1))

        assert run("--project", str(small)) == 3

        assert "Deployment Status" in capsys.readouterr().err
        assert run("--project", str(small)) == 0

    def test_a_deployment_that_nobody_knows(
        self, run: Run, small: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run("--project", str(small), "--resume", "0Af000000000001AAA") == 1
        assert "invalid cross reference id" in capsys.readouterr().err


class TestEntering:
    def test_a_password_with_its_security_token(
        self, run: Run, small: Path, box: Sandbox, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.delenv("SF_ACCESS_TOKEN")
        path = tmp_path / "password"
        path.write_text(admin(box)["password"] + "\n", encoding="utf-8")
        monkeypatch.setenv("SF_PASSWORD_FILE", str(path))
        monkeypatch.setenv("SF_SECURITY_TOKEN", admin(box)["security_token"])

        assert run("--project", str(small), "--username", admin(box)["username"]) == 0

    @pytest.mark.parametrize(
        ("name", "value", "more", "words"),
        [
            ("SF_ACCESS_TOKEN", "00D!secret", (), "does not know this access token"),
            ("SF_PASSWORD", "secret", ("--username", "adam@larkspur.example"), "security token"),
        ],
    )
    def test_a_refusal_is_told_and_no_secret(
        self,
        run: Run,
        small: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        name: str,
        value: str,
        more: tuple[str, ...],
        words: str,
    ) -> None:
        monkeypatch.setenv(name, value)

        assert run("--project", str(small), *more) == 1

        said = capsys.readouterr()
        assert words in said.err
        assert "secret" not in (said.out + said.err).replace("secrets", "")

    def test_who_may_not_deploy_is_told_why(
        self,
        run: Run,
        small: Path,
        box: Sandbox,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        org = org_of(box)
        token = org.open_session(org.keys["olive"], now=org.clock.now().replace(year=2100))
        monkeypatch.setenv("SF_ACCESS_TOKEN", token)

        assert run("--project", str(small)) == 1
        assert "«Modify Metadata Through Metadata API Functions»" in capsys.readouterr().err


class TestTheCommandLine:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["--instance-url", "http://larkspur.my.salesforce.com"], "org's own address"),
            (["--instance-url", "https://evil.example"], "org's own address"),
            (["--instance-url", ORG, "--app-url", "http://handoff.example"], "without a path"),
            (["--instance-url", ORG, "--app-url", APP + "/canvas"], "without a path"),
            (["--instance-url", ORG, "--resume", "0AfX"], "id of a deployment"),
        ],
    )
    def test_a_wish_that_makes_no_sense(
        self, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            main(arguments)

        assert ended.value.code == 2
        assert words in capsys.readouterr().err

    def test_nobody_to_log_in_as(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("SF_ACCESS_TOKEN")

        assert run() == 2
        assert "SF_ACCESS_TOKEN" in capsys.readouterr().err

    def test_the_address_of_handoff_is_asked_for(
        self, run: Run, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run() == 2
        assert "--app-url" in capsys.readouterr().err

    def test_handoff_lists_its_commands(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert handoff(["--help"]) == 0
        assert {"deploy", "doctor", "erase"} <= set(capsys.readouterr().out.split())
        assert handoff(["nonsense"]) == 2


def fault(call: str, *, times: int | None) -> dict[str, Any]:
    return {"service": "salesforce", "kind": "drop_after", "call": call, "times": times}
