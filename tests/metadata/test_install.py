"""scripts/install.sh deploys everything, but what admins have made of their org's object settings stays."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.metadata.planted import PROJECT

# Stands where the Salesforce CLI is found: writes down what it is asked for, and answers with the org's records.
CLI = """#!/bin/sh
echo "$*" >> "$ASKED"
case "$*" in "org list metadata"*) cat "$STANDING" ;; esac
"""


def deployments(directory: Path, *, standing: Sequence[str]) -> list[list[str]]:
    """What install.sh has the CLI deploy into an org with these records of custom metadata."""
    command = directory / "sf"
    command.write_text(CLI, encoding="utf-8")
    command.chmod(0o755)
    answer = {"status": 0, "result": [{"fullName": name} for name in standing]}
    (directory / "standing").write_text(json.dumps(answer, indent=2), encoding="utf-8")
    env = {"PATH": f"{directory}:/usr/bin:/bin", "ASKED": str(directory / "asked")}
    subprocess.run(
        [str(PROJECT / "scripts" / "install.sh"), "acme", "https://handoff.acme.com/"],
        env=env | {"STANDING": str(directory / "standing")},
        check=True,
        timeout=30,
        capture_output=True,
    )
    asked = (directory / "asked").read_text(encoding="utf-8").splitlines()
    return [
        [part for part in line.split() if "/" in part]
        for line in asked
        if line.startswith("project deploy start")
    ]


def test_the_first_deployment_brings_everything(tmp_path: Path) -> None:
    force, setup = deployments(tmp_path, standing=[])

    main = PROJECT / "force-app" / "main" / "default"
    records = {
        f"force-app/main/default/customMetadata/{one.name}"
        for one in (main / "customMetadata").iterdir()
    }
    folders = {f"force-app/main/default/{one.name}" for one in main.iterdir()}
    assert set(force) == folders - {"force-app/main/default/customMetadata"} | records
    assert len(records) == 5
    assert "setup-app/main/default/externalClientApps" in setup  # fmt: skip


def test_an_update_leaves_the_settings_that_are_there(tmp_path: Path) -> None:
    force, _ = deployments(
        tmp_path, standing=["Handoff_Object_Setting.Lead", "Handoff_Object_Setting.Project"]
    )

    left = [part for part in force if "customMetadata" in part]
    assert len(left) == 4
    assert not [part for part in left if "Lead" in part]
