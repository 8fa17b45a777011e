"""SOAP as Salesforce speaks it: envelopes in, envelopes and faults out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat
from xml.sax.saxutils import escape

from flask import Response

from sandbox.clock import write_instant

METADATA = "http://soap.sforce.com/2006/04/metadata"
PARTNER = "urn:partner.soap.sforce.com"
_ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"


class Fault(Exception):
    """A refusal of a whole call, in Salesforce's words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


@dataclass(frozen=True)
class SoapCall:
    """What was asked: the operation's element, and the session in the header."""

    operation: str
    body: Element
    session_id: str = ""


def read_call(text: bytes) -> SoapCall:
    """Raises Fault for what is no SOAP envelope."""
    try:
        envelope = _parsed(text)
    except expat.ExpatError as failure:
        raise Fault("soapenv:Client", f"XML parse error: {failure}") from failure
    body = envelope.find("Body")
    if envelope.tag != "Envelope" or body is None or not len(body):
        raise Fault("soapenv:Client", "No operation available for request")
    session = envelope.findtext("Header/SessionHeader/sessionId", "")
    return SoapCall(body[0].tag, body[0], session)


def answer(operation: str, results: Iterable[Any], *, namespace: str = METADATA) -> Response:
    """The answer to an operation: one `result` element per value."""
    inner = "".join(_element("result", value) for value in results)
    return _envelope(f"<{operation}Response>{inner}</{operation}Response>", namespace=namespace)


def fault(refusal: Fault, *, namespace: str = METADATA) -> Response:
    code = refusal.code if ":" in refusal.code else f"sf:{refusal.code}"
    words = refusal.words if ":" in refusal.code else f"{refusal.code}: {refusal.words}"
    inner = (
        f"<soapenv:Fault><faultcode>{code}</faultcode>"
        f"<faultstring>{escape(words)}</faultstring>"
        f"<detail><sf:fault><sf:exceptionCode>{refusal.code}</sf:exceptionCode>"
        f"<sf:exceptionMessage>{escape(refusal.words)}</sf:exceptionMessage></sf:fault></detail>"
        "</soapenv:Fault>"
    )
    response = _envelope(inner, namespace=namespace)
    response.status_code = 500
    return response


def _envelope(inner: str, *, namespace: str) -> Response:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<soapenv:Envelope xmlns:soapenv="{_ENVELOPE}" xmlns="{namespace}" xmlns:sf="{namespace}" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soapenv:Body>{inner}</soapenv:Body></soapenv:Envelope>"
    )
    return Response(text, mimetype="text/xml")


def _element(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "".join(_element(name, one) for one in value)
    if isinstance(value, Mapping):
        inner = "".join(_element(key, one) for key, one in value.items())
        return f"<{name}>{inner}</{name}>"
    return f"<{name}>{escape(_spelled(value))}</{name}>"


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return write_instant(value).removesuffix("Z") + ".000Z"
    return str(value)


def _parsed(text: bytes) -> Element:
    """The envelope without namespaces, which every client spells in its own way."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    opened: list[Element] = []
    roots: list[Element] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Element(tag.rpartition(" ")[2], attributes)
        (opened[-1] if opened else roots).append(node)
        opened.append(node)

    def end(_tag: str) -> None:
        opened.pop()

    def characters(data: str) -> None:
        if not len(opened[-1]):
            opened[-1].text = (opened[-1].text or "") + data

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.Parse(text, True)
    return roots[0]
