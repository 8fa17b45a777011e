"""A sentence is English until somebody asks for it in another language."""

import json
from copy import deepcopy

from handoff.wording import Figure, Figures, again, bare, kept, read, said_in, say, written

GERMAN = {
    "{name} cannot be booked: {reason}.": "{name} kann nicht gebucht werden: {reason}.",
    "inactive user": "inaktiver Benutzer",
}


def german(template: str) -> str:
    return GERMAN.get(template, template)


def test_a_sentence_is_its_english_text_everywhere_else() -> None:
    sentence = say("{name} cannot be booked: {reason}.", name="Ines", reason=say("inactive user"))

    assert sentence == "Ines cannot be booked: inactive user."
    assert json.loads(json.dumps({"said": sentence})) == {"said": sentence}


def test_a_sentence_is_said_again_with_the_sentences_in_it() -> None:
    sentence = say("{name} cannot be booked: {reason}.", name="Ines", reason=say("inactive user"))

    assert said_in(sentence, german) == "Ines kann nicht gebucht werden: inaktiver Benutzer."


def test_plain_text_stays_as_it_is() -> None:
    assert said_in("inactive user", german) == "inactive user"


def test_a_copy_can_be_said_again_too() -> None:
    sentence = say("inactive user")

    assert said_in(deepcopy(sentence), german) == "inaktiver Benutzer"


def test_a_kept_sentence_is_said_again_in_any_language() -> None:
    inner = say("{name} skipped: {reason}", name="Chris", reason=say("capped that day"))
    sentence = say("{text}.", text=inner)

    found = again(json.loads(json.dumps(kept(sentence))))

    assert found == sentence
    german = {"capped that day": "hat an dem Tag genug"}
    said = said_in(found, lambda template: german.get(template, template))
    assert said == "Chris skipped: hat an dem Tag genug."
    assert (kept("plain"), again("plain")) == ("plain", "plain")


def test_a_written_sentence_is_read_as_the_sentence_it_was() -> None:
    sentence = say("{name} cannot be booked: {reason}.", name="Ines", reason=say("inactive user"))

    assert said_in(read(written(sentence)), german) == said_in(sentence, german)
    assert (written("plain"), read("plain")) == ("plain", "plain")
    assert read('{"say": cut short') == '{"say": cut short'


def test_words_that_look_like_a_kept_sentence_are_words() -> None:
    for told in ('{"say":"{0}","with":{}}', '{"say": "{a.__class__}", "with": {"a": ""}}'):
        assert read(written(told)) == told


def test_a_figure_is_plain_english_until_somebody_writes_it() -> None:
    figure = deepcopy(Figure("1,234", Figures.NUMBER, 1234))
    sentence = say("{label} is {value}", label="Size", value=figure)

    assert sentence == "Size is 1,234"
    assert said_in(sentence, german) == "Size is 1,234"
    assert said_in(sentence, german, lambda one: f"{one.amount}!") == "Size is 1234!"


def test_a_sentence_within_another_loses_its_stop_in_every_language() -> None:
    sentence = say("{name} ({reason})", name="Ines", reason=bare(say("It is late.")))

    assert sentence == "Ines (It is late)"
    assert again(kept(sentence)) == sentence
    assert (
        said_in(sentence, lambda one: {"It is late.": "遅いです。"}.get(one, one))
        == "Ines (遅いです)"
    )
