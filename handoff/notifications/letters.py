"""Which letter, with which words, for which reader; renders and sends nothing itself."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from handoff.booking.effects import LetterKind
from handoff.people import Guest, Host, Organizer
from handoff.spans import Span

LONGEST_SUBJECT = 200
_BREAKS = str.maketrans(dict.fromkeys("\r\n\v\f\x00\x1c\x1d\x1e\x85\u2028\u2029", " "))


@dataclass(frozen=True)
class Letter:
    """A letter ready to leave; `message_id` is the part before the @."""

    to_email: str
    to_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str


@dataclass(frozen=True)
class LetterFacts:
    """The booking as its letters tell it; a copy, so that a repeated letter says the same."""

    title: str
    span: Span
    meeting_type: str
    main_host: Host
    organizer: Organizer
    guest: Guest
    additional_hosts: tuple[Host, ...] = ()
    other_guests: tuple[str, ...] = ()
    location: str = ""
    link: str = ""
    link_is_in_invitation: bool = False
    description: str = ""
    notes: str = ""
    record_name: str = ""
    record_url: str = ""
    explanation: str = ""
    attention: str = ""


@dataclass(frozen=True)
class Moment:
    """A meeting's time as one reader's clock shows it."""

    date: str
    clock: str
    zone: str


@dataclass(frozen=True)
class Reader:
    """Who reads a letter, by which clocks, and whether our own people's notes are for them."""

    name: str
    email: str
    zones: tuple[str, ...]
    has_12_hours: bool
    is_ours: bool


def render(kind: LetterKind, facts: LetterFacts, *, recipient: str, message_id: str) -> Letter:
    """Return one reader's letter. Times are in the reader's zone; a guest whose zone was only guessed, or is
    unknown, sees the organizer's beside it (spec §6.10).
    """
    reader = _reader(kind, facts, recipient)
    partner = _partner(facts, recipient)
    if not reader.is_ours:
        facts = replace(
            facts, notes="", explanation="", record_url="", record_name="", attention=""
        )
    values: dict[str, object] = {
        "facts": facts,
        "reader": reader,
        "moments": [moment(facts.span, zone, reader.has_12_hours) for zone in reader.zones],
        "headline": _headline(kind, facts),
        "is_attention": kind is LetterKind.ATTENTION,
        "partner": partner,
    }
    return Letter(
        to_email=reader.email,
        to_name=one_line(reader.name),
        reply_to=partner.email if partner else "",
        subject=one_line(_subject(kind, facts))[:LONGEST_SUBJECT],
        text=_templates().get_template("letter.txt").render(values),
        html=_templates().get_template("letter.html").render(values),
        message_id=message_id,
    )


def _partner(facts: LetterFacts, recipient: str) -> Host | Organizer | None:
    """Return whom an answer to the letter reaches: the main host, and for the host the organizer."""
    people = (facts.main_host, facts.organizer)
    return next((one for one in people if one.email and one.email != recipient), None)


def one_line(text: str) -> str:
    """Return the text without any character that a mail header could end at."""
    return " ".join(text.translate(_BREAKS).split())


def moment(span: Span, zone: str, has_12_hours: bool) -> Moment:
    """Return the meeting's date and time on that zone's clock, with the zone named."""
    begins, ends = (at.astimezone(ZoneInfo(zone)) for at in (span.starts_at, span.ends_at))
    date = f"{begins:%A} {begins.day} {begins:%B} {begins.year}"
    last = "" if begins.date() == ends.date() else f" ({ends:%A})"
    clock = f"{_clock(begins, has_12_hours)} – {_clock(ends, has_12_hours)}{last}"
    return Moment(date, clock, f"{_place(zone)}, {_offset(begins)}")


def _clock(at: datetime, has_12_hours: bool) -> str:
    return f"{at.hour % 12 or 12}:{at:%M} {at:%p}" if has_12_hours else f"{at:%H:%M}"


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _offset(at: datetime) -> str:
    minutes = int((at.utcoffset() or timedelta()).total_seconds() // 60)
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    name = at.tzname() or ""
    utc = "UTC" if not minutes else f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
    return f"{name}, {utc}" if name.isalpha() and name != "UTC" else utc


def _reader(kind: LetterKind, facts: LetterFacts, recipient: str) -> Reader:
    organizer, host, guest = facts.organizer, facts.main_host, facts.guest
    is_american = organizer.locale == "en_US"
    if kind is LetterKind.GUEST:
        zones = tuple(dict.fromkeys(zone for zone in (guest.zone, organizer.zone) if zone))
        name = guest.name if recipient == guest.email else ""
        return Reader(name, recipient, zones, is_american, is_ours=False)
    if kind is LetterKind.HOST:
        return Reader(
            host.name, recipient, (host.zone,), host.zone.startswith("America/"), is_ours=True
        )
    return Reader(organizer.name, recipient, (organizer.zone,), is_american, is_ours=True)


def _headline(kind: LetterKind, facts: LetterFacts) -> str:
    match kind:
        case LetterKind.GUEST:
            return f"You are meeting {facts.main_host.name}"
        case LetterKind.HOST:
            return f"You are meeting {facts.guest.name}"
        case LetterKind.ORGANIZER:
            return f"{facts.guest.name} is meeting {facts.main_host.name}"
        case LetterKind.ATTENTION:
            return "This meeting needs your attention"


def _subject(kind: LetterKind, facts: LetterFacts) -> str:
    match kind:
        case LetterKind.GUEST:
            return f"Confirmed: {facts.title}"
        case LetterKind.HOST:
            return f"New meeting: {facts.title}"
        case LetterKind.ORGANIZER:
            return f"Booked: {facts.title}"
        case LetterKind.ATTENTION:
            return f"Needs attention: {facts.title}"


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
