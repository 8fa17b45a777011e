"""Which records one user may see and change, by Salesforce's own word for it: UserRecordAccess.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from simple_salesforce.format import format_soql

from handoff.ids import to_18
from handoff.salesforce.access_fields import UserRecordAccess
from handoff.salesforce.client import Answer, Part, Reader, Row, query_part
from handoff.salesforce.paths import text, value

OPERATION = "read_access"
EDITING = "editing"
MOST_IDS = 200
"""Records that one such query may name."""
MOST_QUERIES = 5
"""Queries that one composite may hold."""


@dataclass(frozen=True)
class Access:
    """What one user may do with a record."""

    reads: bool
    edits: bool


NO_ACCESS = Access(reads=False, edits=False)


def access_part(name: str, user_id: str, record_ids: Sequence[str]) -> Part:
    """Return the query for what a user may do with up to 200 records."""
    asked = UserRecordAccess
    return query_part(
        name,
        format_soql(
            f"SELECT {asked.RECORD}, {asked.READS}, {asked.EDITS} FROM {asked.OBJECT} "  # noqa: S608
            f"WHERE {asked.USER} = {{}} AND {asked.RECORD} IN {{}}",
            user_id,
            list(record_ids),
        ),
    )


def editing_part(user_id: str, record_ids: Sequence[str]) -> Part:
    """Return the query that `editable_among` reads the answer of."""
    return access_part(EDITING, user_id, record_ids)


def editable_among(answers: Mapping[str, Answer]) -> frozenset[str]:
    """Return the ids of the records that may be changed; none if Salesforce did not say."""
    answer = answers[EDITING]
    found = answer.body.get("records") if answer.is_good and isinstance(answer.body, dict) else []
    return frozenset(one for one, access in _accesses(found or []) if access.edits)


def accesses(client: Reader, user_id: str, record_ids: Iterable[str]) -> Mapping[str, Access]:
    """Return what a user may do with each record. Raises OutsideError; may be repeated."""
    ids = sorted(set(record_ids))
    chunks = [ids[start : start + MOST_IDS] for start in range(0, len(ids), MOST_IDS)]
    found: dict[str, Access] = dict.fromkeys(ids, NO_ACCESS)
    for start in range(0, len(chunks), MOST_QUERIES):
        parts = [
            access_part(f"access{n}", user_id, chunk)
            for n, chunk in enumerate(chunks[start : start + MOST_QUERIES])
        ]
        for answer in client.composite(parts, operation=OPERATION).values():
            found |= dict(_accesses(client.rows(answer, operation=OPERATION)))
    return found


def _accesses(rows: Iterable[Row]) -> list[tuple[str, Access]]:
    return [
        (
            to_18(text(row, UserRecordAccess.RECORD)),
            Access(
                reads=value(row, UserRecordAccess.READS) is True,
                edits=value(row, UserRecordAccess.EDITS) is True,
            ),
        )
        for row in rows
    ]
