"""Field values as people read them."""

from typing import Any

import pytest

from handoff.salesforce.showing import shown


@pytest.mark.parametrize(
    "value,kind,text",
    [
        (None, "string", ""),
        ("  x ", "string", "x"),
        (True, "boolean", "Yes"),
        (False, "boolean", "No"),
        (420, "int", "420"),
        (184000.0, "currency", "184,000"),
        (12.5, "double", "12.5"),
        (0, "double", "0"),
        (20.0, "percent", "20%"),
        ("2026-03-02", "date", "2 Mar 2026"),
        ("2026-03-02T14:00:00.000+0000", "datetime", "2 Mar 2026, 14:00 UTC"),
        ("someday", "date", "someday"),
        ("a;b", "multipicklist", "a, b"),
        (
            {"street": "1 Wharf Road", "city": "London", "state": None},
            "address",
            "1 Wharf Road, London",
        ),
    ],
)
def test_a_value_is_ready_to_be_read(value: Any, kind: str, text: str) -> None:
    assert shown(value, kind) == text
