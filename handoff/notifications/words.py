"""People's words made fit for a letter: what they wrote, without what would bend the lines around it."""

import unicodedata
from dataclasses import fields, replace
from typing import TypeVar

LONGEST_NAME = 120

_BREAKS = dict.fromkeys("\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029", " ")
_TURNERS = dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "")
"""Marks that turn the direction of all that follows; those for a single place may stay."""
_ONE_LINE = str.maketrans(_BREAKS | _TURNERS)
_MANY_LINES = str.maketrans(_TURNERS | {"\r": "", "\u2028": "\n", "\u2029": "\n"})

T = TypeVar("T")


def one_line(text: str) -> str:
    """Return the text without any character that a mail header could end at, or that nobody can see."""
    return " ".join(_visible(text.translate(_ONE_LINE)).split())


def lines(text: str) -> str:
    """Return the text with its line breaks and without what nobody can see."""
    return _visible(text.translate(_MANY_LINES)).strip()


def cut(text: str, longest: int = LONGEST_NAME) -> str:
    """Return the text, shortened with an ellipsis if it is longer than anybody reads."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def cleaned(value: T) -> T:
    """Return a frozen person with every text of theirs on one line and of a readable length."""
    texts = {
        field.name: cut(one_line(str(found)))
        for field in fields(value)  # type: ignore[arg-type]
        if type(found := getattr(value, field.name)) is str
    }
    return replace(value, **texts)  # type: ignore[type-var]


def _visible(text: str) -> str:
    return "".join(one for one in text if one in "\n\t" or unicodedata.category(one) != "Cc")
