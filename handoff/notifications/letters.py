"""Which letter, with which words, for which reader; renders and sends nothing itself."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from handoff.booking.effects import LetterKind
from handoff.notifications.moments import has_12_hours, known_zones, moments
from handoff.notifications.words import cleaned, cut, lines, one_line
from handoff.people import Guest, Host, Organizer
from handoff.spans import Span

LONGEST_SUBJECT = 200


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
class Reader:
    """Who reads a letter, by which clocks, and whether our own people's notes are for them."""

    name: str
    email: str
    zones: tuple[str, ...]
    in_12_hours: bool
    is_ours: bool


def render(kind: LetterKind, facts: LetterFacts, *, recipient: str, message_id: str) -> Letter:
    """Return one reader's letter. Times are in the reader's zone; a guest whose zone was only guessed, or is
    unknown, sees the organizer's beside it (spec §6.10).
    """
    reader = _reader(kind, facts, recipient)
    told = _told(facts, reader)
    partner = _partner(facts, recipient)
    values: dict[str, object] = {
        "facts": told,
        "moments": moments(facts.span, reader.zones, in_12_hours=reader.in_12_hours),
        "headline": _headline(kind, told),
        "answers": cut(one_line(partner.name or partner.email)) if partner else "",
        "can_open_link": told.link.startswith(("https://", "http://")),
        "is_attention": kind is LetterKind.ATTENTION,
        "is_ours": reader.is_ours,
    }
    return Letter(
        to_email=reader.email,
        to_name=cut(one_line(reader.name)),
        reply_to=partner.email if partner else "",
        subject=cut(_subject(kind, told), LONGEST_SUBJECT),
        text=_templates().get_template("letter.txt").render(values),
        html=_templates().get_template("letter.html").render(values),
        message_id=message_id,
    )


def _told(facts: LetterFacts, reader: Reader) -> LetterFacts:
    """Return what this reader may see, with nobody's words bending the letter."""
    if not reader.is_ours:
        facts = replace(
            facts, notes="", explanation="", record_url="", record_name="", attention=""
        )
    return replace(
        facts,
        title=cut(one_line(facts.title), LONGEST_SUBJECT),
        main_host=cleaned(facts.main_host),
        organizer=cleaned(facts.organizer),
        guest=cleaned(facts.guest),
        additional_hosts=tuple(cleaned(one) for one in facts.additional_hosts),
        other_guests=tuple(one_line(one) for one in facts.other_guests),
        location=lines(facts.location),
        link=one_line(facts.link),
        description=lines(facts.description),
        notes=lines(facts.notes),
        record_name=cut(one_line(facts.record_name)),
        explanation=one_line(facts.explanation),
        attention=one_line(facts.attention),
    )


def _reader(kind: LetterKind, facts: LetterFacts, recipient: str) -> Reader:
    organizer, host, guest = facts.organizer, facts.main_host, facts.guest
    is_american = organizer.locale == "en_US"
    if kind is LetterKind.GUEST:
        zones = known_zones(guest.zone, organizer.zone)
        name = guest.name if recipient == guest.email else ""
        return Reader(name, recipient, zones, is_american, is_ours=False)
    if kind is LetterKind.HOST:
        zones = known_zones(host.zone)
        return Reader(host.name, recipient, zones, has_12_hours(zones[0]), is_ours=True)
    return Reader(organizer.name, recipient, known_zones(organizer.zone), is_american, is_ours=True)


def _partner(facts: LetterFacts, recipient: str) -> Host | Organizer | None:
    """Return whom an answer to the letter reaches: the main host, and for the host the organizer."""
    people = (facts.main_host, facts.organizer)
    return next((one for one in people if one.email and one.email != recipient), None)


def _headline(kind: LetterKind, facts: LetterFacts) -> str:
    guest = facts.guest.name or facts.guest.email
    match kind:
        case LetterKind.GUEST:
            return f"You are meeting {facts.main_host.name}"
        case LetterKind.HOST:
            return f"You are meeting {guest}"
        case LetterKind.ORGANIZER:
            return f"{guest} is meeting {facts.main_host.name}"
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
