"""What is wrong with an org's settings, collected while they are read: in words, with the record to mend."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from handoff.ids import is_id, to_18
from handoff.org_settings import SettingProblem
from handoff.salesforce.client import Row
from handoff.salesforce.paths import text
from handoff.salesforce.setting_values import Unusable

T = TypeVar("T")
_NAMES = (
    "Name",
    "Label__c",
    "MasterLabel",
    "DeveloperName",
    "Meeting_Type__r.Name",
    "User__r.Name",
    "Host__r.User__r.Name",
)
"""What people know a record by; numbers that Salesforce counts up are not asked for."""


@dataclass
class Report:
    """Collects what works and the words for what does not."""

    _told: dict[SettingProblem, None] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[SettingProblem, ...]:
        """The problems, each once, as they were found."""
        return tuple(self._told)

    def tell(self, words: str, row: Row | None = None) -> None:
        """Keep a problem, and which record it is about."""
        self._told[problem(words, row)] = None

    def keep(self, rows: Iterable[Row], make: Callable[[Row], T]) -> list[T]:
        """Return what could be made of the rows; what could not is told."""
        kept = []
        for row in rows:
            try:
                kept.append(make(row))
            except Unusable as unusable:
                self.tell(unusable.words, row)
        return kept


def problem(words: str, row: Row | None) -> SettingProblem:
    """Return the problem of a record, or of none."""
    if row is None:
        return SettingProblem(words)
    record_id = text(row, "Id")
    return SettingProblem(
        words,
        object_name=text(row, "attributes.type"),
        record_id=to_18(record_id) if is_id(record_id) else "",
        record_name=next((found for name in _NAMES if (found := text(row, name))), ""),
    )
