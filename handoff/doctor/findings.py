"""What a check found: all in order, or what is wrong in words and where to mend it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is; a note asks for nothing."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    FAILED = "FAILED"


@dataclass(frozen=True)
class Finding:
    """One line of the report; `fix` names the place: a variable, or the way through somebody's setup."""

    about: str
    state: State
    words: str = ""
    fix: str = ""


def fine(about: str, words: str = "") -> Finding:
    """Return that something is in order."""
    return Finding(about, State.OK, words)


def note(about: str, words: str, fix: str = "") -> Finding:
    """Return something worth knowing."""
    return Finding(about, State.NOTE, words, fix)


def warning(about: str, words: str, fix: str) -> Finding:
    """Return what works today and may not tomorrow, or wider than it should."""
    return Finding(about, State.WARNING, words, fix)


def failed(about: str, words: str, fix: str) -> Finding:
    """Return what does not work."""
    return Finding(about, State.FAILED, words, fix)
