"""Weekly hours as admins write them."""

from datetime import date

import pytest

from handoff.hours_text import parse_dated_hours, parse_hours

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


def test_hours_of_single_dates_are_read_line_by_line() -> None:
    text = "2026-03-09 10:00-12:00, 13:00-15:00\n\n2026-03-10 Closed\r\n2026-03-11: 9:00 – 23:59"

    assert list(parse_dated_hours(text)) == [
        (date(2026, 3, 9), ((600, 720), (780, 900))),
        (date(2026, 3, 10), ()),
        (date(2026, 3, 11), ((540, 1440),)),
    ]
    assert parse_dated_hours(" \n") == ()


@pytest.mark.parametrize(
    "text,words",
    [
        ("Mon 10:00-12:00", "does not read like"),
        ("2026-03-09", "does not read like"),
        ("2026-03-09 mornings", "does not read like"),
        ("2026-03-09 10:00-12:00 13:00-14:00", "does not read like"),
        ("2026-03-09 closed, 13:00-14:00", "does not read like"),
        ("2026-02-30 closed", "is no date"),
        ("2026-03-09 12:00-10:00", "ends before it starts"),
        ("2026-03-09 25:00-26:00", "no time of day"),
        ("2026-03-09 closed\n2026-03-09 10:00-12:00", "second line for its date"),
    ],
)
def test_a_wrong_line_for_a_date_is_named(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_dated_hours(text)
