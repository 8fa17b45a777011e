"""What people read in Salesforce is said in German, French and Japanese, and the files say so too."""

import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from sf_metadata.scripts import translate
from sf_metadata.scripts.translatable import PROJECT, project_texts
from sf_metadata.scripts.translation_files import FOLDER

NS = "{http://soap.sforce.com/2006/04/metadata}"


def root(path: Path) -> Element:
    return ElementTree.parse(path).getroot()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("force-app/main/default/objects", "words"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    return tmp_path


def said(path: Path, tag: str) -> list[str]:
    return [node.text or "" for node in root(path).iter(f"{NS}{tag}")]


def test_every_word_is_translated_and_the_files_are_up_to_date() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "sf_metadata.scripts.translate", "--check"],
        cwd=PROJECT.parent,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stdout) == (0, "")


def test_a_field_speaks_german() -> None:
    folder = PROJECT / FOLDER / "objectTranslations" / "Handoff_Pool__c-de"
    field = folder / "Members_From__c.fieldTranslation-meta.xml"

    assert said(field, "label") == ["Mitgliederquelle"]
    assert "Öffentliche Gruppe" in said(field, "translation")
    assert said(folder / "Handoff_Pool__c-de.objectTranslation-meta.xml", "gender") == ["Masculine"]


def test_a_place_may_need_a_word_of_its_own() -> None:
    texts = {text.place: text for text in project_texts().texts() if text.words == "None"}

    german = translate.read_words("de")

    assert german.say(texts["Handoff_Host__c.Calendar_Provider__c"]) == "Keiner"
    assert german.say(texts["Handoff_Host__c.Platform__c"]) == "Keine"


def test_a_new_label_is_told_in_every_language(copied: Path) -> None:
    label = copied / "force-app/main/default/objects/Handoff_Pool__c/fields/Kind__c.field-meta.xml"
    label.write_text(label.read_text().replace("<label>Kind<", "<label>Sort of Pool<"))
    texts = project_texts(copied)

    told = [
        complaint
        for language in translate.LANGUAGES
        for complaint in translate.complaints(translate.read_words(language, copied), texts)
        if "Sort of Pool" in complaint
    ]

    assert told == [
        f"{language}: Handoff_Pool__c.Kind__c: no words for “Sort of Pool”"
        for language in translate.LANGUAGES
    ]


def test_a_translation_that_salesforce_would_refuse_is_told(copied: Path) -> None:
    words = copied / "words" / "de.po"
    words.write_text(words.read_text().replace('msgstr "Gewicht"', f'msgstr "{"Gewicht " * 6}"'))

    told = list(translate.complaints(translate.read_words("de", copied), project_texts(copied)))

    assert any(
        one.startswith("de: Handoff_Pool_Member__c.Weight__c: longer than 40") for one in told
    )


def test_a_translation_that_fills_in_something_else_is_told(copied: Path) -> None:
    words = copied / "words" / "ja.po"
    words.write_text(
        words.read_text().replace("{meeting_type.name} を使用", "{meeting.name} を使用")
    )

    told = list(translate.complaints(translate.read_words("ja", copied), project_texts(copied)))

    assert any("fills in something else" in one for one in told)


def test_words_that_nobody_says_any_more_are_told_and_taken_out(copied: Path) -> None:
    old = copied / "force-app/main/default/objects/Handoff_Pool__c/fields/Reset__c.field-meta.xml"
    old.unlink()
    texts = project_texts(copied)

    told = list(translate.complaints(translate.read_words("fr", copied), texts))
    translate.update("fr", texts, copied)
    left = list(translate.complaints(translate.read_words("fr", copied), texts))

    assert "fr: no longer used: “How often counts begin anew.”" in told
    assert left == []
