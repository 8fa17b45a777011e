"""The real Salesforce CLI deploys the project into an empty org, jsforce reads it back, a manifest takes it out."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from simple_salesforce import Salesforce

from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import org_credentials
from tests.sandbox.salesforce_clients import as_admin

PROJECT = Path(__file__).resolve().parents[2] / "sf_metadata"
MODULES = PROJECT / "node_modules"
SF = MODULES / ".bin" / "sf"
PACKAGES = ("force-app", "setup-app")
READ_BACK = """
const { Connection } = require("@jsforce/jsforce-node");
(async () => {
  const [instanceUrl, accessToken] = [process.env.URL, process.env.SF_ACCESS_TOKEN];
  const org = new Connection({ instanceUrl, accessToken, version: "67.0" });
  const all = await org.describeGlobal();
  const type = await org.sobject("Handoff_Meeting_Type__c").describe();
  const made = await org.sobject("Handoff_Pool__c").create({ Name: "Night", Kind__c: "Order" });
  await org.sobject("Handoff_Pool__c").update({ Id: made.id, Name: "Late" });
  const found = await org.sobject("Handoff_Pool__c").retrieve(made.id);
  const asked = await org.query("SELECT DeveloperName FROM Handoff_Object_Setting__mdt");
  const gone = await org.sobject("Handoff_Pool__c").destroy(made.id);
  const tabs = await org.metadata.list([{ type: "CustomTab" }], "67.0");
  console.log(JSON.stringify({
    objects: all.sobjects.map((one) => one.name),
    fields: type.fields.map((one) => [one.name, one.type]),
    pool: [found.Name, found.Kind__c], settings: asked.totalSize, gone: gone.success,
    tabs: tabs.map((one) => one.fullName),
  }));
})();
"""

pytestmark = pytest.mark.skipif(
    not SF.exists() or shutil.which("node") is None,
    reason="the Salesforce CLI is not installed (bin/check-metadata installs it)",
)


@dataclass
class Cli:
    """The CLI in a project and a home of its own, logged in to one sandbox org."""

    box: Sandbox
    project: Path
    env: dict[str, str]

    def run(self, *arguments: str) -> dict[str, Any]:
        """What the command answers as JSON, good or bad."""
        ended = subprocess.run(
            [str(SF), *arguments, "--json"],
            cwd=self.project,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        found: dict[str, Any] = json.loads(ended.stdout)
        return found


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox(now=NOW, app_url="http://127.0.0.1:8000", empty=True) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def cli(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Cli:
    home = tmp_path_factory.mktemp("home")
    project = tmp_path_factory.mktemp("project")
    for name in (*PACKAGES, "manifest"):
        shutil.copytree(PROJECT / name, project / name)
    for name in ("sfdx-project.json", ".forceignore"):
        shutil.copyfile(PROJECT / name, project / name)
    told = json.loads((project / "sfdx-project.json").read_text(encoding="utf-8"))
    held = [one for one in told["packageDirectories"] if one["path"] in PACKAGES]
    text = json.dumps(told | {"packageDirectories": held})
    (project / "sfdx-project.json").write_text(text, encoding="utf-8")
    env = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "NODE_PATH": str(MODULES),
        "NODE_NO_WARNINGS": "1",
        "SF_DISABLE_TELEMETRY": "true",
        "SF_SKIP_NEW_VERSION_CHECK": "true",
        "SF_AUTOUPDATE_DISABLE": "true",
        "SF_USE_GENERIC_UNIX_KEYCHAIN": "true",
        "SF_ACCESS_TOKEN": org_credentials(box)["admin"]["access_token"],
        "HANDOFF_BASE_URL": "https://handoff.larkspur.example",
        "URL": box.url,
    }
    entered = Cli(box, project, env)
    answer = entered.run(
        *("org", "login", "access-token", "--instance-url", box.url),
        *("--no-prompt", "--set-default"),
    )
    assert answer["status"] == 0, answer
    return entered


@pytest.fixture(scope="module")
def deployed(cli: Cli) -> dict[str, Any]:
    sources = [part for name in PACKAGES for part in ("--source-dir", name)]
    return cli.run("project", "deploy", "start", *sources)


def test_the_cli_deploys_everything(deployed: dict[str, Any], box: Sandbox) -> None:
    result = deployed.get("result", {})

    assert (deployed["status"], result.get("status")) == (0, "Succeeded"), deployed
    assert result["details"].get("componentFailures", []) == []
    assert deployed["warnings"] == []
    apps = org_of(box).schema.client_apps
    assert apps["Handoff"].canvas_url == "https://handoff.larkspur.example/canvas"


@pytest.mark.usefixtures("deployed")
def test_jsforce_reads_back_what_was_deployed(cli: Cli, box: Sandbox) -> None:
    """As the admin, who holds Handoff Admin after the first hour."""
    assert requests.post(f"{box.url}/plant", timeout=30).json() == {"planted": ["Larkspur"]}

    ended = subprocess.run(
        ["node", "-e", READ_BACK],
        env=cli.env,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    found = json.loads(ended.stdout)
    ours = {name for name in found["objects"] if name.startswith("Handoff_")}
    folders = {path.name for path in (PROJECT / "force-app/main/default/objects").glob("Handoff_*")}
    assert ours == folders
    assert ["Duration_Minutes__c", "double"] in found["fields"]
    assert found["pool"] == ["Late", "Order"]
    assert (found["settings"], found["gone"]) == (5, True)
    assert "Handoff_Pool__c" in found["tabs"]


@pytest.mark.usefixtures("deployed")
def test_a_fault_is_told_with_its_place(cli: Cli) -> None:
    path = cli.project / "force-app/main/default/permissionsets/Handoff_Host.permissionset-meta.xml"
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace("<field>Handoff_Host__c.", "<field>Handoff_Guest__c.", 1))
    try:
        answer = cli.run("project", "deploy", "start", "--dry-run", "--source-dir", str(path))
    finally:
        path.write_text(sound, encoding="utf-8")

    (failure,) = answer["result"]["details"]["componentFailures"]
    assert answer["status"] == 1
    assert failure["fullName"] == "Handoff_Host"
    assert "no CustomField named Handoff_Guest__c." in failure["problem"]
    line = sound[: sound.index("<field>Handoff_Host__c.")].count("\n") + 1
    assert int(failure["lineNumber"]) == line


@pytest.mark.usefixtures("deployed")
def test_a_destructive_manifest_leaves_the_org_clean(cli: Cli, box: Sandbox) -> None:
    with as_admin(box) as admin:
        free_permission_sets(admin)
    folder = "manifest/undeploy"

    answer = cli.run("project", "deploy", "start", "--metadata-dir", folder, "--ignore-warnings")

    assert answer["result"]["status"] == "Succeeded", answer
    schema = org_of(box).schema
    assert not [name for name in schema.objects if name.startswith("handoff")]
    assert not [f for f in schema.objects["event"].fields if f.startswith("handoff")]
    assert (schema.permission_sets, schema.client_apps, schema.flows) == ({}, {}, {})


def free_permission_sets(admin: Salesforce) -> None:
    """What an admin does before: nobody holds what is to be deleted."""
    for name in ("PermissionSetAssignment", "PermissionSetGroupComponent"):
        query = f"SELECT Id FROM {name} WHERE PermissionSet.Name LIKE 'Handoff%'"
        for row in admin.query_all(query)["records"]:
            getattr(admin, name).delete(row["Id"])


def org_of(box: Sandbox) -> Any:
    return next(org for org in box.world.orgs.values() if org.name == "Larkspur")  # type: ignore[attr-defined]
