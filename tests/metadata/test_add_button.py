"""The button can be put on any object, by files that pass the project's checks and look like the shipped ones."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from defusedxml import ElementTree

from handoff.salesforce.setting_fields import ObjectSetting
from sf_metadata.checks.__main__ import findings
from sf_metadata.scripts import add_button
from tests.metadata.planted import MAIN, PROJECT, copy_of_project

OWN = "own-app/main/default"


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of_project(tmp_path_factory.mktemp("own"))


@pytest.fixture
def project(copied: Path) -> Path:
    shutil.rmtree(copied / OWN, ignore_errors=True)
    return copied


def values(path: Path) -> dict[str, str | None]:
    root = ElementTree.parse(path).getroot()
    field = "{http://soap.sforce.com/2006/04/metadata}"
    return {
        one.findtext(f"{field}field", ""): one.findtext(f"{field}value")
        for one in root.iter(f"{field}values")
    }


def shape(path: Path) -> list[tuple[str, ...]]:
    """The names of a file's elements, and of the fields that it gives values to."""
    root = ElementTree.parse(path).getroot()
    return sorted((node.tag, *(one.tag for one in node)) for node in root)


def test_what_is_written_passes_the_checks_which_know_the_projects_own_objects(
    project: Path,
) -> None:
    given = ["Deal__c", "--label", "Book & Meet", "--user-field", "Account__r.OwnerId"]

    assert add_button.main([*given, "--launcher"], project) == 0

    written = sorted(path.name for path in (project / OWN).rglob("*.xml"))
    assert written == [
        "Deal__c.Handoff_Book.quickAction-meta.xml",
        "Deal__c.Handoff_Launch.quickAction-meta.xml",
        "Handoff_Object_Setting.Deal.md-meta.xml",
    ]
    assert add_button.main(["Project__c", "--detail-field", "Nothing__c", "--force"], project) == 0

    found = [one for one in findings(project) if one.file.startswith("own-app")]
    wrong = [one.wrong for one in found if "is there twice" not in one.wrong]
    assert wrong == ["Project__c has no field Nothing__c"]


def test_it_looks_like_the_shipped_ones(project: Path) -> None:
    add_button.main(["Deal__c", "--launcher"], project)

    action, launch = (
        f"quickActions/{{}}.{name}.quickAction-meta.xml"
        for name in ("Handoff_Book", "Handoff_Launch")
    )
    assert shape(project / OWN / action.format("Deal__c")) == shape(
        PROJECT / MAIN / action.format("Lead")
    )
    assert shape(project / OWN / launch.format("Deal__c")) == shape(
        PROJECT / "launcher-app/main/default" / launch.format("Lead")
    )


def test_the_setting_has_every_field(project: Path) -> None:
    given = [
        "--user-field",
        "Account__r",
        "--user-field",
        "Lead__r",
        "--guest-contact",
        "Contact__c",
    ]
    add_button.main(["Deal__c", *given], project)

    setting = values(project / OWN / "customMetadata/Handoff_Object_Setting.Deal.md-meta.xml")

    folder = PROJECT / MAIN / "objects/Handoff_Object_Setting__mdt/fields"
    assert set(setting) == {path.name.partition(".")[0] for path in folder.glob("*.xml")}
    assert setting[ObjectSetting.RECORD_OBJECT] == "Deal__c"
    assert setting[ObjectSetting.USER_FIELD_PATHS] == "Account__r\nLead__r"
    assert setting[ObjectSetting.GUEST_CONTACT] == "Contact__c"


@pytest.mark.parametrize(
    ("object_name", "setting"),
    [("acme__Deal__c", "acme_Deal"), ("Campaign", "Campaign"), ("My_Deal__c", "My_Deal")],
)
def test_a_setting_has_a_name_that_salesforce_takes(object_name: str, setting: str) -> None:
    button = add_button.Button(object_name, "Book Meeting")

    assert list(add_button.problems(button)) == []
    assert button.setting == setting


@pytest.mark.parametrize(
    "given",
    [
        [""],
        ["My Object__c"],
        ["Deal__mdt"],
        ["../Deal__c"],
        ["Deal__c", "--label", " "],
        ["Deal__c", "--label", "x" * 81],
        ["Deal__c", "--user-field", "Account__r; DROP"],
        ["Deal__c", "--package", "../elsewhere"],
    ],
)
def test_bad_names_are_refused(project: Path, given: list[str]) -> None:
    assert add_button.main(given, project) == 2
    assert not (project / OWN).exists()


def test_nothing_is_overwritten_unless_forced(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert add_button.main(["Lead"], project) == 2
    assert "Lead.Handoff_Book.quickAction-meta.xml is there already" in capsys.readouterr().err

    assert add_button.main(["Project__c"], project) == 0
    assert add_button.main(["Project__c", "--package", "sample-app"], project) == 2
    assert add_button.main(["Deal__c"], project) == 0
    assert add_button.main(["Deal__c"], project) == 2
    assert add_button.main(["Deal__c", "--force"], project) == 0


def test_it_says_what_to_do_next() -> None:
    said = subprocess.run(
        [sys.executable, PROJECT / "scripts/add_button.py", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Project__c" in said.stdout
