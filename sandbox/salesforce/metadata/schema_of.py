"""What an org's objects, fields and settings are, from its components: what describe and SOQL go by.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/customobject.htm
"""

from typing import Any
from xml.etree.ElementTree import Element

from sandbox.salesforce.metadata.components import Component, Components, of_type
from sandbox.salesforce.metadata.grants import (
    client_apps,
    permission_set_groups,
    permission_sets,
)
from sandbox.salesforce.metadata.nodes import XSI_TYPE, is_true, text_of
from sandbox.salesforce.schema import Field, ObjectType, QuickAction, Schema
from sandbox.salesforce.settings_changed import triggered_object
from sandbox.salesforce.standard import fields_of, standard_schema
from sandbox.salesforce.standard_fields import SYSTEM

# Metadata's field type -> (type in describe, length when none is given)
_TYPES = {
    "Text": ("string", 255),
    "Email": ("email", 80),
    "Phone": ("phone", 40),
    "Url": ("url", 255),
    "TextArea": ("textarea", 255),
    "LongTextArea": ("textarea", 32768),
    "Html": ("textarea", 32768),
    "Picklist": ("picklist", 255),
    "MultiselectPicklist": ("multipicklist", 4099),
    "Checkbox": ("boolean", 0),
    "Number": ("double", 0),
    "Currency": ("currency", 0),
    "Percent": ("percent", 0),
    "Date": ("date", 0),
    "DateTime": ("datetime", 0),
    "Time": ("time", 0),
    "Lookup": ("reference", 18),
    "MasterDetail": ("reference", 18),
    "MetadataRelationship": ("reference", 18),
    "Summary": ("double", 0),
    "EncryptedText": ("encryptedstring", 175),
    "AutoNumber": ("string", 30),
}
# A hierarchy custom setting has a row for the org, and perhaps others for a profile or a user.
_SETUP_OWNER = (
    "SetupOwnerId reference:18 required ->Organization,Profile,User/SetupOwner = Location"
)
_MDT_FIELDS = """
DeveloperName string:40 readonly = Custom Metadata Record Name
MasterLabel string:40 readonly = Label
Label string:40 readonly = Label
QualifiedApiName string:70 readonly = Qualified API Name
NamespacePrefix string:15 readonly = Namespace Prefix
Language picklist:40 readonly = Master Language
"""
_ACTIVITIES = ("Event", "Task")


def schema_of(components: Components, *, prefixes: dict[str, str]) -> Schema:
    """The standard schema and all that the components add; `prefixes` remembers each object's key prefix."""
    schema = standard_schema()
    for component in of_type(components, "CustomObject"):
        if component.name.endswith(("__c", "__mdt")):
            schema.add(_object(component, prefixes))
    for component in of_type(components, "CustomField"):
        _add_field(schema, component)
    for component in of_type(components, "SharingReason"):
        if kind := schema.get(component.parent):
            kind.sharing_reasons.add(component.local_name)
    schema.validations = [
        _validation(one)
        for one in of_type(components, "ValidationRule")
        if is_true(one.root, "active")
    ]
    schema.settings = [setting_of(one) for one in of_type(components, "CustomMetadata")]
    schema.quick_actions = _quick_actions(components)
    schema.flows = {one.name: one.root for one in of_type(components, "Flow")}
    schema.triggers = {
        name for one in of_type(components, "ApexTrigger") if (name := _reported(one))
    }
    schema.permission_sets = permission_sets(components)
    schema.permission_set_groups = permission_set_groups(components)
    schema.client_apps = client_apps(components)
    return schema


def _validation(rule: Component) -> tuple[str, str, str]:
    return (rule.parent, rule.text("errorConditionFormula"), rule.text("errorMessage"))


def _reported(trigger: Component) -> str | None:
    """The object whose changes an active trigger reports to the app."""
    if trigger.text("status", "Active") != "Active":
        return None
    return triggered_object(b"".join(trigger.files.values()).decode())


def _quick_actions(components: Components) -> dict[str, QuickAction]:
    """The action on each object's page: the first, where it has several."""
    found: dict[str, QuickAction] = {}
    for component in of_type(components, "QuickAction"):
        object_name, _, name = component.name.partition(".")
        if name:
            action = QuickAction(object_name, name, component.text("label", name))
            found.setdefault(object_name, action)
    return found


def objects_of(name: str) -> tuple[str, ...]:
    """The objects that have the fields defined on this one: Activity's appear on Event and Task."""
    return _ACTIVITIES if name == "Activity" else (name,)


def setting_of(component: Component) -> dict[str, Any]:
    """A custom metadata record as a row."""
    type_name, _, developer_name = component.name.partition(".")
    values: dict[str, Any] = {
        "object": f"{type_name}__mdt",
        "DeveloperName": developer_name,
        "MasterLabel": component.text("label", developer_name),
    }
    for node in component.root.findall("values"):
        values[text_of(node, "field")] = _value(node.find("value"))
    return values


def _object(component: Component, prefixes: dict[str, str]) -> ObjectType:
    name, root = component.name, component.root
    label = component.text("label", name)
    kind = ObjectType(
        name=name,
        label=label,
        plural=component.text("pluralLabel", label + "s"),
        prefix=_prefix(name, prefixes),
        custom=True,
        sharing=component.text("sharingModel", "ReadWrite"),
        is_custom_setting=root.find("customSettingsType") is not None,
    )
    for new in fields_of(SYSTEM.format(label)):
        kind.add(new)
    if kind.is_setting:
        for new in fields_of(_MDT_FIELDS):
            kind.add(new)
        return kind
    kind.add(_name_field(root))
    if kind.is_custom_setting:
        kind.add(fields_of(_SETUP_OWNER)[0])
    elif kind.sharing != "ControlledByParent":
        kind.add(fields_of("OwnerId reference:18 ->Group,User/Owner = Owner ID")[0])
    return kind


def _prefix(name: str, prefixes: dict[str, str]) -> str:
    """An object keeps its prefix for good, as rows of its own carry it."""
    letter = "m" if name.endswith("__mdt") else "a"
    return prefixes.setdefault(name, f"{letter}{len(prefixes):02d}")


def _name_field(root: Element) -> Field:
    node = root.find("nameField")
    if node is None:
        return Field(name="Name", label="Name", type="string", length=80, required=True)
    automatic = text_of(node, "type", "Text") == "AutoNumber"
    return Field(
        name="Name",
        label=text_of(node, "label", "Name"),
        type="string",
        length=80,
        required=not automatic,
        writable=not automatic,
        auto_number=text_of(node, "displayFormat", "{0}") if automatic else None,
    )


def _add_field(schema: Schema, component: Component) -> None:
    new = _field(component.root, component.local_name)
    for name in objects_of(component.parent):
        kind = schema.get(name)
        if kind is None:
            raise LookupError(f"{component.path} belongs to an object that the org does not have")
        kind.add(new)
        if new.master_detail:
            kind.fields.pop("ownerid", None)


def _field(root: Element, name: str) -> Field:
    declared = text_of(root, "type", "Text")
    kind, length = _TYPES[declared]
    target = text_of(root, "referenceTo", "")
    default = text_of(root, "defaultValue", "")
    return Field(
        name=name,
        label=text_of(root, "label", name),
        type=kind,
        length=int(text_of(root, "length", str(length))),
        required=is_true(root, "required") or declared == "MasterDetail",
        unique=is_true(root, "unique"),
        external_id=is_true(root, "externalId"),
        reference_to=(target,) if target else (),
        relationship=name.removesuffix("__c") + "__r" if target else None,
        picklist=tuple(
            text_of(value, "label", "")
            if not text_of(value, "fullName", "")
            else text_of(value, "fullName", "")
            for value in root.iter("value")
            if value.find("fullName") is not None
        ),
        restricted=any(node.text == "true" for node in root.iter("restricted")),
        default=_default(root, kind, default),
        writable=declared != "AutoNumber" and root.find("formula") is None,
        precision=int(text_of(root, "precision", "0")),
        scale=int(text_of(root, "scale", "0")),
        custom=True,
        auto_number=text_of(root, "displayFormat", "{0}") if declared == "AutoNumber" else None,
        long_text=declared in {"LongTextArea", "Html"},
        master_detail=declared == "MasterDetail",
    )


def _default(root: Element, kind: str, default: str) -> Any:
    if kind == "boolean":
        return default.lower() == "true"
    for value in root.iter("value"):
        if text_of(value, "default", "") == "true":
            return text_of(value, "fullName", "")
    if not default:
        return None
    if kind in {"double", "currency", "percent"}:
        return float(default)
    return default.strip("\"'")


def _value(node: Element | None) -> Any:
    if node is None or node.text is None:
        return None
    declared = node.get(XSI_TYPE, "xsd:string").split(":")[-1]
    if declared == "boolean":
        return node.text.strip() == "true"
    if declared in {"double", "int"}:
        return float(node.text)
    return node.text
