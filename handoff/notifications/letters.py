"""Which letter, with which words, for which reader; renders and sends nothing itself."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from handoff.booking.effects import LetterKind
from handoff.booking.letter_roles import CANCELS, ENDS, MOVES, ROLES, Role
from handoff.notifications.moments import Moment, has_12_hours, known_zones, moments
from handoff.notifications.occasions import advice, explained, headline, subject
from handoff.notifications.words import cleaned, cut, lines, one_line
from handoff.people import Guest, Host, Organizer
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
    """Who reads a letter, as what, and by which clocks."""

    name: str
    email: str
    role: Role
    zones: tuple[str, ...]
    in_12_hours: bool

    @property
    def is_ours(self) -> bool:
        """Say whether our own people's words are for them."""
        return self.role is not Role.GUEST


def redirected(letter: Letter, mailbox: str) -> Letter:
    """Return a letter of a test: it goes to the test mailbox, says for whom it was, and an answer reaches nobody."""
    told = say("TEST for {recipient}: {subject}", recipient=letter.to_email, subject=letter.subject)
    return replace(
        letter,
        to_email=mailbox,
        to_name="",
        reply_to="",
        subject=cut(told, LONGEST_SUBJECT),
    )


def render(kind: LetterKind, facts: LetterFacts, *, recipient: str, message_id: str) -> Letter:
    """Return one reader's letter. Times are in the reader's zone; a guest whose zone was only guessed, or is
    unknown, sees the organizer's beside it (spec §6.10).
    """
    reader = _reader(kind, facts, recipient)
    told = _told(facts, reader)
    partner = _partner(facts, recipient)
    is_off = kind in ENDS
    values: dict[str, object] = {
        "facts": told,
        "moments": moments(facts.span, reader.zones, in_12_hours=reader.in_12_hours),
        "was": _was(kind, facts, reader),
        "headline": headline(kind, host=told.main_host, guest=told.guest),
        "explained": _explained(kind, told, reader),
        "reason": told.reason if kind in CANCELS else "",
        "advice": advice(is_cancelled=facts.is_cancelled, is_moved=facts.is_moved),
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
        subject=cut(subject(kind, told.title), LONGEST_SUBJECT),
        text=_templates().get_template("letter.txt").render(values),
        html=_templates().get_template("letter.html").render(values),
        message_id=message_id,
    )


def _was(kind: LetterKind, facts: LetterFacts, reader: Reader) -> list[Moment]:
    if kind not in MOVES or facts.was is None or facts.was == facts.span:
        return []
    return moments(facts.was, reader.zones[:1], in_12_hours=reader.in_12_hours)


def _explained(kind: LetterKind, told: LetterFacts, reader: Reader) -> str:
    if not reader.is_ours:
        return ""
    return explained(kind, host=told.main_host, changed_by=told.changed_by, reader=reader.email)


def _told(facts: LetterFacts, reader: Reader) -> LetterFacts:
    """Return what this reader may see, with nobody's words bending the letter."""
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
        explanation=one_line(facts.explanation),
        attention=one_line(facts.attention),
        answers=tuple((one_line(label), lines(value)) for label, value in facts.answers),
        changed_by=cleaned(facts.changed_by) if facts.changed_by else None,
        reason=lines(facts.reason),
    )


def _reader(kind: LetterKind, facts: LetterFacts, recipient: str) -> Reader:
    role, organizer, guest = ROLES[kind], facts.organizer, facts.guest
    is_american = organizer.locale == "en_US"
    if role is Role.GUEST:
        is_sure = guest.zone_is_confirmed
        zones = known_zones(guest.zone, "" if is_sure and _is_zone(guest) else organizer.zone)
        name = guest.name if recipient == guest.email else ""
        return Reader(name, recipient, role, zones, is_american)
    if role is Role.HOST:
        host = facts.released if facts.released and kind in ENDS else facts.main_host
        zones = known_zones(host.zone)
        return Reader(host.name, recipient, role, zones, has_12_hours(zones[0]))
    return Reader(organizer.name, recipient, role, known_zones(organizer.zone), is_american)


def _is_zone(guest: Guest) -> bool:
    return bool(guest.zone) and known_zones(guest.zone) == (guest.zone,)


def _partner(facts: LetterFacts, recipient: str) -> Host | Organizer | None:
    """Return whom an answer to the letter reaches: the main host, and for the host the organizer."""
    people = (facts.main_host, facts.organizer)
    return next((one for one in people if one.email and one.email != recipient), None)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
