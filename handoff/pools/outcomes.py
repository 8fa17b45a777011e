"""PURE. What an org's own logic may say when a window opens: a suggestion, or that nobody shall schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from handoff.org_settings import ActionKind
from handoff.wording import say


class SuggestionSource(StrEnum):
    """Which logic spoke."""

    FLOW = "flow"
    RULE = "rule"
    SETTING = "setting"


@dataclass(frozen=True)
class SuggestedHost:
    """Somebody who is suggested beside the main host."""

    host_id: str
    is_required: bool = True
    is_locked: bool = False


@dataclass(frozen=True)
class Suggestion:
    """Whom and what to preselect; `text` explains it in a sentence that is kept with the booking for ever.

    At most one of `main_host_id` and `pool_id` is set. `sources` says which field of the record a suggested
    user stands in. `notice` says in words why other logic than the admin's first choice spoke.
    """

    text: str
    source: SuggestionSource
    name: str
    notice: str = ""
    main_host_id: str = ""
    pool_id: str = ""
    main_is_locked: bool = False
    additional: tuple[SuggestedHost, ...] = ()
    meeting_type_id: str = ""
    locks_type: bool = False
    may_add_hosts: bool = True
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DoNotSchedule:
    """Why no meeting shall be booked, and the one thing to do instead.

    `action_value` is a record's id (its address once the window knows it), the text to copy, or the subject
    of the owner's task.
    """

    title: str
    text: str
    source: SuggestionSource
    name: str
    action: ActionKind = ActionKind.NONE
    action_label: str = ""
    action_value: str = ""


Outcome = Suggestion | DoNotSchedule | None


@dataclass(frozen=True)
class FlowAnswer:
    """What an org's suggestion flow answered; pools and types may be named by id or by name."""

    name: str
    host_ids: tuple[str, ...] = ()
    main_host_id: str = ""
    optional_host_ids: tuple[str, ...] = ()
    pool: str = ""
    meeting_type: str = ""
    locks_hosts: bool = False
    locks_type: bool = False
    may_add_hosts: bool = True
    may_suggest_organizer: bool = False
    explanation: str = ""
    stops: bool = False
    stop_text: str = ""
    action: ActionKind = ActionKind.NONE
    action_label: str = ""
    action_value: str = ""

    @property
    def says_nothing(self) -> bool:
        """Say whether the flow left the choice to the rules."""
        named = (self.host_ids, self.main_host_id, self.pool, self.meeting_type)
        return not self.stops and not any(named)


def joined(sentences: Sequence[str]) -> str:
    """Return sentences as one text, each still to be said in another language."""
    found = ""
    for sentence in sentences:
        found = say("{first} {second}", first=found, second=sentence) if found else sentence
    return found
