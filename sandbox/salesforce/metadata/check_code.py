"""Checks of programs: Apex, Aura and LWC bundles, and flows. Nothing is compiled; names must exist.

https://developer.salesforce.com/docs/platform/lwc/guide/create-global-value-providers.html
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.parsers import expat

from sandbox.salesforce.metadata.components import Component
from sandbox.salesforce.metadata.nodes import text_of
from sandbox.salesforce.metadata.package import Problem
from sandbox.salesforce.metadata.view import View, missing, problem

_QUIET = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'", re.DOTALL)
_CUSTOM_NAME = re.compile(r"\b\w+__(?:c|mdt|r)\b")
_CLASS = re.compile(r"\b(?:class|interface|enum)\s+(\w+)", re.IGNORECASE)
_TRIGGER = re.compile(r"\btrigger\s+(\w+)\s+on\s+(\w+)", re.IGNORECASE)
_LABEL = re.compile(r"\b(?:System\.Label|Label)\.(\w+)")
_AURA_LABEL = re.compile(r"\$Label\.c\.(\w+)")
_AURA_CONTROLLER = re.compile(r"<aura:(?:component|application)\b[^>]*\bcontroller=\"(\w+)\"")
_IMPORT = re.compile(r"from\s+['\"]@salesforce/(\w+)/([\w.]+)['\"]")


def check_class(one: Component, view: View) -> Iterator[Problem]:
    source = _source(one)
    match = _CLASS.search(_without_quiet(source))
    if match is None or match[1].lower() != one.name.lower():
        yield _at(one, source, 0, f"File name {one.name} does not match the class in it")
    yield from _check_names(one, source, view)


def check_trigger(one: Component, view: View) -> Iterator[Problem]:
    source = _source(one)
    match = _TRIGGER.search(_without_quiet(source))
    if match is None:
        yield _at(one, source, 0, "unexpected syntax: expecting 'trigger'")
    elif not view.has("CustomObject", match[2]):
        yield _at(one, source, match.start(), f"SObject type does not allow triggers: {match[2]}")
    yield from _check_names(one, source, view)


def _check_names(one: Component, source: str, view: View) -> Iterator[Problem]:
    """Custom objects, fields and labels that the code names outside its texts."""
    quiet = _without_quiet(source)
    known = _known_names(view)
    seen: set[str] = set()
    for match in _CUSTOM_NAME.finditer(quiet):
        name = match[0].lower()
        if name not in known and name not in seen:
            seen.add(name)
            yield _at(one, source, match.start(), f"Variable does not exist: {match[0]}")
    for match in _LABEL.finditer(quiet):
        if not view.has("CustomLabel", match[1]):
            words = f"Variable does not exist: System.Label.{match[1]}"
            yield _at(one, source, match.start(), words)


def _known_names(view: View) -> set[str]:
    found: set[str] = set()
    for kind in view.schema.objects.values():
        found.add(kind.name.lower())
        for field in kind.fields.values():
            found.add(field.name.lower())
            if field.relationship:
                found.add(field.relationship.lower())
    children = (
        one.root.findtext("relationshipName")
        for one in view.components.values()
        if one.type == "CustomField"
    )
    return found | {f"{name}__r".lower() for name in children if name}


def check_aura(one: Component, view: View) -> Iterator[Problem]:
    for path, content in one.files.items():
        if path.endswith((".cmp", ".app", ".evt")):
            yield from _check_markup(one, path, content)
        yield from _check_aura_names(one, path, content.decode(), view)
    if f"{one.name}.cmp" not in one.files and f"{one.name}.evt" not in one.files:
        yield problem(one, f"No COMPONENT named markup://c:{one.name} found")


def _check_markup(one: Component, path: str, content: bytes) -> Iterator[Problem]:
    """Prefixes are Aura's own: no namespace declares them."""
    try:
        expat.ParserCreate().Parse(content, True)
    except expat.ExpatError as failure:
        words = f"{path}: {expat.errors.messages[failure.code]}"
        where = f"{one.path}/{path}"
        yield Problem(one.type, one.name, where, words, failure.lineno, failure.offset + 1)


def _check_aura_names(one: Component, path: str, text: str, view: View) -> Iterator[Problem]:
    for match in _AURA_LABEL.finditer(text):
        if not view.has("CustomLabel", match[1]):
            words = f"Label c.{match[1]} does not exist. Please check the label name"
            yield _at(one, text, match.start(), words, path=path)
    for match in _AURA_CONTROLLER.finditer(text):
        if not view.has("ApexClass", match[1]):
            words = f"Invalid definition: no controller named apex://{match[1]} found"
            yield _at(one, text, match.start(), words, path=path)


def check_lwc(one: Component, view: View) -> Iterator[Problem]:
    if f"{one.name}.js" not in one.files:
        yield problem(one, f"Cannot find Lightning Component Bundle {one.name}")
    for path, content in one.files.items():
        text = content.decode() if path.endswith(".js") else ""
        for match in _IMPORT.finditer(text):
            if not _is_importable(match[1], match[2], view):
                words = f"Invalid reference {match[2]} of type {_IMPORTED.get(match[1], match[1])} in file {path}"
                yield _at(one, text, match.start(), words, path=path)


_IMPORTED = {"label": "label", "apex": "apex", "schema": "sobject"}


def _is_importable(kind: str, name: str, view: View) -> bool:
    if kind == "label":
        return name.startswith("System.") or view.has("CustomLabel", name.removeprefix("c."))
    if kind == "apex":
        return view.has("ApexClass", name.partition(".")[0])
    if kind == "schema":
        return view.has("CustomField" if "." in name else "CustomObject", name)
    return True


def check_flow(one: Component, view: View) -> Iterator[Problem]:
    names = {text_of(node, "name") for node in one.root if node.find("name") is not None}
    for node in one.root.iter("targetReference"):
        if (node.text or "").strip() not in names:
            words = f"The connector's target {node.text} doesn't exist in the flow"
            yield problem(one, words, node)
    for node in one.root.iter("elementReference"):
        yield from _check_reference(one, node, names)
    for step in one.root:
        yield from _check_step(one, step, view)
    for node in one.root.findall("actionCalls"):
        if text_of(node, "actionType") == "apex":
            yield from missing(one, node, "actionName", of="ApexClass", view=view)


def _check_reference(one: Component, node: Element, names: set[str]) -> Iterator[Problem]:
    name = (node.text or "").strip().partition(".")[0]
    if name not in names and not name.startswith("$"):
        yield problem(one, f"The flow has no element or resource named {name}", node)


def _check_step(one: Component, step: Element, view: View) -> Iterator[Problem]:
    object_name = step.findtext("object", "")
    if not view.has("CustomObject", object_name):
        yield from missing(one, step, "object", of="CustomObject", view=view)
        return
    named = [*step.findall("filters/field"), *step.findall("inputAssignments/field")]
    for node in [*named, *step.findall("queriedFields")]:
        if not view.has_field(f"{object_name}.{(node.text or '').strip()}"):
            words = f"In field: field - no CustomField named {object_name}.{node.text} found"
            yield problem(one, words, node)


def _source(one: Component) -> str:
    return b"".join(one.files.values()).decode()


def _without_quiet(source: str) -> str:
    """The code with comments and texts blanked out, every character at its place."""
    return _QUIET.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def _at(one: Component, source: str, offset: int, words: str, *, path: str = "") -> Problem:
    line = source.count("\n", 0, offset) + 1
    column = offset - source.rfind("\n", 0, offset)
    where = f"{one.path}/{path}" if path else one.path
    return Problem(one.type, one.name, where, words, line, column)
