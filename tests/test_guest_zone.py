"""A guess at the guest's zone, with what it was guessed from; none rather than a bad one."""

from zoneinfo import available_timezones

import pytest

from handoff.guest_zone import COUNTRIES, STATES, guessed_zone


@pytest.mark.parametrize(
    ("country", "state", "zone"),
    [
        ("United Kingdom", "", "Europe/London"),
        ("GB", "", "Europe/London"),
        (" germany ", "Bavaria", "Europe/Berlin"),
        ("Japan", "", "Asia/Tokyo"),
        ("United States", "MA", "America/New_York"),
        ("USA", "California", "America/Los_Angeles"),
        ("U.S.A.", "new york", "America/New_York"),
        ("", "TX", "America/Chicago"),
        ("Canada", "British Columbia", "America/Vancouver"),
        ("CA", "ON", "America/Toronto"),
        ("Australia", "WA", "Australia/Perth"),
        ("US", "WA", "America/Los_Angeles"),
    ],
)
def test_a_place_with_one_zone_is_known(country: str, state: str, zone: str) -> None:
    found = guessed_zone(country, state)

    assert found is not None
    assert found[0] == zone


@pytest.mark.parametrize(
    ("country", "state"),
    [("", ""), ("United States", ""), ("Canada", "Atlantis"), ("Atlantis", ""), ("US", "Bavaria")],
)
def test_what_is_not_known_is_not_guessed(country: str, state: str) -> None:
    assert guessed_zone(country, state) is None


def test_the_guess_says_what_it_was_made_from() -> None:
    assert guessed_zone("Germany", "") == ("Europe/Berlin", "the record's country, Germany")
    assert guessed_zone("US", "MA") == ("America/New_York", "the record's state, MA")


def test_every_zone_exists() -> None:
    zones = set(COUNTRIES.values()).union(*(table.values() for table in STATES.values()))

    assert zones <= available_timezones()
