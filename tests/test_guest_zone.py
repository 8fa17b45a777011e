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


@pytest.mark.parametrize(
    ("phone", "country", "zone"),
    [
        ("+44 20 7946 0123", "", "Europe/London"),
        ("+44 7911 123456", "", "Europe/London"),
        ("+1 (617) 555-0100", "", "America/New_York"),
        ("+7 495 123-45-67", "", "Europe/Moscow"),
        ("(617) 555-0100", "United States", "America/New_York"),
        ("+49 30 123456", "United States", "Europe/Berlin"),
    ],
)
def test_without_an_address_that_tells_the_number_does(phone: str, country: str, zone: str) -> None:
    assert guessed_zone(country, "", phone) == (zone, f"the phone number, {phone}")


@pytest.mark.parametrize(
    "phone", ["", "call me", "020 7946 0123", "+1 800 555 0100", "+800 1234 5678", "+999 123", "12"]
)
def test_a_number_that_could_be_anywhere_is_no_guess(phone: str) -> None:
    assert guessed_zone("", "", phone) is None


def test_the_address_goes_before_the_number() -> None:
    assert guessed_zone("Germany", "", "+81 3 1234 5678") == (
        "Europe/Berlin",
        "the record's country, Germany",
    )


def test_the_guess_says_what_it_was_made_from() -> None:
    assert guessed_zone("Germany", "") == ("Europe/Berlin", "the record's country, Germany")
    assert guessed_zone("US", "MA") == ("America/New_York", "the record's state, MA")


def test_every_zone_exists() -> None:
    zones = set(COUNTRIES.values()).union(*(table.values() for table in STATES.values()))

    assert zones <= available_timezones()
