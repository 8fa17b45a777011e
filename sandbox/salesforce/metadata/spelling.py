"""What a metadata file may say: element names, enumerations and plain values, from Salesforce's own WSDL.

simple-salesforce brings the Metadata WSDL along; types and elements that are younger than it are
listed here or, when the whole type is unknown to it, left unchecked.
"""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import resources
from xml.etree import ElementTree

from sandbox.salesforce.metadata.nodes import NAMESPACE, Node

_XSD = "{http://www.w3.org/2001/XMLSchema}"
_PLAIN = {
    "boolean": (re.compile(r"true|false"), "'{}' is not a valid value for the type xsd:boolean"),
    "int": (re.compile(r"[+-]?\d+"), "'{}' is not a valid value for the type xsd:int"),
    "double": (
        re.compile(r"[+-]?\d+(\.\d*)?([eE][+-]?\d+)?"),
        "'{}' is not a valid value for the type xsd:double",
    ),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "'{}' is not a valid value for the type xsd:date"),
}
# Added after the WSDL's version.
_YOUNGER = {
    "ExtlClntAppConfigurablePolicies": {"isCanvasPluginEnabled": "boolean"},
}
_UNTYPED = frozenset({"targetConfigs"})


@dataclass(frozen=True)
class Wrong:
    """Something that the type does not allow, in the words of the parser."""

    words: str
    line: int
    column: int


@dataclass
class _Type:
    base: str = ""
    elements: dict[str, tuple[str, bool, bool]] = field(default_factory=dict)
    """name -> (type, required, repeatable)"""


@dataclass
class _Types:
    complex: dict[str, _Type] = field(default_factory=dict)
    enumerations: dict[str, frozenset[str]] = field(default_factory=dict)

    def elements(self, name: str) -> dict[str, tuple[str, bool, bool]]:
        found: dict[str, tuple[str, bool, bool]] = {}
        while kind := self.complex.get(name):
            found = {**kind.elements, **found}
            name = kind.base
        return found


def wrongs(root: Node, type_name: str) -> Iterator[Wrong]:
    """Everything in the tree that the type does not allow."""
    types = _types()
    if type_name in types.complex:
        yield from _below(root, type_name, types)


def _below(node: Node, type_name: str, types: _Types) -> Iterator[Wrong]:
    known = types.elements(type_name)
    seen: set[str] = set()
    last = ""
    for child in node:
        assert isinstance(child, Node)
        name = child.tag
        if name not in known:
            words = f"Element {{{NAMESPACE}}}{name} invalid at this location in type {type_name}"
            yield Wrong(f"Error parsing file: {words}", child.line, child.column)
            continue
        kind, _required, repeats = known[name]
        if name in seen and (not repeats or name != last):
            words = f"Element {name} is duplicated at this location in type {type_name}"
            yield Wrong(f"Error parsing file: {words}", child.line, child.column)
        seen.add(name)
        last = name
        if name not in _UNTYPED:
            yield from _value(child, kind, types)
    for name, (_kind, required, _repeats) in known.items():
        if required and name not in seen:
            words = f"Required field is missing: {name}"
            yield Wrong(words, node.line, node.column)


def _value(node: Node, kind: str, types: _Types) -> Iterator[Wrong]:
    if kind in types.complex:
        yield from _below(node, kind, types)
        return
    text = (node.text or "").strip()
    if kind in types.enumerations and text not in types.enumerations[kind]:
        words = f"'{text}' is not a valid value for the enum '{kind}'"
        yield Wrong(words, node.line, node.column)
    elif kind in _PLAIN and not _PLAIN[kind][0].fullmatch(text):
        yield Wrong(_PLAIN[kind][1].format(text), node.line, node.column)


@functools.cache
def _types() -> _Types:
    text = (resources.files("simple_salesforce") / "metadata.wsdl").read_bytes()
    found = _Types()
    for node in ElementTree.fromstring(text).iter():  # noqa: S314 (comes with a library)
        name = node.get("name", "")
        if node.tag == f"{_XSD}complexType" and name:
            found.complex[name] = _complex(node)
        elif node.tag == f"{_XSD}simpleType" and name:
            values = (one.get("value", "") for one in node.iter(f"{_XSD}enumeration"))
            found.enumerations[name] = frozenset(values)
    for name, elements in _YOUNGER.items():
        found.complex[name].elements |= {
            one: (kind, False, False) for one, kind in elements.items()
        }
    return found


def _complex(node: ElementTree.Element) -> _Type:
    extension = node.find(f".//{_XSD}extension")
    kind = _Type(base=_local(extension.get("base", "")) if extension is not None else "")
    for one in node.iter(f"{_XSD}element"):
        kind.elements[one.get("name", "")] = (
            _local(one.get("type", "")),
            one.get("minOccurs", "1") != "0",
            one.get("maxOccurs", "1") != "1",
        )
    return kind


def _local(name: str) -> str:
    return name.rpartition(":")[2]
