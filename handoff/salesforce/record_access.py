"""Which records one user may see and change, by Salesforce's own word for it: UserRecordAccess.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_userrecordaccess.htm
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from simple_salesforce.format import format_soql

from handoff.ids import to_18
from handoff.salesforce.access_fields import UserRecordAccess
from handoff.salesforce.client import Answer, Part, Reader, Row, codes, query_part
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


_NOT_ASKED = frozenset({"INVALID_TYPE", "INVALID_FIELD", "MALFORMED_QUERY", "NOT_FOUND"})
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
    """Return what a user may do with each record. Raises OutsideError; may be repeated.

    Salesforce answers only for objects that have sharing settings; nobody may do anything with others here.
    """
    chunks = _chunks(record_ids)
    found: dict[str, Access] = {one: NO_ACCESS for chunk in chunks for one in chunk}
    for start in range(0, len(chunks), MOST_QUERIES):
        parts = [
            access_part(f"access{n}", user_id, chunk)
            for n, chunk in enumerate(chunks[start : start + MOST_QUERIES])
        ]
        for answer in client.composite(parts, operation=OPERATION).values():
            if codes(answer) & _NOT_ASKED:
                continue
            found |= dict(_accesses(client.rows(answer, operation=OPERATION)))
    return found


def _chunks(record_ids: Iterable[str]) -> list[list[str]]:
    """Return the ids in questions of one object each: a refusal of one object hides no other."""
    ids = sorted(set(record_ids))
    return [
        of_object[start : start + MOST_IDS]
        for _, group in groupby(ids, key=lambda one: one[:3])
        for of_object in [list(group)]
        for start in range(0, len(of_object), MOST_IDS)
    ]


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
