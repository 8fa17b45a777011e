"""Splits a SOQL query into tokens, each with its place for the error message.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
"""

import re
from dataclasses import dataclass

from sandbox.salesforce.errors import SalesforceError

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<string>'(?:[^'\\]|\\.)*')
      | (?P<datetime>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d))
      | (?P<date>\d{4}-\d\d-\d\d)
      | (?P<number>[+-]?\d+(?:\.\d+)?(?![\w]))
      | (?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)*)
      | (?P<sign><=|>=|!=|<>|[=<>(),:])
    """,
    re.VERBOSE,
)
_ESCAPES = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    '"': '"',
    "'": "'",
    "\\": "\\",
    "%": "\\%",
    "_": "\\_",
}
MAX_LENGTH = 100_000


@dataclass(frozen=True)
class Token:
    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "name" else ""


def tokens_of(query: str) -> list[Token]:
    if len(query) > MAX_LENGTH:
        raise SalesforceError(
            "MALFORMED_QUERY", "SOQL statements cannot be longer than 100000 characters."
        )
    found: list[Token] = []
    at = 0
    while at < len(query):
        match = _TOKEN.match(query, at)
        if match is None:
            raise malformed(
                query, at, f"line 1:{at} no viable alternative at character '{query[at]}'"
            )
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at))
        at = match.end()
    return found


def text_of(token: Token, query: str) -> str:
    """The characters of a string literal; `\\%` and `\\_` keep their backslash, which only LIKE reads."""

    def unescape(match: re.Match[str]) -> str:
        if match[1] in _ESCAPES:
            return _ESCAPES[match[1]]
        raise malformed(query, token.at, f"Illegal escape sequence: \\{match[1]}")

    return re.sub(r"\\(.)", unescape, token.text[1:-1], flags=re.DOTALL)


def malformed(query: str, at: int, message: str) -> SalesforceError:
    return SalesforceError("MALFORMED_QUERY", f"{pointed(query, at)}\n{message}")


def pointed(query: str, at: int) -> str:
    """The piece of the query around the place, and an arrow below, as Salesforce shows it."""
    start = max(0, at - 35)
    piece = query[start : at + 35].replace("\n", " ")
    return f"\n{piece}\n{' ' * (at - start)}^\nERROR at Row:1:Column:{at + 1}"
