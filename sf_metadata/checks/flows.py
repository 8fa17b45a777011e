"""Flows lead to elements that they have, use resources that they have, and read fields that exist."""

import re
from collections.abc import Iterator

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org
from sf_metadata.checks.project import MetaFile

CHECK = "flows"
REFERENCES = (
    "assignToReference",
    "elementReference",
    "leftValueReference",
    "inputReference",
    "collectionReference",
)
ON_RECORDS = ("recordLookups", "recordCreates", "recordUpdates", "recordDeletes")
FIELDS = ("field", "queriedFields", "sortField")
MERGED = re.compile(r"\{!([^}]+)\}")


def check(org: Org) -> Iterator[Finding]:
    for file, root in org.project.of("Flow"):
        named = {
            node.value("name"): node
            for node in root.iter()
            if node.first("name") and node.name != "processMetadataValues"
        }
        elements = {node.value("name") for node in root.children if node.first("name")}
        yield from check_ways(file, root, elements=elements)
        yield from check_references(org, file, root, named=named)
        for kind in ON_RECORDS:
            for element in root.all(kind):
                yield from check_record_element(org, file, element)
        for action in root.all("actionCalls"):
            yield from check_action(org, file, action)
        for flow in (node for call in root.all("subflows") for node in call.all("flowName")):
            if flow.text not in org.project.names("Flow"):
                yield Finding(
                    file.shown,
                    flow.line,
                    CHECK,
                    f"there is no flow {flow.text}",
                    "correct the name",
                )


def check_references(
    org: Org, file: MetaFile, root: Node, *, named: dict[str, Node]
) -> Iterator[Finding]:
    for node in root.iter(*REFERENCES):
        yield from check_reference(org, file, node, path=node.text, named=named)
    for node in root.iter("expression", "stringValue", "text", "errorMessage"):
        for path in MERGED.findall(node.text):
            yield from check_reference(org, file, node, path=path, named=named)


def check_reference(
    org: Org, file: MetaFile, node: Node, *, path: str, named: dict[str, Node]
) -> Iterator[Finding]:
    first, _, rest = path.partition(".")
    wrong = ""
    if first == "$Label":
        wrong = "" if rest in org.project.labels else f"there is no custom label {rest}"
    elif not first.startswith("$"):
        if first not in named:
            wrong = f"there is no element or resource {first}"
        elif rest and object_of(named[first]):
            wrong = org.trouble(object_of(named[first]), rest)
    if wrong:
        yield Finding(file.shown, node.line, CHECK, wrong, "correct the reference")


def object_of(node: Node) -> str:
    """The object whose fields a record variable or a lookup offers."""
    if node.value("isCollection") == "true" or node.value("getFirstRecordOnly") == "false":
        return ""
    return node.value("object") if node.name in ON_RECORDS else node.value("objectType")


def check_record_element(org: Org, file: MetaFile, element: Node) -> Iterator[Finding]:
    owner = element.first("object")
    if owner is None:
        return
    if owner.text not in org.objects:
        yield Finding(
            file.shown, owner.line, CHECK, f"there is no object {owner.text}", "correct the name"
        )
        return
    for node in element.iter(*FIELDS):
        if org.trouble(owner.text, node.text):
            yield Finding(
                file.shown, node.line, CHECK, org.trouble(owner.text, node.text), "correct the name"
            )


def check_action(org: Org, file: MetaFile, action: Node) -> Iterator[Finding]:
    if action.value("actionType") != "apex":
        return
    name = action.first("actionName")
    source = next(
        (text for _, path, text in org.project.code(".cls") if name and path.stem == name.text), ""
    )
    if name is None or "@InvocableMethod" not in source:
        yield Finding(
            file.shown,
            action.line,
            CHECK,
            f"{name.text if name else 'it'} is no class with an @InvocableMethod",
            "correct the name",
        )
        return
    offered = set(
        re.findall(
            r"@InvocableVariable(?:\([^)]*\))?\s+(?:public|global)\s+[\w<>.]+\s+(\w+)", source
        )
    )
    for parameter in (*action.all("inputParameters"), *action.all("outputParameters")):
        given = parameter.first("name")
        if offered and given is not None and given.text not in offered:
            yield Finding(
                file.shown,
                given.line,
                CHECK,
                f"{name.text} has no variable {given.text}",
                "correct the name",
            )


def check_ways(file: MetaFile, root: Node, *, elements: set[str]) -> Iterator[Finding]:
    """Every way leads to an element, and nothing lies in a flow that no way leads to."""
    for node in root.iter("targetReference"):
        if node.text not in elements:
            wrong = f"leads to {node.text}, which is no element"
            yield Finding(file.shown, node.line, CHECK, wrong, "correct the connector")
    reached = {node.text for node in root.iter("targetReference")}
    for node in root.children:
        name = node.value("name")
        if name in elements and node.first("locationX") and name not in reached:
            yield Finding(
                file.shown,
                node.line,
                CHECK,
                f"no way leads to {name}",
                "connect it, or take it out",
            )
