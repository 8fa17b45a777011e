"""The reader's language: catalogues read once, and every sentence said in it on its way out."""

from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request
from flask.json.provider import DefaultJSONProvider

from handoff.wording import said_in

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


def speak(language: str) -> None:
    """Answer this request in a language; until then it is the browser's."""
    g.language = language


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


def spoken(content: Any) -> Any:
    """Return JSON content with every sentence in it said in the reader's language."""
    if reader_language() == ENGLISH:
        return content
    match content:
        case str():
            return said_in(content, translated)
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
        return super().dumps(spoken(obj), **kwargs)
