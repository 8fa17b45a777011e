"""The letters: whose clock, whose words, what stays inside the company, and words meant to do harm."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from handoff.booking.effects import LetterKind
from handoff.booking.letter_roles import ROLES, Role
from handoff.languages import locale_of
from handoff.notifications.letters import Letter, LetterFacts, redirected, render
from handoff.notifications.moments import moment
from handoff.org_settings import Colleague, OrgSettings
from handoff.people import Guest, Host, HostId, Organizer, OrgId, Provider, Tongue, UserId
from handoff.spans import Span
from handoff.wording import say

STARTS = datetime(2026, 3, 3, 14, 30, tzinfo=UTC)
HANA = Host(
    HostId("005H"),
    "Hana Berg",
    "hana@larkspur.example",
    "Europe/Berlin",
    Provider.GOOGLE,
    "hana@larkspur.example",
    title="Account Executive",
)
HUGO = replace(HANA, id=HostId("005U"), name="Hugo Sands", email="hugo@x.example", title="")
OLIVE = Organizer(
    OrgId("00D"), UserId("005O"), "Olive Ortega", "olive@larkspur.example", "America/New_York"
)
GUS = Guest("Gus", "Grant", "gus@northwind.example", "Northwind Robotics", "Europe/London")
FACTS = LetterFacts(
    title="Discovery Call: Northwind Robotics",
    span=Span(STARTS, STARTS + timedelta(minutes=30)),
    meeting_type="Discovery Call",
    main_host=HANA,
    organizer=OLIVE,
    guest=GUS,
    additional_hosts=(HUGO,),
    other_guests=("pia@northwind.example",),
    location="Online",
    link="https://meet.google.com/abc-defg-hij",
    description="What Northwind needs,\nand by when.",
    notes="Likes tea.",
    record_name="Gus Grant",
    record_url="https://larkspur.my.salesforce.com/00Q1",
    explanation="Next in turn in EMEA.",
)
IN_BERLIN = Colleague(HANA.id, HANA.name, zone=HANA.zone, locale="en_DE")
AMERICAN = locale_of("en_US")
SETTINGS = OrgSettings(colleagues=(IN_BERLIN,))
EMAILS = {Role.GUEST: GUS.email, Role.HOST: HANA.email, Role.ORGANIZER: OLIVE.email}
READERS = {kind: EMAILS[role] for kind, role in ROLES.items()}
EARLIER = Span(STARTS - timedelta(days=1), STARTS - timedelta(days=1) + timedelta(minutes=30))
OTTO = replace(OLIVE, user_id=UserId("005T"), name="Otto Lindgren", email="otto@larkspur.example")
CANCELLED = {"reason": "The budget was cut.", "changed_by": OTTO, "is_cancelled": True}


def letter(kind: LetterKind, *, recipient: str = "", **changes: Any) -> Letter:
    facts = replace(FACTS, **changes)
    return told_to(facts, kind, recipient=recipient)


def told_to(
    facts: LetterFacts, kind: LetterKind, *, recipient: str = "", settings: OrgSettings = SETTINGS
) -> Letter:
    return render(
        kind,
        facts,
        recipient=recipient or READERS[kind],
        message_id="effect-1.1",
        settings=settings,
    )


def test_each_reader_has_their_own_clock() -> None:
    assert "Tuesday, 3 March 2026, 15:30 – 16:00 (Berlin, CET, UTC+1)" in (
        letter(LetterKind.HOST).text
    )
    assert "9:30 AM – 10:00 AM (New York, EST, UTC-5)" in letter(LetterKind.ORGANIZER).text
    assert "Tuesday, March 3, 2026, 2:30 PM – 3:00 PM (London, GMT, UTC)" in (
        letter(LetterKind.GUEST).text
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            LetterKind.HOST_MOVED,
            (
                "Ihr Termin mit Gus Grant hat eine neue Zeit",
                "Dienstag, 3. März 2026, 15:30 – 16:00 (Berlin, CET, UTC+1)",
                "Vorher:",
                "Montag, 2. März 2026",
                "Otto Lindgren hat den Termin verschoben.",
                "Notizen für den Gastgeber",
                "Eilig",
                "Ja",
                "Hana Berg ist Lead-Inhaber.",
                "Antworten Sie auf diese E-Mail",
            ),
        ),
        (
            LetterKind.ORGANIZER_MOVED,
            (
                "Gus Grant a une réunion avec Hana Berg",
                "mardi 3 mars 2026, 09:30 – 10:00 (New York, ",
            ),
        ),
        (
            LetterKind.GUEST_MOVED,
            ("Hana Berg さん", "2026年3月3日火曜日, 14:30 – 15:00 (ロンドン, GMT, UTC)"),
        ),
    ],
)
def test_each_reader_is_written_to_in_their_own_language(
    kind: LetterKind, words: tuple[str, ...]
) -> None:
    """The host reads German, the organizer French; for guests there is only the org's Japanese."""
    settings = OrgSettings(
        colleagues=(replace(IN_BERLIN, language="de", locale="de_DE"),),
        tongue=Tongue("ja", "ja_JP", "Asia/Tokyo"),
    )
    owner = say("{object} Owner", object="Lead")
    facts = replace(
        FACTS,
        organizer=replace(OLIVE, language="fr", locale="fr_FR"),
        explanation=say("{name} is {fields}.", name="Hana Berg", fields=owner),
        answers=(("Eilig", say("Yes")),),
        was=EARLIER,
        changed_by=OTTO,
    )

    told = told_to(facts, kind, settings=settings)

    for word in words:
        assert word in told.text
        assert word in unescape(told.html)
    assert f'<html lang="{LANGUAGES[ROLES[kind]]}" dir="ltr">' in told.html


LANGUAGES = {Role.HOST: "de", Role.ORGANIZER: "fr", Role.GUEST: "ja"}


@pytest.mark.parametrize(
    ("language", "locale", "date"),
    [
        ("en_US", "de_DE", "Tuesday, 3 March 2026"),
        ("de", "en_US", "Dienstag, 3. März 2026"),
        ("pt_BR", "pt_BR", "Tuesday, March 3, 2026"),
        ("en_US", "en", "Tuesday, March 3, 2026"),
        ("en_US", "", "Tuesday, March 3, 2026"),
    ],
)
def test_dates_are_in_the_letters_language_in_the_order_of_the_readers_region(
    language: str, locale: str, date: str
) -> None:
    told = letter(LetterKind.ORGANIZER, organizer=replace(OLIVE, language=language, locale=locale))

    assert date in told.text


def test_a_test_letter_says_in_the_orgs_language_for_whom_it_was() -> None:
    told = redirected(letter(LetterKind.GUEST), "tests@larkspur.example", Tongue("de", "de_DE"))

    assert told.subject.startswith("TEST für gus@northwind.example: Confirmed: Discovery Call")


def test_a_guest_sees_the_organizers_clock_beside_their_own() -> None:
    assert "9:30 AM – 10:00 AM (New York, EST, UTC-5)" in letter(LetterKind.GUEST).text


def test_a_guest_who_confirmed_their_zone_sees_no_other() -> None:
    text = letter(LetterKind.GUEST, guest=replace(GUS, zone_is_confirmed=True)).text

    assert "2:30 PM – 3:00 PM (London" in text
    assert "New York" not in text


def test_a_confirmed_zone_that_is_none_is_no_zone() -> None:
    guest = replace(GUS, zone="Mars/Olympus", zone_is_confirmed=True)

    assert "(New York, EST, UTC-5)" in letter(LetterKind.GUEST, guest=guest).text


def test_a_guest_whose_zone_nobody_knows_sees_the_organizers() -> None:
    text = letter(LetterKind.GUEST, guest=replace(GUS, zone="")).text

    assert "9:30 AM – 10:00 AM (New York" in text
    assert "London" not in text


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "\x00", "UTC\n"])
def test_a_zone_that_is_none_stops_no_letter(zone: str) -> None:
    text = letter(LetterKind.HOST, main_host=replace(HANA, zone=zone)).text

    assert "14:30 – 15:00 (UTC)" in text


def test_a_british_organizer_writes_with_24_hours() -> None:
    text = letter(LetterKind.GUEST, organizer=replace(OLIVE, locale="en_GB")).text

    assert "14:30 – 15:00 (London, GMT, UTC)" in text


@pytest.mark.parametrize(
    ("zone", "locale", "clock", "named"),
    [
        ("Asia/Kolkata", "en_GB", "20:00 – 20:30", "Kolkata, IST, UTC+5:30"),
        ("Asia/Kathmandu", "en_GB", "20:15 – 20:45", "Kathmandu, UTC+5:45"),
        ("America/St_Johns", "en_US", "11:00 AM – 11:30 AM", "St. John’s, NST, UTC-3:30"),
        ("America/Argentina/Buenos_Aires", "en_GB", "11:30 – 12:00", "Buenos Aires, UTC-3"),
        ("Asia/Tokyo", "en_GB", "23:30 – 00:00 (Wednesday)", "Tokyo, JST, UTC+9"),
        ("Asia/Tokyo", "de_DE", "23:30 – 00:00 (Mittwoch)", "Tokio, JST, UTC+9"),
        ("Pacific/Auckland", "en_US", "3:30 AM – 4:00 AM", "Auckland, NZDT, UTC+13"),
        ("UTC", "en_GB", "14:30 – 15:00", "UTC"),
        ("UTC", "en_US", "2:30 PM – 3:00 PM", "UTC"),
        ("GMT", "en_GB", "14:30 – 15:00", "GMT, UTC"),
        ("Etc/GMT+5", "en_GB", "09:30 – 10:00", "GMT+5, UTC-5"),
    ],
)
def test_times_are_told_in_every_zone(zone: str, locale: str, clock: str, named: str) -> None:
    told = moment(FACTS.span, zone, locale_of(locale))

    assert (told.clock, told.zone) == (clock, named)


def test_noon_and_midnight_are_twelve() -> None:
    noon = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)

    assert moment(Span(noon, noon + timedelta(hours=12)), "UTC", AMERICAN).clock == (
        "12:00 PM – 12:00 AM (Wednesday)"
    )


def test_a_meeting_across_the_change_of_clocks_ends_by_the_new_one() -> None:
    begins = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    assert moment(
        Span(begins, begins + timedelta(hours=1)), "Europe/Berlin", locale_of("en_GB")
    ).clock == ("01:30 – 03:30")


def test_what_is_said_among_ourselves_stays_among_ourselves() -> None:
    theirs, ours = letter(LetterKind.GUEST), letter(LetterKind.HOST)

    for secret in ("Likes tea.", "Next in turn", "larkspur.my.salesforce.com"):
        assert secret not in theirs.text + theirs.html
        assert secret in ours.text
        assert secret in ours.html


def test_notes_and_answers_are_the_hosts() -> None:
    asked = (("Seats", "250"), ("Needs a demo", "Yes"))
    told = letter(LetterKind.HOST, answers=asked)

    for body in (told.text, told.html):
        assert all(word in body for word in ("Likes tea.", "Seats", "250", "Needs a demo", "Yes"))
    for kind in (LetterKind.GUEST, LetterKind.ORGANIZER):
        other = letter(kind, answers=asked)
        assert not any(word in other.text + other.html for word in ("Likes tea.", "Seats"))


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        (LetterKind.GUEST_MOVED, "Your meeting with Hana Berg has a new time"),
        (LetterKind.HOST_MOVED, "Your meeting with Gus Grant has a new time"),
        (LetterKind.ORGANIZER_MOVED, "Gus Grant is meeting Hana Berg at a new time"),
    ],
)
def test_a_moved_meeting_names_both_times(kind: LetterKind, head: str) -> None:
    told = letter(kind, was=EARLIER)

    assert told.subject == "New time: Discovery Call: Northwind Robotics"
    for body in (told.text, told.html):
        assert head in body
        assert "Before: " in body
        assert re.search("Tuesday, (March 3|3 March),? 2026", body)
        assert re.search("Monday, (March 2|2 March),? 2026", body)
    assert "Join the meeting" in told.html


@pytest.mark.parametrize("kind", [one for one in LetterKind if one.endswith("_cancelled")])
def test_a_cancelled_meeting_is_nowhere_to_be_joined(kind: LetterKind) -> None:
    told = letter(kind, **CANCELLED)

    assert told.subject == "Cancelled: Discovery Call: Northwind Robotics"
    assert "cancelled" in told.text
    assert "When it was to be" in told.text
    assert FACTS.link not in told.text + told.html


def test_why_a_meeting_was_cancelled_stays_among_ourselves() -> None:
    for kind in (LetterKind.HOST_CANCELLED, LetterKind.ORGANIZER_CANCELLED):
        told = letter(kind, **CANCELLED)
        for body in (told.text, told.html):
            assert "The budget was cut." in body
            assert "Otto Lindgren cancelled the meeting." in body
    theirs = letter(LetterKind.GUEST_CANCELLED, **CANCELLED)
    assert "budget" not in theirs.text + theirs.html
    assert "Otto" not in theirs.text + theirs.html


def test_nobody_is_told_what_they_did_themselves() -> None:
    told = letter(LetterKind.ORGANIZER_CANCELLED, **CANCELLED | {"changed_by": OLIVE})

    assert "cancelled the meeting." not in told.text


def test_a_host_who_is_released_learns_by_whom_and_by_their_own_clock() -> None:
    told = letter(
        LetterKind.HOST_RELEASED, recipient=HANA.email, main_host=HUGO, released=HANA, link="x"
    )

    assert told.to_name == "Hana Berg"
    assert told.subject == "Given to a colleague: Discovery Call: Northwind Robotics"
    for text in ("You are no longer meeting Gus Grant", "Hugo Sands takes the meeting.", "(Berlin"):
        assert text in told.text


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"is_cancelled": True}, "Remove the event by hand"),
        ({"is_moved": True}, "has not been written to about it"),
    ],
)
def test_a_call_for_help_says_how_the_meeting_stands(how: dict[str, bool], words: str) -> None:
    told = letter(LetterKind.ATTENTION, attention="Google refused.", **how)

    assert words in told.text.replace("\n", " ")
    assert words in told.html


def test_a_letter_to_a_second_guest_does_not_take_them_for_the_first() -> None:
    told = letter(LetterKind.GUEST, recipient="pia@northwind.example")

    assert (told.to_email, told.to_name) == ("pia@northwind.example", "")


@pytest.mark.parametrize(
    ("kind", "reply_to", "name"),
    [
        (LetterKind.GUEST, HANA.email, "Hana Berg"),
        (LetterKind.HOST, OLIVE.email, "Olive Ortega"),
        (LetterKind.ORGANIZER, HANA.email, "Hana Berg"),
    ],
)
def test_an_answer_reaches_a_person(kind: LetterKind, reply_to: str, name: str) -> None:
    told = letter(kind)

    assert told.reply_to == reply_to
    assert f"Reply to this letter to write to {name}." in told.text


def test_nobody_is_told_to_answer_themselves() -> None:
    told = letter(LetterKind.HOST, organizer=replace(OLIVE, email=HANA.email))

    assert told.reply_to == ""
    assert "Reply to this letter" not in told.text + told.html


def test_the_letter_that_asks_for_attention_says_why_and_what_to_do() -> None:
    told = letter(LetterKind.ATTENTION, attention="Google refused: Not Found", link="")

    assert told.subject == "Needs attention: Discovery Call: Northwind Robotics"
    for body in (told.text, told.html):
        assert "Google refused: Not Found" in body
        assert "try again" in body
        assert "has not been written to" in body


def test_the_link_is_a_button_and_is_spelled_out() -> None:
    told = letter(LetterKind.GUEST)

    assert f'href="{FACTS.link}"' in told.html
    assert told.html.count("Join the meeting") == 1
    assert FACTS.link in told.text


def test_a_link_that_is_still_being_made_is_in_the_invitation() -> None:
    told = letter(LetterKind.GUEST, link="", link_is_in_invitation=True)

    assert "is in your calendar invitation" in told.text
    assert "is in your calendar invitation" in told.html
    assert "Join the meeting" not in told.html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "my room"])
def test_what_is_no_web_address_is_no_button(link: str) -> None:
    told = letter(LetterKind.GUEST, link=link)

    assert f'href="{link}"' not in told.html
    assert link in told.text


HARM = '<script>alert("x")</script>\r\nBcc: all@northwind.example\u202e\x07'


@pytest.mark.parametrize("kind", list(LetterKind))
def test_words_meant_to_do_harm_are_only_words(kind: LetterKind) -> None:
    told = letter(
        kind,
        title=HARM,
        guest=replace(GUS, first_name=HARM, last_name=HARM, company=HARM),
        main_host=replace(HANA, name=HARM, title=HARM),
        organizer=replace(OLIVE, name=HARM),
        location=HARM,
        link="https://x.example/" + HARM,
        description=HARM,
        notes=HARM,
        record_name=HARM,
        explanation=HARM,
        attention=HARM,
        other_guests=(HARM,),
    )

    assert "<script" not in told.html
    assert not re.search(r"[\r\n\x07\u202e]", told.subject + told.to_name)
    assert not re.search(r"[\x07\u202e]", told.html + told.text)
    assert not re.search(r"(?m)^Bcc: ", told.subject + told.to_name)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_name_of_ten_thousand_characters_leaves_a_letter_to_read(kind: LetterKind) -> None:
    endless = "Gus" * 4_000
    told = letter(
        kind,
        title=endless,
        guest=replace(GUS, first_name=endless),
        main_host=replace(HANA, name=endless),
    )

    assert len(told.subject) <= 200
    assert len(told.to_name) <= 120
    assert len(told.text) < 4_000


def test_words_from_right_to_left_keep_their_letters() -> None:
    told = letter(LetterKind.GUEST, guest=replace(GUS, first_name="דנה", last_name="כהן"))

    assert told.to_name == "דנה כהן"
    assert "<bdi>דנה כהן</bdi>" in told.html


def test_lines_that_somebody_wrote_stay_lines() -> None:
    told = letter(LetterKind.GUEST, description="One\r\nTwo\u2028Three")

    assert "One\nTwo\nThree" in told.text


def test_a_guest_without_a_name_is_named_by_address() -> None:
    told = letter(LetterKind.HOST, guest=replace(GUS, first_name="", last_name=""))

    assert "You are meeting gus@northwind.example" in told.text


def test_a_repeated_letter_says_the_same() -> None:
    assert letter(LetterKind.GUEST) == letter(LetterKind.GUEST)
