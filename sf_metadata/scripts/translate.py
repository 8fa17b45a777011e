"""Writes translations-app/ from the project's words and their catalogues in words/.

python -m sf_metadata.scripts.translate            writes the translations; missing words are an error
python -m sf_metadata.scripts.translate --update   brings new words into the catalogues, takes old ones out
python -m sf_metadata.scripts.translate --check    only says what is missing or stale
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from sf_metadata.scripts.translatable import PROJECT, ProjectTexts, Text, project_texts
from sf_metadata.scripts.translation_files import translation_files

LANGUAGES = ("de", "fr", "ja")
# What Salesforce or Handoff fills in, such as {0} or {guest.first_name}: the same in every language.
FILLED_IN = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Words:
    """One language: a sentence's translation, unless its place needs another one."""

    language: str
    said: Mapping[tuple[str, str], str]
    forms: Mapping[str, Mapping[str, str]]

    def say(self, text: Text) -> str:
        """Return the translation, or nothing if there is none."""
        return self.said.get((text.place, text.words)) or self.said.get(("", text.words), "")


def read_words(language: str, project: Path = PROJECT) -> Words:
    """Read a language's catalogue and the grammar of the objects' names."""
    catalogue = _catalogue(language, project)
    forms = tomllib.loads((project / "words" / "forms.toml").read_text(encoding="utf-8"))
    return Words(
        language=language,
        said={
            (str(message.context or ""), str(message.id)): str(message.string)
            for message in catalogue
            if message.id
        },
        forms=forms.get(language, {}),
    )


def complaints(words: Words, texts: ProjectTexts) -> Iterator[str]:
    """Say what is missing, too long or no longer used in a language."""
    used = set()
    for text in dict.fromkeys(texts.texts()):
        translated = words.say(text)
        used |= {(text.place, text.words), ("", text.words)}
        if not translated:
            yield f"{words.language}: {text.place}: no words for “{text.words}”"
        elif len(translated) > text.limit:
            yield f"{words.language}: {text.place}: longer than {text.limit}: “{translated}”"
        elif _filled_in(translated) != _filled_in(text.words):
            yield f"{words.language}: {text.place}: fills in something else: “{translated}”"
    for context, sentence in words.said:
        if (context, sentence) not in used:
            yield f"{words.language}: no longer used: “{sentence}” {context}".rstrip()


def update(language: str, texts: ProjectTexts, project: Path = PROJECT) -> None:
    """Bring a catalogue up to date: new words are empty, old ones go."""
    known = _catalogue(language, project)
    fresh = Catalog(locale=language, header_comment="# Words of the Salesforce project.")
    places: dict[str, list[str]] = {}
    for text in texts.texts():
        places.setdefault(text.words, []).append(text.place)
    for sentence in sorted(places):
        where = dict.fromkeys(places[sentence])
        kept = known.get(sentence)
        fresh.add(sentence, kept.string if kept else "", auto_comments=list(where)[:3])
        for place in where:
            special = known.get(sentence, context=place)
            if special is not None and special.string:
                fresh.add(sentence, special.string, context=place)
    with (project / "words" / f"{language}.po").open("wb") as file:
        write_po(file, fresh, width=120, omit_header=True)


def main(arguments: list[str]) -> int:
    """Write the translations, or update the catalogues, or say what is wrong."""
    texts = project_texts()
    if "--update" in arguments:
        for language in LANGUAGES:
            update(language, texts)
    spoken = [read_words(language) for language in LANGUAGES]
    found = [complaint for words in spoken for complaint in complaints(words, texts)]
    wanted = {
        PROJECT / path: text
        for words in spoken
        for path, text in translation_files(words, texts).items()
    }
    if "--check" in arguments:
        found += _stale(wanted)
    elif not found:
        _write(wanted)
    sys.stdout.writelines(f"{complaint}\n" for complaint in found)
    return 1 if found else 0


def _filled_in(words: str) -> list[str]:
    return sorted(FILLED_IN.findall(words))


def _catalogue(language: str, project: Path) -> Catalog:
    path = project / "words" / f"{language}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _existing() -> set[Path]:
    return set((PROJECT / "translations-app").rglob("*-meta.xml"))


def _stale(wanted: Mapping[Path, str]) -> list[str]:
    there = _existing()
    stale = [
        path for path in wanted if path not in there or path.read_text("utf-8") != wanted[path]
    ]
    return [
        f"{path.relative_to(PROJECT)} is stale: run python -m sf_metadata.scripts.translate"
        for path in sorted({*stale, *(there - set(wanted))})
    ]


def _write(wanted: Mapping[Path, str]) -> None:
    for path in _existing() - set(wanted):
        path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
