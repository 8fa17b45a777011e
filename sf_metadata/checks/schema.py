"""Every *-meta.xml is well-formed and holds only what its metadata type may hold."""

from collections.abc import Iterator
from typing import Any

from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node
from sf_metadata.checks.org import Org, distilled
from sf_metadata.checks.project import MetaFile

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
CHECK = "schema"
# Elements that the typings require and files do not carry: the file's name, or the file beside it.
ELSEWHERE = {"fullName", "content"}
# Elements of XML of their own that the typings call a string; components.py reads them.
FREE = {"targetConfigs"}


def check(org: Org) -> Iterator[Finding]:
    for file in org.project.files:
        if file.broken:
            line, words = file.broken
            yield Finding(file.shown, line, CHECK, f"not well-formed XML: {words}", "mend the XML")
        elif file.kind and file.root:
            yield from check_root(file, file.root, type_name=file.kind.type)


def check_root(file: MetaFile, root: Node, *, type_name: str) -> Iterator[Finding]:
    if root.name != type_name:
        yield Finding(
            file.shown,
            root.line,
            CHECK,
            f"the root element is <{root.name}>",
            f"a file that ends in {file.path.name.split('.', 1)[1]} holds a <{type_name}>",
        )
    elif root.attributes.get("xmlns") != NAMESPACE:
        yield Finding(
            file.shown, root.line, CHECK, "the namespace is missing", f'write xmlns="{NAMESPACE}"'
        )
    else:
        for line, wrong, remedy in problems(root, type_name):
            yield Finding(file.shown, line, CHECK, wrong, remedy)


def problems(node: Node, type_name: str) -> Iterator[tuple[int, str, str]]:
    """Line, what is wrong, what to do: for an element of this type and all below it."""
    elements = distilled("metadata.json")["types"][type_name]
    yield from order_problems(node, elements=elements)
    for child in node.children:
        if child.name not in elements:
            yield (
                child.line,
                f"<{child.name}> is not an element of {type_name}",
                f"{type_name} has {', '.join(sorted(elements))}",
            )
        elif child.name not in FREE:
            yield from value_problems(child, elements[child.name][0])
    given = {child.name for child in node.children}
    for name, (_, is_list, is_optional) in elements.items():
        if not (is_list or is_optional or name in given or name in ELSEWHERE):
            yield node.line, f"<{type_name}> lacks its required <{name}>", f"add <{name}>"


def order_problems(node: Node, *, elements: dict[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Salesforce reads a list's elements only when they stand together, and others only once."""
    seen: set[str] = set()
    before = ""
    for child in node.children:
        is_list = elements.get(child.name, ["", True])[1]
        if child.name in seen and not is_list:
            yield child.line, f"<{child.name}> is given twice", "keep one of them"
        elif child.name in seen and child.name != before:
            yield (
                child.line,
                f"the <{child.name}> elements do not stand together",
                "move it to the others",
            )
        seen.add(child.name)
        before = child.name


def value_problems(node: Node, kind: str) -> Iterator[tuple[int, str, str]]:
    schema = distilled("metadata.json")
    if kind in schema["types"]:
        yield from problems(node, kind)
    elif node.children:
        yield node.children[0].line, f"<{node.name}> holds elements", f"it holds a {kind}"
    elif kind in schema["enums"]:
        if node.text not in schema["enums"][kind]:
            yield (
                node.line,
                f"<{node.name}> is {node.text!r}, which is none of {kind}",
                f"one of {', '.join(schema['enums'][kind][:40])}",
            )
    elif kind == "boolean" and node.text not in ("true", "false"):
        yield node.line, f"<{node.name}> is {node.text!r}", "write true or false"
    elif kind == "number" and not is_number(node.text):
        yield node.line, f"<{node.name}> is {node.text!r}", "write a number"


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
