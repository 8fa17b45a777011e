"""Sentences that remember how they were made, so that they can be said again in the reader's language."""

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Any

_BARE = "{without_stop}"
_STOPS = ".。"
_WRITTEN = '{"say":'


class Sentence(str):
    """An English sentence and what it was made of; everywhere else it is an ordinary string."""

    template: str
    values: dict[str, Any]
    __slots__ = ("template", "values")

    def __new__(cls, template: str, values: dict[str, Any]) -> "Sentence":
        """Fill the template's {names}; used through `say`."""
        made = super().__new__(cls, _filled(template, values))
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copies keep what the sentence was made of."""
        return Sentence, (self.template, self.values)


class Figures(StrEnum):
    """What a figure is."""

    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"
    HOURS = "hours"


class Figure(str):
    """A number, a day or weekly hours in plain English, and what it is, so that it can be written as its reader does."""

    what: Figures
    amount: float | date | datetime | str
    __slots__ = ("amount", "what")

    def __new__(cls, text: str, what: Figures, amount: float | date | datetime | str) -> "Figure":
        """Keep both."""
        made = super().__new__(cls, text)
        made.what, made.amount = what, amount
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copies keep what it is."""
        return Figure, (str.__str__(self), self.what, self.amount)


def say(template: str, /, **values: Any) -> str:
    """Return the English sentence; the template is the key of the message catalogue."""
    return Sentence(template, values)


def bare(sentence: str) -> str:
    """Return a sentence without its full stop, in whatever language, to stand within another one."""
    return say(_BARE, without_stop=sentence)


def phrase(template: str) -> str:
    """Return a template that is filled later by `say`; named here so that it is found for the catalogue."""
    return template


def said_in(
    sentence: str,
    translate: Callable[[str], str],
    write: Callable[[Figure], str] = str,
) -> str:
    """Return a sentence, and what is said and written within it, for a reader; plain text stays as it is."""
    if isinstance(sentence, Figure):
        return write(sentence)
    if not isinstance(sentence, Sentence):
        return sentence
    values = {
        name: said_in(value, translate, write) if isinstance(value, str) else value
        for name, value in sentence.values.items()
    }
    return _filled(translate(sentence.template), values)


def _filled(template: str, values: dict[str, Any]) -> str:
    text = template.format(**values)
    return text.rstrip(_STOPS) if template == _BARE else text


def kept(sentence: str) -> Any:
    """Return a sentence as JSON that remembers how it was made."""
    if not isinstance(sentence, Sentence):
        return sentence
    return {"say": sentence.template, "with": {k: kept(v) for k, v in sentence.values.items()}}


def again(kept_sentence: Any) -> Any:
    """Return the sentence that `kept` was given; anything else stays as it is."""
    if not isinstance(kept_sentence, dict):
        return kept_sentence
    return say(kept_sentence["say"], **{k: again(v) for k, v in kept_sentence["with"].items()})


def written(sentence: str) -> str:
    """Return one line of text from which `read` makes the sentence again; plain text stays as it is."""
    if isinstance(sentence, Sentence):
        return json.dumps(kept(sentence), ensure_ascii=False)
    # What somebody named to look like a kept sentence is no template: it is kept as the words of one.
    return written(Sentence("{words}", {"words": sentence})) if _is_written(sentence) else sentence


def _is_written(text: str) -> bool:
    return text.startswith(_WRITTEN)


def read(text: str) -> str:
    """Return the sentence that `written` was given; anything else stays as it is."""
    if not _is_written(text):
        return text
    try:
        found: str = again(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        return text
    return found
