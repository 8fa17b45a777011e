"""The reader's language: catalogues read once, and every sentence said in it on its way out."""

from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from flask import Flask, g, has_request_context, request
from flask.json.provider import DefaultJSONProvider

from handoff.people import Organizer
from handoff.web.hours_words import hours_words
from handoff.wording import Figure, Figures, said_in

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"
SCRIPTS = "handoff/web/static/"
ENGLISH = "en"
LANGUAGES = (ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


def register(app: Flask) -> None:
    """Say whatever leaves as JSON, and every word of a template, in the reader's language."""
    app.json = SpokenJson(app)
    app.jinja_env.globals["t"] = lambda sentence, **values: translated(sentence).format(**values)
    app.jinja_env.globals["language"] = reader_language
    app.jinja_env.globals["direction"] = lambda: direction_of(reader_language())


def language_of(name: str) -> str:
    """Return the catalogue for a Salesforce language such as `pt_BR` or `de`; English if there is none."""
    short = name.replace("-", "_").partition("_")[0].lower()
    return short if short in LANGUAGES else ENGLISH


def direction_of(language: str) -> str:
    """Return how a language is written: `ltr` or `rtl`."""
    try:
        found: str = Locale.parse(language).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
    return found


@lru_cache(maxsize=256)
def locale_of(name: str) -> Locale:
    """Return what is known of a Salesforce locale such as `de_DE_EURO`; at least its language, else English."""
    parts = name.replace("-", "_").split("_")
    for length in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:length]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "US")


def speak_to(reader: Organizer) -> None:
    """Answer this request in somebody's language, with days and numbers as they write them."""
    g.language, g.reader = language_of(reader.language), reader


def reader_language() -> str:
    """Return the language that this request is answered in."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:
        g.language = request.accept_languages.best_match(LANGUAGES, default=ENGLISH)
    language: str = g.language
    return language


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return every English sentence with its translation; nothing for English."""
    return {str(one.id): str(one.string) for one in _messages(language)}


@cache
def browser_catalogue(language: str) -> dict[str, str]:
    """Return the part of the catalogue that the window's scripts say."""
    return {
        str(one.id): str(one.string)
        for one in _messages(language)
        if any(str(place).startswith(SCRIPTS) for place, _ in one.locations)
    }


def _messages(language: str) -> list[Message]:
    if language == ENGLISH:
        return []
    with (CATALOGUES / f"{language}.po").open("rb") as file:
        return [one for one in read_po(file, locale=language) if one.id and one.string]


def translated(sentence: str) -> str:
    """Return a template of a sentence in the reader's language."""
    return catalogue(reader_language()).get(sentence, sentence)


def figured(figure: Figure) -> str:
    """Return a number or a day as the reader writes it; plain English until they are known."""
    reader: Organizer | None = g.get("reader") if has_request_context() else None
    if reader is None:
        return str(figure)
    locale, amount = locale_of(reader.locale), figure.amount
    match figure.what, amount:
        case Figures.MOMENT, datetime():
            zone = ZoneInfo(reader.zone)
            return format_datetime(amount, "medium", tzinfo=zone, locale=locale)
        case Figures.DATE, date():
            return format_date(amount, "medium", locale=locale)
        case Figures.PERCENT, int() | float():
            return format_percent(amount / 100, "#,##0.##%", locale=locale)
        case Figures.NUMBER, int() | float():
            return format_decimal(amount, "#,##0.##", locale=locale)
        case Figures.HOURS, str():
            return hours_words(amount, locale)
    return str(figure)


def spoken(content: Any) -> Any:
    """Return JSON content with every sentence in it said in the reader's language."""
    match content:
        case str():
            return said_in(content, translated, figured)
        case dict():
            return {name: spoken(value) for name, value in content.items()}
        case list() | tuple():
            return [spoken(value) for value in content]
        case _:
            return content


class SpokenJson(DefaultJSONProvider):
    """Flask's JSON, in the reader's language and without needless spaces."""

    compact = True
    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return the text that is sent."""
        # Figures stand in the page only; a week of many hosts' times is not looked through for nothing.
        is_ready = reader_language() == ENGLISH
        return super().dumps(obj if is_ready else spoken(obj), **kwargs)
