"""Reads an SFDX project the way a deployment would: everything custom in an org comes from here.

https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/ (CustomObject,
CustomField, CustomMetadata, QuickAction, PermissionSet, ValidationRule in source format).
"""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sandbox.salesforce.flows import read_flow
from sandbox.salesforce.schema import Field, ObjectType, QuickAction, Schema
from sandbox.salesforce.standard import fields_of
from sandbox.salesforce.standard_fields import SYSTEM

_NS = "{http://soap.sforce.com/2006/04/metadata}"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_PACKAGES = ("force-app", "sample-app")

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


def deploy(schema: Schema, project: Path) -> None:
    """Adds to the schema everything that the project's packages define."""
    packages = [project / name for name in _PACKAGES if (project / name).is_dir()]
    for package in packages:
        _objects(schema, package)
    for package in packages:
        _fields(schema, package)
        _validations(schema, package)
        _settings(schema, package)
        _quick_actions(schema, package)
        for path in sorted(package.rglob("*.permissionset-meta.xml")):
            name = path.name.removesuffix(".permissionset-meta.xml")
            schema.permission_sets[name] = _text(_root(path), "label", name)
        for path in sorted(package.rglob("*.flow-meta.xml")):
            schema.flows[path.name.removesuffix(".flow-meta.xml")] = read_flow(path)


def _objects(schema: Schema, package: Path) -> None:
    for path in sorted(package.rglob("*.object-meta.xml")):
        name = path.name.removesuffix(".object-meta.xml")
        if schema.get(name) is None and name.endswith(("__c", "__mdt")):
            schema.add(_object(schema, name, _root(path)))


def _object(schema: Schema, name: str, root: ElementTree.Element) -> ObjectType:
    taken = sum(1 for kind in schema.objects.values() if kind.custom)
    label = _text(root, "label", name)
    kind = ObjectType(
        name=name,
        label=label,
        plural=_text(root, "pluralLabel", label + "s"),
        prefix=f"{'m' if name.endswith('__mdt') else 'a'}{taken:02d}",
        custom=True,
        sharing=_text(root, "sharingModel", "ReadWrite"),
    )
    for new in fields_of(SYSTEM.format(label)):
        kind.add(new)
    if kind.is_setting:
        for new in fields_of(_MDT_FIELDS):
            kind.add(new)
        return kind
    kind.add(_name_field(root))
    if root.find(f"{_NS}customSettingsType") is not None:
        kind.add(fields_of(_SETUP_OWNER)[0])
        return kind
    if kind.sharing != "ControlledByParent":
        kind.add(fields_of("OwnerId reference:18 ->Group,User/Owner = Owner ID")[0])
    return kind


def _name_field(root: ElementTree.Element) -> Field:
    node = root.find(f"{_NS}nameField")
    if node is None:
        return Field(name="Name", label="Name", type="string", length=80, required=True)
    automatic = _text(node, "type", "Text") == "AutoNumber"
    return Field(
        name="Name",
        label=_text(node, "label", "Name"),
        type="string",
        length=80,
        required=not automatic,
        writable=not automatic,
        auto_number=_text(node, "displayFormat", "{0}") if automatic else None,
    )


def _fields(schema: Schema, package: Path) -> None:
    for path in sorted(package.rglob("*.field-meta.xml")):
        owner = path.parent.parent.name
        new = _field(_root(path), custom_label=path.stem)
        # Activity's fields appear on Event and Task.
        for name in ("Event", "Task") if owner == "Activity" else (owner,):
            kind = schema.get(name)
            if kind is None:
                raise LookupError(f"{path} belongs to an object that the org does not have")
            kind.add(new)
            if new.master_detail:
                kind.fields.pop("ownerid", None)


def _field(root: ElementTree.Element, *, custom_label: str) -> Field:
    name = _text(root, "fullName", custom_label.removesuffix(".field-meta"))
    declared = _text(root, "type", "Text")
    kind, length = _TYPES[declared]
    target = _text(root, "referenceTo", "")
    default = _text(root, "defaultValue", "")
    return Field(
        name=name,
        label=_text(root, "label", name),
        type=kind,
        length=int(_text(root, "length", str(length))),
        required=_flag(root, "required") or declared == "MasterDetail",
        unique=_flag(root, "unique"),
        external_id=_flag(root, "externalId"),
        reference_to=(target,) if target else (),
        relationship=name.removesuffix("__c") + "__r" if target else None,
        picklist=tuple(
            _text(value, "label", "")
            if not _text(value, "fullName", "")
            else _text(value, "fullName", "")
            for value in root.iter(f"{_NS}value")
            if value.find(f"{_NS}fullName") is not None
        ),
        restricted=any(node.text == "true" for node in root.iter(f"{_NS}restricted")),
        default=_default(root, kind, default),
        writable=declared != "AutoNumber" and root.find(f"{_NS}formula") is None,
        precision=int(_text(root, "precision", "0")),
        scale=int(_text(root, "scale", "0")),
        custom=True,
        auto_number=_text(root, "displayFormat", "{0}") if declared == "AutoNumber" else None,
        long_text=declared in {"LongTextArea", "Html"},
        master_detail=declared == "MasterDetail",
    )


def _default(root: ElementTree.Element, kind: str, default: str) -> Any:
    if kind == "boolean":
        return default.lower() == "true"
    for value in root.iter(f"{_NS}value"):
        if _text(value, "default", "") == "true":
            return _text(value, "fullName", "")
    if not default:
        return None
    if kind in {"double", "currency", "percent"}:
        return float(default)
    return default.strip("\"'")


def _validations(schema: Schema, package: Path) -> None:
    for path in sorted(package.rglob("*.validationRule-meta.xml")):
        root = _root(path)
        if _text(root, "active", "false") == "true":
            schema.validations.append(
                (
                    path.parent.parent.name,
                    _text(root, "errorConditionFormula", ""),
                    _text(root, "errorMessage", ""),
                )
            )


def _settings(schema: Schema, package: Path) -> None:
    for path in sorted(package.rglob("*.md-meta.xml")):
        type_name, developer_name = path.name.removesuffix(".md-meta.xml").split(".", 1)
        root = _root(path)
        values: dict[str, Any] = {
            "object": f"{type_name}__mdt",
            "DeveloperName": developer_name,
            "MasterLabel": _text(root, "label", developer_name),
        }
        for node in root.findall(f"{_NS}values"):
            values[_text(node, "field", "")] = _value(node.find(f"{_NS}value"))
        schema.settings.append(values)


def _value(node: ElementTree.Element | None) -> Any:
    if node is None or node.text is None:
        return None
    declared = node.get(_XSI_TYPE, "xsd:string").split(":")[-1]
    if declared == "boolean":
        return node.text.strip() == "true"
    if declared in {"double", "int"}:
        return float(node.text)
    return node.text


def _quick_actions(schema: Schema, package: Path) -> None:
    for path in sorted(package.rglob("*.quickAction-meta.xml")):
        object_name, _, name = path.name.removesuffix(".quickAction-meta.xml").partition(".")
        if name:
            label = _text(_root(path), "label", name)
            schema.quick_actions[object_name] = QuickAction(object_name, name, label)


def _root(path: Path) -> ElementTree.Element:
    return ElementTree.parse(path).getroot()  # noqa: S314 (the repository's own files)


def _text(node: ElementTree.Element, name: str, otherwise: str) -> str:
    found = node.find(f"{_NS}{name}")
    return otherwise if found is None or found.text is None else found.text


def _flag(node: ElementTree.Element, name: str) -> bool:
    return _text(node, name, "false") == "true"
