"""Users on a record: every user field of the record itself and of the related records that count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handoff.org_settings import ObjectSetting
from handoff.records import RecordUser
from handoff.salesforce.client import Row
from handoff.salesforce.describing import FieldShape, ObjectShape
from handoff.salesforce.fields import (
    QUEUE_PREFIX,
    RELATED_OWNER,
    RELATED_OWNER_OF,
    STANDARD_LOOKUPS,
    User,
)
from handoff.salesforce.paths import FieldPath, Shapes, find, follow, text, value
from handoff.wording import say


@dataclass(frozen=True)
class UserPath:
    """A user field and the columns that tell who stands in it."""

    path: FieldPath

    @property
    def columns(self) -> tuple[str, ...]:
        """What to ask: id, name and whether the user is active (a queue has no such thing)."""
        return (self.path.soql, self._name, self._is_active)

    def read(self, row: Row) -> RecordUser | None:
        """Return who stands there; None if the related record itself is missing or hidden."""
        hops = [hop.relationship for hop in self.path.hops]
        if hops and value(row, ".".join(hops)) is None:
            return None
        user_id = text(row, self.path.soql)
        is_queue = user_id.startswith(QUEUE_PREFIX)
        return RecordUser(
            path=self.path.soql,
            label=self.label,
            user_id=user_id,
            name=text(row, self._name),
            is_active=is_queue or value(row, self._is_active) is not False,
            is_queue=is_queue,
            is_related=bool(hops),
            object_label=self.path.shape.label,
        )

    @property
    def _name(self) -> str:
        # On an owner that may be a queue these two are fields of the Name entity, which has them as well.
        return f"{self.path.target}.{User.NAME}"

    @property
    def _is_active(self) -> str:
        return f"{self.path.target}.{User.IS_ACTIVE}"

    @property
    def label(self) -> str:
        """What people call it: Lead Owner, Account Owner, Account CSM."""
        via = self.path.hops[-1].spoken if self.path.hops else self.path.shape.label
        if self.path.field.name == RELATED_OWNER:
            return say("{object} Owner", object=via)
        return self.path.label


def user_paths(shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes) -> list[UserPath]:
    """Return the user fields of the record first, then those of related records, each once.

    Those of a lead's matched account are not among them: they are read where the account is found.
    """
    found: dict[str, FieldPath] = {}
    own = (FieldPath((), field, shape) for field in shape.fields.values() if field.is_user)
    matched = setting.matched_account_field.lower() if setting else ""
    for path in [*own, *_related(shape, setting, shapes)]:
        if not (path.hops and path.hops[0].name.lower() == matched):
            found.setdefault(path.soql, path)
    return [UserPath(path) for path in found.values()]


def _related(
    shape: ObjectShape, setting: ObjectSetting | None, shapes: Shapes
) -> Iterator[FieldPath]:
    wanted = setting.user_field_paths if setting else ()
    for line in (*wanted, *_owners(shape)):
        path = find(line, shape, shapes)
        if path and path.hops and path.field.is_user:
            yield path
        elif not path or not path.field.is_user:
            yield from _all_of(line, shape, shapes)


def _owners(shape: ObjectShape) -> Iterable[str]:
    return (
        f"{field.relationship}.{RELATED_OWNER}"
        for field in shape.fields.values()
        if _is_plain_lookup(field)
    )


def _is_plain_lookup(field: FieldShape) -> bool:
    is_near = field.name in STANDARD_LOOKUPS or field.name.endswith("__c")
    is_single = len(field.targets) == 1 and field.targets[0] in RELATED_OWNER_OF
    return is_near and is_single and bool(field.relationship)


def _all_of(line: str, shape: ObjectShape, shapes: Shapes) -> Iterator[FieldPath]:
    """Yield all user fields of the related record, where a line names only the relationship."""
    reached = follow(line, shape, shapes)
    if reached and reached[0]:
        hops, related = reached
        yield from (
            FieldPath(hops, field, related) for field in related.fields.values() if field.is_user
        )
