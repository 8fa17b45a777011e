"""Conditions on a record as an admin writes them: one a line, such as `Country = Germany`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from handoff.wording import say


class Test(StrEnum):
    """How a field's value is compared."""

    EQUALS = "="
    DIFFERS = "!="
    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"
    CONTAINS = "contains"
    IN = "in"
    IS_EMPTY = "is empty"
    IS_FILLED = "is filled"


@dataclass(frozen=True)
class Condition:
    """One comparison; `path` is a field path on the record (`Account.Industry`), `values` what is compared with."""

    path: str
    test: Test
    values: tuple[str, ...] = ()


PATH = re.compile(r"[A-Za-z]\w*(?:\.[A-Za-z]\w*)*", re.ASCII)
_LINE = re.compile(
    rf"(?P<path>{PATH.pattern})\s*"
    r"(?:(?P<sign>>=|<=|!=|<>|==|≥|≤|≠|=|>|<)"
    r"|(?<=\s)(?P<word>is\s+empty|is\s+filled|contains\b|in\b))"
    r"\s*(?P<rest>.*)",
    re.IGNORECASE | re.ASCII,
)
_SPELLINGS = {"<>": "!=", "≠": "!=", "==": "=", "≥": ">=", "≤": "<="}
_CLOSING = {'"': '"', "'": "'", "“": "”", "„": "“"}
_MOST_SHOWN = 60


def parse_conditions(text: str) -> tuple[Condition, ...]:
    """Return the conditions in the order written; empty text has none. Raises ValueError in words."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(_condition(line) for line in lines if line)


def described(condition: Condition, label: str) -> str:
    """Return the condition as a clause about what people call its field: “Country is Germany”."""
    return _CLAUSES[condition.test](label, ", ".join(condition.values))


_CLAUSES: dict[Test, Callable[[str, str], str]] = {
    Test.EQUALS: lambda label, value: say("{label} is {value}", label=label, value=value),
    Test.DIFFERS: lambda label, value: say("{label} is not {value}", label=label, value=value),
    Test.AT_LEAST: lambda label, value: say(
        "{label} is at least {value}", label=label, value=value
    ),
    Test.AT_MOST: lambda label, value: say("{label} is at most {value}", label=label, value=value),
    Test.ABOVE: lambda label, value: say("{label} is more than {value}", label=label, value=value),
    Test.BELOW: lambda label, value: say("{label} is less than {value}", label=label, value=value),
    Test.CONTAINS: lambda label, value: say("{label} contains {value}", label=label, value=value),
    Test.IN: lambda label, value: say("{label} is one of {values}", label=label, values=value),
    Test.IS_EMPTY: lambda label, _value: say("{label} is empty", label=label),
    Test.IS_FILLED: lambda label, _value: say("{label} is filled", label=label),
}


def _condition(line: str) -> Condition:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(say("“{line}” does not read like “Country = Germany”", line=_short(line)))
    rest = match["rest"].strip()
    if match["sign"]:
        test = Test(_SPELLINGS.get(match["sign"], match["sign"]))
    else:
        test = Test(" ".join(match["word"].lower().split()))
    if test in (Test.IS_EMPTY, Test.IS_FILLED):
        if rest:
            raise ValueError(say("“{line}” has words after its end", line=_short(line)))
        return Condition(match["path"], test)
    values = _list(rest, line) if test is Test.IN else (_value(rest),)
    if not all(values):
        raise ValueError(say("“{line}” lacks a value to compare with", line=_short(line)))
    return Condition(match["path"], test, values)


def _list(rest: str, line: str) -> tuple[str, ...]:
    if not (rest.startswith("(") and rest.endswith(")")):
        raise ValueError(
            say("the list in “{line}” does not read like “(Germany, France)”", line=_short(line))
        )
    return tuple(_value(part) for part in _parts(rest[1:-1]))


def _parts(text: str) -> list[str]:
    """Split at the commas that stand outside quotes."""
    parts, closing = [""], ""
    for sign in text:
        if closing:
            closing = "" if sign == closing else closing
        elif sign in _CLOSING and not parts[-1].strip():
            closing = _CLOSING[sign]
        elif sign == ",":
            parts.append("")
            continue
        parts[-1] += sign
    return parts


def _value(text: str) -> str:
    value = text.strip()
    is_quoted = len(value) > 1 and _CLOSING.get(value[0]) == value[-1]
    return value[1:-1] if is_quoted else value


def _short(line: str) -> str:
    return line[:_MOST_SHOWN]
