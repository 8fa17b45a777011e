"""An update leaves the object settings of an org as its admins have made them."""

from collections.abc import Iterator

import pytest
from simple_salesforce import Salesforce

from handoff.deploy.convert import convert
from handoff.deploy.keeping import spare
from handoff.deploy.packaging import Package
from handoff.deploy.project import Project
from sandbox.server import Sandbox
from tests.cast import NOW
from tests.sandbox.deployments import APP_URL, PROJECT, deploy, metadata, zipped
from tests.sandbox.salesforce_clients import as_admin

LEAD = "Handoff_Object_Setting.Lead"
CASE = "Handoff_Object_Setting.Case"


@pytest.fixture
def admin() -> Iterator[Salesforce]:
    with Sandbox(now=NOW, empty=True) as box, as_admin(box) as salesforce:
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


def test_an_update_leaves_what_an_admin_changed(admin: Salesforce) -> None:
    first = package()
    assert spare(first, admin) == []
    assert deploy(admin, first.archive())["state"] == "Succeeded"
    assert is_enabled(admin)
    deploy(admin, zipped(switched_off(LEAD), {"CustomMetadata": {LEAD}}))

    update = package()
    spared = spare(update, admin)

    assert LEAD in spared
    assert len(spared) == 5
    assert "CustomMetadata" not in update.members
    assert deploy(admin, update.archive())["state"] == "Succeeded"
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
