"""Puts an object together again, whose parts lie in files of their own in a project."""

from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from handoff.deploy.kinds import NAMESPACE
from handoff.deploy.project import NotConvertible

_FULL_NAME = f"{{{NAMESPACE}}}fullName"


@dataclass
class Whole:
    """What is known of one object: its own file and its parts as (element, name, file)."""

    own: bytes = b""
    parts: list[tuple[str, str, bytes]] = field(default_factory=list)

    def add(self, element: str, name: str, content: bytes) -> None:
        """Note a part."""
        self.parts.append((element, name, content))

    def merged(self, tag: str, name: str) -> bytes:
        """Return the one file; elements of one name stand together, as Salesforce wants them."""
        root = _parsed(self.own, name) if self.own else Element(_qualified(tag))
        for element, part_name, content in self.parts:
            root.append(_part(element, part_name, content))
        root[:] = sorted(root, key=lambda node: str(node.tag))
        ElementTree.indent(root, space="    ")
        text = ElementTree.tostring(root, encoding="unicode", default_namespace=NAMESPACE)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def labels_of(content: bytes) -> list[str]:
    """Return the names of the labels in a labels file."""
    root = _parsed(content, "labels")
    return [node.text or "" for node in root.iter(_FULL_NAME)]


def _part(element: str, name: str, content: bytes) -> Element:
    node = _parsed(content, name)
    node.tag = _qualified(element)
    if name and node.find(_FULL_NAME) is None:
        full_name = Element(_FULL_NAME)
        full_name.text = name
        node.insert(0, full_name)
    return node


def _parsed(content: bytes, name: str) -> Element:
    try:
        return ElementTree.fromstring(content)  # noqa: S314 (the project's own files)
    except ElementTree.ParseError as error:
        raise NotConvertible(f"The file of {name} is no XML: {error}.") from error


def _qualified(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"
