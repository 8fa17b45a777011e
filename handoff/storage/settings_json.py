"""An org's settings to and from plain JSON values."""

from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from handoff.org_settings import OrgSettings
from handoff.wording import again, kept

_SETTINGS = TypeAdapter(OrgSettings)
FORMAT = 4
"""Raise it when a field changes its meaning: a copy in another format is read from Salesforce again."""


def settings_json(settings: OrgSettings) -> dict[str, Any]:
    """Return the settings as JSON values."""
    body: dict[str, Any] = _SETTINGS.dump_python(settings, mode="json")
    # A set has another order in every process; what is the same must also look the same.
    body["switches"]["counted_methods"].sort()
    for held in (*body["roles"].values(), *body["audiences"].values()):
        held.sort()
    # The words remember how they were made, to be said again in a reader's language.
    for told, problem in zip(body["problems"], settings.problems, strict=True):
        told["words"] = kept(problem.words)
    return {"format": FORMAT, "settings": body}


def settings_of(body: dict[str, Any]) -> OrgSettings | None:
    """Return the settings that JSON values were made of; None for those of another release."""
    if body.get("format") != FORMAT:
        return None
    words = [again(one["words"]) for one in body["settings"]["problems"]]
    plain = [
        {**one, "words": str(said)}
        for one, said in zip(body["settings"]["problems"], words, strict=True)
    ]
    settings = _SETTINGS.validate_python({**body["settings"], "problems": plain})
    problems = (
        replace(one, words=said) for one, said in zip(settings.problems, words, strict=True)
    )
    return replace(settings, problems=tuple(problems))
