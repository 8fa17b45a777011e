"""PURE. A guess at the guest's time zone from the record's address or phone number, with what it was guessed from.

Countries with one zone, and the states of the United States, Canada and Australia; where a place has
several zones, that of most of its people. Names as Salesforce keeps them: country or state names or ISO codes.
"""

import phonenumbers
from phonenumbers import NumberParseException, timezone

from handoff.wording import say

COUNTRIES = {
    "united_kingdom gb uk england scotland wales": "Europe/London",
    "ireland ie": "Europe/Dublin",
    "germany de deutschland": "Europe/Berlin",
    "austria at": "Europe/Vienna",
    "switzerland ch": "Europe/Zurich",
    "france fr": "Europe/Paris",
    "belgium be": "Europe/Brussels",
    "netherlands nl": "Europe/Amsterdam",
    "spain es": "Europe/Madrid",
    "portugal pt": "Europe/Lisbon",
    "italy it": "Europe/Rome",
    "denmark dk": "Europe/Copenhagen",
    "sweden se": "Europe/Stockholm",
    "norway no": "Europe/Oslo",
    "finland fi": "Europe/Helsinki",
    "poland pl": "Europe/Warsaw",
    "czechia cz": "Europe/Prague",
    "india in": "Asia/Kolkata",
    "japan jp": "Asia/Tokyo",
    "singapore sg": "Asia/Singapore",
    "israel il": "Asia/Jerusalem",
    "nigeria ng": "Africa/Lagos",
    "kenya ke": "Africa/Nairobi",
    "new_zealand nz": "Pacific/Auckland",
}

STATES = {
    "us": {
        "ct de fl ga in ky me md ma mi nh nj ny nc oh pa ri sc vt va wv dc "
        "massachusetts new_york new_jersey pennsylvania florida georgia ohio michigan virginia": "America/New_York",
        "al ar il ia ks la mn ms mo ne nd ok sd tn tx wi texas illinois minnesota missouri": "America/Chicago",
        "co id mt nm ut wy colorado utah": "America/Denver",
        "az arizona": "America/Phoenix",
        "ca nv or wa california nevada oregon washington": "America/Los_Angeles",
        "ak alaska": "America/Anchorage",
        "hi hawaii": "Pacific/Honolulu",
    },
    "ca": {
        "on qc ontario quebec": "America/Toronto",
        "bc british_columbia": "America/Vancouver",
        "ab alberta": "America/Edmonton",
        "mb manitoba": "America/Winnipeg",
        "ns nb nova_scotia new_brunswick": "America/Halifax",
    },
    "au": {
        "nsw act vic new_south_wales victoria": "Australia/Sydney",
        "qld queensland": "Australia/Brisbane",
        "sa south_australia": "Australia/Adelaide",
        "wa western_australia": "Australia/Perth",
    },
}

LARGE = {
    "us": "us usa united_states united_states_of_america",
    "ca": "ca canada",
    "au": "au australia",
}


def guessed_zone(country: str, state: str, phone: str = "") -> tuple[str, str] | None:
    """Return the IANA zone and what it was guessed from in words, or None rather than a bad guess."""
    return _from_address(country, state) or _from_phone(phone, country)


def _from_address(country: str, state: str) -> tuple[str, str] | None:
    place, region = _key(country), _key(state)
    for code, names in LARGE.items():
        if place in names.split() or (not place and region):
            zone = _among(STATES[code], region)
            if zone:
                return zone, say("the record's state, {state}", state=state)
            if place:
                return None
    zone = _among(COUNTRIES, place) if place else None
    return (zone, say("the record's country, {country}", country=country)) if zone else None


def _from_phone(phone: str, country: str) -> tuple[str, str] | None:
    """Guess from a number's country and area code; one without a country code is read as of the record's country."""
    try:
        number = phonenumbers.parse(phone, _region(country))
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    zones = {one for one in timezone.time_zones_for_number(number) if not one.startswith("Etc/")}
    # A mobile number of the United Kingdom may also be of the Channel Islands: the country's zone is taken.
    known = zones if len(zones) == 1 else zones.intersection(COUNTRIES.values())
    if len(known) != 1:
        return None
    return known.pop(), say("the phone number, {number}", number=phone.strip())


def _region(country: str) -> str | None:
    """Return the ISO code of a country as Salesforce keeps its name."""
    place = _key(country)
    named = [*COUNTRIES, *LARGE.values()]
    found = next((names.split() for names in named if place and place in names.split()), [])
    return next((name.upper() for name in found if len(name) == 2), None)


def _key(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace(".", "")


def _among(table: dict[str, str], key: str) -> str | None:
    return next((zone for names, zone in table.items() if key and key in names.split()), None)
