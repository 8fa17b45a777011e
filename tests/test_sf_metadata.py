"""The Salesforce project: well-formed, consistent in itself, and what handoff/salesforce/fields.py says it is."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from handoff.org_settings import Switches
from handoff.salesforce import fields, settings_rows

PROJECT = Path(__file__).resolve().parents[1] / "sf_metadata"
NS = "{http://soap.sforce.com/2006/04/metadata}"
PACKAGES = ("force-app", "setup-app", "sample-app")
STANDARD_OBJECTS = {"Account", "Case", "Contact", "Lead", "Opportunity"}
WRITTEN_BY_WORKERS = {
    "Handoff_Booking__c",
    "Handoff_Booking_Host__c",
    "Handoff_Setting_Problem__c",
}
# Salesforce knows an icon by its number and name together; these are a few of its hundred.
ICONS = {
    "Custom9: Lightning",
    "Custom11: Star",
    "Custom15: People",
    "Custom19: Wrench",
    "Custom20: Airplane",
    "Custom25: Alarm clock",
    "Custom53: Bell",
    "Custom71: Headset",
}
OBJECTS_WITH_BUTTON = STANDARD_OBJECTS | {"Project__c"}


@cache
def files(ending: str) -> list[Path]:
    return sorted(path for package in PACKAGES for path in (PROJECT / package).rglob(f"*{ending}"))


@cache
def root(path: Path) -> Element:
    return ElementTree.parse(path).getroot()


def child(node: Element, name: str) -> str:
    return node.findtext(f"{NS}{name}", "")


@cache
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
    custom = {one.name.split(".")[0] for one in files(".customPermission-meta.xml")}

    assert all_of(granted, "classAccesses", "apexClass") <= classes
    assert all_of(granted, "objectPermissions", "object") <= objects | STANDARD_OBJECTS
    assert all_of(granted, "customMetadataTypeAccesses", "name") <= objects
    assert all_of(granted, "customSettingAccesses", "name") <= custom_settings()
    assert all_of(granted, "customPermissions", "name") <= custom
    assert all_of(granted, "tabSettings", "tab") <= tabs
    assert all_of(granted, "applicationVisibilities", "application") <= apps
    for name in all_of(granted, "fieldPermissions", "field"):
        if not name.endswith("__c"):
            continue
        field = root(field_files()[name.replace("Event.", "Activity.")])
        # Salesforce refuses to deploy a permission on a field that everybody has by its nature.
        assert child(field, "required") != "true"
        assert child(field, "type") != "MasterDetail"


def custom_settings() -> set[str]:
    return {
        path.parent.name
        for path in files(".object-meta.xml")
        if root(path).find(f"{NS}customSettingsType") is not None
    }


def granted_fields(permission_set: str, *, right: str) -> set[str]:
    (path,) = files(f"{permission_set}.permissionset-meta.xml")
    return {
        child(one, "field")
        for one in root(path).findall(f"{NS}fieldPermissions")
        if child(one, right) == "true"
    }


def settings_fields() -> set[str]:
    """The fields that need a permission: neither required nor of a master-detail or a custom setting."""
    return {
        name
        for name, path in field_files().items()
        if name.startswith("Handoff_")
        and "__mdt." not in name
        and name.split(".")[0] not in custom_settings() | WRITTEN_BY_WORKERS
        and child(root(path), "required") != "true"
        and child(root(path), "type") != "MasterDetail"
    }


def test_workers_read_every_setting_and_admins_change_it() -> None:
    wanted = settings_fields()

    assert len(wanted) > 70
    assert wanted <= granted_fields("Handoff_Integration", right="readable")
    assert wanted <= granted_fields("Handoff_Admin", right="editable")
    for name in ("Handoff_Integration", "Handoff_Admin"):
        (path,) = files(f"{name}.permissionset-meta.xml")
        assert all_of(root(path), "customSettingAccesses", "name") == custom_settings()


def test_hosts_enter_leave_but_neither_limits_nor_rights() -> None:
    editable = granted_fields("Handoff_Host", right="editable")

    assert "Handoff_Leave__c.Reason__c" in editable
    assert "Handoff_Host__c.Weekly_Hours__c" in editable
    assert not any("Max_Per" in name or "Calendar_Access" in name for name in editable)
    # Whoever could write it could have Handoff read and fill somebody else's calendar.
    assert "Handoff_Host__c.Calendar_Address__c" not in editable


def test_rules_are_for_admins_and_workers_alone() -> None:
    rules = "Handoff_Suggestion_Rule__c"
    readers = {
        path.name.split(".")[0]
        for path in files(".permissionset-meta.xml")
        if rules in all_of(root(path), "objectPermissions", "object")
    }

    assert readers == {"Handoff_Admin", "Handoff_Integration"}


def test_every_object_has_a_layout_with_all_its_fields_and_a_list() -> None:
    layouts = {path.name.split("-")[0]: path for path in files(".layout-meta.xml")}
    listed = {path.parent.parent.name for path in files(".listView-meta.xml")}
    custom = {path.parent.name for path in files(".object-meta.xml")} - custom_settings()

    assert {name for name in custom if name.endswith("__c")} <= listed
    for name in custom:
        shown = {child(one, "field") for one in root(layouts[name]).iter(f"{NS}layoutItems")}
        fields_of_it = {full.split(".")[1] for full in field_files() if full.startswith(f"{name}.")}
        assert fields_of_it <= shown, name


def test_every_tab_has_an_icon_of_its_own_that_salesforce_knows() -> None:
    icons = [child(root(path), "motif") for path in files(".tab-meta.xml")]

    assert set(icons) <= ICONS
    assert len(set(icons)) == len(icons)


def test_switches_that_nobody_touched_are_as_the_product_delivers_them() -> None:
    defaults = {
        name.split(".")[1]: child(root(path), "defaultValue") == "true"
        for name, path in field_files().items()
        if name.startswith("Handoff_Settings__c.") and child(root(path), "type") == "Checkbox"
    }

    empty = {"Suggestion_Flow__c": "", "Test_Mailbox__c": None, "Guest_Data_Days__c": None}
    assert settings_rows.switches(defaults | empty) == Switches()


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
    assert rights["Handoff_Booking_Host__c"] == {"Create", "Edit", "Delete"}
    assert rights["Handoff_Setting_Problem__c"] == {"Create", "Edit", "Delete"}
    assert not any(
        rights[name]
        for name in rights
        if name.startswith("Handoff_") and name not in WRITTEN_BY_WORKERS
    )
    assert not any(child(one, "modifyAllRecords") == "true" for one in granted)
    # Salesforce refuses ViewSetup without ViewRoles, and EditEvent without ActivitiesAccess.
    assert all_of(granted, "userPermissions", "name") == {
        "ActivitiesAccess",
        "ApiEnabled",
        "EditEvent",
        "EditTask",
        "RunFlow",
        "ViewRoles",
        "ViewSetup",
    }


def test_the_workers_may_fill_the_standard_fields_that_they_write() -> None:
    editable = granted_fields("Handoff_Integration", right="editable")

    for name in (
        fields.Event.DESCRIPTION,
        fields.Event.LOCATION,
        fields.Event.WHO,
        fields.Event.WHAT,
    ):
        assert f"Event.{name}" in editable
    for name in (fields.Task.DESCRIPTION, fields.Task.DUE_ON, fields.Task.WHO, fields.Task.WHAT):
        assert f"Task.{name}" in editable
    assert {"Contact.Email", "Lead.Email", "Case.SuppliedEmail"} <= editable


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
