"""The reader's language: every sentence said in it on its way out."""

from typing import Any

from flask import Flask, g, has_request_context, request
from flask.json.provider import DefaultJSONProvider

from handoff.languages import ENGLISH, LANGUAGES, catalogue, direction_of, figured, language_of
from handoff.people import Organizer, Tongue
from handoff.wording import Figure, said_in


def register(app: Flask) -> None:
    """Say whatever leaves as JSON, and every word of a template, in the reader's language."""
    app.json = SpokenJson(app)
    app.jinja_env.globals["t"] = lambda sentence, **values: translated(sentence).format(**values)
    app.jinja_env.globals["language"] = reader_language
    app.jinja_env.globals["direction"] = lambda: direction_of(reader_language())


def speak_to(reader: Organizer) -> None:
    """Answer this request in somebody's language, with days and numbers as they write them."""
    g.language, g.reader = language_of(reader.language), reader.tongue


def reader_language() -> str:
    """Return the language that this request is answered in."""
    if not has_request_context():
        return ENGLISH
    if "language" not in g:
        g.language = request.accept_languages.best_match(LANGUAGES, default=ENGLISH)
    language: str = g.language
    return language


def translated(sentence: str) -> str:
    """Return a template of a sentence in the reader's language."""
    return catalogue(reader_language()).get(sentence, sentence)


def spoken(content: Any) -> Any:
    """Return JSON content with every sentence in it said in the reader's language."""
    match content:
        case str():
            return said_in(content, translated, _figured)
        case dict():
            return {name: spoken(value) for name, value in content.items()}
        case list() | tuple():
            return [spoken(value) for value in content]
        case _:
            return content


def _figured(figure: Figure) -> str:
    """Return a figure as the reader writes it; plain English until they are known."""
    reader: Tongue | None = g.get("reader") if has_request_context() else None
    return figured(figure, reader) if reader else str(figure)


class SpokenJson(DefaultJSONProvider):
    """Flask's JSON, in the reader's language and without needless spaces."""

    compact = True
    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return the text that is sent."""
        # Figures stand in the page only; a week of many hosts' times is not looked through for nothing.
        is_ready = reader_language() == ENGLISH
        return super().dumps(obj if is_ready else spoken(obj), **kwargs)
