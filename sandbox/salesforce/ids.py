"""Salesforce record ids: 15 significant characters, 18 with the checksum that survives lost case.

https://help.salesforce.com/s/articleView?id=000385585 (three suffix characters, each a 5-bit
number telling which of five characters are capitals).
"""

import re
from string import ascii_letters as letters
from string import ascii_uppercase, digits

_SUFFIX = ascii_uppercase + "012345"
_BASE62 = digits + letters[26:] + letters[:26]
_SHAPE = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")


def suffix(fifteen: str) -> str:
    chunks = (fifteen[at : at + 5] for at in (0, 5, 10))
    return "".join(
        _SUFFIX[sum(1 << place for place, char in enumerate(chunk) if char in ascii_uppercase)]
        for chunk in chunks
    )


def make_id(prefix: str, serial: int, *, pod: str = "Hs") -> str:
    """An 18-character id: key prefix, two characters of the org's pod, ten of a base-62 serial."""
    number = ""
    while serial:
        serial, rest = divmod(serial, 62)
        number = _BASE62[rest] + number
    fifteen = prefix + pod + number.rjust(10, "0")
    return fifteen + suffix(fifteen)


def is_id(text: object) -> bool:
    """True for 15 characters, or 18 whose checksum holds."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        return False
    return len(text) == 15 or text[15:].upper() == suffix(text[:15])


def to_18(text: str) -> str:
    return text[:15] + suffix(text[:15])
