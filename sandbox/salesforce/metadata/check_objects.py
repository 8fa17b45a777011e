"""Checks of objects and what belongs to them: fields, rules, list views, compact layouts, custom metadata.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customfield.htm
"""

import re
from collections.abc import Iterator

from sandbox.salesforce.metadata.components import Component, of_type
from sandbox.salesforce.metadata.nodes import is_true, text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.view import View, missing, problem

_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*__(?:c|mdt|e)")
_FIELD_NAME = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*__c")
_NEEDED = {
    "Text": ("length",),
    "LongTextArea": ("length", "visibleLines"),
    "Html": ("length", "visibleLines"),
    "Number": ("precision", "scale"),
    "Currency": ("precision", "scale"),
    "Percent": ("precision", "scale"),
    "Lookup": ("referenceTo",),
    "MasterDetail": ("referenceTo", "relationshipName"),
    "MetadataRelationship": ("referenceTo",),
    "Picklist": ("valueSet",),
    "MultiselectPicklist": ("valueSet", "visibleLines"),
    "Checkbox": ("defaultValue",),
}
_SETTING_TYPES = frozenset(
    {"Checkbox", "Currency", "Date", "DateTime", "Email", "Number", "Percent", "Phone", "Text"}
    | {"TextArea", "Url"}
)
_MDT_TYPES = frozenset(
    {"Checkbox", "Date", "DateTime", "Email", "Number", "Percent", "Phone", "Picklist", "Text"}
    | {"TextArea", "LongTextArea", "Url", "MetadataRelationship"}
)
_ONLY_MDT = frozenset({"fieldManageability"})
_MOST_LABEL = 40
_MOST_FIELD_LENGTH = 255
_MOST_DESCRIPTION = 1000


def check_object(one: Component, view: View) -> Iterator[Problem]:
    if "__" not in one.name:
        yield from missing(one, one.root, "fullName", of="CustomObject", view=view, name=one.name)
        return
    if not _NAME.fullmatch(one.name):
        yield problem(
            one,
            f"The object name '{one.name}' may only hold letters, digits and single underscores",
        )
    yield from _check_titles(one)
    if one.name.endswith("__c") and one.root.find("customSettingsType") is None:
        yield from _check_records(one, view)
    compact = one.text("compactLayoutAssignment", "SYSTEM")
    if compact != "SYSTEM":
        name = f"{one.name}.{compact}"
        yield from missing(
            one, one.root, "compactLayoutAssignment", of="CompactLayout", view=view, name=name
        )


def _check_titles(one: Component) -> Iterator[Problem]:
    is_switch = one.root.find("customSettingsType") is not None
    for tag in ("label",) if is_switch else ("label", "pluralLabel"):
        if not one.text(tag):
            yield problem(one, f"Must specify a non-empty {tag} for the CustomObject")
        elif len(one.text(tag)) > _MOST_LABEL:
            words = f"{tag}: data value too large (max length={_MOST_LABEL})"
            yield problem(one, words, one.root.find(tag))
    if len(one.text("description")) > _MOST_DESCRIPTION:
        words = f"Value too long for field: Description maximum length is:{_MOST_DESCRIPTION}"
        yield problem(one, words, one.root.find("description"))


def _check_records(one: Component, view: View) -> Iterator[Problem]:
    """What an object needs that holds records of its own."""
    for tag in ("nameField", "deploymentStatus", "sharingModel"):
        if one.root.find(tag) is None:
            yield problem(one, f"Must specify '{tag}' for the CustomObject")
    fields = [f for f in of_type(view.components, "CustomField") if f.parent == one.name]
    has_master = any(f.text("type") == "MasterDetail" for f in fields)
    sharing = one.text("sharingModel")
    if has_master and sharing != "ControlledByParent":
        words = f"Cannot set sharingModel to {sharing} on a CustomObject with a MasterDetail relationship field"
        yield problem(one, words, one.root.find("sharingModel"))
    if sharing == "ControlledByParent" and not has_master:
        words = "Cannot set sharingModel to ControlledByParent on a CustomObject without a MasterDetail relationship field"
        yield problem(one, words, one.root.find("sharingModel"))


def check_field(one: Component, view: View) -> Iterator[Problem]:
    if not view.has("CustomObject", one.parent):
        yield problem(one, f"Entity of type 'CustomObject' named '{one.parent}' cannot be found")
        return
    if not one.local_name.endswith("__c"):
        return
    if not _FIELD_NAME.fullmatch(one.local_name):
        yield problem(
            one,
            f"The field name '{one.local_name}' may only hold letters, digits and single underscores",
        )
    if not one.text("label"):
        yield problem(one, "Must specify a non-empty label for the CustomField")
    declared = one.text("type")
    for tag in _NEEDED.get(declared, ()):
        if one.root.find(tag) is None and not _is_computed(one):
            yield problem(one, f"Must specify '{tag}' for a CustomField of type {declared}")
    yield from _check_kind(one, view, declared)
    yield from _check_target(one, view, declared)


def _is_computed(one: Component) -> bool:
    return one.root.find("formula") is not None


def _check_kind(one: Component, view: View, declared: str) -> Iterator[Problem]:
    holder = view.components.get(("CustomObject", one.parent))
    is_switch = holder is not None and holder.root.find("customSettingsType") is not None
    allowed = _SETTING_TYPES if is_switch else _MDT_TYPES if one.parent.endswith("__mdt") else None
    if not declared:
        yield problem(one, "Must specify 'type' for a CustomField")
    elif allowed is not None and declared not in allowed:
        kind = "custom setting" if is_switch else "custom metadata type"
        yield problem(
            one, f"A {kind} cannot have a field of type {declared}", one.root.find("type")
        )
    if one.parent.endswith("__mdt") and one.root.find("fieldManageability") is None:
        yield problem(
            one, "Must specify 'fieldManageability' for a field of a custom metadata type"
        )
    length = one.text("length")
    if declared == "Text" and length.isdigit() and int(length) > _MOST_FIELD_LENGTH:
        words = f"Length of a text field cannot be more than {_MOST_FIELD_LENGTH}"
        yield problem(one, words, one.root.find("length"))


def _check_target(one: Component, view: View, declared: str) -> Iterator[Problem]:
    target = one.text("referenceTo")
    if not target:
        return
    if not view.has("CustomObject", target):
        words = f"referenceTo value of '{target}' does not resolve to a valid sObject type"
        yield problem(one, words, one.root.find("referenceTo"))
    if (
        declared == "Lookup"
        and is_true(one.root, "required")
        and one.text("deleteConstraint") == "SetNull"
    ):
        words = (
            "field integrity exception: a required lookup cannot have the delete constraint SetNull"
        )
        yield problem(one, words, one.root.find("deleteConstraint"))


def check_rule(one: Component, view: View) -> Iterator[Problem]:
    if not view.has("CustomObject", one.parent):
        yield problem(one, f"Entity of type 'CustomObject' named '{one.parent}' cannot be found")
        return
    formula = one.text("errorConditionFormula")
    for name in sorted(set(re.findall(r"(?<![\w.$\"'])\w+__c\b", formula))):
        if not view.has_field(f"{one.parent}.{name}"):
            words = f"Field {name} does not exist. Check spelling."
            yield problem(one, words, one.root.find("errorConditionFormula"))
    shown_at = one.text("errorDisplayField")
    if shown_at:
        name = f"{one.parent}.{shown_at}"
        yield from missing(
            one, one.root, "errorDisplayField", of="CustomField", view=view, name=name
        )


def check_list_view(one: Component, view: View) -> Iterator[Problem]:
    columns = [*one.root.findall("columns"), *one.root.findall("filters/field")]
    for node in columns:
        if not view.has_column(one.parent, (node.text or "").strip()):
            yield problem(one, f"Could not resolve list view column: {node.text}", node)


def check_compact_layout(one: Component, view: View) -> Iterator[Problem]:
    for node in one.root.findall("fields"):
        name = f"{one.parent}.{(node.text or '').strip()}"
        if not view.has_field(name):
            yield problem(one, f"In field: fields - no CustomField named {name} found", node)


def check_setting(one: Component, view: View) -> Iterator[Problem]:
    """A record of a custom metadata type."""
    type_name = one.name.partition(".")[0] + "__mdt"
    if view.object_type(type_name) is None:
        yield problem(
            one, f"Custom metadata type {type_name} is not available in this organization"
        )
        return
    for node in one.root.findall("values"):
        name = text_of(node, "field")
        if not view.has_field(f"{type_name}.{name}"):
            words = f"In field: field - no CustomField named {type_name}.{name} found"
            yield problem(one, words, node.find("field"))
        elif node.find("value") is None:
            yield problem(one, f"Required field is missing: value of {name}", node)
