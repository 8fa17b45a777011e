"""Small packages in metadata format, and simple-salesforce's own client to deploy them."""

import io
import zipfile
from pathlib import Path
from typing import Any

from simple_salesforce import Salesforce

from handoff.deploy.convert import convert
from handoff.deploy.packaging import manifest
from handoff.deploy.project import Project

PROJECT = Path(__file__).resolve().parents[2] / "sf_metadata"
NS = "http://soap.sforce.com/2006/04/metadata"
APP_URL = "https://handoff.larkspur.example"
DELETIONS = "destructiveChangesPost.xml"


def metadata(kind: str, inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} xmlns="{NS}">{inside}</{kind}>\n'


def zipped(files: dict[str, str | bytes], members: dict[str, set[str]]) -> bytes:
    whole = {**files, "package.xml": manifest(members, "67.0")}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in whole.items():
            archive.writestr(path, content)
    return stream.getvalue()


def project(*packages: str) -> bytes:
    """The project as handoff.deploy would send it."""
    values = {"HANDOFF_BASE_URL": APP_URL}
    return convert(Project.at(PROJECT), packages, values).archive()


def deploy(admin: Salesforce, archive: bytes, **options: str) -> dict[str, Any]:
    """Begin a deployment and ask until it is over; the last answer."""
    wanted = {"testLevel": "", "tests": "", "checkOnly": "false", **options}
    begun = admin.deploy(io.BytesIO(archive), sandbox=False, **wanted)
    assert begun["state"] == "Queued"
    first = admin.checkDeployStatus(begun["asyncId"])
    assert first["state"] == "InProgress"
    found: dict[str, Any] = admin.checkDeployStatus(begun["asyncId"])
    return found


def problems(answer: dict[str, Any]) -> list[str]:
    return [one["message"] for one in answer["deployment_detail"]["errors"]]
