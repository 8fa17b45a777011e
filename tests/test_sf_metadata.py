"""The Salesforce project: well-formed, consistent in itself, and what handoff/salesforce/fields.py says it is."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from handoff.salesforce import fields

PROJECT = Path(__file__).resolve().parents[1] / "sf_metadata"
NS = "{http://soap.sforce.com/2006/04/metadata}"
PACKAGES = ("force-app", "setup-app", "sample-app")
STANDARD_OBJECTS = {"Account", "Case", "Contact", "Lead", "Opportunity"}
OBJECTS_WITH_BUTTON = STANDARD_OBJECTS | {"Project__c"}


def files(ending: str) -> list[Path]:
    return sorted(path for package in PACKAGES for path in (PROJECT / package).rglob(f"*{ending}"))


def root(path: Path) -> Element:
    return ElementTree.parse(path).getroot()


def child(node: Element, name: str) -> str:
    return node.findtext(f"{NS}{name}", "")


def field_files() -> dict[str, Path]:
    """Every custom field by Object.Field."""
    return {
        f"{path.parent.parent.name}.{path.name.removesuffix('.field-meta.xml')}": path
        for path in files(".field-meta.xml")
    }


def named_fields() -> Iterator[tuple[str, str]]:
    for described in fields.CUSTOM:
        for field in fields.fields_of(described):
            if field.endswith("__c"):
                yield f"{vars(described)['OBJECT']}.{field}", field.kind


@pytest.mark.parametrize("path", files("-meta.xml"), ids=lambda path: path.name)
def test_every_file_is_well_formed_metadata(path: Path) -> None:
    assert root(path).tag.startswith(NS)


@pytest.mark.parametrize("name,kind", list(named_fields()))
def test_every_field_that_the_product_names_exists_with_its_type(name: str, kind: str) -> None:
    assert child(root(field_files()[name]), "type") == kind


def test_every_custom_object_that_the_product_names_exists() -> None:
    objects = {path.name.removesuffix(".object-meta.xml") for path in files(".object-meta.xml")}

    named = {vars(described)["OBJECT"] for described in fields.CUSTOM}
    assert named - {"Activity"} <= objects


def test_the_product_names_every_field_that_the_project_ships() -> None:
    shipped = {name for name, path in field_files().items() if "sample-app" not in path.parts}

    assert shipped == {name for name, _ in named_fields()}


@pytest.mark.parametrize(
    "path",
    [path for path in files("-meta.xml") if root(path).find(f"{NS}fullName") is not None],
    ids=lambda path: path.name,
)
def test_a_full_name_is_the_file_name(path: Path) -> None:
    assert child(root(path), "fullName") == path.name.split(".")[0]


@pytest.mark.parametrize("path", list(field_files().values()), ids=lambda path: path.name)
def test_every_field_has_a_label_and_says_what_it_is_for(path: Path) -> None:
    field = root(path)

    assert child(field, "label")
    assert 10 < len(child(field, "inlineHelpText")) <= 510


@pytest.mark.parametrize("path", files(".permissionset-meta.xml"), ids=lambda path: path.name)
def test_a_permission_set_names_only_what_exists(path: Path) -> None:
    granted = root(path)
    classes = {one.name.removesuffix(".cls") for one in files(".cls")}
    objects = {one.name.removesuffix(".object-meta.xml") for one in files(".object-meta.xml")}
    tabs = {one.name.removesuffix(".tab-meta.xml") for one in files(".tab-meta.xml")}
    apps = {one.name.removesuffix(".app-meta.xml") for one in files(".app-meta.xml")}

    assert all_of(granted, "classAccesses", "apexClass") <= classes
    assert all_of(granted, "objectPermissions", "object") <= objects | STANDARD_OBJECTS
    assert all_of(granted, "customMetadataTypeAccesses", "name") <= objects
    assert all_of(granted, "tabSettings", "tab") <= tabs
    assert all_of(granted, "applicationVisibilities", "application") <= apps
    for name in all_of(granted, "fieldPermissions", "field"):
        field = root(field_files()[name.replace("Event.", "Activity.")])
        # Salesforce refuses to deploy a permission on a field that everybody has by its nature.
        assert child(field, "required") != "true"
        assert child(field, "type") != "MasterDetail"


def all_of(node: Element, group: str, name: str) -> set[str]:
    return {child(one, name) for one in node.findall(f"{NS}{group}")}


def test_the_workers_may_change_bookings_and_nothing_of_the_settings() -> None:
    (path,) = files("Handoff_Integration.permissionset-meta.xml")
    granted = root(path)

    rights = {
        child(one, "object"): {
            right for right in ("Create", "Edit", "Delete") if child(one, f"allow{right}") == "true"
        }
        for one in granted.findall(f"{NS}objectPermissions")
    }
    assert rights["Handoff_Booking__c"] == {"Create", "Edit"}
    assert not any(
        rights[name] for name in rights if name.startswith("Handoff_") and "Booking" not in name
    )
    assert not any(child(one, "modifyAllRecords") == "true" for one in granted)
    assert all_of(granted, "userPermissions", "name") == {"ApiEnabled", "EditEvent", "RunFlow"}


def test_each_object_has_the_button_and_a_setting() -> None:
    buttons = {path.name.split(".")[0] for path in files(".quickAction-meta.xml")}
    settings = {setting_values(path)["Object_API_Name__c"] for path in files(".md-meta.xml")}

    assert buttons == OBJECTS_WITH_BUTTON
    assert settings == OBJECTS_WITH_BUTTON


@pytest.mark.parametrize("path", files(".md-meta.xml"), ids=lambda path: path.name)
def test_a_setting_fills_only_fields_that_exist(path: Path) -> None:
    known = {
        name.split(".")[1]
        for name in field_files()
        if name.startswith("Handoff_Object_Setting__mdt")
    }

    assert set(setting_values(path)) <= known


def setting_values(path: Path) -> dict[str, str]:
    return {child(one, "field"): child(one, "value") for one in root(path).findall(f"{NS}values")}


def test_code_and_its_metadata_come_in_pairs() -> None:
    for ending in (".cls", ".cmp"):
        sources = {path.name for path in files(ending)}
        assert sources == {
            path.name.removesuffix("-meta.xml") for path in files(f"{ending}-meta.xml")
        }


def test_the_canvas_app_calls_our_lifecycle_handler() -> None:
    (path,) = files(".ecaCanvas-meta.xml")
    settings = root(path)

    assert child(settings, "accessMethod") == "Post"
    assert child(settings, "lifeCycleHandler") == "HandoffCanvasLifecycle"
    assert [one.name for one in files("HandoffCanvasLifecycle.cls")] == [
        "HandoffCanvasLifecycle.cls"
    ]


def test_no_consumer_secret_is_in_the_project() -> None:
    forbidden = ("consumerKey", "consumerSecret", "certificate")

    found = [
        path.name
        for path in files("-meta.xml")
        for node in root(path).iter()
        if node.tag.removeprefix(NS) in forbidden
    ]
    assert found == []
