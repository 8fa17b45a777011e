"""PURE. Which fields of a record an org's object settings, types, questions and suggestion rules need to know."""

import re
from collections.abc import Iterator

from handoff.meeting_types import MeetingType, PossibleKind
from handoff.org_settings import ActionKind, OrgSettings, SuggestionRule
from handoff.records import RecordView

MARK = re.compile(r"\{([A-Za-z]\w*(?:\.\w+)*)\}", re.ASCII)
HIDDEN = "…"


def paths_of(settings: OrgSettings, object_name: str) -> tuple[str, ...]:
    """Return the field paths to read from records of that object, each once."""
    found = [
        path
        for meeting_type in settings.meeting_types
        if meeting_type.is_offered_on(object_name)
        for path in _of_type(meeting_type)
    ]
    setting = settings.object_setting(object_name)
    found += [one.path for one in setting.conditions] if setting else []
    found += [path for rule in settings.rules if _is_for(rule, object_name) for path in _of(rule)]
    return tuple(dict.fromkeys(path for path in found if path))


def merged(text: str, record: RecordView) -> str:
    """Return the text with the record's fields filled in; what the Organizer may not see becomes "…"."""

    def filled(mark: re.Match[str]) -> str:
        found = record.values.get(mark.group(1))
        return HIDDEN if found is None else found.text

    return MARK.sub(filled, text)


def _is_for(rule: SuggestionRule, object_name: str) -> bool:
    return rule.object_name in ("", object_name)


def _of_type(meeting_type: MeetingType) -> Iterator[str]:
    yield from (one.path for one in meeting_type.conditions)
    yield from (one.prefill_field for one in meeting_type.questions)
    guest = meeting_type.guest_fields
    yield from (guest.first_name, guest.last_name, guest.email)
    yield from (one.name for one in meeting_type.possible_hosts if one.kind is PossibleKind.FIELD)


def _of(rule: SuggestionRule) -> Iterator[str]:
    yield from (one.path for one in rule.conditions)
    yield rule.host_field
    yield from (one.path for one in rule.further)
    yield from MARK.findall(rule.text)
    if rule.action is ActionKind.OPEN_RECORD:
        yield rule.action_value
    else:
        yield from MARK.findall(rule.action_value)
