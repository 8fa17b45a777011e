"""PURE. Whether an admin's conditions hold for a record, and in words why one does not."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from handoff.conditions import Condition, Test, described
from handoff.meeting_types import MeetingType
from handoff.records import Raw, RecordView
from handoff.wording import say

TRUE = frozenset({"true", "yes", "1"})
FALSE = frozenset({"false", "no", "0"})


def is_offered(meeting_type: MeetingType, record: RecordView) -> bool:
    """Say whether the type may be booked from this record: its object and its conditions."""
    return meeting_type.is_offered_on(record.object_name) and all_hold(
        meeting_type.conditions, record
    )


def why_hidden(meeting_type: MeetingType, record: RecordView) -> list[str]:
    """Return a sentence for each thing that keeps the type from being offered here; none if it is."""
    if not meeting_type.is_offered_on(record.object_name):
        return [say("Only for {objects} records.", objects=", ".join(meeting_type.objects))]
    return [why_not(one, record) for one in meeting_type.conditions if not holds(one, record)]


def all_hold(conditions: Sequence[Condition], record: RecordView) -> bool:
    """Say whether every condition holds."""
    return all(holds(one, record) for one in conditions)


def holds(condition: Condition, record: RecordView) -> bool:
    """Say whether a condition holds; one on a field that the Organizer may not see never does."""
    found = record.values.get(condition.path)
    return found is not None and _TESTS[condition.test](found.raw, condition.values)


def why_not(condition: Condition, record: RecordView) -> str:
    """Return the sentence for a condition that fails; it names no field that the Organizer may not see."""
    found = record.values.get(condition.path)
    if found is None:
        return say("Only where a field that you may not see has a certain value.")
    clause = described(condition, found.label)
    if condition.test in (Test.IS_EMPTY, Test.IS_FILLED):
        return say("Only where {condition}.", condition=clause)
    if not found.text:
        return say("Only where {condition}; here it is empty.", condition=clause)
    return say("Only where {condition}; here it is {value}.", condition=clause, value=found.text)


def _equals(raw: Raw, values: Sequence[str]) -> bool:
    wanted = values[0] if values else ""
    if isinstance(raw, tuple):
        return _folded(raw) == _folded(wanted.split(";"))
    if isinstance(raw, bool):
        return wanted.strip().casefold() in (TRUE if raw else FALSE)
    if _is_empty(raw):
        return not wanted.strip()
    pair = _pair(raw, wanted)
    if pair is not None and not isinstance(raw, str):
        return bool(pair[0] == pair[1])
    if pair is not None and isinstance(pair[0], date):
        return bool(pair[0] == pair[1])
    return str(raw).strip().casefold() == wanted.strip().casefold()


def _contains(raw: Raw, values: Sequence[str]) -> bool:
    wanted = (values[0] if values else "").strip().casefold()
    if isinstance(raw, tuple):
        return wanted in _folded(raw)
    return isinstance(raw, str) and bool(wanted) and wanted in raw.casefold()


def _in(raw: Raw, values: Sequence[str]) -> bool:
    if isinstance(raw, tuple):
        return bool(_folded(raw) & _folded(values))
    return any(_equals(raw, (value,)) for value in values)


def _ordered(is_right: Callable[[Any, Any], bool]) -> Callable[[Raw, Sequence[str]], bool]:
    def test(raw: Raw, values: Sequence[str]) -> bool:
        pair = _pair(raw, values[0] if values else "")
        return pair is not None and is_right(*pair)

    return test


def _pair(raw: Raw, wanted: str) -> tuple[Any, Any] | None:
    """Return both as numbers or as dates, or None where they cannot be compared so."""
    if isinstance(raw, bool | tuple) or raw is None:
        return None
    numbers = (_number(str(raw)), _number(wanted))
    if None not in numbers:
        return numbers
    days = (_day(str(raw)), _day(wanted))
    if None in days:
        return None
    instants = (_instant(str(raw)), _instant(wanted))
    return days if None in instants else instants


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(text: str) -> date | None:
    """Return the date of a date or, in UTC, of an instant."""
    instant = _instant(text)
    if instant is not None:
        return instant.date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _instant(text: str) -> datetime | None:
    """Return an instant with its zone; a bare date is none."""
    if "T" not in text:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _is_empty(raw: Raw) -> bool:
    return raw is None or raw == () or (isinstance(raw, str) and not raw.strip())


def _folded(values: Sequence[str]) -> set[str]:
    return {value.strip().casefold() for value in values}


_TESTS: dict[Test, Callable[[Raw, Sequence[str]], bool]] = {
    Test.EQUALS: _equals,
    Test.DIFFERS: lambda raw, values: not _equals(raw, values),
    Test.AT_LEAST: _ordered(lambda one, other: bool(one >= other)),
    Test.AT_MOST: _ordered(lambda one, other: bool(one <= other)),
    Test.ABOVE: _ordered(lambda one, other: bool(one > other)),
    Test.BELOW: _ordered(lambda one, other: bool(one < other)),
    Test.CONTAINS: _contains,
    Test.IN: _in,
    Test.IS_EMPTY: lambda raw, _: _is_empty(raw),
    Test.IS_FILLED: lambda raw, _: not _is_empty(raw),
}
