"""Reading for a user who sent no token of their own: as the integration user, without what they may not see.

Records are left out by UserRecordAccess, objects and fields by the user's permission sets; both are asked of
Salesforce, nothing is worked out here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from handoff.ids import is_id, to_18
from handoff.salesforce.client import Answer, Client, Part, Row
from handoff.salesforce.describing import Describer
from handoff.salesforce.permissions import FOR_EVERYBODY
from handoff.salesforce.record_access import Access, accesses

ANY_OF_SEVERAL = "Name"
"""What Salesforce calls a record, whatever it is, where a lookup leads to several objects."""
FOR_THEMSELVES = FOR_EVERYBODY - {ANY_OF_SEVERAL} | {"UserRecordAccess", "AggregateResult"}
"""What such rows hold is nobody's secret, or was asked about this very user."""
_ALWAYS = frozenset({"attributes", "Id"})


class DelegatedReader:
    """Asks through the integration user's client, and cuts every answer down to what the user may see."""

    def __init__(self, client: Client, describer: Describer) -> None:
        """`describer` knows what the user may see of each object."""
        self._client = client
        self._describer = describer
        self._accesses: dict[str, Access] = {}

    def call(
        self, method: str, path: str, *, operation: str, body: Mapping[str, Any] | None = None
    ) -> Any:
        """Send one reading request. Raises OutsideError."""
        answer = self._client.call(method, path, operation=operation, body=body)
        if isinstance(answer, dict) and isinstance(answer.get("records"), list):
            return answer | {"records": self._seen(answer["records"])}
        return answer

    def composite(self, parts: Sequence[Part], *, operation: str) -> Mapping[str, Answer]:
        """Send reading parts as one request. Raises OutsideError."""
        answers = self._client.composite(parts, operation=operation)
        self._learn(row for answer in answers.values() for row in _rows(answer))
        return {
            name: replace(answer, body=answer.body | {"records": self._seen(_rows(answer))})
            if _rows(answer)
            else answer
            for name, answer in answers.items()
        }

    def rows(self, answer: Answer, *, operation: str) -> list[Row]:
        """Return all rows of a query's answer, further pages too. Raises OutsideError."""
        return self._seen(self._client.rows(answer, operation=operation))

    def _seen(self, rows: Sequence[Row]) -> list[Row]:
        self._learn(rows)
        return [seen for row in rows if (seen := self._cut(row)) is not None]

    def _learn(self, rows: Iterable[Row]) -> None:
        """Ask at once about all records, the related ones too, of which nothing is known yet."""
        wanted = {
            record_id
            for row in rows
            for kind, record_id in _records_in(row)
            if kind not in FOR_THEMSELVES and record_id not in self._accesses
        }
        if wanted:
            self._accesses |= accesses(self._client, self._describer.user_id, wanted)

    def _cut(self, row: Row) -> Row | None:
        """Return what the user may see of a record; None for one that they may not see."""
        kind, record_id = _identity(row)
        if kind in FOR_THEMSELVES:
            return {name: self._inner(found) for name, found in row.items()}
        shape = self._describer.shape(kind)
        access = self._accesses.get(record_id)
        if shape is None or access is None or not access.reads:
            return None
        return {
            name: self._inner(found)
            for name, found in row.items()
            if name in _ALWAYS or shape.field(name) or shape.lookup(name)
        }

    def _inner(self, found: Any) -> Any:
        return self._cut(found) if _is_record(found) else found


def _rows(answer: Answer) -> list[Row]:
    found = answer.body.get("records") if isinstance(answer.body, dict) else None
    return found if answer.is_good and isinstance(found, list) else []


def _is_record(found: Any) -> bool:
    return isinstance(found, dict) and "attributes" in found


def _records_in(row: Row) -> Iterator[tuple[str, str]]:
    yield _identity(row)
    for found in row.values():
        if _is_record(found):
            yield from _records_in(found)


def _identity(row: Row) -> tuple[str, str]:
    """Return of which object a record is, and its id, by what every record says of itself."""
    attributes = row.get("attributes")
    named = attributes if isinstance(attributes, dict) else {}
    path, _, last = str(named.get("url") or "").rpartition("/")
    kind = str(named.get("type") or "")
    if kind == ANY_OF_SEVERAL:
        # Only its address says of which object it is: a user is nobody's secret, a contact may be.
        kind = path.rpartition("/")[2]
    return kind, to_18(last) if is_id(last) else ""
