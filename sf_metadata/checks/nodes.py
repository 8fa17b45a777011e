"""XML as small trees that know their line numbers; prefixes stay as they are written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import sax


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """An element."""

    name: str
    line: int
    attributes: Mapping[str, str]
    children: tuple["Node", ...]
    text: str

    def all(self, name: str) -> tuple["Node", ...]:
        return tuple(one for one in self.children if one.name == name)

    def first(self, name: str) -> "Node | None":
        return next((one for one in self.children if one.name == name), None)

    def value(self, name: str) -> str:
        """The text of the first child of that name; empty when there is none."""
        found = self.first(name)
        return found.text if found else ""

    def iter(self, *names: str) -> Iterator["Node"]:
        """This element and all below it, in order; only those of these names when any is given."""
        if not names or self.name in names:
            yield self
        for one in self.children:
            yield from one.iter(*names)


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.root: Node | None = None
        self.open: list[tuple[str, int, dict[str, str], list[Node], list[str]]] = []

    def setDocumentLocator(self, locator: Locator) -> None:
        self.locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        line = self.locator.getLineNumber() or 0
        self.open.append((name, line, dict(attrs.items()), [], []))

    def characters(self, content: str) -> None:
        self.open[-1][4].append(content)

    def endElement(self, name: str) -> None:
        _, line, attributes, children, texts = self.open.pop()
        node = Node(name, line, attributes, tuple(children), "".join(texts).strip())
        if self.open:
            self.open[-1][3].append(node)
        else:
            self.root = node


@lru_cache(maxsize=4096)
def parse(source: bytes) -> Node:
    """Raises xml.sax.SAXParseException, or a defusedxml exception for what no metadata file needs."""
    builder = _Builder()
    sax.parseString(source, builder)
    if builder.root is None:
        raise ValueError("an XML document without an element")
    return builder.root
