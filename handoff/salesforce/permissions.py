"""What one user's permission sets allow on an object and its fields; for whom no token of their own is here.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_fieldpermissions.htm
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from simple_salesforce.format import format_soql

from handoff.clock import machine_now
from handoff.salesforce.access_fields import (
    MUTING_PREFIX,
    Assignment,
    FieldPermissions,
    GroupComponent,
    ObjectPermissions,
    PermissionSet,
)
from handoff.salesforce.client import Client, Row, query_part

OPERATION = "read_permissions"
SETS, GROUPS, PROFILE = "sets", "groups", "profile"
OBJECTS, FIELDS = "objects", "fields"
FOR_EVERYBODY = frozenset({"User", "Group", "Name", "RecordType", "OpportunityContactRole"})
"""Objects without permissions of their own: colleagues are public, a contact role goes with its opportunity."""


@dataclass(frozen=True)
class Permissions:
    """What a user may read and change of one object's fields; `sees_all` needs no list of fields."""

    reads: bool
    sees_all: bool = False
    readable: frozenset[str] = frozenset()
    editable: frozenset[str] = frozenset()

    def shows(self, field: str, *, is_permissionable: bool) -> bool:
        """Say whether the user sees the field; one over which no permission decides goes with its object."""
        return self.reads and (self.sees_all or not is_permissionable or field in self.readable)


NOTHING = Permissions(reads=False)


class UserPermissions:
    """Asks for one user's permissions, as somebody who may see everybody's; each object once."""

    def __init__(self, client: Client, user_id: str) -> None:
        """Keep whom to ask about; nothing is sent."""
        self._client = client
        self._user_id = user_id
        self._sets: tuple[str, ...] | None = None
        self._known: dict[str, Permissions] = {}

    def on(self, object_name: str) -> Permissions:
        """Return what the user may see of an object. Raises OutsideError."""
        if object_name not in self._known:
            self._known[object_name] = self._ask(object_name)
        return self._known[object_name]

    def _ask(self, object_name: str) -> Permissions:
        if self._sets is None:
            self._sets = _permission_sets(self._client, self._user_id)
        if not self._sets:
            return NOTHING
        answers = self._client.composite(
            [
                query_part(OBJECTS, _objects_soql(self._sets, object_name)),
                query_part(FIELDS, _fields_soql(self._sets, object_name)),
            ],
            operation=OPERATION,
        )
        rows = {
            name: self._client.rows(answer, operation=OPERATION) for name, answer in answers.items()
        }
        return _permissions(object_name, rows)


def _permissions(object_name: str, rows: Mapping[str, Sequence[Row]]) -> Permissions:
    of_object = rows[OBJECTS]
    sees_all = any(row.get(ObjectPermissions.ALL_FIELDS) is True for row in of_object)
    fields = rows[FIELDS]
    return Permissions(
        reads=bool(of_object) or object_name in FOR_EVERYBODY,
        sees_all=sees_all,
        readable=frozenset(_field(row) for row in fields),
        editable=frozenset(
            _field(row) for row in fields if row.get(FieldPermissions.EDITS) is True
        ),
    )


def _field(row: Row) -> str:
    return _text(row, FieldPermissions.FIELD).rpartition(".")[2]


def _permission_sets(client: Client, user_id: str) -> tuple[str, ...]:
    """Return the ids of every permission set that counts for the user, their profile's own among them.

    A group counts through the set that it adds up to; beside it its parts, unless it mutes some of them.
    """
    asked, part = Assignment, GroupComponent
    held = format_soql(
        f"FROM {asked.OBJECT} WHERE {asked.USER} = {{user}} AND "
        f"({asked.ENDS_AT} = NULL OR {asked.ENDS_AT} > {{now:literal}})",
        user=user_id,
        now=_literal(machine_now()),
    )
    answers = client.composite(
        [
            query_part(SETS, f"SELECT {asked.PERMISSION_SET} {held}"),
            query_part(PROFILE, _profile_soql(user_id)),
            query_part(
                GROUPS,
                f"SELECT {part.GROUP}, {part.PERMISSION_SET} FROM {part.OBJECT} "  # noqa: S608
                f"WHERE {part.GROUP} IN (SELECT {asked.GROUP} {held})",
            ),
        ],
        operation=OPERATION,
    )
    sets = client.rows(answers[SETS], operation=OPERATION)
    parts = client.rows(answers[GROUPS], operation=OPERATION)
    muting = {
        _text(row, part.GROUP)
        for row in parts
        if _text(row, part.PERMISSION_SET).startswith(MUTING_PREFIX)
    }
    found = [_text(row, asked.PERMISSION_SET) for row in sets]
    found += [
        _text(row, PermissionSet.ID) for row in client.rows(answers[PROFILE], operation=OPERATION)
    ]
    found += [
        _text(row, part.PERMISSION_SET) for row in parts if _text(row, part.GROUP) not in muting
    ]
    return tuple(sorted({one for one in found if one}))


def _profile_soql(user_id: str) -> str:
    own = PermissionSet
    return format_soql(
        f"SELECT {own.ID} FROM {own.OBJECT} WHERE {own.IS_OF_PROFILE} = TRUE "  # noqa: S608
        f"AND {own.PROFILE} IN (SELECT ProfileId FROM User WHERE Id = {{}})",
        user_id,
    )


def _objects_soql(sets: Sequence[str], object_name: str) -> str:
    asked = ObjectPermissions
    return format_soql(
        f"SELECT {asked.ALL_FIELDS} FROM {asked.OBJECT} WHERE {asked.READS} = TRUE "  # noqa: S608
        f"AND {asked.SOBJECT} = {{}} AND {asked.PARENT} IN {{}}",
        object_name,
        list(sets),
    )


def _fields_soql(sets: Sequence[str], object_name: str) -> str:
    asked = FieldPermissions
    return format_soql(
        f"SELECT {asked.FIELD}, {asked.EDITS} FROM {asked.OBJECT} WHERE {asked.READS} = TRUE "  # noqa: S608
        f"AND {asked.SOBJECT} = {{}} AND {asked.PARENT} IN {{}}",
        object_name,
        list(sets),
    )


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "")


def _literal(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
