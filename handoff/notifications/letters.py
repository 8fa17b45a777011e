"""Which letter, with which words, for which reader; renders and sends nothing itself."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from handoff.booking.effects import LetterKind
from handoff.booking.letter_roles import CANCELS, ENDS, MOVES, ROLES, Role
from handoff.languages import direction_of, language_of, locale_of, said_to, words_locale
from handoff.notifications.moments import Moment, known_zones, moments
from handoff.notifications.occasions import advice, explained, headline, subject
from handoff.notifications.words import cleaned, cut, lines, one_line
from handoff.org_settings import OrgSettings
from handoff.people import Guest, Host, Organizer, Tongue
from handoff.spans import Span
from handoff.wording import say

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
    """The booking as its letters tell it; a copy, so that a repeated letter says the same.

    `was` is the time before a move; `released` the host whom another has replaced; `answers` are labels and values
    of the type's own questions. `reason` is why it was cancelled: never for guests.
    """

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
    answers: tuple[tuple[str, str], ...] = ()
    was: Span | None = None
    released: Host | None = None
    changed_by: Organizer | None = None
    reason: str = ""
    is_cancelled: bool = False
    is_moved: bool = False


@dataclass(frozen=True)
class Reader:
    """Who reads a letter, as what, in which language and by which clocks."""

    name: str
    email: str
    role: Role
    zones: tuple[str, ...]
    tongue: Tongue

    @property
    def is_ours(self) -> bool:
        """Say whether our own people's words are for them."""
        return self.role is not Role.GUEST


def redirected(letter: Letter, mailbox: str, tongue: Tongue) -> Letter:
    """Return a letter of a test: it goes to the test mailbox, says for whom it was, and an answer reaches nobody."""
    told = said_to(
        tongue,
        say("TEST for {recipient}: {subject}", recipient=letter.to_email, subject=letter.subject),
    )
    return replace(
        letter,
        to_email=mailbox,
        to_name="",
        reply_to="",
        subject=cut(told, LONGEST_SUBJECT),
    )


def render(
    kind: LetterKind,
    facts: LetterFacts,
    *,
    recipient: str,
    message_id: str,
    settings: OrgSettings,
) -> Letter:
    """Return one reader's letter in their language: our own people's as Salesforce has it, for guests the org's.

    Times are in the reader's zone; a guest whose zone was only guessed, or is unknown, sees the organizer's
    beside it (spec §6.10).
    """
    reader = _reader(kind, facts, recipient, settings)
    tongue, told = reader.tongue, _told(facts, reader)
    partner = _partner(facts, recipient)
    is_off, templates = kind in ENDS, compiled_templates()
    values: dict[str, object] = {
        "facts": told,
        "t": lambda sentence, **named: said_to(tongue, say(sentence, **named)),
        "language": language_of(tongue.language),
        "direction": direction_of(language_of(tongue.language)),
        "moments": moments(facts.span, reader.zones, locale=words_locale(tongue)),
        "was": _was(kind, facts, reader),
        "headline": said_to(tongue, headline(kind, host=told.main_host, guest=told.guest)),
        "explained": _explained(kind, told, reader),
        "reason": told.reason if kind in CANCELS else "",
        "advice": said_to(tongue, advice(is_cancelled=facts.is_cancelled, is_moved=facts.is_moved)),
        "answers": cut(one_line(partner.name or partner.email)) if partner else "",
        "can_open_link": told.link.startswith(("https://", "http://")),
        "is_attention": kind is LetterKind.ATTENTION,
        "is_off": is_off,
        "is_ours": reader.is_ours,
    }
    return Letter(
        to_email=reader.email,
        to_name=cut(one_line(reader.name)),
        reply_to=partner.email if partner else "",
        subject=cut(said_to(tongue, subject(kind, told.title)), LONGEST_SUBJECT),
        text=templates.get_template("letter.txt").render(values),
        html=templates.get_template("letter.html").render(values),
        message_id=message_id,
    )


def _was(kind: LetterKind, facts: LetterFacts, reader: Reader) -> list[Moment]:
    if kind not in MOVES or facts.was is None or facts.was == facts.span:
        return []
    return moments(facts.was, reader.zones[:1], locale=words_locale(reader.tongue))


def _explained(kind: LetterKind, told: LetterFacts, reader: Reader) -> str:
    if not reader.is_ours:
        return ""
    words = explained(kind, host=told.main_host, changed_by=told.changed_by, reader=reader.email)
    return said_to(reader.tongue, words)


def _told(facts: LetterFacts, reader: Reader) -> LetterFacts:
    """Return what this reader may see, in their language, with nobody's words bending the letter."""
    tongue = reader.tongue
    if not reader.is_ours:
        facts = replace(
            facts, explanation="", record_url="", record_name="", attention="", reason=""
        )
    if reader.role is not Role.HOST:
        facts = replace(facts, notes="", answers=())
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
        explanation=one_line(said_to(tongue, facts.explanation)),
        attention=one_line(said_to(tongue, facts.attention)),
        answers=tuple(
            (one_line(label), lines(said_to(tongue, value))) for label, value in facts.answers
        ),
        changed_by=cleaned(facts.changed_by) if facts.changed_by else None,
        reason=lines(facts.reason),
    )


def _reader(kind: LetterKind, facts: LetterFacts, recipient: str, settings: OrgSettings) -> Reader:
    role, organizer, guest = ROLES[kind], facts.organizer, facts.guest
    if role is Role.GUEST:
        is_sure = guest.zone_is_confirmed
        zones = known_zones(guest.zone, "" if is_sure and _is_zone(guest) else organizer.zone)
        name = guest.name if recipient == guest.email else ""
        return Reader(name, recipient, role, zones, _to_guests(organizer, settings.tongue))
    if role is Role.HOST:
        host = facts.released if facts.released and kind in ENDS else facts.main_host
        return Reader(
            host.name, recipient, role, known_zones(host.zone), settings.tongue_of(host.id)
        )
    return Reader(organizer.name, recipient, role, known_zones(organizer.zone), organizer.tongue)


def _to_guests(organizer: Organizer, org: Tongue) -> Tongue:
    """Return the org's language, with times as its organizer writes them if that is their language too."""
    is_shared = locale_of(organizer.locale).language == language_of(org.language)
    return replace(org, locale=organizer.locale) if is_shared else org


def _is_zone(guest: Guest) -> bool:
    return bool(guest.zone) and known_zones(guest.zone) == (guest.zone,)


def _partner(facts: LetterFacts, recipient: str) -> Host | Organizer | None:
    """Return whom an answer to the letter reaches: the main host, and for the host the organizer."""
    people = (facts.main_host, facts.organizer)
    return next((one for one in people if one.email and one.email != recipient), None)


@cache
def compiled_templates() -> Environment:
    """Return the letters' templates, compiled once; a process that forks calls it before."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in templates.list_templates():
        templates.get_template(name)
    return templates
