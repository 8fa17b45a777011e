"""Conditions as admins write them, and as they are read out."""

import pytest

from handoff.conditions import Condition, described, parse_conditions
from handoff.conditions import Test as Comparing
from handoff.wording import said_in

GOOD = [
    ("Country = Germany", Condition("Country", Comparing.EQUALS, ("Germany",))),
    ("NumberOfEmployees>=1000", Condition("NumberOfEmployees", Comparing.AT_LEAST, ("1000",))),
    ("NumberOfEmployees ≤ 50", Condition("NumberOfEmployees", Comparing.AT_MOST, ("50",))),
    ("Amount > 10.5", Condition("Amount", Comparing.ABOVE, ("10.5",))),
    ("Amount < 3", Condition("Amount", Comparing.BELOW, ("3",))),
    ("Status != New", Condition("Status", Comparing.DIFFERS, ("New",))),
    ("Status <> New", Condition("Status", Comparing.DIFFERS, ("New",))),
    ("Status ≠ “Not yet”", Condition("Status", Comparing.DIFFERS, ("Not yet",))),
    ("Status == New", Condition("Status", Comparing.EQUALS, ("New",))),
    ('Title contains "Vice President"', Condition("Title", Comparing.CONTAINS, ("Vice President",))),
    ("Title CONTAINS VP", Condition("Title", Comparing.CONTAINS, ("VP",))),
    ("Contains__c contains in", Condition("Contains__c", Comparing.CONTAINS, ("in",))),
    ("Rating is  filled", Condition("Rating", Comparing.IS_FILLED)),
    ("Rating Is Empty", Condition("Rating", Comparing.IS_EMPTY)),
    ("Country in (Germany, France)", Condition("Country", Comparing.IN, ("Germany", "France"))),
    (
        "Account.Industry in('Food, Drink',\"It's new\" , Other)",
        Condition("Account.Industry", Comparing.IN, ("Food, Drink", "It's new", "Other")),
    ),
    ("Website = https://a.example/?b=c", Condition("Website", Comparing.EQUALS, ("https://a.example/?b=c",))),
    ("Name = O'Neil", Condition("Name", Comparing.EQUALS, ("O'Neil",))),
]  # fmt: skip

BAD = [
    ("Country", "“Country” does not read like “Country = Germany”"),
    ("Country is nice", "“Country is nice” does not read like “Country = Germany”"),
    ("Country isempty", "“Country isempty” does not read like “Country = Germany”"),
    ("1st = 2", "“1st = 2” does not read like “Country = Germany”"),
    ("Account..Name = x", "“Account..Name = x” does not read like “Country = Germany”"),
    ("Country =", "“Country =” lacks a value to compare with"),
    ("Country in (A,,B)", "“Country in (A,,B)” lacks a value to compare with"),
    ("Country in ()", "“Country in ()” lacks a value to compare with"),
    ('Country = ""', "“Country = \"\"” lacks a value to compare with"),
    ("Country in A, B", "the list in “Country in A, B” does not read like “(Germany, France)”"),
    ("Rating is empty now", "“Rating is empty now” has words after its end"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "condition"), GOOD)
def test_a_line_is_one_condition(line: str, condition: Condition) -> None:
    assert parse_conditions(f"\n  {line}  \n") == (condition,)


def test_lines_are_read_in_their_order_and_empty_ones_are_none() -> None:
    found = parse_conditions("B = 1\n\n   \nA = 2\r\nB = 1")

    assert [one.path for one in found] == ["B", "A", "B"]
    assert parse_conditions("") == parse_conditions(" \n ") == ()


@pytest.mark.parametrize(("line", "words"), BAD)
def test_what_cannot_be_read_is_named(line: str, words: str) -> None:
    with pytest.raises(ValueError, match="“") as caught:
        parse_conditions(f"Country = Germany\n{line}")

    assert str(caught.value) == words


def test_a_long_line_is_named_by_its_beginning() -> None:
    with pytest.raises(ValueError, match=r"^“x{60}” does not") as caught:
        parse_conditions("x" * 5_000)

    assert len(str(caught.value)) < 120


@pytest.mark.parametrize(
    ("line", "clause"),
    [
        ("F = 1", "Size is 1"),
        ("F != 1", "Size is not 1"),
        ("F >= 1", "Size is at least 1"),
        ("F <= 1", "Size is at most 1"),
        ("F > 1", "Size is more than 1"),
        ("F < 1", "Size is less than 1"),
        ("F contains 1", "Size contains 1"),
        ("F in (1, 2)", "Size is one of 1, 2"),
        ("F is empty", "Size is empty"),
        ("F is filled", "Size is filled"),
    ],
)
def test_every_condition_reads_as_a_clause_that_can_be_translated(line: str, clause: str) -> None:
    (condition,) = parse_conditions(line)

    sentence = described(condition, "Size")

    assert sentence == clause
    assert said_in(sentence, lambda template: f"<{template}>") == f"<{clause}>"
