"""Holidays of countries and states, by name."""

from datetime import date

import pytest

from handoff.holiday_regions import holidays_of, valid_region

SOON = range(2026, 2028)


@pytest.mark.parametrize("code", ["DE", "de-be", " US-MA ", "GB-SCT", "JP", "FR"])
def test_countries_and_states_are_known(code: str) -> None:
    assert valid_region(code)


@pytest.mark.parametrize("code", ["", "XX", "DE-QQ", "Germany", "DEU", "DE-Augsburg", "DE-", "-"])
def test_anything_else_is_no_region_and_has_no_holidays(code: str) -> None:
    assert not valid_region(code)
    assert holidays_of(code, SOON) == {}


def test_a_state_has_holidays_that_its_country_has_not() -> None:
    assert date(2026, 3, 8) in holidays_of("DE-BE", SOON)
    assert date(2026, 3, 8) not in holidays_of("DE", SOON)
    assert date(2027, 10, 3) in holidays_of("DE", SOON)
    assert date(2028, 10, 3) not in holidays_of("DE", SOON)


@pytest.mark.parametrize(
    ("region", "language", "name"),
    [
        ("DE", "", "Tag der Deutschen Einheit"),
        ("DE", "de", "Tag der Deutschen Einheit"),
        ("DE", "en_US", "German Unity Day"),
        ("DE", "fr", "German Unity Day"),
        ("US", "", "Columbus Day"),
    ],
)
def test_names_come_in_the_readers_language_else_in_english(
    region: str, language: str, name: str
) -> None:
    on = date(2026, 10, 12) if region == "US" else date(2026, 10, 3)

    assert holidays_of(region, SOON, language)[on] == name
