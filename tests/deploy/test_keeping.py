"""An update leaves the object settings of an org as its admins have made them."""

from collections.abc import Iterator

import pytest
from simple_salesforce import Salesforce

from handoff.deploy.command import main
from handoff.deploy.convert import convert
from handoff.deploy.following import Patience
from handoff.deploy.keeping import spare
from handoff.deploy.packaging import Package
from handoff.deploy.project import Project
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.clients import org_credentials
from tests.sandbox.deployments import APP_URL, PROJECT, deploy, metadata, zipped
from tests.sandbox.salesforce_clients import as_admin

LEAD = "Handoff_Object_Setting.Lead"
CASE = "Handoff_Object_Setting.Case"
ORG = "https://larkspur.my.salesforce.com"
STAYS = "is in the org and stays as it is"
HASTY = Patience(pause=0, tries=3)


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(now=NOW, empty=True) as sandbox:
        yield sandbox


@pytest.fixture
def admin(box: Sandbox) -> Iterator[Salesforce]:
    with as_admin(box) as salesforce:
        yield salesforce


def package() -> Package:
    return convert(Project.at(PROJECT), ["force-app"], {"HANDOFF_BASE_URL": APP_URL})


def switched_off(name: str) -> dict[str, str | bytes]:
    """The record as an admin changes it."""
    inside = (
        "<label>Lead</label><protected>false</protected><values><field>Object_API_Name__c</field>"
        '<value xsi:type="xsd:string">Lead</value></values><values><field>Enabled__c</field>'
        '<value xsi:type="xsd:boolean">false</value></values>'
    )
    namespaces = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    record = metadata("CustomMetadata", inside).replace(
        "<CustomMetadata ", f"<CustomMetadata {namespaces} "
    )
    return {f"customMetadata/{name}.md": record}  # fmt: skip


def is_enabled(admin: Salesforce) -> bool:
    query = "SELECT Enabled__c FROM Handoff_Object_Setting__mdt WHERE DeveloperName = 'Lead'"
    (row,) = admin.query(query)["records"]
    return bool(row["Enabled__c"])


def test_an_update_leaves_what_an_admin_changed(
    box: Sandbox,
    admin: Salesforce,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HANDOFF_SANDBOX_URL", box.url)
    monkeypatch.setenv("SF_ACCESS_TOKEN", str(org_credentials(box)["admin"]["access_token"]))
    wish = ["--instance-url", ORG, "--only", "force-app", "--app-url", APP_URL]
    assert main(wish, patience=HASTY) == 0
    assert STAYS not in capsys.readouterr().out
    assert is_enabled(admin)
    deploy(admin, zipped(switched_off(LEAD), {"CustomMetadata": {LEAD}}))

    assert main(wish, patience=HASTY) == 0

    said = capsys.readouterr().out
    assert f"  {LEAD} {STAYS}\n" in said
    assert said.count(STAYS) == 5
    assert not is_enabled(admin)


def test_a_setting_that_the_org_lacks_comes_along(admin: Salesforce) -> None:
    whole = package()
    whole.members["CustomMetadata"].remove(CASE)
    del whole.files[f"customMetadata/{CASE}.md"]
    deploy(admin, whole.archive())

    update = package()

    assert CASE not in spare(update, admin)
    assert update.members["CustomMetadata"] == {CASE}
    assert f"customMetadata/{CASE}.md" in update.files
