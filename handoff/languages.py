"""What is known of languages: catalogues read once, and a sentence said to whoever reads it."""

from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_datetime_format
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from handoff.hours_words import hours_words
from handoff.people import Tongue
from handoff.wording import Figure, Figures, said_in

CATALOGUES = Path(__file__).resolve().parent / "locale"
SCRIPTS = "handoff/web/static/"
ENGLISH = "en"
LANGUAGES = (ENGLISH, *sorted(path.stem for path in CATALOGUES.glob("*.po")))


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


def words_locale(reader: Tongue) -> Locale:
    """Return how whole dates stand in a text: in the words of the reader's language, in the order of their region."""
    language, locale = language_of(reader.language), locale_of(reader.locale)
    return locale if locale.language == language else locale_of(f"{language}_{locale.territory}")


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


def said_to(reader: Tongue, sentence: str) -> str:
    """Return a sentence as somebody reads it, with days and numbers as they write them; plain text as it is."""
    words = catalogue(language_of(reader.language))
    return said_in(
        sentence,
        lambda template: words.get(template, template),
        lambda figure: figured(figure, reader),
    )


def figured(figure: Figure, reader: Tongue) -> str:
    """Return a number, a day or weekly hours as the reader writes it."""
    locale, amount = locale_of(reader.locale), figure.amount
    match figure.what, amount:
        case Figures.MOMENT, datetime():
            return _moment(amount.astimezone(ZoneInfo(reader.zone)), locale)
        case Figures.DATE, date():
            return format_date(amount, "medium", locale=locale)
        case Figures.PERCENT, int() | float():
            return format_percent(amount / 100, "#,##0.##%", locale=locale)
        case Figures.NUMBER, int() | float():
            return format_decimal(amount, "#,##0.##", locale=locale)
        case Figures.HOURS, str():
            return hours_words(amount, locale)
    return str(figure)


def _moment(at: datetime, locale: Locale) -> str:
    """Return a day and its time to the minute: nobody meets at a second."""
    day, clock = format_date(at, "medium", locale=locale), format_time(at, "short", locale=locale)
    both = str(get_datetime_format("medium", locale=locale)).replace("'", "").format(clock, day)
    return both.replace("\u202f", " ")  # no space to those who search or compare
