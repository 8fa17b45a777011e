"""PURE. Everybody in an org, findable by what stands in their name or title, whatever its accents."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest

from handoff.org_settings import Colleague, OrgSettings
from handoff.people import Host
from handoff.pools.routing import why_not

# Letters that no decomposition makes plain, as people type them.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_SIGN = re.compile(r"([-(/&.,])")
_NAME_BEGINS, _NAME_WORD, _TITLE_WORD, _IN_NAME, _IN_TITLE = range(5)


@dataclass(frozen=True)
class Found:
    """Somebody in the directory; `host` is None for who is no Handoff Host, `reason` why they cannot be booked."""

    person: Colleague
    host: Host | None
    reason: str


@dataclass(frozen=True)
class _Entry:
    found: Found
    name: str
    title: str

    def rank(self, term: str) -> int | None:
        """How well a term fits, best first; None if it does not. Words begin after a blank."""
        for place, text, begins in (
            (_NAME_WORD, self.name, True),
            (_TITLE_WORD, self.title, True),
            (_IN_NAME, self.name, False),
            (_IN_TITLE, self.title, False),
        ):
            if (f" {term}" if begins else term) in text:
                return place
        return None


class Directory:
    """Made once for each copy of the settings, then asked with every letter that is typed."""

    def __init__(self, settings: OrgSettings) -> None:
        """Fold every name and title."""
        self.settings = settings
        worded = cache(_worded)  # thousands of people share a few titles
        entries = [
            _Entry(found, f" {worded(found.person.name)}", f" {worded(found.person.title)}")
            for found in _everybody(settings)
        ]
        self._entries = sorted(entries, key=lambda one: (bool(one.found.reason), one.name))

    def find(self, typed: str, *, most: int) -> list[Found]:
        """Return who fits all that was typed: bookable ones first, then by how well it fits, then by name."""
        wanted = _worded(typed)
        terms = wanted.split()
        fitting = (
            (bool(entry.found.reason), rank, place)
            for place, entry in enumerate(self._entries)
            if (rank := _rank(entry, wanted, terms)) is not None
        )
        return [self._entries[place].found for *_, place in nsmallest(most, fitting)]


def folded(text: str) -> str:
    """Return the text without case, accents and superfluous blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(plain.translate(_PLAIN).split())


def _worded(text: str) -> str:
    """Folded, with a blank before every word, also before those that a sign joins to another."""
    return " ".join(_SIGN.sub(r"\1 ", folded(text)).split())


def _rank(entry: _Entry, wanted: str, terms: list[str]) -> int | None:
    if entry.name.startswith(f" {wanted}"):
        return _NAME_BEGINS
    ranks = [entry.rank(term) for term in terms]
    known = [rank for rank in ranks if rank is not None]
    return max(known) if len(known) == len(ranks) else None


def _everybody(settings: OrgSettings) -> Iterator[Found]:
    colleagues = {one.id: one for one in settings.colleagues}
    hosts = {str(host.id): host for host in settings.hosts}
    for host in hosts.values():
        person = Colleague(host.id, host.name, host.title, host.zone, host.is_active)
        yield Found(person, host, why_not(host))
    for person in colleagues.values():
        if person.id not in hosts:
            yield Found(person, None, why_not(None, is_active=person.is_active))
