"""The files of translations-app/, in the decomposed source format that Salesforce's own tools write."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import escape

from sf_metadata.scripts.translatable import (
    NAMESPACE,
    Entry,
    FieldTexts,
    ObjectTexts,
    ProjectTexts,
    Text,
)

FOLDER = Path("translations-app/main/default")
# Languages that inflect names; the others have one form for each number.
CASES = {"de": ("Nominative", "Accusative", "Genitive", "Dative")}
WITHOUT_PLURAL = {"ja"}

# An element: its name, and its text or its own elements.
Element = tuple[str, "str | list[Element]"]


class Language(Protocol):
    """How a language says a text, and the grammar of its objects' names."""

    @property
    def language(self) -> str:
        """Its code in Salesforce."""

    @property
    def forms(self) -> Mapping[str, Mapping[str, str]]:
        """What the grammar of an object's name needs, by object."""

    def say(self, text: Text) -> str:
        """Return the translation."""


def translation_files(words: Language, texts: ProjectTexts) -> dict[Path, str]:
    """Return every file of one language and what stands in it."""
    found = {
        FOLDER / "translations" / f"{words.language}.translation-meta.xml": _document(
            "Translations", _global(words, texts)
        )
    }
    for one in texts.objects.values():
        name = f"{one.name}-{words.language}"
        folder = FOLDER / "objectTranslations" / name
        found[folder / f"{name}.objectTranslation-meta.xml"] = _document(
            "CustomObjectTranslation", _object(words, one)
        )
        for field in one.fields:
            found[folder / f"{field.name}.fieldTranslation-meta.xml"] = _document(
                "CustomFieldTranslation", _field(words, field)
            )
    return found


def _global(words: Language, texts: ProjectTexts) -> list[Element]:
    return [
        *_entries(words, "customApplications", texts.applications),
        *_entries(words, "customLabels", texts.labels),
        *_flows(words, texts.flows),
        *_entries(words, "reportTypes", texts.report_types),
    ]


def _entries(words: Language, kind: str, entries: list[Entry]) -> Iterator[Element]:
    for one in entries:
        yield kind, _entry(words, one)


def _flows(words: Language, flows: list[Entry]) -> Iterator[Element]:
    for one in flows:
        yield "flowDefinitions", [("fullName", one.name), ("label", words.say(one.label))]


def _entry(words: Language, one: Entry) -> list[Element]:
    described: list[Element] = []
    if one.description is not None:
        described = [("description", words.say(one.description))]
    sections: list[Element] = [
        ("sections", [("label", words.say(text)), ("name", text.words)]) for text in one.sections
    ]
    return [*described, ("label", words.say(one.label)), ("name", one.name), *sections]


def _object(words: Language, one: ObjectTexts) -> list[Element]:
    forms = words.forms.get(one.name, {})
    found: list[Element] = list(_names(words, one))
    if "gender" in forms:
        found.append(("gender", forms["gender"]))
    for layout, sections in one.layouts.items():
        title = layout.partition("-")[2]
        if sections:
            found.append(("layouts", [("layout", title), *_sections(words, sections)]))
    if one.name_label is not None:
        found.append(("nameFieldLabel", words.say(one.name_label)))
    found += [("quickActions", _named(words, *item)) for item in one.actions.items()]
    found += [("sharingReasons", _named(words, *item)) for item in one.reasons.items()]
    if "starts_with" in forms:
        found.append(("startsWith", forms["starts_with"]))
    found += [
        ("validationRules", [("errorMessage", words.say(text)), ("name", name)])
        for name, text in one.rules.items()
    ]
    return found


def _names(words: Language, one: ObjectTexts) -> Iterator[Element]:
    """Yield an object's name in each case and number."""
    if one.label is None:
        return
    forms = words.forms.get(one.name, {})
    numbers = [("false", one.label)]
    if one.plural is not None and words.language not in WITHOUT_PLURAL:
        numbers.append(("true", one.plural))
    for case in CASES.get(words.language, ("",)):
        for plural, text in numbers:
            number = "plural" if plural == "true" else "singular"
            key = f"{case.lower()}_{number}" if case else number
            value = forms.get(key) or words.say(text)
            kind: list[Element] = [("caseType", case)] if case else []
            yield "caseValues", [*kind, ("plural", plural), ("value", value)]


def _sections(words: Language, sections: list[Text]) -> list[Element]:
    return [
        ("sections", [("label", words.say(text)), ("section", text.words)]) for text in sections
    ]


def _named(words: Language, name: str, text: Text) -> list[Element]:
    return [("label", words.say(text)), ("name", name)]


def _field(words: Language, field: FieldTexts) -> list[Element]:
    found: list[Element] = []
    if field.help is not None:
        found.append(("help", words.say(field.help)))
    found += [("label", words.say(field.label)), ("name", field.name)]
    found += [
        ("picklistValues", [("masterLabel", text.words), ("translation", words.say(text))])
        for text in field.values
    ]
    if field.relationship is not None:
        found.append(("relationshipLabel", words.say(field.relationship)))
    return found


def _document(root: str, elements: list[Element]) -> str:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{root} xmlns="{NAMESPACE}">']
    lines += _lines(elements, indent=4)
    return "\n".join([*lines, f"</{root}>", ""])


def _lines(elements: list[Element], *, indent: int) -> Iterator[str]:
    space = " " * indent
    for name, content in elements:
        if isinstance(content, str):
            yield f"{space}<{name}>{escape(content)}</{name}>"
        else:
            yield f"{space}<{name}>"
            yield from _lines(content, indent=indent + 4)
            yield f"{space}</{name}>"
