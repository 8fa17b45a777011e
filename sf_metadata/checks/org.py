"""What objects and fields an org has with the project deployed: standard ones and its own."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from sf_metadata.checks.nodes import Node
from sf_metadata.checks.project import MetaFile, Project

DISTILLED = Path(__file__).resolve().parent / "distilled"
SCALARS = {
    *("Id String Boolean Integer Long Double Decimal Date Datetime Time Blob Object".split()),
    *("Address Location".split()),
}
CALCULATED = {"AutoNumber", "Summary"}
# What Salesforce gives to every object of a kind: name and type, and the relationship's target.
EVERYWHERE = {
    "Id": "Id",
    "IsDeleted": "Boolean",
    "CreatedById": "Id",
    "CreatedBy": "User",
    "CreatedDate": "Datetime",
    "LastModifiedById": "Id",
    "LastModifiedBy": "User",
    "LastModifiedDate": "Datetime",
    "SystemModstamp": "Datetime",
}
OF_OBJECTS = {"Name": "String", "LastViewedDate": "Datetime", "LastReferencedDate": "Datetime"}
OF_OWNED = {"OwnerId": "Id", "Owner": "Name"}
OF_SETTINGS = {"Name": "String", "SetupOwnerId": "Id", "SetupOwner": "Name"}
OF_METADATA = dict.fromkeys(
    ("DeveloperName", "MasterLabel", "Label", "Language", "NamespacePrefix", "QualifiedApiName"),
    "String",
)
OF_SHARES = {"ParentId": "Id", "UserOrGroupId": "Id", "AccessLevel": "String", "RowCause": "String"}


@cache
def distilled(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DISTILLED / name).read_text("utf-8"))
    return read


@dataclass(frozen=True, slots=True)
class Field:
    """A field, or a relationship that can be walked."""

    name: str
    type: str  # Salesforce's field type for the project's own, the Apex type otherwise
    target: str = ""  # the object at the other end of a relationship
    is_list: bool = False
    file: MetaFile | None = None
    root: Node | None = None

    @property
    def is_for_everybody(self) -> bool:
        """Whether no record can be without it: required, or the parent of a detail."""
        required = self.root is not None and self.root.value("required") == "true"
        return not self.target and (required or self.type == "MasterDetail")

    @property
    def is_calculated(self) -> bool:
        formula = self.root is not None and self.root.first("formula") is not None
        return formula or self.type in CALCULATED


class Org:
    """An org with the project deployed: its objects by name, each with its fields by name."""

    def __init__(self, project: Project) -> None:
        self.project = project

    @cached_property
    def custom_settings(self) -> set[str]:
        return {
            file.stem
            for file, root in self.project.of("CustomObject")
            if root.value("customSettingsType")
        }

    @cached_property
    def own_objects(self) -> set[str]:
        """The objects that the project brings, not those that it only adds fields to."""
        return {file.stem for file, root in self.project.of("CustomObject") if "__" in file.stem}

    @cached_property
    def objects(self) -> dict[str, dict[str, Field]]:
        found = {
            name: {field: standard_field(field, kind) for field, kind in fields.items()}
            for name, fields in distilled("standard_objects.json")["objects"].items()
        }
        for file, root in self.project.of("CustomObject"):
            found.setdefault(file.stem, {}).update(self.system_fields(file.stem, root))
            if file.stem.endswith("__c") and file.stem not in self.custom_settings:
                share = file.stem.replace("__c", "__Share")
                found[share] = fields_from(EVERYWHERE | OF_SHARES)
        for file, root in self.project.of("CustomField"):
            owners = ("Activity", "Event", "Task") if file.object == "Activity" else (file.object,)
            for owner in owners:
                for field in own_fields(file, root):
                    found.setdefault(owner, {})[field.name] = field
            for parent, child in child_relationships(file, root):
                if parent in found:
                    found[parent][child.name] = child
        return found

    def system_fields(self, name: str, root: Node) -> dict[str, Field]:
        if name.endswith("__mdt"):
            return fields_from({"Id": "Id", "SystemModstamp": "Datetime"} | OF_METADATA)
        if name in self.custom_settings:
            return fields_from(EVERYWHERE | OF_SETTINGS)
        if not name.endswith("__c"):
            return {}
        is_owned = root.value("sharingModel") != "ControlledByParent"
        return fields_from(EVERYWHERE | OF_OBJECTS | (OF_OWNED if is_owned else {}))

    def field(self, object_name: str, path: str) -> Field | None:
        """The field at the end of a path of relationships; None when there is no such path."""
        at, found = object_name, None
        steps = path.split(".")
        for index, step in enumerate(steps):
            found = self.objects.get(at, {}).get(step)
            if found is None or (index < len(steps) - 1 and (not found.target or found.is_list)):
                return None
            at = found.target
        return found

    def trouble(self, object_name: str, path: str) -> str:
        """What is wrong with a field or a path of relationships; empty when it exists."""
        if object_name not in self.objects:
            return f"there is no object {object_name}"
        if self.field(object_name, path):
            return ""
        at = object_name
        steps = path.split(".")
        for step in steps[:-1]:
            found = self.objects.get(at, {}).get(step)
            if found is None or not found.target or found.is_list:
                return f"{at} has no relationship {step}"
            at = found.target
        if at not in self.objects:
            return f"{at} is not in checks/distill.py's list of standard objects"
        return f"{at} has no field {steps[-1]}"


def standard_field(name: str, kind: str) -> Field:
    if kind in SCALARS:
        return Field(name, kind)
    return Field(name, "relationship", kind.removesuffix("[]"), is_list=kind.endswith("[]"))


def fields_from(kinds: dict[str, str]) -> dict[str, Field]:
    return {name: standard_field(name, kind) for name, kind in kinds.items()}


def own_fields(file: MetaFile, root: Node) -> Iterator[Field]:
    """The field itself, and the relationship that a lookup brings."""
    target = root.value("referenceTo")
    yield Field(file.stem, root.value("type"), file=file, root=root)
    if target and file.stem.endswith("__c"):
        name = file.stem.removesuffix("__c") + "__r"
        yield Field(name, "relationship", target, file=file, root=root)


def child_relationships(file: MetaFile, root: Node) -> Iterator[tuple[str, Field]]:
    target, name = root.value("referenceTo"), root.value("relationshipName")
    if target and name:
        yield target, Field(f"{name}__r", "relationship", file.object, is_list=True)
