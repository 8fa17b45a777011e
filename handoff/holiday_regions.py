"""Public holidays of a country or of a state in it, from the `holidays` library; each region is worked out once."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays

_CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
ENGLISH = "en"
_SEPARATOR = "; "  # how the library joins two holidays of one date


def valid_region(code: str) -> bool:
    """Say whether holidays of this ISO 3166 country or subdivision are known, such as `DE`, `DE-BE`, `US-MA`."""
    return _region(code) is not None


@lru_cache(maxsize=512)
def holidays_of(code: str, years: range, language: str = "") -> Mapping[date, str]:
    """Return the names of a region's holidays by date: in the language if the library has it, else in English.

    Without a language they come in the region's own. A region that is not known has none.
    """
    found = _region(code)
    if found is None:
        return {}
    country, state = found
    names = _holidays(country, state, years, _language(country, state, language))
    return {on: name.replace(_SEPARATOR, ", ") for on, name in names.items()} if names else {}


def _region(code: str) -> tuple[str, str | None] | None:
    wanted = code.strip().upper()
    if not _CODE.fullmatch(wanted):
        return None
    country, _, state = wanted.partition("-")
    return (country, state or None) if _is_known(country, state or None) else None


@lru_cache(maxsize=512)
def _is_known(country: str, state: str | None) -> bool:
    return _holidays(country, state, range(0), None) is not None


def _language(country: str, state: str | None, wanted: str) -> str | None:
    """Return the library's code for the language to use; None where it has but one."""
    about = _holidays(country, state, range(0), None)
    if about is None:
        return None
    known = {str(one).partition("_")[0]: str(one) for one in about.supported_languages}
    for language in (wanted.partition("_")[0].lower(), ENGLISH) if wanted else ():
        if language in known:
            return known[language]
    return about.default_language


def _holidays(
    country: str, state: str | None, years: range, language: str | None
) -> HolidayBase | None:
    try:
        return country_holidays(country, subdiv=state, years=years, language=language)
    except RuntimeError:
        # So the library says that it does not know a country or a state.
        return None
