"""Salesforce record ids: 15 characters that mind their case, 18 with a suffix that spells it out."""

import re
import string

_ID = re.compile(r"[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?", re.ASCII)
_SUFFIX = string.ascii_uppercase + "012345"


def is_id(text: str) -> bool:
    """Say whether the text has the shape of a record id."""
    return bool(_ID.fullmatch(text))


def to_18(text: str) -> str:
    """Return the 18-character form. Raises ValueError if it is no id or its suffix is wrong."""
    if not is_id(text):
        raise ValueError("not a Salesforce id")
    body = text[:15]
    suffix = "".join(
        _SUFFIX[sum(1 << place for place, c in enumerate(body[start : start + 5]) if c.isupper())]
        for start in (0, 5, 10)
    )
    if len(text) == 18 and text[15:].upper() != suffix:
        raise ValueError("not a Salesforce id")
    return body + suffix
