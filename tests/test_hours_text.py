"""Weekly hours as admins write them."""

import pytest

from handoff.hours_text import parse_hours

WORKDAYS = (1, 2, 3, 4, 5)


@pytest.mark.parametrize(
    "text,rules",
    [
        ("", []),
        ("\n  \n", []),
        ("Mon-Fri 09:00-17:00", [(WORKDAYS, 540, 1020)]),
        ("mon – fri 9:00 – 17:00", [(WORKDAYS, 540, 1020)]),
        ("Tue,Thu 10:00-12:00", [((2, 4), 600, 720)]),
        ("Monday-Wednesday, Fri 08:30-12:00", [((1, 2, 3, 5), 510, 720)]),
        ("Sat-Mon 10:00-11:00", [((0, 1, 6), 600, 660)]),
        ("Sun-Sat 00:00-24:00", [((0, 1, 2, 3, 4, 5, 6), 0, 1440)]),
        ("Sun 22:00-23:59", [((0,), 1320, 1440)]),
        (
            "Mon 09:00-12:00\r\nMon 13:00-17:00\n",
            [((1,), 540, 720), ((1,), 780, 1020)],
        ),
    ],
)
def test_rules_are_read_line_by_line(
    text: str, rules: list[tuple[tuple[int, ...], int, int]]
) -> None:
    assert list(parse_hours(text)) == rules


@pytest.mark.parametrize(
    "text,words",
    [
        ("whenever", "does not read like"),
        ("Mon 9-17", "does not read like"),
        ("Mon-Fry 09:00-17:00", "no day of the week"),
        ("M 09:00-17:00", "no day of the week"),
        ("Mon 17:00-09:00", "ends before it starts"),
        ("Mon 09:00-09:00", "ends before it starts"),
        ("Mon 09:00-25:00", "no time of day"),
        ("Mon 09:60-17:00", "no time of day"),
        ("Mon 09:00-17:00 " + "x" * 10_000, "does not read like"),
    ],
)
def test_what_cannot_be_read_is_quoted_in_words(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        parse_hours(text)

    assert len(str(caught.value)) < 200
