"""Metadata files as trees whose nodes know their line, without the namespace that only gets in the way."""

from xml.etree.ElementTree import Element
from xml.parsers import expat

NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE = "xsi:type"


class Malformed(ValueError):
    """A file that is no XML, in the words of Salesforce's parser."""

    def __init__(self, words: str, *, line: int, column: int) -> None:
        super().__init__(words)
        self.line = line
        self.column = column


class Node(Element):
    """An element that remembers where it stood."""

    line = 0
    column = 0


def parse(text: bytes) -> Node:
    """The root of a metadata file. Raises Malformed."""
    reader = _Reader()
    try:
        reader.parser.Parse(text, True)
    except expat.ExpatError as failure:
        words = expat.errors.messages[failure.code]
        raise Malformed(
            f"Error parsing file: {words}", line=failure.lineno, column=failure.offset + 1
        ) from failure
    assert reader.root is not None
    return reader.root


def text_of(node: Element, name: str, otherwise: str = "") -> str:
    found = node.find(name)
    return otherwise if found is None or found.text is None else found.text


def is_true(node: Element, name: str) -> bool:
    return text_of(node, name, "false").strip().lower() == "true"


def texts_of(node: Element, name: str) -> list[str]:
    return [one.text.strip() for one in node.iter(name) if one.text and one.text.strip()]


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._refuse
        self.root: Node | None = None
        self._open: list[Node] = []
        self._last: Node | None = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(_plain(tag), {_plain(name): value for name, value in attributes.items()})
        node.line = self.parser.CurrentLineNumber
        node.column = self.parser.CurrentColumnNumber + 1
        if self._open:
            self._open[-1].append(node)
        else:
            self.root = node
        self._open.append(node)
        self._last = None

    def _end(self, _tag: str) -> None:
        self._last = self._open.pop()

    def _text(self, text: str) -> None:
        if self._last is None and self._open:
            self._open[-1].text = (self._open[-1].text or "") + text

    def _refuse(self, *_declared: object) -> None:
        raise Malformed(
            "Error parsing file: entities are not allowed",
            line=self.parser.CurrentLineNumber,
            column=self.parser.CurrentColumnNumber + 1,
        )


def _plain(tag: str) -> str:
    space, _, name = tag.rpartition(" ")
    if space in ("", NAMESPACE):
        return name
    return f"xsi:{name}" if space == _XSI else f"{{{space}}}{name}"
