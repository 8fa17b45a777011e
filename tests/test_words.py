"""Every sentence of the product has its words in every language, and nothing else has."""

from pathlib import Path

import pytest

from tests.support.sentences import (
    CATALOGUES,
    in_python,
    in_script,
    in_template,
    problems,
    sentences,
)

PATHS = sorted(CATALOGUES.glob("*.po"))


def test_the_window_speaks_german_french_and_japanese_beside_english() -> None:
    assert [path.stem for path in PATHS] == ["de", "fr", "ja"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_catalogue_has_words_for_every_sentence_with_the_same_names(path: Path) -> None:
    assert problems(path, sentences()) == []


def test_sentences_are_found_where_they_are_said() -> None:
    python = 'say("Hello {name}.", name=x); phrase("{n} more"); say("a" if b == "c" else "d")'
    script = 't("Week"); t(n === "x" ? "1 day" : "{n} days", { n }); // t("not this")'
    template = '{{ t("Hosts") }} {{ t("For {name}", name=name) }}'

    assert sorted(in_python(python)) == ["Hello {name}.", "a", "d", "{n} more"]
    assert list(in_script(script)) == ["Week", "1 day", "{n} days"]
    assert sorted(in_template(template)) == ["For {name}", "Hosts"]


def test_a_catalogue_that_lacks_changes_or_keeps_too_much_is_named(tmp_path: Path) -> None:
    path = tmp_path / "de.po"
    path.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Hello {name}."\nmsgstr "Hallo {nam}."\n\nmsgid "Gone"\nmsgstr "Weg"\n'
    )

    found = problems(path, {"Hello {name}.": "a.py", "New": "a.py"})

    assert found == [
        "de: no words for 'New'",
        "de: nobody says 'Gone'",
        "de: 'Hello {name}.' and its words differ in their {names}",
    ]
