"""Fields and objects are what Salesforce lets them be: lengths, targets, and what each kind of object can hold."""

from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import MetaFile

CHECK = "fields"
LONGEST = {"label": 40, "inlineHelpText": 510, "description": 1000, "relationshipLabel": 80}
NEEDED = {
    "AutoNumber": ["displayFormat"],
    "Checkbox": ["defaultValue"],
    "LongTextArea": ["length", "visibleLines"],
    "Lookup": ["referenceTo"],
    "MasterDetail": ["referenceTo", "relationshipName"],
    "MetadataRelationship": ["referenceTo"],
    "Number": ["precision", "scale"],
    "Percent": ["precision", "scale"],
    "Picklist": ["valueSet"],
    "Summary": ["summaryForeignKey", "summaryOperation"],
    "Text": ["length"],
}
NOT_IN = {
    "setting": set(
        "Html LongTextArea Lookup MasterDetail MultiselectPicklist Picklist Summary".split()
    ),
    "metadata": set("AutoNumber Html Lookup MasterDetail MultiselectPicklist Summary Time".split()),
    "object": {"MetadataRelationship"},
}


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("CustomField"):
        for node_name, wrong, remedy in field_problems(org, file, root):
            yield Finding(file.shown, file.line_of(node_name), CHECK, wrong, remedy)
    for file, root in org.project.of("CustomObject"):
        for node_name, wrong, remedy in object_problems(org, file, root):
            yield Finding(file.shown, file.line_of(node_name), CHECK, wrong, remedy)


Problem = tuple[str, str, str]


def field_problems(org: Org, file: MetaFile, root: Node) -> Iterator[Problem]:
    kind = root.value("type")
    if not kind:
        return  # a standard field that is only adjusted
    yield from length_problems(root)
    for name in NEEDED.get(kind, []):
        if root.first(name) is None and root.first("formula") is None:
            yield "type", f"a {kind} field needs <{name}>", f"add <{name}>"
    if kind in NOT_IN[kind_of_object(org, file.object)]:
        yield "type", f"{file.object} cannot hold a {kind} field", "choose another type"
    if (
        kind == "Lookup"
        and root.value("required") == "true"
        and root.value("deleteConstraint") == "SetNull"
    ):
        yield (
            "deleteConstraint",
            "a required lookup cannot be emptied",
            "restrict, or do not require it",
        )
    yield from reference_problems(org, file, root)
    yield from number_problems(root)


def kind_of_object(org: Org, name: str) -> str:
    if name in org.custom_settings:
        return "setting"
    return "metadata" if name.endswith("__mdt") else "object"


def length_problems(root: Node) -> Iterator[Problem]:
    for name, longest in LONGEST.items():
        if len(root.value(name)) > longest:
            yield name, f"<{name}> has {len(root.value(name))} characters", f"at most {longest}"


def reference_problems(org: Org, file: MetaFile, root: Node) -> Iterator[Problem]:
    target = root.value("referenceTo")
    if not target:
        return
    if target not in org.objects:
        yield "referenceTo", f"looks up {target}, which does not exist", "correct the name"
    if root.value("type") == "MasterDetail" and not is_controlled(org, file.object):
        yield (
            "type",
            f"{file.object} is a detail, and is not shared as one",
            "sharingModel ControlledByParent",
        )
    name = root.value("relationshipName")
    twins = [
        other.shown
        for other, node in org.project.of("CustomField")
        if name and node.value("relationshipName") == name and node.value("referenceTo") == target
    ]
    if len(twins) > 1:
        yield "relationshipName", f"{target} has {len(twins)} relationships {name}", "rename one"


def is_controlled(org: Org, object_name: str) -> bool:
    return any(
        root.value("sharingModel") == "ControlledByParent"
        for file, root in org.project.of("CustomObject")
        if file.stem == object_name
    )


def number_problems(root: Node) -> Iterator[Problem]:
    kind = root.value("type")
    length = whole(root.value("length"))
    if kind == "Text" and not 0 < length <= 255 and root.first("formula") is None:
        yield "length", f"a text of {length} characters", "1 to 255, or a LongTextArea"
    if kind == "LongTextArea" and not 256 <= length <= 131072:
        yield "length", f"a long text of {length} characters", "256 to 131072"
    if whole(root.value("precision")) > 18 or whole(root.value("scale")) > whole(
        root.value("precision")
    ):
        yield (
            "precision",
            "a number has at most 18 digits, the scale's among them",
            "correct precision and scale",
        )
    if (
        kind == "Checkbox"
        and root.value("defaultValue") not in ("true", "false")
        and not root.first("formula")
    ):
        yield "defaultValue", "a checkbox starts as true or false", "correct the default"


def whole(text: str) -> int:
    return int(text) if text.isdigit() else 0


def object_problems(org: Org, file: MetaFile, root: Node) -> Iterator[Problem]:
    if "__" not in file.stem:
        return  # a standard object that only gets fields
    yield from length_problems(root)
    is_record = file.stem.endswith("__c") and file.stem not in org.custom_settings
    wanted: tuple[str, ...] = (
        ("label", "pluralLabel") if not file.stem.endswith("__c") else ("label",)
    )
    if is_record:
        wanted = (
            "label",
            "pluralLabel",
            "nameField",
            "deploymentStatus",
            "sharingModel",
        )
    for name in wanted:
        if root.first(name) is None:
            yield "label", f"{file.stem} needs <{name}>", f"add <{name}>"
    if root.value("sharingModel") == "ControlledByParent" and not has_master(org, file.stem):
        yield (
            "sharingModel",
            f"{file.stem} has no parent that controls it",
            "Private, Read or ReadWrite",
        )


def has_master(org: Org, object_name: str) -> bool:
    return any(field.type == "MasterDetail" for field in org.objects[object_name].values())
