"""Checks of what people look at: layouts, actions, pages, tabs, apps, reports, translations."""

import re
from collections.abc import Iterator

from sandbox.salesforce.metadata.components import Component
from sandbox.salesforce.metadata.nodes import text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.view import View, missing, problem

_OWN_COLUMN = re.compile(r"(?P<object>\w+__c)[.$](?P<field>\w+__c)")
_TRANSLATED = (
    ("fields", "CustomField"),
    ("validationRules", "ValidationRule"),
    ("quickActions", "QuickAction"),
    ("recordTypes", "RecordType"),
)
_TRANSLATED_ALONE = (
    ("customLabels", "CustomLabel"),
    ("customTabs", "CustomTab"),
    ("customApplications", "CustomApplication"),
    ("reportTypes", "ReportType"),
)


def check_layout(one: Component, view: View) -> Iterator[Problem]:
    object_name = one.name.partition("-")[0]
    if not view.has("CustomObject", object_name):
        yield problem(one, f"In field: layout - no CustomObject named {object_name} found")
        return
    for node in one.root.iter("layoutItems"):
        field = text_of(node, "field")
        words = _refused_item(view, f"{object_name}.{field}", text_of(node, "behavior"))
        if field and words:
            yield problem(one, words, node.find("field"))
    for node in one.root.findall("relatedLists"):
        yield from _check_related(one, node.findtext("relatedList", ""), view)
    for node in one.root.iter("actionName"):
        name = (node.text or "").strip()
        if "." in name and not view.has("QuickAction", name):
            yield problem(one, f"In field: actionName - no QuickAction named {name} found", node)


def _refused_item(view: View, full_name: str, behavior: str) -> str:
    object_name, _, field = full_name.partition(".")
    if not view.has_column(object_name, field):
        return f"In field: field - no CustomField named {full_name} found"
    if view.is_always_visible(full_name) and behavior != "Required":
        return f"Field:{field} must be Required"
    return ""


def _check_related(one: Component, name: str, view: View) -> Iterator[Problem]:
    child, _, field = name.partition(".")
    if child.endswith("__c") and not view.has_field(f"{child}.{field}"):
        yield problem(one, f"Cannot find related list:{name}")


def check_quick_action(one: Component, view: View) -> Iterator[Problem]:
    if "." in one.name and not view.has("CustomObject", one.parent):
        yield problem(one, f"Entity of type 'CustomObject' named '{one.parent}' cannot be found")
    for tag, of in (
        ("lightningComponent", "AuraDefinitionBundle"),
        ("lightningWebComponent", "LightningComponentBundle"),
        ("flowDefinition", "Flow"),
    ):
        yield from missing(one, one.root, tag, of=of, view=view)


def check_tab(one: Component, view: View) -> Iterator[Problem]:
    if one.text("customObject") == "true" and not view.has("CustomObject", one.name):
        yield problem(one, f"In field: customObject - no CustomObject named {one.name} found")
    yield from missing(one, one.root, "flexiPage", of="FlexiPage", view=view)
    yield from missing(one, one.root, "lwcComponent", of="LightningComponentBundle", view=view)


def check_application(one: Component, view: View) -> Iterator[Problem]:
    for node in one.root.findall("tabs"):
        name = (node.text or "").strip()
        if not name.startswith("standard-") and not view.has("CustomTab", name):
            yield problem(one, f"In field: tabs - no CustomTab named {name} found", node)


def check_page(one: Component, view: View) -> Iterator[Problem]:
    """A Lightning page."""
    yield from missing(one, one.root, "sobjectType", of="CustomObject", view=view)
    for node in one.root.iter("componentName"):
        name = (node.text or "").strip()
        space, _, local = name.rpartition(":")
        is_ours = space == "c" or not space
        known = any(
            view.has(kind, local) for kind in ("LightningComponentBundle", "AuraDefinitionBundle")
        )
        if is_ours and not known:
            yield problem(
                one,
                f"We couldn't retrieve the design time component information for component {name}",
                node,
            )


def check_report_type(one: Component, view: View) -> Iterator[Problem]:
    yield from missing(one, one.root, "baseObject", of="CustomObject", view=view)
    for node in one.root.iter("columns"):
        table, field = text_of(node, "table"), text_of(node, "field")
        is_plain = "." not in field and "." not in table and view.has("CustomObject", table)
        if is_plain and not view.has_field(f"{table}.{field}"):
            yield problem(one, f"Invalid field {field} of table {table}", node)


def check_report(one: Component, view: View) -> Iterator[Problem]:
    yield from _check_folder(one, "ReportFolder", view)
    declared = one.text("reportType")
    base = declared.removeprefix("CustomEntity$").partition("$")[0]
    if declared.startswith("CustomEntity$"):
        if not view.has("CustomObject", base):
            yield problem(one, f"invalid report type: {declared}", one.root.find("reportType"))
    elif declared.endswith("__c") and not view.has("ReportType", declared.removesuffix("__c")):
        yield problem(one, f"invalid report type: {declared}", one.root.find("reportType"))
    for node in one.root.iter():
        match = _OWN_COLUMN.fullmatch((node.text or "").strip())
        known = match and view.has("CustomObject", match["object"])
        if match and known and not view.has_field(f"{match['object']}.{match['field']}"):
            yield problem(one, f"Invalid value specified: {node.text}", node)


def check_dashboard(one: Component, view: View) -> Iterator[Problem]:
    yield from _check_folder(one, "DashboardFolder", view)
    for node in one.root.iter("report"):
        name = (node.text or "").strip()
        if name and not view.has("Report", name):
            yield problem(one, f"In field: report - no Report named {name} found", node)


def _check_folder(one: Component, of: str, view: View) -> Iterator[Problem]:
    folder = one.name.rpartition("/")[0]
    if folder not in ("", "unfiled$public") and not view.has(of, folder):
        yield problem(one, f"Cannot find folder:{folder}")


def check_object_translation(one: Component, view: View) -> Iterator[Problem]:
    object_name, _, language = one.name.rpartition("-")
    yield from _check_language(one, language, view)
    if not view.has("CustomObject", object_name):
        yield problem(one, f"Entity of type 'CustomObject' named '{object_name}' cannot be found")
        return
    for tag, of in _TRANSLATED:
        for node in one.root.findall(tag):
            name = f"{object_name}.{text_of(node, 'name')}"
            yield from missing(one, node, "name", of=of, view=view, name=name)


def check_translations(one: Component, view: View) -> Iterator[Problem]:
    yield from _check_language(one, one.name, view)
    for tag, of in _TRANSLATED_ALONE:
        for node in one.root.findall(tag):
            yield from missing(one, node, "name", of=of, view=view)


def _check_language(one: Component, language: str, view: View) -> Iterator[Problem]:
    if language not in view.languages:
        yield problem(one, "Not available for deploy for this organization")
