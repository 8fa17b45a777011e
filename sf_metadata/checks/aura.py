"""Aura markup uses components, attributes, interfaces, actions and labels that exist."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax import SAXParseException

from sf_metadata.checks.components import at
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.nodes import Node, parse
from sf_metadata.checks.org import Org, distilled

CHECK = "aura"
# What gives a component its shape, and takes attributes of its own.
SHAPES = set(
    """
    aura:attribute aura:handler aura:registerEvent aura:set aura:event aura:application aura:interface
    aura:method aura:component aura:html aura:dependency
    """.split()
)
OF_ALL = {"aura:id"}
ACTION = re.compile(r"\{!c\.(\w+)\}")
VALUE = re.compile(r"\bv\.(\w+)")
LABEL = re.compile(r"\$Label\.c\.(\w+)")
FUNCTION = re.compile(r"^\s*(\w+)\s*:\s*function", re.MULTILINE)
HELPER = re.compile(r"\bhelper\.(\w+)\s*\(")
OWN = re.compile(r"\bthis\.(\w+)\s*\(")
SERVER_ACTION = re.compile(r"""\.get\(\s*["']c\.(\w+)["']\s*\)""")


def check(org: Org) -> Iterator[Finding]:
    for shown, path, text in org.project.code(".cmp", ".evt", ".intf"):
        try:
            root = parse(text.encode())
        except SAXParseException as error:
            yield Finding(
                shown,
                error.getLineNumber() or 1,
                CHECK,
                f"not well-formed: {error.getMessage()}",
                "mend the markup",
            )
            continue
        for node in root.iter():
            yield from check_element(org, shown, node)
        for name in filter(
            None, (one.strip() for one in root.attributes.get("implements", "").split(","))
        ):
            if known(org, name) is None:
                yield Finding(
                    shown, root.line, CHECK, f"there is no interface {name}", "correct the name"
                )
        yield from check_names(org, shown, path, root=root, text=text)
    yield from check_labels(org)


def known(org: Org, name: str) -> set[str] | None:
    """The attributes of a component or interface; None when there is none."""
    prefix, _, own = name.partition(":")
    if prefix == "c":
        return (
            set()
            if own
            in org.project.names("AuraDefinitionBundle")
            | org.project.names("LightningComponentBundle")
            else None
        )
    found = distilled("components.json")["aura"].get(name)
    lwc = distilled("components.json")["lwc"].get(
        re.sub(r"[A-Z]", lambda m: f"-{m[0].lower()}", name.replace(":", "-"))
    )
    return set(found["attributes"]) if found else set(lwc) if lwc is not None else None


def check_element(org: Org, shown: str, node: Node) -> Iterator[Finding]:
    if ":" not in node.name or node.name in SHAPES:
        return
    allowed = known(org, node.name)
    if allowed is None:
        yield Finding(
            shown, node.line, CHECK, f"there is no component <{node.name}>", "correct the name"
        )
        return
    for name in node.attributes:
        if name not in allowed | OF_ALL and not node.name.startswith("c:"):
            yield Finding(
                shown,
                node.line,
                CHECK,
                f"<{node.name}> has no attribute {name}",
                f"it has {', '.join(sorted(allowed))}",
            )


def check_names(org: Org, shown: str, path: Path, *, root: Node, text: str) -> Iterator[Finding]:
    scripts = {role: beside(path, role) for role in ("Controller", "Helper", "Renderer")}
    actions = set(FUNCTION.findall(scripts["Controller"]))
    for match in ACTION.finditer(text):
        if match[1] not in actions:
            yield Finding(
                shown,
                at(text, match.start()),
                CHECK,
                f"the controller has no action {match[1]}",
                "write it",
            )
    attributes = {node.attributes.get("name", "") for node in root.iter("aura:attribute")} | {
        "body"
    }
    for interface in root.attributes.get("implements", "").split(","):
        attributes |= known(org, interface.strip()) or set()
    sources = [(shown, text)] + [
        (f"{shown.removesuffix(path.suffix)}{role}.js", script) for role, script in scripts.items()
    ]
    for file, source in sources:
        for match in VALUE.finditer(source):
            if match[1] not in attributes:
                yield Finding(
                    file,
                    at(source, match.start()),
                    CHECK,
                    f"the component has no attribute {match[1]}",
                    "declare it",
                )
    yield from check_calls(
        org, sources, helpers=set(FUNCTION.findall(scripts["Helper"])), root=root
    )


def beside(path: Path, role: str) -> str:
    script = path.with_name(f"{path.stem}{role}.js")
    return script.read_text("utf-8") if script.is_file() else ""


def check_calls(
    org: Org, sources: list[tuple[str, str]], *, helpers: set[str], root: Node
) -> Iterator[Finding]:
    """Calls from the controller to the helper, within the helper, and to the Apex controller."""
    apex = root.attributes.get("controller", "")
    methods = "".join(text for _, path, text in org.project.code(".cls") if path.stem == apex)
    for file, source in sources[1:]:
        pattern = OWN if file.endswith("Helper.js") else HELPER
        for match in pattern.finditer(source):
            if match[1] not in helpers:
                yield Finding(
                    file,
                    at(source, match.start()),
                    CHECK,
                    f"the helper has no {match[1]}",
                    "write it",
                )
        for match in SERVER_ACTION.finditer(source):
            if not re.search(rf"\b{match[1]}\s*\(", methods):
                yield Finding(
                    file,
                    at(source, match.start()),
                    CHECK,
                    f"no Apex controller has {match[1]}",
                    "name it, or write it",
                )


def check_labels(org: Org) -> Iterator[Finding]:
    for shown, path, text in org.project.code(".cmp", ".js"):
        if path.parent.parent.name == "aura":
            for match in LABEL.finditer(text):
                if match[1] not in org.project.labels:
                    yield Finding(
                        shown,
                        at(text, match.start()),
                        CHECK,
                        f"there is no custom label {match[1]}",
                        "add the label",
                    )
