"""Turns WHERE conditions into tests of a row, with Salesforce's rules for types and nulls."""

import operator
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sandbox.salesforce.errors import SalesforceError
from sandbox.salesforce.ids import is_id, to_18
from sandbox.salesforce.org import Record
from sandbox.salesforce.schema import TEXT_TYPES, Field, ObjectType
from sandbox.salesforce.soql_parser import Comparison, Condition, Junction, Literal, Query
from sandbox.salesforce.soql_paths import Eyes
from sandbox.salesforce.soql_tokens import pointed
from sandbox.salesforce.values import read_instant

Test = Callable[[Record], bool]
Subquery = Callable[[Query], set[str]]
_ORDERED = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_DAY = timedelta(days=1)


def test_of(condition: Condition, *, kind: ObjectType, eyes: Eyes, subquery: Subquery) -> Test:
    """A function that tells whether a row meets the condition; refuses what Salesforce refuses."""
    if isinstance(condition, Junction):
        tests = [test_of(p, kind=kind, eyes=eyes, subquery=subquery) for p in condition.parts]
        if condition.word == "NOT":
            return lambda row: not tests[0](row)
        joined = all if condition.word == "AND" else any
        return lambda row: joined(test(row) for test in tests)
    return _comparison(condition, kind=kind, eyes=eyes, subquery=subquery)


def _comparison(condition: Comparison, *, kind: ObjectType, eyes: Eyes, subquery: Subquery) -> Test:
    resolved = eyes.resolve(condition.path, kind)
    field = resolved.field
    if not field.filterable:
        raise _refused(
            eyes, condition.path.at, f"field '{field.name}' can not be filtered in a query call"
        )
    value = condition.value
    if isinstance(value, Query):
        found = subquery(value)
        holds = _membership(field, found, wanted=condition.operator == "IN")
    elif isinstance(value, tuple):
        members = {_folded(field, _typed(field, literal, eyes)) for literal in value}
        holds = _membership(field, members, wanted=condition.operator == "IN")
    elif condition.operator == "LIKE":
        holds = _like(field, value, eyes)
    else:
        holds = _scalar(field, sign=condition.operator, literal=value, eyes=eyes)
    return lambda row: holds(eyes.value(row, resolved))


def _membership(field: Field, members: set[Any], *, wanted: bool) -> Callable[[Any], bool]:
    return lambda value: (_folded(field, value) in members) == wanted


def _like(field: Field, literal: Literal, eyes: Eyes) -> Callable[[Any], bool]:
    if literal.kind != "string" or field.type not in TEXT_TYPES:
        raise _refused(eyes, literal.at, f"invalid operator LIKE on {field.type} field")
    pieces = re.split(r"(\\%|\\_|%|_)", literal.value)
    wild = {"%": ".*", "_": ".", "\\%": "%", "\\_": "_"}
    pattern = re.compile(
        "".join(wild.get(p, re.escape(p)) for p in pieces), re.IGNORECASE | re.DOTALL
    )
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _scalar(field: Field, *, sign: str, literal: Literal, eyes: Eyes) -> Callable[[Any], bool]:
    wanted = _typed(field, literal, eyes)
    if isinstance(wanted, tuple):
        return _within(sign, wanted[0], wanted[1])
    wanted = _folded(field, wanted)
    if sign == "=":
        return lambda value: _folded(field, value) == wanted
    if sign == "!=":
        return lambda value: _folded(field, value) != wanted
    compare = _ORDERED[sign]
    if wanted is None:
        return lambda _value: False
    return lambda value: value is not None and compare(_folded(field, value), wanted)


def _within(sign: str, start: Any, end: Any) -> Callable[[Any], bool]:
    """Comparison with a span such as TODAY: half-open, so `> TODAY` begins where it ends."""
    tests: dict[str, Callable[[Any], bool]] = {
        "=": lambda value: start <= value < end,
        "!=": lambda value: not start <= value < end,
        "<": lambda value: value < start,
        "<=": lambda value: value < end,
        ">": lambda value: value >= end,
        ">=": lambda value: value >= start,
    }
    test = tests[sign]
    return lambda value: test(value) if value is not None else sign == "!="


def _typed(field: Field, literal: Literal, eyes: Eyes) -> Any:
    """The literal as a value of the field's type; raises INVALID_FIELD when it is of another."""
    if literal.kind == "null":
        return False if field.type == "boolean" else None
    if field.type in {"id", "reference"} and literal.kind == "string":
        if not is_id(literal.value):
            raise SalesforceError(
                "INVALID_QUERY_FILTER_OPERATOR",
                f"{pointed(eyes.query, literal.at)}\ninvalid ID field: {literal.value}",
            )
        return to_18(literal.value)
    expected = _expected(field)
    if literal.kind == "range" and expected in {"date", "datetime"}:
        return _span(literal, as_dates=expected == "date", eyes=eyes)
    if literal.kind != expected:
        quoted = "should be enclosed" if expected == "string" else "should not be enclosed"
        shown_type = "dateTime" if expected == "datetime" else expected
        raise _refused(
            eyes,
            literal.at,
            f"value of filter criterion for field '{field.name}' must be of type {shown_type} and "
            f"{quoted} in quotes",
        )
    return _read(literal, eyes)


def _expected(field: Field) -> str:
    if field.type in {"boolean", "date", "datetime"}:
        return field.type
    return "number" if field.is_number else "string"


def _read(literal: Literal, eyes: Eyes) -> Any:
    if literal.kind == "number":
        return float(literal.value)
    try:
        if literal.kind == "date":
            return date.fromisoformat(literal.value)
    except ValueError as failure:
        raise _refused(eyes, literal.at, f"invalid date: {literal.value}") from failure
    if literal.kind == "datetime":
        instant = read_instant(literal.value)
        if instant is None:
            raise _refused(eyes, literal.at, f"invalid datetime: {literal.value}")
        return instant
    return literal.value


def _span(literal: Literal, *, as_dates: bool, eyes: Eyes) -> tuple[Any, Any]:
    word, days = literal.value
    today = eyes.org.clock.now().astimezone(UTC).date()
    sunday = today - _DAY * ((today.weekday() + 1) % 7)  # Salesforce's week begins on Sunday
    spans = {
        "YESTERDAY": (today - _DAY, today),
        "TODAY": (today, today + _DAY),
        "TOMORROW": (today + _DAY, today + 2 * _DAY),
        "THIS_WEEK": (sunday, sunday + 7 * _DAY),
        "NEXT_WEEK": (sunday + 7 * _DAY, sunday + 14 * _DAY),
        "LAST_N_DAYS": (today - _DAY * (days or 0), today + _DAY),
        "NEXT_N_DAYS": (today + _DAY, today + _DAY * ((days or 0) + 1)),
    }
    if word not in spans or word.endswith("_N_DAYS") != (days is not None):
        raise SalesforceError(
            "MALFORMED_QUERY", f"{pointed(eyes.query, literal.at)}\nunexpected token: '{word}'"
        )
    start, end = spans[word]
    return (start, end) if as_dates else (_midnight(start), _midnight(end))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _folded(field: Field, value: Any) -> Any:
    """Text compares without case; ids compare exactly."""
    is_text = isinstance(value, str) and field.type not in {"id", "reference"}
    return value.casefold() if is_text else value


def _refused(eyes: Eyes, at: int, message: str) -> SalesforceError:
    return SalesforceError("INVALID_FIELD", f"{pointed(eyes.query, at)}\n{message}")
