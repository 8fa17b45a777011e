"""Salesforce record ids in their two spellings."""

import pytest

from handoff.ids import is_id, to_18


@pytest.mark.parametrize(
    "text,long",
    [
        ("001000000000001", "001000000000001AAA"),
        ("00DLk0000004C92", "00DLk0000004C92MAE"),
        ("00DLk0000004C92MAE", "00DLk0000004C92MAE"),
        ("00DLk0000004C92mae", "00DLk0000004C92MAE"),
        ("ABCDEFGHIJKLMNO", "ABCDEFGHIJKLMNO555"),
        ("abcdefghijklmno", "abcdefghijklmnoAAA"),
    ],
)
def test_an_id_has_one_long_form(text: str, long: str) -> None:
    assert to_18(text) == long


@pytest.mark.parametrize(
    "text",
    [
        "",
        "001",
        "00DLk0000004C92MA",
        "00DLk0000004C92AAA",
        "00DLk0000004C9/",
        "001000000000001\n",
        "００1000000000001",
    ],
)
def test_what_is_no_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a Salesforce id"):
        to_18(text)


def test_the_suffix_is_not_needed_to_look_like_an_id() -> None:
    assert is_id("00DLk0000004C92")
    assert not is_id("../Account/001x")
