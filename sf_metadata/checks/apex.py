"""Apex names only objects, fields, labels and classes that exist, in its SOQL too, and says whose rights count."""

import re
from collections.abc import Iterator

from sf_metadata.checks.components import at
from sf_metadata.checks.findings import Finding
from sf_metadata.checks.org import Org
from sf_metadata.checks.soql import troubles

CHECK = "apex"
PIECE = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:[^'\\\n]|\\.)*'", re.DOTALL)
QUERY = re.compile(r"\[\s*(?=SELECT\b)", re.IGNORECASE)
LABEL = re.compile(r"\b(?:System\s*\.\s*)?Label\s*\.\s*(\w+)")
CUSTOM = re.compile(r"\b[A-Za-z]\w*__(?:c|r|mdt|Share)\b")
DYNAMIC = re.compile(r"'(SELECT\s[^'\\]*\sFROM\s+\w[^'\\]*)'", re.IGNORECASE)
STATEMENT = "insert|update|upsert|delete|undelete|merge"
DML = re.compile(rf"(?<![\w.])({STATEMENT})\s+(?!as\s+(?:user|system)\b)[\w(]", re.IGNORECASE)
METHOD = re.compile(
    rf"\b(Database\.(?:{STATEMENT}|query\w*))\((?![^;]*AccessLevel\.)", re.IGNORECASE
)
MODE = re.compile(r"\bWITH\s+(?:USER|SYSTEM)_MODE\b", re.IGNORECASE)


def check(org: Org) -> Iterator[Finding]:
    for shown, path, text in org.project.code(".cls", ".trigger"):
        code = blank(text, keeps_text=False)
        for position, query in queries(code, blank(text, keeps_text=True)):
            for wrong in troubles(org, query):
                yield Finding(
                    shown, at(text, position), CHECK, f"in a query: {wrong}", "correct the query"
                )
        yield from check_names(org, shown, text, code=code)
        yield from check_modes(shown, text, code=code)
        if path.suffix == ".cls" and not path.stem.endswith("Test"):
            yield from check_tested(org, shown, path.stem, code=code)


def check_modes(shown: str, text: str, *, code: str) -> Iterator[Finding]:
    """From API version 67.0 on what says no mode runs with the rights of whoever runs it, deploying admins among them."""
    for match in (*DML.finditer(code), *METHOD.finditer(code)):
        wrong = f"{match[1]} says neither user nor system mode"
        yield Finding(shown, at(text, match.start(1)), CHECK, wrong, "say as user or as system")
    for position, query in queries(code, code):
        if not MODE.search(query):
            wrong = "a query says neither user nor system mode"
            remedy = "write WITH USER_MODE or WITH SYSTEM_MODE"
            yield Finding(shown, at(text, position), CHECK, wrong, remedy)


def blank(text: str, *, keeps_text: bool) -> str:
    """The code without comments and, if wished, without what stands in quotes; positions stay."""

    def emptied(match: re.Match[str]) -> str:
        if keeps_text and match[0].startswith("'"):
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])

    return PIECE.sub(emptied, text)


def queries(code: str, with_text: str) -> Iterator[tuple[int, str]]:
    """Each query in square brackets and each whole one in quotes, with its position."""
    for match in QUERY.finditer(code):
        depth, end = 1, match.end()
        while end < len(code) and depth:
            depth += {"[": 1, "]": -1}.get(code[end], 0)
            end += 1
        yield match.start(), with_text[match.end() : end - 1]
    for match in DYNAMIC.finditer(with_text):
        yield match.start(), match[1]


def check_names(org: Org, shown: str, text: str, *, code: str) -> Iterator[Finding]:
    for match in LABEL.finditer(code):
        if match[1] not in org.project.labels:
            yield Finding(
                shown,
                at(text, match.start()),
                CHECK,
                f"there is no custom label {match[1]}",
                "add the label",
            )
    known = known_names(org)
    for match in CUSTOM.finditer(code):
        if match[0] not in known:
            yield Finding(
                shown,
                at(text, match.start()),
                CHECK,
                f"nothing is called {match[0]}",
                "correct the name",
            )


def known_names(org: Org) -> set[str]:
    return set(org.objects) | {name for fields in org.objects.values() for name in fields}


def check_tested(org: Org, shown: str, name: str, *, code: str) -> Iterator[Finding]:
    if re.search(r"@IsTest\b", code, re.IGNORECASE) or f"{name}Test" in org.project.names(
        "ApexClass"
    ):
        return
    yield Finding(shown, 0, CHECK, f"{name} has no test class", f"write {name}Test")
