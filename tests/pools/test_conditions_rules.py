"""Conditions compare what stands in a record's fields, and say in words why they fail."""

from datetime import timedelta

import pytest

from handoff.conditions import Condition
from handoff.conditions import Test as Compare
from handoff.meeting_types import MeetingType, MeetingTypeId
from handoff.pools.conditions import all_hold, holds, is_offered, why_hidden, why_not
from handoff.records import Raw, RecordView, Value

LEAD = "00QLk00000001E0MAI"


def record(raw: Raw = None, text: str = "", object_name: str = "Lead") -> RecordView:
    return RecordView(
        LEAD, object_name, "Lead", "Gus Grant", values={"Field__c": Value("Field", raw, text)}
    )


def condition(test: Compare, *values: str) -> Condition:
    return Condition("Field__c", test, values)


@pytest.mark.parametrize(
    ("raw", "test", "values"),
    [
        ("Germany", Compare.EQUALS, ["germany"]),
        (" Germany ", Compare.EQUALS, ["Germany "]),
        ("01234", Compare.EQUALS, ["01234"]),
        (420, Compare.EQUALS, ["420.0"]),
        (0.1, Compare.EQUALS, ["0.10"]),
        (True, Compare.EQUALS, ["TRUE"]),
        (True, Compare.EQUALS, ["yes"]),
        (False, Compare.EQUALS, ["0"]),
        ("2026-03-05", Compare.EQUALS, ["2026-03-05"]),
        ("2026-03-05T22:30:00.000+0000", Compare.EQUALS, ["2026-03-05"]),
        ("2026-03-05T22:30:00.000+0000", Compare.EQUALS, ["2026-03-05T23:30:00+01:00"]),
        (("A", "b"), Compare.EQUALS, ["B; a"]),
        (None, Compare.EQUALS, [""]),
        ("France", Compare.DIFFERS, ["Germany"]),
        (None, Compare.DIFFERS, ["Germany"]),
        (420, Compare.AT_LEAST, ["420"]),
        ("420", Compare.AT_LEAST, ["99"]),
        ("2026-03-05", Compare.AT_LEAST, ["2026-03-05"]),
        (419.5, Compare.AT_MOST, ["420"]),
        (421, Compare.ABOVE, ["420"]),
        ("2026-03-06T00:00:00", Compare.ABOVE, ["2026-03-05"]),
        (-1, Compare.BELOW, ["0"]),
        ("Chief Officer", Compare.CONTAINS, ["officer"]),
        (("Robots", "Arms"), Compare.CONTAINS, ["arms"]),
        ("Hot", Compare.IN, ["warm", "hot"]),
        (7, Compare.IN, ["6", "7"]),
        (("A", "B"), Compare.IN, ["B", "C"]),
        (None, Compare.IS_EMPTY, []),
        ("  ", Compare.IS_EMPTY, []),
        ((), Compare.IS_EMPTY, []),
        (0, Compare.IS_FILLED, []),
        (False, Compare.IS_FILLED, []),
    ],
)
def test_a_condition_holds(raw: Raw, test: Compare, values: list[str]) -> None:
    assert holds(condition(test, *values), record(raw))


@pytest.mark.parametrize(
    ("raw", "test", "values"),
    [
        ("France", Compare.EQUALS, ["Germany"]),
        ("01234", Compare.EQUALS, ["1234"]),
        (True, Compare.EQUALS, ["maybe"]),
        (True, Compare.EQUALS, ["1.0"]),
        (None, Compare.EQUALS, ["0"]),
        (("A",), Compare.EQUALS, ["A;B"]),
        ("Germany", Compare.DIFFERS, ["GERMANY"]),
        (None, Compare.AT_LEAST, ["0"]),
        (None, Compare.BELOW, ["0"]),
        (5, Compare.AT_LEAST, ["many"]),
        (5, Compare.AT_LEAST, ["NaN"]),
        ("tall", Compare.ABOVE, ["short"]),
        (True, Compare.ABOVE, ["0"]),
        ("2026-13-05", Compare.ABOVE, ["2026-01-01"]),
        ("2026-03-05Tnoon", Compare.ABOVE, ["2026-01-01"]),
        ("2026-03-05T23:00:00Z", Compare.ABOVE, ["2026-03-05"]),
        ("Officer", Compare.CONTAINS, [""]),
        (420, Compare.CONTAINS, ["2"]),
        (("Robots",), Compare.CONTAINS, ["robot"]),
        ("Cold", Compare.IN, ["Hot", "Warm"]),
        (0, Compare.IS_EMPTY, []),
        ("", Compare.IS_FILLED, []),
    ],
)
def test_a_condition_fails(raw: Raw, test: Compare, values: list[str]) -> None:
    assert not holds(condition(test, *values), record(raw))


def test_a_field_that_may_not_be_seen_holds_nothing_and_is_not_named() -> None:
    for test in Compare:
        hidden = Condition("Secret__c", test, ("1",))
        assert not holds(hidden, record())
        assert "Secret" not in why_not(hidden, record())


def test_all_conditions_must_hold() -> None:
    both = [condition(Compare.IS_FILLED), condition(Compare.EQUALS, "7")]

    assert all_hold(both, record(7))
    assert not all_hold(both, record(8))
    assert all_hold([], record())


@pytest.mark.parametrize(
    ("raw", "text", "test", "values", "words"),
    [
        (
            420,
            "420",
            Compare.AT_LEAST,
            ["1000"],
            "Only where Field is at least 1000; here it is 420.",
        ),
        (None, "", Compare.EQUALS, ["Hot"], "Only where Field is Hot; here it is empty."),
        ("x", "x", Compare.IS_EMPTY, [], "Only where Field is empty."),
        (None, "", Compare.IS_FILLED, [], "Only where Field is filled."),
    ],
)
def test_a_failed_condition_says_what_is_wanted_and_what_is_there(
    raw: Raw, text: str, test: Compare, values: list[str], words: str
) -> None:
    assert why_not(condition(test, *values), record(raw, text)) == words


def test_a_type_is_offered_where_its_object_and_conditions_fit() -> None:
    kind = MeetingType(
        MeetingTypeId("a00Lk0000000001AAA"),
        "Enterprise Review",
        timedelta(minutes=30),
        objects=("Lead", "Account"),
        conditions=(condition(Compare.AT_LEAST, "1000"), condition(Compare.DIFFERS, "420")),
    )

    assert is_offered(kind, record(2000))
    assert why_hidden(kind, record(2000)) == []
    assert not is_offered(kind, record(2000, object_name="Case"))
    assert why_hidden(kind, record(object_name="Case")) == ["Only for Lead, Account records."]
    assert len(why_hidden(kind, record(420, "420"))) == 2
