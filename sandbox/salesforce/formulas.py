"""Evaluates the validation formulas that sf_metadata ships: blank tests, comparisons, AND, OR, NOT.

https://help.salesforce.com/s/articleView?id=sf.customize_functions.htm
"""

import operator
import re
from collections.abc import Callable
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)|\"([^\"]*)\"|'([^']*)'|(\w+)|(<>|!=|<=|>=|&&|\|\||[=<>(),!]))"
)
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "ISBLANK": lambda value: value in (None, ""),
    "ISNULL": lambda value: value is None,
    "ISPICKVAL": lambda value, wanted: (value or "") == wanted,
    "TEXT": lambda value: "" if value is None else str(value),
    "LEN": lambda value: len(value or ""),
    "NOT": lambda value: not value,
    "AND": lambda *values: all(values),
    "OR": lambda *values: any(values),
}


def holds(formula: str, record: dict[str, Any]) -> bool:
    """True when the record is in error. Raises ValueError for what the sandbox cannot evaluate."""
    return bool(_Reader(formula, record).read())


class _Reader:
    """Recursive descent over one formula."""

    def __init__(self, formula: str, record: dict[str, Any]) -> None:
        self._formula = formula
        self._record = record
        self._tokens = self._split(formula.strip())
        self._at = 0

    def read(self) -> Any:
        value = self._either()
        if self._at != len(self._tokens):
            raise ValueError(f"cannot evaluate the formula {self._formula!r}")
        return value

    def _split(self, text: str) -> list[tuple[str, str]]:
        tokens, at = [], 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            if match is None:
                raise ValueError(f"cannot evaluate the formula {self._formula!r}")
            kinds = ("number", "text", "text", "name", "sign")
            tokens.append(
                next((k, v) for k, v in zip(kinds, match.groups(), strict=True) if v is not None)
            )
            at = match.end()
        return tokens

    def _either(self) -> bool:
        value = self._both()
        while self._take("||"):
            value = self._both() or value
        return value

    def _both(self) -> Any:
        value = self._comparison()
        while self._take("&&"):
            value = self._comparison() and value
        return value

    def _comparison(self) -> Any:
        left = self._term()
        for sign, compare in _COMPARE.items():
            if self._take(sign):
                right = self._term()
                return _compared(compare, left, right)
        return left

    def _term(self) -> Any:
        if self._take("!"):
            return not self._term()
        if self._take("("):
            value = self._either()
            self._expect(")")
            return value
        kind, text = self._next()
        if kind == "number":
            return float(text)
        if kind == "text":
            return text
        if self._take("("):
            return self._call(text.upper())
        constants = {"TRUE": True, "FALSE": False, "NULL": None}
        return constants.get(text.upper(), self._record.get(text))

    def _call(self, name: str) -> Any:
        arguments = []
        while not self._take(")"):
            arguments.append(self._either())
            self._take(",")
        if name not in _FUNCTIONS:
            raise ValueError(f"the sandbox has no formula function {name}")
        return _FUNCTIONS[name](*arguments)

    def _next(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise ValueError(f"the formula {self._formula!r} ends too early")
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, sign: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at] == ("sign", sign)
        self._at += found
        return found

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise ValueError(f"the formula {self._formula!r} lacks {sign!r}")


def _compared(compare: Callable[[Any, Any], bool], left: Any, right: Any) -> bool:
    if left is None or right is None:
        return compare in (operator.eq, operator.ne) and compare(left, right)
    return compare(left, right)
