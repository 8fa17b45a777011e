"""What the server says, in the language and with the clock of whoever pressed the button."""

from datetime import datetime
from typing import Any

import pytest
import requests

from handoff.hours_words import hours_words
from handoff.languages import catalogue, figured, locale_of
from handoff.people import Tongue
from handoff.wording import Figure, Figures
from tests.cast import BOSTON, GUS
from tests.support.served import Served, refused
from tests.support.window import Window, post_canvas, signed_request

LATE = "2026-03-02T21:30:00Z"
"""22:30 in Berlin, 16:30 in Boston."""


def opened(served: Served, language: str, locale: str, record: str = GUS) -> Window:
    return served.open(record, language=language, locale=locale)


def explained(window: Window, starts_at: str = LATE) -> str:
    question = window.question(window.host("Hana Berg"))
    window.times(question)
    answer = window.ask("POST", "/explanations", {**question, "starts_at": starts_at})
    return str(answer)


@pytest.mark.parametrize(
    ("language", "locale", "spoken"),
    [("de", "de_DE", "de"), ("ja", "ja_JP", "ja"), ("fr", "fr_FR", "fr"), ("pt_BR", "pt_BR", "en")],
)
def test_the_page_names_its_language_and_carries_its_words(
    served: Served, language: str, locale: str, spoken: str
) -> None:
    page = post_canvas(
        served.url, signed_request(served.box, GUS, language=language, locale=locale)
    ).text
    context = Window.drawn(served.url, page).context

    assert f'<html lang="{spoken}" dir="ltr">' in page
    assert (context["language"], context["organizer"]["locale"]) == (spoken, locale)
    assert context["messages"].get("Add Hosts") == catalogue(spoken).get("Add Hosts")
    assert bool(context["messages"]) is (spoken != "en")


def test_the_sandboxs_people_speak_english_unless_the_page_asks_otherwise(served: Served) -> None:
    assert served.open(GUS).context["language"] == "en"


def test_why_a_time_is_closed_is_said_in_german_on_a_german_clock(served: Served) -> None:
    words = explained(opened(served, "de", "de_DE"))

    assert "außerhalb der Arbeitszeit" in words
    assert "outside working hours" not in words


def test_clock_times_within_sentences_follow_the_locale_not_the_language(served: Served) -> None:
    served.make_busy("hana", "2026-03-03T15:00:00Z")

    german = explained(opened(served, "de", "de_DE"), "2026-03-03T15:00:00Z")
    english = explained(opened(served, "en_US", "en_US"), "2026-03-03T15:00:00Z")

    assert "belegt 10:00–10:30" in german
    assert "busy 10:00 AM–10:30 AM" in english


def test_a_refusal_is_said_in_the_readers_language(served: Served) -> None:
    window = opened(served, "ja", "ja_JP")
    template = "There is no such booking."

    refusal = refused(window.ask, "GET", "/bookings/00000000-0000-4000-8000-000000000000")

    assert refusal.error["message"] == catalogue("ja")[template] != template


def test_a_value_in_the_wrong_form_is_named_in_the_readers_language(served: Served) -> None:
    window = opened(served, "de", "de_DE")
    guest = {"first_name": "Gus", "last_name": "Grant", "email": "gus at northwind"}
    body = {"hold_id": "00000000-0000-4000-8000-000000000000", "guest": guest}

    refusal = refused(
        window.ask, "POST", "/bookings", body, headers={"Idempotency-Key": "a-german-key"}
    )

    assert refusal.error["message"] == "guest.email: „gus at northwind“ ist keine E-Mail-Adresse."


def test_an_effects_label_and_its_kept_failure_are_said_in_the_readers_language(
    served: Served,
) -> None:
    served.fault("google", "status", call="events.insert", status=400, times=None)
    window = opened(served, "de", "de_DE")
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])
    booking = window.book(str(hold["id"]))["booking"]
    served.deliver()

    found: Any = window.ask("GET", f"/bookings/{booking['id']}")
    event = next(one for one in found["effects"] if one["kind"] == "calendar")

    assert event["label"] == "Ereignis im Kalender von Hana Berg"
    assert event["error"].startswith("Google Kalender hat abgelehnt: ")
    assert found["booking"]["attention"] == event["error"]


def test_why_somebody_was_chosen_is_said_with_the_fields_name_in_german(served: Served) -> None:
    window = opened(served, "de", "de_DE")
    question = window.question(window.host("Hana Berg"))
    hold = window.hold(question, window.times(question)["slots"][0]["starts_at"])

    assert "Hana Berg ist Lead-Inhaber." in hold.values()


@pytest.mark.parametrize(
    ("locale", "amount", "day"),
    [
        ("de_DE", "184.000", "16.04.2026"),
        ("en_US", "184,000", "Apr 16, 2026"),
        ("ja_JP", "184,000", "2026/04/16"),
    ],
)
def test_days_and_numbers_of_the_record_are_written_as_the_reader_does(
    served: Served, locale: str, amount: str, day: str
) -> None:
    context = opened(served, "en_US", locale, "opportunity:northwind").context
    details = {one["label"]: one["value"] for one in context["record"]["details"]}

    assert (details["Amount"], details["Close Date"]) == (amount, day)


@pytest.mark.parametrize(
    ("text", "locale", "words"),
    [
        ("Mon-Fri 09:00-17:00", "de_DE", "Mo.–Fr. 09:00–17:00"),
        ("Mon-Fri 09:00-17:00", "en_US", "Mon–Fri 9:00 AM–5:00 PM"),
        ("Mon-Thu 09:00-17:00\nFri 09:00-23:59", "ja_JP", "月–木 9:00–17:00; 金 9:00–0:00"),
        ("Tue, Sat-Sun 10:00-12:00", "en_GB", "Tue, Sat, Sun 10:00–12:00"),
        ("Sun-Tue 10:00-12:00", "en_GB", "Mon, Tue, Sun 10:00–12:00"),
        ("Mon-Sun 10:00-12:00", "en_GB", "Mon–Sun 10:00–12:00"),
    ],
)
def test_weekly_hours_are_written_as_the_reader_does(text: str, locale: str, words: str) -> None:
    assert hours_words(text, locale_of(locale)) == words


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en_US", "Mar 2, 2026, 4:30 PM"),
        ("de_DE", "02.03.2026, 16:30"),
        ("ja_JP", "2026/03/02 16:30"),
    ],
)
def test_a_moment_is_told_to_the_minute_on_the_readers_clock(locale: str, words: str) -> None:
    moment = Figure(LATE, Figures.MOMENT, datetime.fromisoformat(LATE))

    assert figured(moment, Tongue(locale=locale, zone=BOSTON)) == words


def test_a_page_without_a_session_speaks_the_browsers_language(served: Served) -> None:
    page = requests.get(f"{served.url}/canvas", headers={"Accept-Language": "de"}, timeout=30).text

    assert '<html lang="de" dir="ltr">' in page
    assert "Öffnen Sie Handoff von einem Datensatz aus" in page
